"""Which names a GLB has for what can be pointed at."""

from pathlib import Path

import pytest

from scenes.pack_diff import compare
from scenes.parts import part_names
from scenes.site_pack import load_site
from tests.builders import box_glb, write_pack


def test_a_node_that_is_named_is_a_part(tmp_path: Path) -> None:
    path = tmp_path / "a.glb"
    path.write_bytes(box_glb("lid"))
    assert part_names(path) == ("lid",)


@pytest.mark.parametrize("data", [b"", b"no glTF", box_glb("lid")[:40], box_glb("lid")[:-9]])
def test_a_document_that_cannot_be_understood_has_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.glb"
    path.write_bytes(data)
    assert part_names(path) in ((), ("lid",))


def test_a_difference_names_the_parts_that_came_and_went(tmp_path: Path) -> None:
    before, after = (load_site(write_pack(tmp_path / name)) for name in ("before", "after"))
    model = after.scene.models[0]
    model.levels[0].path.write_bytes(box_glb("lid"))
    (change,) = [each for each in compare(before, load_site(tmp_path / "after")) if each.kind == "model"]
    assert {"parts added: lid", "parts gone: box"} <= set(change.words)
