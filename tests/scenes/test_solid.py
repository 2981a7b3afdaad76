"""Which files rays are cast at, and where their triangles come to lie."""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from scenes.finding import Refused
from scenes.gaze import Gaze
from scenes.pack_models import read_level, read_tiles
from scenes.scene import Level, Model, Scene
from scenes.solid import TRIANGLES, chosen, solid_of
from scenes.tile_cut import cut
from scenes.worker import WorkerFailed
from tests.builders import box_glb, build_site


def file(folder: Path, name: str, node: str = "box", size: float = 1.0) -> Level:
    (folder / name).write_bytes(box_glb(node, size))
    return read_level(folder / name)


def scene(folder: Path, *models: Model) -> Scene:
    return replace(build_site(folder).scene, models=models)


def test_a_model_lies_where_its_site_puts_it(tmp_path: Path) -> None:
    turn = (0.0, math.sin(math.pi / 8), 0.0, math.cos(math.pi / 8))
    model = Model(id="box", levels=(file(tmp_path, "a.glb"),), position=(5.0, 1.0, 0.0), orientation=turn, scale=2.0)
    ((name, vertices, triangles),) = solid_of(scene(tmp_path, model)).visible
    reach = 2 * math.sqrt(2)
    assert name == "box"
    assert len(triangles) == 12
    assert vertices.min(axis=0) == pytest.approx((5 - reach, 1, -reach))
    assert vertices.max(axis=0) == pytest.approx((5 + reach, 5, reach))


def test_nobody_sees_the_ground_they_may_walk_on(tmp_path: Path) -> None:
    seen = Model(id="seen", levels=(file(tmp_path, "a.glb", "house"),))
    ground = Model(id="walk", role="walkable", levels=(file(tmp_path, "b.glb", "walk", 9.0),))
    gaze = Gaze.of(scene(tmp_path, seen, ground))
    assert gaze.parts == ("house",)
    assert gaze.triangles == 12
    where, inside = gaze.snap(np.array([(8.0, 18.2, 3.0)]))
    assert inside.all()
    assert where == pytest.approx(np.array([(8.0, 18.0, 3.0)]))


def test_the_finest_level_that_leaves_the_others_their_share(tmp_path: Path) -> None:
    levels = tuple(
        Level(path=tmp_path / f"{triangles}.glb", digest="", size=0, triangles=triangles)
        for triangles in (30_000, TRIANGLES // 2, TRIANGLES)
    )
    files = [Path(model["files"][0]).stem for model in chosen([Model(id="a", levels=levels)])]
    assert files == [str(TRIANGLES)]
    two = chosen([Model(id="a", levels=levels), Model(id="b", levels=levels)])
    assert [Path(model["files"][0]).stem for model in two] == [str(TRIANGLES // 2)] * 2
    walk = chosen([Model(id="a", levels=levels), Model(id="w", levels=levels, role="walkable")])
    assert [Path(model["files"][0]).stem for model in walk] == [str(TRIANGLES)] * 2


def tile(folder: Path, node: str, *children: dict[str, Any]) -> dict[str, Any]:
    data = box_glb(node)
    name = f"{hashlib.sha256(data).hexdigest()}.glb"
    (folder / name).write_bytes(data)
    return {"content": {"uri": name}, "children": list(children)}


def test_of_tiles_the_finest_cut_is_read_that_fits(tmp_path: Path) -> None:
    fine = [tile(tmp_path, "left-a"), tile(tmp_path, "left-b")]
    root = {"children": [tile(tmp_path, "left", *fine), tile(tmp_path, "right")]}
    root["transform"] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 100, 20, 3, 1]
    tileset = tmp_path / "tileset.json"
    tileset.write_text(json.dumps({"asset": {"version": "1.1"}, "root": root}))
    model = Model(id="big", levels=(file(tmp_path, "coarse.glb"),), tiles=read_tiles(tileset))
    solid = solid_of(scene(tmp_path, model))
    assert [name for name, _, _ in solid.visible] == ["left-a", "left-b", "right"]
    assert solid.visible[0][1].min(axis=0).tolist() == [99, 3, -21]
    assert len(cut(tileset, 12 * 3)) == 3
    assert len(cut(tileset, 12 * 3 - 1)) == len(cut(tileset, 0)) == 2


def test_a_scene_without_models_has_nothing_to_see(tmp_path: Path) -> None:
    solid = solid_of(scene(tmp_path))
    assert (solid.visible, solid.walkable) == ((), ())


def test_a_file_that_is_no_model_is_refused_and_the_caller_lives(tmp_path: Path) -> None:
    level = file(tmp_path, "a.glb")
    level.path.write_bytes(b"glTF\2\0\0\0" + b"\xff" * 40)
    with pytest.raises((Refused, WorkerFailed)):
        solid_of(scene(tmp_path, Model(id="a", levels=(level,))))
