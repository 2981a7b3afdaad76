"""The checker itself: a tileset that breaks a rule is told so."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.derive.tile import tile
from scenes.mesh import Material, Primitive
from tests.scenes.derive.tileset_rules import broken_rules


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheet")
    u, v = np.meshgrid(np.arange(21.0), np.arange(21.0), indexing="ij")
    index = np.arange(441).reshape(21, 21)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    sheet = Primitive(
        material="stone",
        position=np.stack([u, np.sin(u) * np.cos(v), v], axis=-1).reshape(-1, 3),
        triangles=np.stack([a, d, b, b, d, c], axis=-1).reshape(-1, 3),
    )
    tile([Material(name="stone")], [("sheet", sheet)], folder / "t", scratch=folder, leaf_triangles=300)
    return folder / "t"


def changed(good: Path, folder: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    for each in good.iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    document = json.loads((folder / "tileset.json").read_text())
    change(document)
    (folder / "tileset.json").write_text(json.dumps(document))
    return folder


CHANGES: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("asset.version", lambda document: document["asset"].update(version="1.0")),
    ("no property speed", lambda document: document.update(speed=1)),
    ("how it is refined", lambda document: document["root"].pop("refine")),
    ("more than the tileset's", lambda document: document.update(geometricError=0)),
    ("is not between 0 and its parent's", lambda document: document["root"]["children"][0].update(geometricError=99)),
    ("boundingVolume has neither", lambda document: document["root"].update(boundingVolume={})),
    ("not 12 finite numbers", lambda document: document["root"]["boundingVolume"]["box"].pop()),
    ("content has no uri", lambda document: document["root"].update(content={})),
    ("refine is replace", lambda document: document["root"]["children"][0].update(refine="replace")),
    ("a list that is not empty", lambda document: document["root"]["children"][0].update(children=[])),
    ("transform is not affine", lambda document: document["root"].update(transform=[1] * 16)),
    ("reaches out of its box", lambda document: document["root"]["boundingVolume"]["box"].__setitem__(3, 1)),
    ("reaches out of its parent's box", lambda document: document["root"]["boundingVolume"]["box"].__setitem__(0, 11)),
]


@pytest.mark.parametrize(("words", "change"), CHANGES, ids=[words for words, _ in CHANGES])
def test_each_rule_is_told_when_broken(
    good: Path, tmp_path: Path, words: str, change: Callable[[dict[str, Any]], Any]
) -> None:
    assert any(words in each for each in broken_rules(changed(good, tmp_path, change)))


def test_the_tileset_that_is_changed_is_a_good_one(good: Path) -> None:
    assert broken_rules(good) == []


def test_a_content_that_is_no_valid_gltf_is_told(good: Path, tmp_path: Path) -> None:
    folder = changed(good, tmp_path, lambda document: None)
    content = next(folder.glob("*.glb"))
    data = content.read_bytes()
    wrong = data.replace(b'"componentType":5123', b'"componentType":5199')
    assert len(wrong) == len(data) == struct.unpack_from("<I", data, 8)[0]
    assert wrong != data
    (folder / "wrong.glb").write_bytes(wrong)
    assert any("wrong.glb" in each for each in broken_rules(folder))
