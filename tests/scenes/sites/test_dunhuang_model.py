"""The Mogao Caves' model: published measures, parts, what it costs to load and draw, where one can stand."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.sites import build_site, fingerprint
from scenes.sites.dunhuang import assemble
from scenes.sites.dunhuang.detail import DETAILS
from scenes.sites.dunhuang.layout import BUDDHA_HEIGHT, PAGODA_HEIGHT, PARTS, RECLINING_LENGTH, STOPS
from scenes.sites.surface import Surface
from tests.scenes.sites.conftest import Glb, floors, on_the_line, read
from tests.scenes.sites.test_colosseum_model import EYE, box, drawn


@pytest.fixture(scope="module")
def dunhuang() -> Path:
    """The folder of the built site pack."""
    folder = Path(tempfile.gettempdir()) / "caravanserai-sites" / fingerprint("dunhuang") / "dunhuang"
    if not folder.is_dir():
        build_site("dunhuang", folder, lambda stage, done: None)
    return folder


@pytest.fixture(scope="module")
def structures(dunhuang: Path) -> list[Glb]:
    """The levels of detail, lightest first."""
    return [read(dunhuang / f"models/structure.{level}.glb") for level in range(3)]


@pytest.fixture(scope="module")
def floor(dunhuang: Path) -> Any:
    """The triangles one may stand on (n, 3, 3)."""
    return read(dunhuang / "models/walk.glb").triangles()


@pytest.fixture(scope="module")
def heights(floor: Any) -> Callable[[float, float], list[float]]:
    """Heights of the floors over and under a place on the ground."""
    return floors(floor)


def test_the_great_buddha_measures_35_and_a_half_metres(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("great-buddha"))
    assert high[1] - max(low[1], 0) == pytest.approx(BUDDHA_HEIGHT, abs=0.2)


def test_the_pagoda_stands_45_metres_high(structures: list[Glb]) -> None:
    _, high = box(structures[2].triangles("pagoda-roofs"))
    assert high[1] == pytest.approx(PAGODA_HEIGHT, abs=0.6)


def test_the_reclining_buddha_is_as_long_as_published_and_lies_on_its_platform(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("reclining-buddha"))
    assert high[2] - low[2] == pytest.approx(RECLINING_LENGTH, abs=0.5)
    assert 1.2 < low[1] < 1.6


@pytest.mark.parametrize("level", range(3))
def test_every_level_has_the_same_named_parts(structures: list[Glb], level: int) -> None:
    assert [node["name"] for node in structures[level].document["nodes"]] == list(PARTS)


def test_the_first_picture_and_the_whole_keep_within_their_bytes(dunhuang: Path, structures: list[Glb]) -> None:
    assert structures[0].size <= 400_000
    assert on_the_line(dunhuang)["structure.0.glb"] <= 200_000
    assert sum(path.stat().st_size for path in (dunhuang / "models").glob("*.glb")) <= 10_000_000


@pytest.mark.parametrize(("level", "most"), [(0, 60_000), (1, 300_000), (2, 650_000)])
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


def test_every_stop_can_be_reached_on_foot_from_the_first(floor: Any) -> None:
    """Floors that touch, or lie within a step of each other, are one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    steps = np.linspace(0, 1, 13)
    weights = np.array([(a, b, 1 - a - b) for a in steps for b in steps if a + b <= 1 + 1e-9])
    points, owner = [], []
    for number, corners in enumerate(floor):
        long = max(float(np.linalg.norm(corners[k] - corners[k - 1])) for k in range(3))
        fine = np.linspace(0, 1, max(2, int(long / 0.45) + 1))
        shares = np.array([(a, b, 1 - a - b) for a in fine for b in fine if a + b <= 1 + 1e-9]) if long > 6 else weights
        points.append(shares @ corners)
        owner.append(np.full(len(shares), number))
    at, who = np.concatenate(points), np.concatenate(owner)
    pairs = cKDTree(at).query_pairs(0.62, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (who[pairs[:, 0]], who[pairs[:, 1]])), shape=(len(floor), len(floor)))
    _, island = connected_components(links, directed=False)
    nearest = cKDTree(at).query(np.array(list(STOPS.values())))[1]
    found = dict(zip(STOPS, island[who[nearest]].tolist(), strict=True))
    assert {stop for stop, number in found.items() if number != found["bridge"]} == set()


def test_nobody_at_a_stop_has_their_head_in_a_wall(structures: list[Glb]) -> None:
    import open3d

    corners = structures[1].triangles().reshape(-1, 3)
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor(corners.astype(np.float32)),
        open3d.core.Tensor(np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)),
    )
    eyes = np.array([(x, y + EYE, z) for x, y, z in STOPS.values()], dtype=np.float32)
    distance = scene.compute_distance(open3d.core.Tensor(eyes)).numpy()
    assert {stop: float(gap) for stop, gap in zip(STOPS, distance, strict=True) if gap < 0.5} == {}


def test_the_caves_are_dark_and_the_forecourt_is_not() -> None:
    parts = assemble.surfaces(DETAILS[0])
    some = {part: parts[part] for part in ("facade", "cave-285", "cave-254", "ground", "cliff", "ceiling-285")}
    colours = assemble.coloured(some, 8, lambda done: None)
    plain: dict[str, Surface] = {part: next(iter(fabrics.values())) for part, fabrics in some.items()}
    mean = {part: float(next(iter(colours[part].values())).mean()) for part in plain}
    assert mean["ground"] > 0.5
    assert mean["cave-285"] < 0.3


def test_building_twice_gives_the_same_bytes() -> None:
    assert assemble.walkable() == assemble.walkable()
    one, other = (assemble.surfaces(DETAILS[0]) for _ in range(2))
    for part, fabrics in one.items():
        for fabric, surface in fabrics.items():
            assert np.array_equal(surface.position, other[part][fabric].position), (part, fabric)
