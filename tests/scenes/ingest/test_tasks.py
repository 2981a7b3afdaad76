"""What the stages decide by themselves."""

import numpy as np
import pytest

from scenes.ingest.tasks import textured
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
