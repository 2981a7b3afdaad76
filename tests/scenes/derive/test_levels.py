"""Levels of detail: a light first one, a chain within the budget, errors as measured, files that read back."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import numpy as np
import pytest

from scenes.derive import levels as module
from scenes.derive.distance import Surface
from scenes.derive.images import size_of, textures
from scenes.derive.levels import DerivedLevel, levels, precision_for, write_level
from scenes.device import DEVICES, FIRST_GEOMETRY
from scenes.mesh import Material, Mesh, Primitive
from scenes.read import read
from scenes.validate import khronos
from tests.scenes.derive.pictures import picture
from tests.scenes.derive.test_simplifier import grid


def scan(side: int = 150, image: bytes = b"", **fields: Any) -> Mesh:
    position, triangles = grid(side, height=1.0)
    position = position * (10 / side)
    position[:, 1] += np.random.default_rng(5).normal(size=len(position)) * 0.004
    given = {"position": position, "triangles": triangles, "normal": np.tile([0.0, 1, 0], (len(position), 1))}
    if image:
        given["uv"] = position[:, [0, 2]] / 10
    wall = Primitive(material="stone", **(given | fields))
    return Mesh(parts={"wall": [wall]}, materials=[Material(name="stone", base=image)], copyright="CC BY 4.0")


@pytest.fixture(scope="module")
def made() -> tuple[DerivedLevel, ...]:
    return levels(scan(image=picture(1024)), "phone")


def test_the_first_level_is_light_and_nearly_as_heavy_as_it_may_be(made: tuple[DerivedLevel, ...]) -> None:
    assert 0.8 * FIRST_GEOMETRY <= made[0].geometry <= FIRST_GEOMETRY


def test_the_chain_climbs_to_the_whole_mesh(made: tuple[DerivedLevel, ...]) -> None:
    counts = [level.triangles for level in made]
    assert counts == sorted(counts)
    assert counts[-1] == 2 * 149**2
    assert all(after <= before * 6.5 for before, after in pairwise(counts))


def test_errors_fall_and_are_what_is_measured(made: tuple[DerivedLevel, ...]) -> None:
    errors = [level.error for level in made]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == 0
    measured = Surface(scan()).distance(Surface(made[0].mesh), seed=9)[1]
    assert measured == pytest.approx(made[0].error, rel=0.6)


def test_textures_grow_with_the_levels(made: tuple[DerivedLevel, ...]) -> None:
    sides = [max(size_of(image).width for image in textures(level.mesh)) for level in made]
    assert sides[0] <= 512
    assert sides[-1] == 1024
    assert sides == sorted(sides)


def test_a_small_mesh_has_one_level() -> None:
    only = levels(scan(side=30), "desktop")
    assert [level.triangles for level in only] == [2 * 29**2]
    assert only[0].error == 0
    assert only[0].findings == ()


def test_the_files_read_back_and_are_valid(made: tuple[DerivedLevel, ...], tmp_path: Path) -> None:
    written = write_level(made[0], tmp_path / "scan.0.glb", draco=True, brotli=True)
    assert [path.name for path in written.files] == ["scan.0.glb", "scan.0.draco.glb", "scan.0.glb.br"]
    assert brotli.decompress((tmp_path / "scan.0.glb.br").read_bytes()) == written.path.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written.files)
    for path in written.files[:2]:
        assert [each for each in khronos(path) if each.severity == "error"] == []
        mesh = read(path).mesh
        assert mesh is not None
        assert list(mesh.parts) == ["wall"]
        assert mesh.copyright == "CC BY 4.0"
        assert Surface(made[0].mesh).distance(Surface(mesh))[1] < 2 * made[0].precision.step


def test_the_same_mesh_gives_the_same_bytes(made: tuple[DerivedLevel, ...], tmp_path: Path) -> None:
    again = levels(scan(image=picture(1024)), "phone")
    for number, each in enumerate((made, again)):
        write_level(each[0], tmp_path / f"{number}.glb", draco=True, brotli=True)
    for end in ("glb", "draco.glb", "glb.br"):
        assert (tmp_path / f"0.{end}").read_bytes() == (tmp_path / f"1.{end}").read_bytes()


def test_a_scan_over_the_budget_is_cut_and_says_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(DEVICES["phone"], triangles=30_000, texture=256, texture_memory=1 << 20)
    monkeypatch.setitem(DEVICES, "phone", small)
    finest = levels(scan(image=picture(1024)), "phone")[-1]
    assert finest.triangles <= 30_000
    said = {each.code: each for each in finest.findings}
    assert set(said) == {"TRIANGLES_OVER_BUDGET", "TEXTURE_OVER_BUDGET", "TEXTURE_MEMORY_OVER_BUDGET"}
    assert "14,402 more than phone takes" in said["TRIANGLES_OVER_BUDGET"].message
    assert all(each.severity == "information" and each.remedy for each in finest.findings)


def test_what_cannot_be_kept_to_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEVICES, "phone", replace(DEVICES["phone"], draw_calls=1))
    base = scan(side=20)
    two = replace(
        base,
        parts=base.parts | {"door": [replace(base.parts["wall"][0], material="wood")]},
        materials=[*base.materials, Material(name="wood")],
    )
    finest = levels(two, "phone")[-1]
    assert [(each.code, each.severity) for each in finest.findings] == [("DRAW_CALLS_OVER_BUDGET", "warning")]
    assert "2 draw calls, 1 too many" in finest.findings[0].message


def test_many_parts_are_drawn_together_and_keep_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEVICES, "phone", replace(DEVICES["phone"], draw_calls=3))
    base = scan(side=10).parts["wall"][0]
    parts = {f"part {n}": [replace(base, position=base.position + np.array([n * 20.0, 0, 0]))] for n in range(8)}
    finest = levels(replace(scan(side=10), parts=parts), "phone")[-1]
    assert finest.draw_calls == 3
    written = write_level(finest, tmp_path / "many.glb")
    text = written.path.read_bytes()[:8000].decode(errors="replace")
    assert all(f'"name":"{name}"' in text for name in parts)
    assert [each for each in khronos(written.path) if each.severity == "error"] == []


def test_a_texture_in_countless_patches_becomes_colours_at_the_vertices() -> None:
    whole = scan(side=120, image=picture(256)).parts["wall"][0]
    corners = whole.triangles.reshape(-1)
    split = Primitive(
        material="stone",
        position=whole.position[corners],
        triangles=np.arange(len(corners)).reshape(-1, 3),
        uv=np.random.default_rng(1).uniform(size=(len(corners), 2)),
    )
    first = levels(replace(scan(image=picture(256)), parts={"wall": [split]}), "phone")[0]
    assert first.geometry <= FIRST_GEOMETRY
    only = first.mesh.parts["wall"][0]
    assert only.uv is None
    assert only.colour is not None
    assert not textures(first.mesh)


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    levels(scan(side=30), "phone", progress=lambda stage, done: told.append(done))
    assert told[0] == 0
    assert told[-1] == 1


def test_nothing_has_no_levels() -> None:
    with pytest.raises(ValueError, match="without triangles"):
        levels(Mesh(parts={}), "phone")


def test_a_large_place_keeps_two_millimetres_and_a_light_level_no_finer_than_its_error() -> None:
    mesh = scan(side=5)
    assert precision_for(mesh, 2.0).step == pytest.approx(2 / 16383)
    assert precision_for(mesh, 60.0).step == module.STEP
    assert precision_for(mesh, 2.0, error=0.006).step == pytest.approx(2 / 2047)
