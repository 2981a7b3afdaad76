"""The cliff: reinforced tiers of cave mouths with their walkways, and raw conglomerate above."""

from dataclasses import replace

import numpy as np

from scenes.sites.dunhuang import walkways
from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import (
    BAY,
    CAVE_16,
    CAVE_45,
    CAVE_158,
    CAVE_254,
    CAVE_285,
    FACADE_TOP,
    NORTH,
    RECESS,
    SOUTH,
    STAIRS,
    TIERS,
)
from scenes.sites.model import Model
from scenes.sites.noise import pick, rough, smooth
from scenes.sites.panels import holed, panel, recess
from scenes.sites.surface import Array, Surface, block, grid

DOORS: tuple[tuple[int, float, float, float], ...] = (
    (0, CAVE_158[0], 1.6, 2.7),
    (0, CAVE_45[0], 1.5, 2.5),
    (0, CAVE_16[0], 2.6, 3.7),
    (1, CAVE_254[0], 1.5, 2.5),
    (1, CAVE_285[0], 1.4, 2.4),
)
"""Mouths of the caves one can enter: tier, middle (z), width, height."""
MOUTH_DEPTH = 1.5


def build(model: Model, detail: Detail) -> None:
    """Add the whole cliff but the pagoda's gap and the caves that can be entered."""
    for tier in range(len(TIERS)):
        for south, north in ((SOUTH, RECESS), (-RECESS, NORTH)):
            _tier(model, detail, tier, south, north)
    walkways.build(model, detail)
    _raw(model, detail)


def mouths(tier: int, south: float, north: float) -> list[tuple[float, float, float, bool]]:
    """Openings of a tier between two places: middle (z), width, height, whether one can go in."""
    real = [(z, wide, tall, True) for level, z, wide, tall in DOORS if level == tier and north < z < south]
    taken = [(z, 4.4) for z, *_ in real] + [
        ((foot + head) / 2, abs(foot - head) / 2 + 1.2) for foot, head, base in STAIRS if base == 1 and tier == 1
    ]
    found = list(real)
    for number in range(int((south - north) // BAY)):
        luck = pick(np.array([number * 7 + k for k in range(4)]) + round(south) * 31, 11 + tier)
        z = south - (number + 0.5) * BAY + (luck[0] - 0.5) * 1.6
        if luck[1] < 0.12 or any(abs(z - middle) < clear for middle, clear in taken):
            continue
        found.append((float(z), float(1.1 + 0.9 * luck[2]), float(2.1 + 1.0 * luck[3] ** 2), False))
    return found


def _tier(model: Model, detail: Detail, tier: int, south: float, north: float) -> None:
    floor, face = TIERS[tier]
    top = TIERS[tier + 1][0] if tier + 1 < len(TIERS) else FACADE_TOP
    openings = mouths(tier, south, north)
    stair = [
        (south - max(foot, head), south - min(foot, head), 0.0, top - floor)
        for foot, head, base in STAIRS
        if base == tier == 1 and north < foot < south
    ]
    holes = [
        (south - z - wide / 2, south - z + wide / 2, 0.0, tall)
        for z, wide, tall, real in openings
        if real or detail.level
    ]
    wall = holed(
        (face, floor, south), (0, 0, north - south), top - floor, [*holes, *stair], (1, 0, 0), detail.cell * 1.6
    )
    model.add("facade", "roughcast", wall)
    for z, wide, tall, real in openings:
        if not real:
            _mouth(model, detail, (face, floor, z), wide, tall)
    if detail.level:
        model.add("facade", "roughcast", *_pilasters(tier, floor, top, face, south, north))


def _pilasters(tier: int, floor: float, top: float, face: float, south: float, north: float) -> list[Surface]:
    """Buttresses of the reinforcement of the 1960s, between some of the bays."""
    made = []
    for number in range(1, int((south - north) // BAY)):
        z = south - number * BAY
        blocked = any(level == tier and abs(z - middle) < wide for level, middle, wide, _ in DOORS)
        blocked = blocked or any(
            min(f, h) - 1 < z < max(f, h) + 1 for f, h, base in STAIRS if base == tier or base == tier - 1
        )
        if number % 3 == 0 and not blocked:
            made.append(block((face, floor, z - 0.35), (face + 0.35, top, z + 0.35), 3.0, "xyY"))
    return made


def _mouth(model: Model, detail: Detail, at: tuple[float, float, float], wide: float, tall: float) -> None:
    face, floor, z = at
    low, half = (face - MOUTH_DEPTH, floor, z - wide / 2), wide / 2
    if detail.level == 0:
        model.add(
            "cave-mouths", "dark", panel((face + 0.04, floor, z + half), (0, 0, -wide), (0, tall, 0), (1, 0, 0), 9.0)
        )
        return
    model.add("cave-mouths", "roughcast", recess(low, (face, floor + tall, z + half), 2.0, "xX"))
    back = (face - MOUTH_DEPTH, floor, z + half)
    model.add("cave-mouths", "dark", panel(back, (0, 0, -wide), (0, tall, 0), (1, 0, 0), 9.0))
    if detail.level == 2:
        frame = 0.09
        for low_z, high_z, low_y, high_y in (
            (z - half, z - half + frame, floor, floor + tall),
            (z + half - frame, z + half, floor, floor + tall),
            (z - half, z + half, floor + tall - frame, floor + tall),
            (z - half, z + half, floor + 0.9, floor + 0.9 + frame),
        ):
            model.add("cave-mouths", "door", block((face - 0.5, low_y, low_z), (face - 0.42, high_y, high_z), 9.0, "x"))


def crest(z: Array) -> Array:
    """Height of the raw cliff's edge."""
    return np.asarray(27.5 + 5.0 * smooth(np.stack([z, z * 0], -1), 46.0, 5) + 3.0 * np.exp(-((z / 30.0) ** 2)))


def profile(z: Array, share: Array) -> Array:
    """Points (…, 3) of the raw face: `share` goes from its foot, 0, to its edge, 1."""
    face, top = TIERS[-1][1], crest(z)
    y = FACADE_TOP + (top - FACADE_TOP) * share
    flat = np.stack([z, y * 1.6], -1)
    ledge = rough(flat, 9.0, 21, 3) * 3.4 + (rough(flat * (1.0, 3.5), 5.0, 25, 2) - 0.5) * 1.6
    x = face - 0.3 - 4.5 * share - ledge * np.minimum(1, 0.12 + share * 3)
    return np.stack([x, y, z], -1)


def _raw(model: Model, detail: Detail) -> None:
    along = np.linspace(SOUTH + 40, NORTH - 40, (48, 200, 560)[detail.level])
    share = np.linspace(0, 1, (3, 9, 20)[detail.level])
    z, t = np.meshgrid(along, share, indexing="ij")
    points = profile(z, t)
    behind = np.abs(z) < 9.5
    points[..., 0] = np.where(behind, np.minimum(points[..., 0], -16.5), points[..., 0])
    uv = np.stack([z, -points[..., 1]], -1)
    dent = dents(z, points[..., 1])
    rock = grid(points - dent[..., None] * np.array([2.6, 0.0, 0.0]), facing=(1, 0.2, 0), uv=uv)
    dark = 1 - 0.72 * np.clip(dent.reshape(-1, 1) * 1.6 - 0.25, 0, 1)
    model.add("cliff", "conglomerate", replace(rock, colour=rock.colour * dark))
    for south, north in ((SOUTH + 40, SOUTH), (NORTH, NORTH - 40)):
        _end(model, detail, south, north)
    _gap(model, detail)
    model.add("facade", "roughcast", *_ledge(detail))


def dents(z: Array, y: Array) -> Array:
    """How far, 0 to 1, weathered cave mouths have eaten into the raw face at places of it."""
    found = np.zeros(z.shape)
    for number in range(64):
        luck = pick(np.arange(number * 5, number * 5 + 5), 71)
        middle = NORTH + (SOUTH - NORTH) * luck[0]
        if abs(middle) < RECESS + 3:
            continue
        height = FACADE_TOP + 1.6 + 5.5 * luck[1]
        away = np.hypot((z - middle) / (0.9 + 0.9 * luck[2]), (y - height) / (0.9 + 0.7 * luck[3]))
        found = np.maximum(found, np.clip(1.9 - 1.5 * away, 0, 1))
    return found


def _ledge(detail: Detail) -> list[Surface]:
    """The reinforcement's level top, from its face back to the raw cliff."""
    face = TIERS[-1][1]
    return [
        panel((face - 6.5, FACADE_TOP, south), (0, 0, north - south), (6.5, 0, 0), (0, 1, 0), detail.cell * 2)
        for south, north in ((SOUTH, RECESS), (-RECESS, NORTH))
    ]


def _end(model: Model, detail: Detail, south: float, north: float) -> None:
    """Raw cliff down to the ground beyond the reinforced stretch."""
    z, t = np.meshgrid(
        np.linspace(south, north, max(4, detail.cells(40))), np.linspace(0, 1, 4 + 4 * detail.level), indexing="ij"
    )
    y = FACADE_TOP * t
    flat = np.stack([z, y * 1.6], -1)
    outer = np.abs(z) - SOUTH
    x = 1.5 - 6.0 * t - rough(flat, 9.0, 31, 3) * 3.0 - 0.02 * outer
    x = np.where(t > 0.99, profile(z, z * 0)[..., 0], x)
    model.add("cliff", "conglomerate", grid(np.stack([x, y, z], -1), facing=(1, 0.3, 0), uv=np.stack([z, -y], -1)))


def _gap(model: Model, detail: Detail) -> None:
    """The cliff on both sides of the pagoda, where the tiers' ends meet rock."""
    for side in (-1, 1):
        z = side * RECESS
        edges = [(0.0, 0.0), (6.0, 0.0), (6.0, -2.2), (12.0, -2.2), (12.0, -4.4), (FACADE_TOP, -4.4)]
        for (low, _), (high, face) in zip(edges[::2], edges[1::2], strict=True):
            end = panel((-9.0, low, z), (9.0 + face, 0, 0), (0, high - low, 0), (0, 0, -side), detail.cell)
            model.add("facade", "roughcast", end)
        cheek = np.linspace(z, side * 8.0, max(3, detail.cells(9)))
        zz, t = np.meshgrid(cheek, np.linspace(0, 1, 4 + 6 * detail.level), indexing="ij")
        y = t * (FACADE_TOP + 4.0)
        x = -3.6 - 1.3 * rough(np.stack([zz, y], -1), 5.0, 41, 3) - 0.12 * y
        x = np.where(t < 0.3, np.maximum(x, -4.2), x)
        model.add("cliff", "conglomerate", grid(np.stack([x, y, zz], -1), facing=(1, 0, 0), uv=np.stack([zz, -y], -1)))
