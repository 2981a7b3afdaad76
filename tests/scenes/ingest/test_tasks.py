"""What the stages decide by themselves."""

import numpy as np
import pytest

from scenes.ingest.tasks import drawable, textured
from scenes.mesh import Material, Mesh, Primitive


@pytest.mark.parametrize(
    ("images", "coloured", "own"),
    [({}, False, False), ({}, True, True), ({"base": b"x"}, False, True), ({"occlusion": b"x"}, False, True)],
)
def test_shade_is_only_made_for_what_brings_neither_colours_nor_shade(
    images: dict[str, bytes], coloured: bool, own: bool
) -> None:
    colour = np.ones((3, 3)) if coloured else None
    triangle = Primitive(material="m", position=np.eye(3), triangles=np.array([[0, 1, 2]]), colour=colour)
    mesh = Mesh(parts={"a": [triangle]}, materials=(Material(name="m", **images),))
    assert textured(mesh) is own


def test_textures_that_the_page_cannot_draw_are_left_out_and_named() -> None:
    ktx2 = b"\xabKTX 20\xbb\r\n\x1a\n"
    materials = (Material(name="mural", base=ktx2, normal=b"\x89PNG"), Material(name="plain", base=b"\x89PNG"))
    seen, missed = drawable(Mesh(parts={}, materials=materials))
    assert [(each.base, each.normal) for each in seen.materials] == [(b"", b"\x89PNG"), (b"\x89PNG", b"")]
    assert [finding.code for finding in missed] == ["KTX2_LEFT_OUT"]
    assert "'mural'" in missed[0].message
