"""Small meshes of known measures."""

from collections.abc import Sequence

import numpy as np

from scenes.mesh import Material, Mesh, Primitive

FACES = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
RED = Material(name="red", colour=(0.8, 0.02, 0.02))
GREY = Material(name="grey", colour=(0.5, 0.5, 0.5))
Corner = Sequence[float]


def box(low: Corner, high: Corner, material: str = "grey") -> Primitive:
    """A closed box between two corners, wound outwards, its faces with corners of their own."""
    ends = np.array([low, high], dtype=float)
    corners = np.array([[ends[x][0], ends[y][1], ends[z][2]] for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    position = corners[np.array(FACES).ravel()]
    start = 4 * np.arange(6)[:, None]
    triangles = np.concatenate([start + np.array(half) for half in ((0, 1, 2), (0, 2, 3))])
    return Primitive(material=material, position=position, triangles=triangles)


def mesh(*primitives: Primitive, materials: Sequence[Material] = (RED, GREY)) -> Mesh:
    """A mesh with a part for each primitive."""
    return Mesh(parts={f"part{index}": [each] for index, each in enumerate(primitives)}, materials=materials)


def quad(a: Corner, b: Corner, c: Corner, d: Corner, material: str = "grey") -> Primitive:
    """Two triangles."""
    position = np.array([a, b, c, d], dtype=float)
    return Primitive(material=material, position=position, triangles=np.array([[0, 1, 2], [0, 2, 3]]))


def ball(radius: float, centre: Corner = (0, 0, 0), rows: int = 24, material: str = "grey") -> Primitive:
    """A sphere, wound outwards."""
    tilt, turn = np.meshgrid(np.linspace(0, np.pi, rows), np.linspace(0, 2 * np.pi, 2 * rows), indexing="ij")
    unit = np.stack([np.sin(tilt) * np.sin(turn), np.cos(tilt), np.sin(tilt) * np.cos(turn)], -1).reshape(-1, 3)
    at = np.arange(rows * 2 * rows).reshape(rows, -1)
    a, b, c, d = at[:-1, :-1].ravel(), at[1:, :-1].ravel(), at[1:, 1:].ravel(), at[:-1, 1:].ravel()
    triangles = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
    return Primitive(material=material, position=unit * radius + np.array(centre), triangles=triangles, normal=unit)
