"""What the caves are made of: walls with a door, corridors, floors, niches."""

import numpy as np

from scenes.sites.dunhuang.cliff import DOORS
from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import TIERS
from scenes.sites.panels import Box, holed, panel, recess
from scenes.sites.surface import Surface, floor_uv, grid, join

Cave = tuple[float, float, float, float, float]
UPPER, LOWER = (0.0, 0.0, 1.0, 0.5), (0.0, 0.5, 1.0, 1.0)
"""Halves of a picture that holds two walls, one above the other."""


WORN = (0.62, 0.58, 0.54)
"""What feet have made of the floors."""
HALF_DOOR = {z: wide / 2 for _, z, wide, _ in DOORS}
DOOR_HEIGHT = {z: tall for _, z, _, tall in DOORS}


def walls(
    cave: Cave,
    floor: float,
    cell: float,
    *,
    side: Box,
    front: Box,
    back: Box | None,
    south: Box | None = None,
    holes: dict[str, list[tuple[float, float, float, float]]] | None = None,
) -> dict[str, Surface]:
    """The four walls of a rectangular cave, seen from within, each with its part of the cave's picture.

    `side` is read from the door inwards on both sides, unless the south wall has a part of its own, read as seen.
    Holes of the north and south walls are counted from the door inwards, of the west wall from south to north.
    """
    z, near, far, half, tall = cave
    openings = holes or {}
    right = south or turned(side)
    wide, deep = 2 * half, near - far
    door = (half - HALF_DOOR[z], half + HALF_DOOR[z], 0.0, DOOR_HEIGHT[z])
    return {
        "south": holed(
            (near, floor, z + half),
            (-deep, 0, 0),
            tall,
            openings.get("south", []),
            (0, 0, -1),
            cell,
            right,
        ),
        "north": holed((near, floor, z - half), (-deep, 0, 0), tall, openings.get("north", []), (0, 0, 1), cell, side),
        "west": holed(
            (far, floor, z + half), (0, 0, -wide), tall, openings.get("west", []), (1, 0, 0), cell, back or front
        ),
        "east": holed((near, floor, z - half), (0, 0, wide), tall, [door], (-1, 0, 0), cell, front),
    }


def turned(image: Box) -> Box:
    """A part of a picture from right to left."""
    left, top, right, bottom = image
    return right, top, left, bottom


def passage(cave: Cave, tier: int, detail: Detail, near: float | None = None) -> tuple[Surface, Surface]:
    """The corridor from the cliff's face into a cave: its walls and ceiling, and its floor."""
    z, inner = cave[0], cave[1]
    floor, face = TIERS[tier]
    outer = face if near is None else near
    half, tall = HALF_DOOR[z], DOOR_HEIGHT[z]
    shell = recess((inner, floor, z - half), (outer, floor + tall, z + half), detail.room * 1.5, "xXy")
    ground = panel((inner, floor, z + half), (0, 0, -2 * half), (outer - inner, 0, 0), (0, 1, 0), detail.room * 1.5)
    return shell, ground


def ground(cave: Cave, floor: float, detail: Detail) -> Surface:
    """A cave's floor."""
    z, near, far, half, _ = cave
    flat = panel((far, floor, z + half), (0, 0, -2 * half), (near - far, 0, 0), (0, 1, 0), detail.room)
    return Surface(
        position=flat.position,
        normal=flat.normal,
        uv=floor_uv(flat.position),
        colour=flat.colour,
        triangles=flat.triangles,
    )


def by_metres(surface: Surface) -> Surface:
    """The surface with its texture laid out in metres on the ground plan."""
    return Surface(
        position=surface.position,
        normal=surface.normal,
        uv=floor_uv(surface.position),
        colour=surface.colour,
        triangles=surface.triangles,
    )


def worn(surface: Surface) -> Surface:
    """A corridor's floor, laid out in metres and worn by feet."""
    return by_metres(surface).tinted(WORN)


def niche(
    far: float, z: float, half: float, height: tuple[float, float], deep: float, detail: Detail, base: float = 0.0
) -> Surface:
    """A niche in a west wall: a back that closes in a half ellipse, a ceiling that comes down behind."""
    turn = np.linspace(0, np.pi, max(7, detail.inside(half * 3)))
    rows = np.linspace(0, 1, max(4, detail.inside(height[1] - height[0]) + 2))
    low, high = base + height[0], base + height[1]
    close = 1 - 0.55 * rows**3
    x = far - deep * np.sin(turn)[None, :] ** 0.6 * close[:, None]
    zz = z + half * np.cos(turn)[None, :] * np.ones_like(rows)[:, None]
    y = low + (high - low) * np.broadcast_to(rows[:, None], x.shape)
    wall = grid(np.stack([x, y, zz], -1), towards=(far + 1.0, (low + high) / 2, z))
    floor = np.stack(
        [
            np.stack([np.full_like(turn, far), np.full_like(turn, low), z + half * np.cos(turn)], -1),
            np.stack([x[0], np.full_like(turn, low), zz[0]], -1),
        ]
    )
    roof = np.stack(
        [
            np.stack([np.full_like(turn, far), np.full_like(turn, high), z + half * np.cos(turn)], -1),
            np.stack([x[-1], np.full_like(turn, high), zz[-1]], -1),
        ]
    )
    return join([wall, grid(floor, facing=(0, 1, 0)), grid(roof, facing=(0, -1, 0))])


def spread(surface: Surface, z: float, height: tuple[float, float], half: float, image: Box) -> Surface:
    """A niche's part of the wall's picture, as if the wall went on behind it."""
    left, top, right, bottom = image
    u = left + (right - left) * np.clip((z + half - surface.position[:, 2]) / (2 * half), 0, 1)
    v = bottom - (bottom - top) * np.clip((surface.position[:, 1] - height[0]) / (height[1] - height[0]), 0.02, 0.98)
    return Surface(
        position=surface.position,
        normal=surface.normal,
        uv=np.stack([u, v], -1),
        colour=surface.colour,
        triangles=surface.triangles,
    )
