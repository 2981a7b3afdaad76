"""Simplified meshes: as many triangles as wanted, every part by its name, texture and borders where they were."""

from typing import Any

import numpy as np
import pytest

from scenes.derive.simplify import Simplified, Simplifier, simplify
from scenes.mesh import Material, Mesh, Primitive
from tests.scenes.derive.test_simplifier import borders, grid


def patch(material: str = "stone", shift: float = 0.0, side: int = 40, **fields: Any) -> Primitive:
    position, triangles = grid(side, height=1.0)
    position[:, 1] = np.sin((position[:, 0] + shift) / 3) * np.cos(position[:, 2] / 4)
    position[:, 0] += shift
    return Primitive(material=material, position=position, triangles=triangles, **fields)


def made(*materials: str, **parts: Primitive) -> Mesh:
    return Mesh(
        parts={name: [each] for name, each in parts.items()},
        materials=[Material(name=name) for name in materials or ("stone",)],
    )


def outline(mesh: Mesh) -> list[Any]:
    """The positions of the edges that only one triangle has, over all parts welded together."""
    every = [each for primitives in mesh.parts.values() for each in primitives]
    starts = np.cumsum([0] + [len(each.position) for each in every])
    places, welded = np.unique(np.concatenate([each.position for each in every]), axis=0, return_inverse=True)
    triangles = np.concatenate([each.triangles + start for each, start in zip(every, starts, strict=False)])
    return [places[list(edge)] for edge in borders(welded.reshape(-1)[triangles])]


def test_the_number_is_reached_and_unused_vertices_are_gone() -> None:
    lighter = simplify(made(wall=patch()), 500)
    assert lighter.reached
    assert 400 < lighter.mesh.triangles <= 500
    only = lighter.mesh.parts["wall"][0]
    assert set(np.unique(only.triangles)) == set(range(len(only.position)))
    assert 0 < lighter.error < 1


def test_a_mesh_light_enough_stays_as_it_is() -> None:
    mesh = made(wall=patch(side=5))
    assert simplify(mesh, 32) == Simplified(mesh=mesh, error=0.0, reached=True)


def test_no_crack_opens_between_parts_and_their_names_stay() -> None:
    mesh = made("stone", "wood", left=patch("stone"), right=patch("wood", shift=39.0))
    lighter = simplify(mesh, 600).mesh
    assert list(lighter.parts) == ["left", "right"]
    assert [lighter.parts[name][0].material for name in lighter.parts] == ["stone", "wood"]
    for ends in outline(lighter):
        assert any(np.allclose(ends[:, axis], at, atol=0.5) for axis, at in [(0, 0), (0, 78), (2, 0), (2, 39)]), ends


def test_a_part_too_small_to_be_seen_keeps_some_triangles() -> None:
    tiny = patch(side=8)
    tiny = Primitive(material="stone", position=tiny.position * 1e-4, triangles=tiny.triangles)
    lighter = simplify(made(wall=patch(), pin=tiny), 100, prune=True).mesh
    assert lighter.parts["pin"][0].triangles.size


def test_locked_borders_do_not_move() -> None:
    mesh = made(wall=patch())
    lighter = simplify(mesh, 400, lock_borders=True).mesh
    before, after = ({tuple(map(tuple, np.sort(ends, axis=0))) for ends in outline(each)} for each in (mesh, lighter))
    assert before == after


def test_texture_coordinates_follow_the_surface() -> None:
    plain = patch()
    uv = plain.position[:, [0, 2]] / 39
    mesh = made(wall=Primitive(material="stone", position=plain.position, triangles=plain.triangles, uv=uv))
    only = simplify(mesh, 400).mesh.parts["wall"][0]
    assert only.uv is not None
    assert np.abs(only.uv - only.position[:, [0, 2]] / 39).max() < 0.01


def test_normals_stay_unit_and_opacity_stays() -> None:
    plain = patch()
    normal = np.tile([0.0, 1.0, 0.0], (len(plain.position), 1))
    colour = np.column_stack([np.full((len(plain.position), 3), 0.5), np.full(len(plain.position), 0.25)])
    given = {"position": plain.position, "triangles": plain.triangles, "normal": normal, "colour": colour}
    only = simplify(made(wall=Primitive(material="stone", **given)), 300).mesh.parts["wall"][0]
    assert only.normal is not None
    assert only.colour is not None
    assert np.allclose(np.linalg.norm(only.normal, axis=1), 1)
    assert only.colour.shape[1] == 4
    assert np.allclose(only.colour[:, 3], 0.25)


def test_hard_edges_of_shading_give_way_but_those_of_texture_do_not() -> None:
    plain = patch()
    corners = plain.triangles.reshape(-1)
    faces = np.arange(len(corners)).reshape(-1, 3)
    normal = np.random.default_rng(1).normal(size=(len(corners), 3))
    faceted = Primitive(material="stone", position=plain.position[corners], triangles=faces, normal=normal)
    assert simplify(made(wall=faceted), 300).reached


def test_the_error_ends_it_before_the_number() -> None:
    lighter = simplify(made(wall=patch()), 10, error=0.001)
    assert not lighter.reached
    assert lighter.error <= 0.001 * 39


def test_the_same_mesh_gives_the_same_bytes_with_one_child_or_two() -> None:
    mesh = made(wall=patch())
    with Simplifier() as simplifier:
        first, second = (simplify(mesh, 300, simplifier=simplifier) for _ in range(2))
    third = simplify(mesh, 300)
    for other in (second, third):
        assert np.array_equal(first.mesh.parts["wall"][0].position, other.mesh.parts["wall"][0].position)
        assert first.error == other.error


@pytest.mark.parametrize("target", [0, -5])
def test_nothing_wanted_leaves_something(target: int) -> None:
    assert simplify(made(wall=patch()), target).mesh.triangles > 0
