"""Where one may stand: floors only, cut so that piers and walls have none."""

import numpy as np

from scenes.sites.colosseum.bending import bent
from scenes.sites.colosseum.cavea import STAIR
from scenes.sites.colosseum.hypogeum import CURVED, RAMP, STRAIGHT, reach
from scenes.sites.colosseum.layout import (
    ARCH_WIDTH,
    ARENA,
    AXES,
    BAY_WIDTH,
    BAYS,
    DEPTH,
    GATE_HALF,
    HYPOGEUM,
    INNER_PIER,
    INNER_WALK,
    LEVELS,
    OUTER,
    OUTER_PIER,
    OUTER_WALK,
    PLATFORM,
    PODIUM_EDGE,
    PODIUM_HEIGHT,
    STANDING,
    STERN,
    THIRD_PIER,
    TIER_EDGE,
    TIER_HEIGHT,
    TIER_WALL,
    VALADIER,
)  # fmt: skip
from scenes.sites.model import Model
from scenes.sites.surface import Array, Surface, grid, join, sheet

OPEN = ARCH_WIDTH / BAY_WIDTH / 2
"""Half an arch's opening, in bays."""
UP = (0.0, 1.0, 0.0)


def build(model: Model) -> None:
    """Add the walkable floors as one part named `walk`."""
    model.add("walk", "walk", join([*_ground(), *_gates(), *_upper(), *_arena(), *_hypogeum()]))


def _band(bays: Array, depths: Array, height: float) -> Surface:
    return bent(bays[:, None], depths[None, :], np.full((len(bays), len(depths)), height))


def _ground() -> list[Surface]:
    all_round = np.arange(0, BAYS * 2 + 1) / 2 - 0.5
    outside = np.array([0.0, -8.0, -18.0, -40.0, -62.0, -70.0])
    pieces = [_band(all_round, outside, 0.0)]
    pieces += [_band(all_round, np.linspace(*walk, 3), 0.0) for walk in (OUTER_WALK, INNER_WALK)]
    for bay in range(BAYS):
        arch = bay + np.array([-OPEN, 0.0, OPEN])
        pieces += [_band(arch, np.array(pier), 0.0) for pier in (INNER_PIER, THIRD_PIER)]
        walled = bay in (STERN, STERN + 1, VALADIER, VALADIER - 1, VALADIER - 2)
        if bay in STANDING or bay in (VALADIER, VALADIER - 1, VALADIER - 2):
            pieces.append(_band(arch, np.array(OUTER_PIER), 0.0))
        elif not walled:
            pieces.append(_band(bay + np.array([-0.5, 0.0, 0.5]), np.array(OUTER_PIER), 0.0))
        if bay not in AXES:
            end = 17.0 if bay == STAIR else 22.0
            pieces.append(_band(bay + np.array([-0.4, 0.4]), np.array([THIRD_PIER[1], end]), 0.0))
    return pieces


def _gates() -> list[Surface]:
    half = GATE_HALF - 0.3
    pieces = []
    for side in (-1, 1):
        inner, outer = side * (ARENA[0] - 0.6), side * (OUTER[0] - THIRD_PIER[1] + 0.3)
        pieces.append(sheet((inner, 0, -half), (outer - inner, 0, 0), (0, 0, 2 * half), UP, (8, 1)))
        inner, outer = side * (ARENA[1] - 0.6), side * (OUTER[1] - THIRD_PIER[1] + 0.6)
        pieces.append(sheet((-1.4, 0, inner), (2.8, 0, 0), (0, 0, outer - inner), UP, (1, 8)))
    return pieces


def _upper() -> list[Surface]:
    all_round = np.arange(0, BAYS * 2 + 1) / 2 - 0.5
    pieces = [_band(all_round, np.linspace(TIER_WALL[1], TIER_EDGE - 0.2, 3), TIER_HEIGHT)]
    pieces.append(_band(all_round, np.linspace(*INNER_WALK, 3), LEVELS[1]))
    upper = np.arange(STANDING[0] * 2 - 1, STANDING[-1] * 2 + 2) / 2
    pieces.append(_band(upper, np.array(OUTER_WALK), LEVELS[1]))
    pieces.append(_band(upper, np.linspace(2.4, 12.5, 3), LEVELS[3]))
    for bay in range(BAYS):
        arch = bay + np.array([-OPEN, OPEN])
        rise = np.array([LEVELS[1], LEVELS[1], TIER_HEIGHT, TIER_HEIGHT])
        pieces.append(bent(arch[:, None] * 1.0, np.array([[14.7, 16.2, 22.0, 23.2]]), np.broadcast_to(rise, (2, 4))))
        if bay not in (0, 40):
            edges = bay + np.array([-0.5, 0.0, 0.5])
            pieces.append(_band(edges, np.linspace(PODIUM_EDGE + 0.4, DEPTH - 0.5, 3), PODIUM_HEIGHT))
    stair = STAIR + np.array([-0.42, 0.42])
    pieces.append(bent(stair[:, None], np.array([[17.0, TIER_EDGE]]), np.array([[0.0, TIER_HEIGHT]] * 2)))
    return pieces


def _arena() -> list[Surface]:
    half = ARENA[1] * float(np.sqrt(1 - (PLATFORM / ARENA[0]) ** 2))
    z = np.linspace(-half, half, 25)
    end = ARENA[0] * np.sqrt(1 - (z / ARENA[1]) ** 2)
    low = PLATFORM + 0.3
    x = np.stack([np.full_like(z, low), (low + end) / 2, np.maximum(end, low)])
    deck = grid(np.stack(np.broadcast_arrays(x, 0.0, z[None, :]), -1), facing=UP)
    ramp = sheet((RAMP[0], 0, -2.0), (RAMP[1] - RAMP[0], HYPOGEUM, 0), (0, 0, 4.0), UP, (4, 1))
    return [deck, ramp]


def _hypogeum() -> list[Surface]:
    """The corridors between the straight walls, and those between the concentric ones."""
    far = ARENA[0] - CURVED[-1] - 2
    pieces = [sheet((RAMP[1], HYPOGEUM, -2.1), (far - RAMP[1], 0, 0), (0, 0, 4.2), UP, (10, 1))]
    lanes = [(STRAIGHT[1] + 1.0, STRAIGHT[2] - 0.1), (STRAIGHT[2] + 1.0, STRAIGHT[3] - 0.1)]
    for near, end in lanes:
        length = reach(end, CURVED[-1] + 1.4)
        for side in (-1, 1):
            low = near if side > 0 else -end
            pieces.append(sheet((-length, HYPOGEUM, low), (2 * length, 0, 0), (0, 0, end - near), UP, (8, 1)))
    angle = np.linspace(0, 2 * np.pi, 97)
    for outer, inner in (
        (1.3, CURVED[0] - 0.1),
        (CURVED[0] + 1.0, CURVED[1] - 0.1),
        (CURVED[1] + 1.0, CURVED[2] - 0.1),
    ):
        rings = [
            np.stack([(ARENA[0] - d) * np.cos(angle), np.full(97, HYPOGEUM), (ARENA[1] - d) * np.sin(angle)], -1)
            for d in (outer, inner)
        ]
        pieces.append(grid(np.stack(rings), facing=UP))
    return pieces
