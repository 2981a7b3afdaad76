"""Rules for the model of every demonstration site: parts, what it costs to load and draw, where one can stand."""

from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.scene import Site
from tests.scenes.sites.demonstrations import EVERY, Demonstration
from tests.scenes.sites.glb import Glb, drawn, on_the_line
from tests.scenes.sites.standing import Heights, arriving, elbow_room, islands, rays

pytestmark = pytest.mark.parametrize("demonstration", EVERY, ids=attrgetter("id"), scope="module")


def test_every_level_has_the_same_named_parts(structures: list[Glb], demonstration: Demonstration) -> None:
    for structure in structures:
        assert [node["name"] for node in structure.document["nodes"]] == list(demonstration.parts)


def test_the_first_picture_and_the_whole_keep_within_their_bytes(
    built: Path, structures: list[Glb], demonstration: Demonstration
) -> None:
    assert structures[0].size <= 400_000
    assert on_the_line(built)["structure.0.glb"] <= 200_000
    whole = sum(path.stat().st_size for path in (built / "models").glob("*.glb"))
    assert whole <= demonstration.megabytes * 1_000_000


@pytest.mark.parametrize("level", range(3))
def test_levels_keep_within_what_a_headset_draws(
    structures: list[Glb], demonstration: Demonstration, level: int
) -> None:
    counts = [
        structures[level].document["accessors"][primitive["indices"]]["count"] // 3
        for _, primitive in drawn(structures[level])
    ]
    low, high = demonstration.triangles[level]
    assert len(counts) <= 120
    assert low <= sum(counts) <= high


def test_there_is_a_floor_under_every_stop(heights: Heights, demonstration: Demonstration) -> None:
    steps = {
        stop: min((abs(height - y) for height in heights(x, z)), default=99.0)
        for stop, (x, y, z) in demonstration.stops.items()
    }
    assert {stop: metres for stop, metres in steps.items() if metres > 0.3} == {}


def test_every_stop_can_be_reached_on_foot_from_the_first(floor: Any, demonstration: Demonstration) -> None:
    found = islands(floor, demonstration.stops)
    first = next(iter(found))
    assert {stop for stop, number in found.items() if number != found[first]} == demonstration.apart


def test_nobody_at_a_stop_has_their_head_in_a_wall(structures: list[Glb], demonstration: Demonstration) -> None:
    room = elbow_room(structures[1], demonstration.stops)
    assert {stop: metres for stop, metres in room.items() if metres < demonstration.elbow} == {}


def test_who_arrives_sees_no_wall_and_not_the_floor_at_their_feet(
    site: Site, structures: list[Glb], demonstration: Demonstration
) -> None:
    """Half of the first picture at each stop lies further off than so many metres."""
    import open3d

    scene, target = rays(structures[1]), {note.id: note.position for note in site.scene.annotations}
    room = {}
    for stop in site.scene.stops:
        picture = open3d.core.Tensor(arriving(stop.position, target[stop.annotation]))
        room[stop.id] = float(np.median(scene.cast_rays(picture)["t_hit"].numpy()))
    assert {stop: metres for stop, metres in room.items() if metres < demonstration.room} == {}


def test_building_twice_gives_the_same_bytes(demonstration: Demonstration) -> None:
    assemble, details = demonstration.module("assemble"), demonstration.module("detail").DETAILS
    assert assemble.walkable() == assemble.walkable()
    one, other = (assemble.surfaces(details[0]) for _ in range(2))
    for part, fabrics in one.items():
        for fabric, surface in fabrics.items():
            assert np.array_equal(surface.position, other[part][fabric].position), (part, fabric)
            assert np.array_equal(surface.colour, other[part][fabric].colour), (part, fabric)
