"""Textures turned into colours at the vertices."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.derive.paint import painted
from scenes.mesh import Material, Mesh, Primitive
from tests.scenes.derive.pictures import encoded
from tests.scenes.derive.test_simplifier import grid


def halves() -> bytes:
    rows = np.zeros((64, 64, 3))
    rows[:, 32:] = [255, 188, 0]
    return encoded(rows)


def sheet() -> Mesh:
    position, triangles = grid(side=11)
    wall = Primitive(material="stone", position=position, triangles=triangles, uv=position[:, [0, 2]] / 10)
    return Mesh(parts={"wall": [wall]}, materials=[Material(name="stone", colour=(1, 1, 0.5), base=halves())])


def test_vertices_have_the_light_of_the_picture() -> None:
    made = painted(sheet())
    only = made.parts["wall"][0]
    assert only.colour is not None
    assert only.colour[only.position[:, 0] > 6].mean(axis=0) == pytest.approx([1, 0.503, 0], abs=0.01)
    assert only.colour[only.position[:, 0] < 4].max() == 0
    assert only.uv is None
    assert made.materials[0].base == b""
    assert made.materials[0].colour == (1, 1, 0.5), "the factor still applies"


def test_vertices_of_one_place_are_joined() -> None:
    whole = sheet().parts["wall"][0]
    corners = whole.triangles.reshape(-1)
    assert whole.uv is not None
    split = Primitive(
        material="stone",
        position=whole.position[corners],
        uv=whole.uv[corners],
        triangles=np.arange(len(corners)).reshape(-1, 3),
    )
    only = painted(replace(sheet(), parts={"wall": [split]})).parts["wall"][0]
    assert len(only.position) == 121
    assert len(only.triangles) == 200


def test_colours_that_were_there_are_multiplied() -> None:
    only = sheet().parts["wall"][0]
    half = replace(only, colour=np.full((121, 3), 0.5))
    made = painted(replace(sheet(), parts={"wall": [half]})).parts["wall"][0]
    assert made.colour is not None
    assert made.colour.max() == pytest.approx(0.5)
