"""The Colosseum's model: its published measures, its parts, what it costs to load and draw, where one can stand."""

import shutil
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes import sites
from scenes.sites import DEMONSTRATIONS, UnknownSite, build_site, fingerprint, replaced_whole
from scenes.sites.colosseum import assemble
from scenes.sites.colosseum.detail import DETAILS
from scenes.sites.colosseum.facade import gate_number
from scenes.sites.colosseum.layout import BAYS, INNER_PIER, NORTH, PARTS, STANDING, STOPS, place
from tests.scenes.sites.conftest import on_the_line

EYE = 1.65
Heights = Callable[[float, float], list[float]]


def box(triangles: Any) -> tuple[Any, Any]:
    return triangles.reshape(-1, 3).min(axis=0), triangles.reshape(-1, 3).max(axis=0)


def drawn(structure: Any) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    for node in structure.document["nodes"]:
        for primitive in structure.document["meshes"][node["mesh"]]["primitives"]:
            yield node, primitive


def test_the_outer_ellipse_measures_189_by_156_metres() -> None:
    around = place(np.linspace(0, BAYS, 4001), 0.0, 0.0)
    assert np.ptp(around, axis=0) == pytest.approx([189, 0, 156], abs=0.01)


def test_the_eighty_bays_are_equally_wide() -> None:
    edges = place(np.arange(BAYS * 50 + 1) / 50, 0.0, 0.0)
    widths = np.linalg.norm(np.diff(edges, axis=0), axis=1).reshape(BAYS, 50).sum(axis=1)
    assert widths == pytest.approx(np.full(BAYS, 6.79), abs=0.03)


def test_eighty_arches_can_be_walked_through_and_eighty_piers_cannot(heights: Heights) -> None:
    middle = sum(INNER_PIER) / 2
    arches, piers = (place(np.arange(BAYS) + shift, middle, 0.0) for shift in (0.0, 0.5))
    assert all(0.0 in heights(x, z) for x, _, z in arches)
    assert not any(0.0 in heights(x, z) for x, _, z in piers)


def test_the_outer_ring_stands_48_metres_high_on_the_north_side_only(structures: list[Any]) -> None:
    low, high = box(structures[2].triangles("attic"))
    assert high[1] == pytest.approx(48.0, abs=0.05)
    assert low[2] == pytest.approx(-78.0, abs=1.3)
    assert high[2] < 0
    assert len(STANDING) == 31


def test_the_arena_measures_83_by_48_metres(structures: list[Any]) -> None:
    low, high = box(structures[2].triangles("hypogeum"))
    assert (high - low)[[0, 2]] == pytest.approx([83, 48], abs=0.1)
    assert low[1] == pytest.approx(-6.0, abs=0.01)


def test_arches_are_numbered_as_they_survive() -> None:
    numbers = [gate_number(bay) for bay in STANDING if bay != NORTH]
    assert sorted(numbers) == list(range(24, 54))
    assert (gate_number(NORTH + 1), gate_number(NORTH - 1)) == (38, 39)


@pytest.mark.parametrize("level", range(3))
def test_every_level_has_the_same_named_parts(structures: list[Any], level: int) -> None:
    assert [node["name"] for node in structures[level].document["nodes"]] == list(PARTS)


def test_the_first_picture_and_the_whole_keep_within_their_bytes(colosseum: Path, structures: list[Any]) -> None:
    assert structures[0].size <= 400_000
    assert on_the_line(colosseum)["structure.0.glb"] <= 200_000
    assert sum(path.stat().st_size for path in (colosseum / "models").glob("*.glb")) <= 8_000_000


@pytest.mark.parametrize(("level", "most"), [(0, 60_000), (1, 300_000), (2, 500_000)])
def test_levels_keep_within_what_a_headset_draws(structures: list[Any], level: int, most: int) -> None:
    counts = [
        structures[level].document["accessors"][primitive["indices"]]["count"] // 3
        for _, primitive in drawn(structures[level])
    ]
    assert len(counts) <= 120
    assert 20_000 < sum(counts) <= most


@pytest.mark.parametrize("level", range(3))
def test_normals_agree_with_the_triangles_winding(structures: list[Any], level: int) -> None:
    structure, wrong, total = structures[level], 0, 0
    for node, primitive in drawn(structure):
        position = structure.rows(primitive["attributes"]["POSITION"]) * np.asarray(node["scale"])
        normal = structure.rows(primitive["attributes"]["NORMAL"]).astype(float)
        corners = structure.rows(primitive["indices"]).reshape(-1, 3)
        assert corners.max() < len(position)
        a, b, c = (position[corners[:, corner]] for corner in range(3))
        cross = np.cross(b - a, c - a)
        large = np.linalg.norm(cross, axis=1) > 0.1
        wrong += int((np.sum(cross * normal[corners].sum(axis=1), axis=1) < 0)[large].sum())
        total += int(large.sum())
    assert wrong <= total * 0.002


@pytest.mark.parametrize("stop", STOPS)
def test_there_is_a_floor_under_every_stop(heights: Heights, stop: str) -> None:
    x, y, z = STOPS[stop]
    assert min(abs(height - y) for height in heights(x, z)) <= 0.3


def test_nobody_at_a_stop_has_their_head_in_a_wall(structures: list[Any]) -> None:
    import open3d

    corners = structures[1].triangles().reshape(-1, 3)
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor(corners.astype(np.float32)),
        open3d.core.Tensor(np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)),
    )
    eyes = np.array([(x, y + EYE, z) for x, y, z in STOPS.values()], dtype=np.float32)
    distance = scene.compute_distance(open3d.core.Tensor(eyes)).numpy()
    assert {stop: float(gap) for stop, gap in zip(STOPS, distance, strict=True) if gap < 0.6} == {}


def test_walking_surfaces_are_few_and_plain(floor: Any) -> None:
    assert 1_000 < len(floor) <= 20_000


def test_a_ramp_leads_down_into_the_hypogeum(heights: Heights) -> None:
    down = [max(heights(x, 0.0)) for x in np.linspace(-40.5, -24.0, 30)]
    assert down[0] > -0.6
    assert down[-1] == -6.0
    assert all(0 <= before - after < 0.6 for before, after in pairwise(down))


def test_building_twice_gives_the_same_bytes() -> None:
    assert assemble.walkable() == assemble.walkable()
    one, other = (assemble.surfaces(DETAILS[0]) for _ in range(2))
    for part, fabrics in one.items():
        for fabric, surface in fabrics.items():
            assert np.array_equal(surface.position, other[part][fabric].position), (part, fabric)
            assert np.array_equal(surface.colour, other[part][fabric].colour), (part, fabric)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("README.md", False),
        ("LICENCES.md", False),
        ("pictures/entrance.jpg", False),
        ("__pycache__/walk.pyc", False),
        ("walk.py", True),
        ("stones.json", True),
        ("pack/README.md", True),
        ("pack/pictures/plan.webp", True),
    ],
)
def test_what_is_told_and_shown_of_the_sources_is_no_part_of_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, counts: bool
) -> None:
    """The copy lies below a folder called `pictures`, which says nothing of what is in it."""
    sources = tmp_path / "pictures" / "scenes"
    shutil.copytree(Path(sites.__file__).parents[1], sources, ignore=shutil.ignore_patterns("node", "__pycache__"))
    monkeypatch.setattr(sites, "__file__", str(sources / "sites" / "__init__.py"))
    before, changed = fingerprint("colosseum"), sources / "sites" / "colosseum" / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_bytes(b"Another one.")
    assert (fingerprint("colosseum") != before) == counts


def test_the_fingerprint_is_stable_and_an_unknown_site_is_named() -> None:
    assert fingerprint("colosseum") == fingerprint("colosseum")
    assert set(DEMONSTRATIONS) >= {"colosseum"}
    with pytest.raises(UnknownSite, match=r"atlantis.*colosseum"):
        fingerprint("atlantis")


def test_a_build_that_fails_leaves_the_old_pack(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "kept").write_text("as it was")

    def fail() -> None:
        with replaced_whole(folder) as fresh:
            (fresh / "half").write_text("made")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "kept"]


def test_a_build_that_ends_replaces_the_old_pack_whole(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "old").write_text("")
    with replaced_whole(folder) as fresh:
        (fresh / "new").write_text("")
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "new"]


def test_an_unknown_site_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(UnknownSite):
        build_site("atlantis", tmp_path / "atlantis", lambda stage, done: None)
    assert list(tmp_path.iterdir()) == []
