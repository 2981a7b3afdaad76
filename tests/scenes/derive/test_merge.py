"""Drawing more at once without losing a vertex or a name."""

from dataclasses import replace

import numpy as np

from scenes.derive.merge import REST, draw_calls, grouped, join, merged
from scenes.mesh import Material, Mesh, Primitive
from tests.scenes.derive.test_simplifier import grid


def piece(side: int = 3, material: str = "stone") -> Primitive:
    position, triangles = grid(side)
    return Primitive(material=material, position=position, triangles=triangles)


def mesh(**parts: list[Primitive]) -> Mesh:
    return Mesh(parts=parts, materials=[Material(name="stone"), Material(name="wood")])


def test_primitives_of_one_material_become_one() -> None:
    made = merged(mesh(wall=[piece(), piece(material="wood"), piece()], door=[piece()]))
    assert [each.material for each in made.parts["wall"]] == ["stone", "wood"]
    assert made.triangles == 8 * 4
    assert made.parts["wall"][0].triangles.max() == 17


def test_joining_fills_what_one_lacks() -> None:
    coloured = replace(piece(), colour=np.full((9, 3), 0.5), normal=np.tile([0.0, 1, 0], (9, 1)))
    joined = join([coloured, piece()])
    assert joined.colour is not None
    assert joined.colour[0].tolist() == [0.5] * 3
    assert joined.colour[-1].tolist() == [1.0] * 3
    assert joined.normal is None, "a normal that is not known is not made up"


def test_nothing_is_grouped_within_the_budget() -> None:
    assert grouped(mesh(a=[piece()], b=[piece()]), 2) == {}


def test_the_smallest_parts_are_grouped_first() -> None:
    given = mesh(large=[piece(9)], a=[piece()], b=[piece(4)], larger=[piece(12)])
    groups = grouped(given, 3)
    assert groups == {REST: ("a", "b")}
    assert draw_calls(given, groups) == 3


def test_a_group_costs_a_call_for_each_material() -> None:
    given = mesh(a=[piece()], b=[piece(material="wood")], c=[piece(5)])
    assert draw_calls(given, grouped(given, 2)) == 2
    assert draw_calls(given, grouped(given, 1)) == 2, "two materials cannot be drawn at once"
