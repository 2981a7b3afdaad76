"""Shade kept in vertex colours."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.derive.bake import DARKEST, bake
from scenes.mesh import Material, Mesh, Primitive
from tests.scenes.derive.shapes import ball, mesh

SIDE = 61


def bowl(depth: float) -> Primitive:
    """A plain of 2 m with a round pit in the middle."""
    x, z = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE), indexing="ij")
    height = -depth * np.clip(1 - np.hypot(x, z) / 0.4, 0, 1) ** 0.5
    at = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    a, b, c, d = at[:-1, :-1].ravel(), at[:-1, 1:].ravel(), at[1:, 1:].ravel(), at[1:, :-1].ravel()
    triangles = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
    position = np.stack([x, height, z], -1).reshape(-1, 3)
    return Primitive(material="grey", position=position, triangles=triangles)


def light(made: Mesh) -> np.ndarray:
    colour = made.parts["part0"][0].colour
    assert colour is not None
    return colour[:, :3].mean(axis=1).reshape(SIDE, SIDE)


MIDDLE, RIM = (SIDE // 2, SIDE // 2), (5, 5)


def test_a_pit_is_darker_than_the_plain_round_it() -> None:
    found = light(bake(mesh(bowl(1.0))))
    assert found[RIM] == pytest.approx(1.0, abs=0.02)
    assert DARKEST <= found[MIDDLE] < 0.55


def test_what_bulges_has_no_shade() -> None:
    made = bake(mesh(ball(1.0))).parts["part0"][0].colour
    assert made is not None
    assert made.min() > 0.97


def test_few_samples_give_nearly_the_same() -> None:
    whole, sampled = light(bake(mesh(bowl(1.0)))), light(bake(mesh(bowl(1.0)), samples=900))
    assert np.abs(whole - sampled).mean() < 0.03


def test_shade_beyond_reach_does_not_count() -> None:
    assert light(bake(mesh(bowl(1.0)), reach=0.01))[MIDDLE] > light(bake(mesh(bowl(1.0))))[MIDDLE] + 0.1


def test_colours_that_are_there_are_multiplied_and_opacity_is_kept() -> None:
    plain = bowl(1.0)
    tinted = replace(plain, colour=np.tile([0.5, 0.4, 0.3, 0.7], (len(plain.position), 1)))
    made, bare = bake(mesh(tinted)).parts["part0"][0].colour, bake(mesh(plain)).parts["part0"][0].colour
    assert made is not None
    assert bare is not None
    assert made[:, :3] == pytest.approx(bare * [0.5, 0.4, 0.3])
    assert (made[:, 3] == 0.7).all()


def test_a_photograph_holds_its_own_shade() -> None:
    pictured = mesh(bowl(1.0), materials=[Material(name="grey", base=b"image")])
    assert bake(pictured).parts["part0"][0].colour is None


def test_the_given_mesh_is_not_touched_and_the_result_is_the_same_each_time() -> None:
    given = mesh(bowl(1.0))
    first, second = light(bake(given, samples=500)), light(bake(given, samples=500))
    assert given.parts["part0"][0].colour is None
    assert np.array_equal(first, second)


def test_nothing_and_numbers_that_are_none_are_errors() -> None:
    with pytest.raises(ValueError, match="without triangles"):
        bake(Mesh(parts={}))
    with pytest.raises(ValueError, match="finite"):
        bake(mesh(Primitive(material="", position=np.full((3, 3), np.nan), triangles=np.array([[0, 1, 2]]))))
