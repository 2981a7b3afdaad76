"""The Grand Palace's model: published measures, order, what it costs to load and draw, where one can stand."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.sites import build_site, fingerprint
from scenes.sites.grand_palace import assemble
from scenes.sites.grand_palace.detail import DETAILS
from scenes.sites.grand_palace.layout import (
    ANCHORS,
    BUDDHA_HEIGHT,
    GATES,
    PARTS,
    PRANG_Z,
    STOPS,
    UBOSOT_FLOOR,
    YAKSHA_HEIGHT,
)
from tests.scenes.sites.conftest import Glb, floors, on_the_line, read
from tests.scenes.sites.test_colosseum_model import EYE, box, drawn

HEADROOM = 1.7


@pytest.fixture(scope="module")
def palace() -> Path:
    """The folder of the built site pack."""
    folder = Path(tempfile.gettempdir()) / "caravanserai-sites" / fingerprint("grand-palace") / "grand-palace"
    if not folder.is_dir():
        build_site("grand-palace", folder, lambda stage, done: None)
    return folder


@pytest.fixture(scope="module")
def structures(palace: Path) -> list[Glb]:
    """The levels of detail, lightest first."""
    return [read(palace / f"models/structure.{level}.glb") for level in range(3)]


@pytest.fixture(scope="module")
def floor(palace: Path) -> Any:
    """The triangles one may stand on (n, 3, 3)."""
    return read(palace / "models/walk.glb").triangles()


@pytest.fixture(scope="module")
def heights(floor: Any) -> Callable[[float, float], list[float]]:
    """Heights of the floors over and under a place on the ground."""
    return floors(floor)


def rays(structure: Glb) -> Any:
    """A scene of a level's triangles to be asked for distances and hits."""
    import open3d

    corners = structure.triangles().reshape(-1, 3).astype(np.float32)
    scene = open3d.t.geometry.RaycastingScene()
    index = np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)
    scene.add_triangles(open3d.core.Tensor(corners), open3d.core.Tensor(index))
    return scene


def test_the_emerald_buddha_is_66_centimetres_tall_and_sits_high(structures: list[Glb]) -> None:
    stone = structures[2].triangles("emerald-buddha")
    low, high = box(stone)
    assert high[1] - low[1] == pytest.approx(BUDDHA_HEIGHT, abs=0.3)
    assert low[1] - UBOSOT_FLOOR > 8


def test_guardians_are_about_six_metres_tall_and_stand_in_pairs_at_six_gates(structures: list[Glb]) -> None:
    demons = structures[1].triangles("yakshas")
    low, high = box(demons)
    assert low[1] == pytest.approx(0, abs=0.05)
    assert high[1] == pytest.approx(YAKSHA_HEIGHT + 0.75, abs=0.2)
    assert len(GATES) == 6
    for x, z, axis in GATES.values():
        near = demons[np.hypot(demons[:, 0, 0] - x, demons[:, 0, 2] - z) < 12]
        across = near[:, 0, 2] - z if axis == "x" else near[:, 0, 0] - x
        assert (across > 3).any()
        assert (across < -3).any()
        assert not (np.abs(across) < 2).any()


def test_eight_prangs_stand_in_a_row_two_of_them_inside_the_cloister(structures: list[Glb]) -> None:
    towers = structures[1].triangles("prangs")
    tips = towers[towers[:, :, 1].max(axis=1) > 22]
    assert {min(PRANG_Z, key=lambda at: abs(at - z)) for z in tips[:, 0, 2].tolist()} == set(PRANG_Z)
    assert np.ptp(tips[:, :, 0]) < 4


@pytest.mark.parametrize("level", range(3))
def test_every_level_has_the_same_named_parts(structures: list[Glb], level: int) -> None:
    assert [node["name"] for node in structures[level].document["nodes"]] == list(PARTS)


def test_the_first_picture_and_the_whole_keep_within_their_bytes(palace: Path, structures: list[Glb]) -> None:
    assert structures[0].size <= 400_000
    assert on_the_line(palace)["structure.0.glb"] <= 200_000
    assert sum(path.stat().st_size for path in (palace / "models").glob("*.glb")) <= 14_000_000


@pytest.mark.parametrize(("level", "most"), [(0, 60_000), (1, 300_000), (2, 600_000)])
def test_levels_keep_within_what_a_headset_draws(structures: list[Glb], level: int, most: int) -> None:
    counts = [
        structures[level].document["accessors"][primitive["indices"]]["count"] // 3
        for _, primitive in drawn(structures[level])
    ]
    assert len(counts) <= 120
    assert 15_000 < sum(counts) <= most


@pytest.mark.parametrize("stop", STOPS)
def test_there_is_a_floor_under_every_stop(heights: Callable[[float, float], list[float]], stop: str) -> None:
    x, y, z = STOPS[stop]
    assert min((abs(height - y) for height in heights(x, z)), default=99.0) <= 0.3


def test_every_stop_has_something_to_point_at() -> None:
    assert set(STOPS) <= set(ANCHORS)
    far = {stop: float(np.linalg.norm(np.subtract(ANCHORS[stop], at))) for stop, at in STOPS.items()}
    assert {stop: metres for stop, metres in far.items() if not 1.5 < metres < 95} == {}


def test_every_stop_can_be_reached_on_foot_from_the_gate(floor: Any) -> None:
    """Floors that touch, or lie within a step of each other, are one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    points, owner = [], []
    for number, corners in enumerate(floor):
        sides = [float(np.linalg.norm(corners[k] - corners[k - 1])) for k in range(3)]
        edges = [np.linspace(corners[k - 1], corners[k], int(sides[k] / 0.25) + 2) for k in range(3)]
        points.append(np.concatenate(edges))
        owner.append(np.full(len(points[-1]), number))
    at, who = np.concatenate(points), np.concatenate(owner)
    pairs = cKDTree(at).query_pairs(0.5, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (who[pairs[:, 0]], who[pairs[:, 1]])), shape=(len(floor), len(floor)))
    _, island = connected_components(links, directed=False)
    found = {stop: island[_under(floor, np.asarray(place))] for stop, place in STOPS.items()}
    assert {stop for stop, number in found.items() if number != found["wiset-gate"]} == set()


def _under(floor: Any, place: Any) -> int:
    """The triangle one stands on at a place."""
    a, b, c = (floor[:, corner] for corner in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (b[:, 2] - a[:, 2])
    v = ((place[0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (place[2] - a[:, 2])) / area
    w = ((b[:, 0] - a[:, 0]) * (place[2] - a[:, 2]) - (place[0] - a[:, 0]) * (b[:, 2] - a[:, 2])) / area
    y = a[:, 1] + v * (b[:, 1] - a[:, 1]) + w * (c[:, 1] - a[:, 1])
    inside = (v >= -1e-4) & (w >= -1e-4) & (v + w <= 1 + 1e-4)
    return int(np.argmin(np.where(inside, np.abs(y - place[1]), np.inf)))


def test_nobody_at_a_stop_has_their_head_in_a_wall(structures: list[Glb]) -> None:
    import open3d

    eyes = np.array([(x, y + EYE, z) for x, y, z in STOPS.values()], dtype=np.float32)
    distance = rays(structures[1]).compute_distance(open3d.core.Tensor(eyes)).numpy()
    assert {stop: float(gap) for stop, gap in zip(STOPS, distance, strict=True) if gap < 0.5} == {}


def test_nobody_who_walks_hits_their_head_or_walks_into_a_pillar(structures: list[Glb], floor: Any) -> None:
    """Over the middles of the floors' larger triangles there is headroom, and nothing rises from below."""
    import open3d

    sides = np.linalg.norm(floor - np.roll(floor, 1, axis=1), axis=2).max(axis=1)
    middle = floor[sides > 1.2].mean(axis=1)
    start = np.concatenate([middle + np.array((0, 0.35, 0)), np.tile((0.0, 1.0, 0.0), (len(middle), 1))], axis=1)
    hit = rays(structures[1]).cast_rays(open3d.core.Tensor(start.astype(np.float32)))["t_hit"].numpy()
    low = middle[hit < HEADROOM - 0.35]
    assert len(low) <= 0.01 * len(middle), np.round(low[:12], 1).tolist()


def test_the_hall_is_dark_and_the_courts_are_not() -> None:
    parts = assemble.surfaces(DETAILS[0])
    colours = assemble.coloured(parts, 6, lambda done: None)
    mean = {part: float(np.concatenate(list(each.values())).mean()) for part, each in colours.items()}
    assert mean["ground"] > 0.5
    assert mean["ubosot-murals"] < 0.3
    assert mean["ubosot-hall"] < 0.3


def test_building_twice_gives_the_same_bytes() -> None:
    assert assemble.walkable() == assemble.walkable()
    one, other = (assemble.surfaces(DETAILS[0]) for _ in range(2))
    for part, fabrics in one.items():
        for fabric, surface in fabrics.items():
            assert np.array_equal(surface.position, other[part][fabric].position), (part, fabric)
