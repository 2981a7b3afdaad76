"""The four axial passages, the imperial box over the northern one, and the memorial cross."""

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, archivolt, soffit
from scenes.sites.colosseum.bending import around
from scenes.sites.colosseum.cavea import OPEN_GATE
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.facade import OPENINGS
from scenes.sites.colosseum.layout import ARENA, DEPTH, GATE_HALF, NORTH, OUTER, PODIUM_HEIGHT, THIRD_PIER
from scenes.sites.model import Model
from scenes.sites.noise import smooth
from scenes.sites.surface import Surface, block, grid, join, lathe, sheet

HALF = GATE_HALF - 0.05
CROSS = (9.0, PODIUM_HEIGHT, -23.9)
"""Where the cross stands, on the podium at the arena's northern edge."""


def build(model: Model, detail: Detail) -> None:
    """Add the passages on both axes."""
    quarter = np.pi / 2
    for part, turn in (("porta-libitinaria", -quarter), ("porta-triumphalis", quarter)):
        for fabric, surface in _long_passage(detail):
            model.add(part, fabric, surface.moved((0, 0, 0), turn))
    for fabric, surface in _short_passage(detail):
        model.add("north-gate", fabric, surface.moved((0, 0, 0), 0.0))
        model.add("cavea", fabric, surface.moved((0, 0, 0), np.pi))
    model.add("north-gate", "marble", around(archivolt(OPENINGS[0], -0.17, 0.5, detail), [NORTH]))
    _imperial_box(model, detail)
    wood = [block((-0.14, 0.9, -0.14), (0.14, 6.4, 0.14), 3), block((-1.3, 4.7, -0.12), (1.3, 4.97, 0.12), 3)]
    base = [block((-0.9, 0, -0.9), (0.9, 0.5, 0.9), skip="y"), block((-0.55, 0.5, -0.55), (0.55, 1.0, 0.55), skip="y")]
    model.add("cross", "wood", join(wood).tinted((0.35, 0.3, 0.28)).moved(CROSS))
    model.add("cross", "travertine", join(base).moved(CROSS))


def _long_passage(detail: Detail) -> list[tuple[str, Surface]]:
    """A passage along -z towards the outside: from the third wall, vaulted, then open, down to the arena."""
    outside, open_at, inside = (-(OUTER[0] - depth) for depth in (THIRD_PIER[1], OPEN_GATE, DEPTH))
    tunnel = Opening(half=HALF, sill=0.0, spring=4.6)
    pieces = [
        ("brick", soffit(tunnel, outside, open_at, detail, sill=False)),
        ("travertine", arch_face(tunnel, HALF + 0.45, 0.0, 8.6, open_at, 1, detail)),
        ("travertine", archivolt(tunnel, 0.0, 0.6, detail).moved((0, 0, 0), np.pi).moved((0, 0, open_at))),
    ]
    steps = max(4, detail.cells(17.0))
    z = np.linspace(open_at, inside, steps + 1)
    tall = np.interp(z, [open_at, inside], [8.2, 3.9]) + 0.8 * smooth(z[:, None], 2.0, 91)
    for side in (-1, 1):
        rows = np.linspace(0, 1, detail.cells(5.0) + 2)
        points = np.stack(np.broadcast_arrays(side * HALF, rows[None, :] * tall[:, None], z[:, None]), -1)
        uv = np.stack([points[..., 2], -points[..., 1]], -1)
        pieces.append(("brick", grid(points, facing=(-side, 0, 0), uv=uv)))
        x0, x1 = sorted((side * (HALF - 0.35), side * (HALF + 0.5)))
        pieces.append(
            ("travertine", block((x0, 0, inside - 0.9), (x1, PODIUM_HEIGHT + 0.5, inside + 0.1), detail.cell, "y"))
        )
    return pieces


def _short_passage(detail: Detail) -> list[tuple[str, Surface]]:
    """A vaulted passage along -z under the seats, ending in a door onto the arena."""
    outside, middle, inside = (-(OUTER[1] - depth * 1.0189) for depth in (THIRD_PIER[1], 38.0, DEPTH))
    tall, door = Opening(half=HALF, sill=0.0, spring=4.4), Opening(half=1.5, sill=0.0, spring=1.7)
    return [
        ("brick", soffit(tall, outside, middle, detail, sill=False)),
        ("brick", arch_face(door, HALF + 0.1, 0.0, 6.9, middle, -1, detail)),
        ("brick", soffit(door, middle, inside, detail, sill=False)),
        ("travertine", arch_face(door, HALF + 0.15, 0.0, PODIUM_HEIGHT, inside, 1, detail)),
    ]


def _imperial_box(model: Model, detail: Detail) -> None:
    """What marks the place of the emperor's box: a low platform, stumps of columns and fallen marble."""
    z = -(ARENA[1] + 2.9)
    low, high = (-5.5, PODIUM_HEIGHT, z - 1.9), (5.5, PODIUM_HEIGHT + 0.02, z + 1.9)
    model.add("imperial-box", "marble", block(low, high, 2.0, "y"))
    for number, x in enumerate((-5.0, -3.0, 3.0, 5.0)):
        tall = 0.7 + 2.4 * float(smooth(np.array([[x, 1.0]]), 1.7, 95)[0])
        shaft = [(0.0, 0.42), (0.2, 0.42), (0.25, 0.33), (tall, 0.3), (tall + 0.05, 0.0)]
        column = lathe(shaft, (0.0, 0.0), max(5, detail.column), False).moved((x, PODIUM_HEIGHT, z + 1.4))
        model.add("imperial-box", "marble", column)
        if number % 2:
            lying = block((-0.7, 0, -0.25), (0.7, 0.45, 0.25)).moved((x * 1.3, PODIUM_HEIGHT, z - 0.6), x)
            model.add("imperial-box", "marble", lying)
    model.add(
        "imperial-box", "brick", sheet((-6.5, PODIUM_HEIGHT, z - 2.3), (13, 0, 0), (0, 1.3, 0), (0, 0, 1), (6, 1))
    )
    model.add(
        "imperial-box", "brick", sheet((-6.5, PODIUM_HEIGHT + 1.3, z - 2.8), (13, 0, 0), (0, 0, 0.5), (0, 1, 0), (6, 1))
    )
