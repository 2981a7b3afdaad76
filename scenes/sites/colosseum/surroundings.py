"""What stands around: paving, stones, pines, the Arch of Constantine, the Meta Sudans, hills on the horizon."""

from itertools import pairwise

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, archivolt, soffit
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import BAYS, place
from scenes.sites.model import Model
from scenes.sites.noise import pick, rough, smooth
from scenes.sites.surface import Array, Surface, block, floor_uv, grid, join, lathe, sheet

ARCH = (-70.0, 0.0, 100.0)
ARCH_TURN = 0.62
META = (-104.0, 0.0, 52.0)
CIPPI = (76.4, 77.5, 78.6, 79.7, 80.8)
"""Bays before which boundary stones still stand."""
CENTRE = (0.0, 0.0, 0.0)
HORIZON = 330.0
PINES = 44


def build(model: Model, detail: Detail) -> None:
    """Add the ground and everything outside the building."""
    _paving(model, detail)
    for bay in CIPPI:
        x, _, z = place(np.array(bay), np.array(-17.6), np.array(0.0))
        stone = block((-0.38, 0, -0.3), (0.38, 1.75, 0.3), 1.0, "y")
        model.add("cippi", "travertine", stone.moved((float(x), 0.0, float(z)), -bay))
    _meta(model, detail)
    for surface in _constantine(detail):
        model.add("arch-of-constantine", "marble", surface.moved(ARCH, ARCH_TURN))
    _pines(model, detail)
    _hills(model, detail)


def _paving(model: Model, detail: Detail) -> None:
    """Rings of ground: travertine slabs at the building's foot and under it, dark cobbles beyond, grass far out."""
    step = (4, 2, 1)[detail.level]
    bays = np.arange(0, BAYS * 2 + 1, step) / 2
    fine = max(2.2, detail.cell * 1.6)
    bands = (
        ("paving", np.arange(0.0, 53.2, fine) if detail.level else np.array([0, 3, 8, 15, 23, 31, 53.0])),
        ("paving", -np.linspace(0, 17.6, 3 + 4 * detail.level)),
        ("cobble", -np.linspace(17.6, 62.0, 3 + 7 * detail.level)),
        ("earth", -np.linspace(62.0, HORIZON - 92, 6)),
    )
    for material, depth in bands:
        points = place(bays[:, None], depth[None, :], np.zeros((1, 1)))
        if material == "earth":
            points[..., 1] = -0.05 + 5.0 * np.clip((-depth - 75) / 160, 0, 1) ** 1.5 * rough(
                points[..., [0, 2]], 90.0, 7
            )
        model.add("pavement", material, grid(points, facing=(0, 1, 0), uv=floor_uv(points)))
    model.add("pavement", "travertine", _kerb(bays))


def _kerb(bays: Array) -> Surface:
    """The line of low travertine blocks where the ancient pavement ended."""
    rows = np.array([[-17.3, 0.0], [-17.3, 0.16], [-17.9, 0.16], [-17.9, 0.0]])
    strips = []
    for (d0, y0), (d1, y1) in pairwise(rows):
        points = place(bays[:, None], np.array([[d0, d1]]), np.array([[y0, y1]]))
        outwards = d0 < -17.5
        if y0 == y1:
            strips.append(grid(points, facing=(0, 1, 0)))
        else:
            strips.append(grid(points, away=CENTRE) if outwards else grid(points, towards=CENTRE))
    return join(strips)


def _meta(model: Model, detail: Detail) -> None:
    sides = (16, 32, 48)[detail.level]
    ring = lathe([(0.0, 8.0), (0.3, 8.0), (0.3, 7.2), (0.05, 7.2)], (0.0, 0.0), sides, False)
    core = lathe([(0.0, 2.6), (0.7, 2.5), (0.9, 1.2), (0.95, 0.0)], (0.0, 0.0), sides // 2, False)
    model.add("meta-sudans", "brick", ring.moved(META), core.moved(META))


def _constantine(detail: Detail) -> list[Surface]:
    """The arch, 25.9 m wide, 21 m high, 7.4 m deep, about its middle on the ground."""
    great = Opening(half=3.25, sill=0.0, spring=8.25)
    small = Opening(half=1.7, sill=0.0, spring=5.7)
    low, attic, top = 0.0, 14.3, 21.0
    pieces = []
    for out in (-1, 1):
        depth = out * 3.7
        pieces.append(arch_face(great, 4.6, low, attic, depth, out, detail))
        beside = arch_face(small, 4.175, low, attic, depth, out, detail)
        pieces += [beside.moved((side * 8.775, 0, 0)) for side in (-1, 1)]
        cells = (detail.cells(25.9), detail.cells(5.7))
        pieces.append(sheet((-12.95, 15.3, depth), (25.9, 0, 0), (0, 5.7, 0), (0, 0, out), cells))
    pieces.append(soffit(great, -3.7, 3.7, detail, sill=False))
    pieces += [soffit(small, -3.7, 3.7, detail, sill=False).moved((side * 8.775, 0, 0)) for side in (-1, 1)]
    for side in (-1, 1):
        cells = (detail.cells(7.4), detail.cells(21.0))
        pieces.append(sheet((side * 12.95, 0, -3.7), (0, 0, 7.4), (0, top, 0), (side, 0, 0), cells))
    pieces.append(sheet((-12.95, top, -3.7), (25.9, 0, 0), (0, 0, 7.4), (0, 1, 0), (6, 2)))
    pieces.append(block((-13.4, attic, -4.3), (13.4, 15.3, 4.3), 6.0))
    pieces.append(block((-13.3, 20.2, -4.1), (13.3, top + 0.1, 4.1), 6.0))
    for x in (-11.6, -5.2, 5.2, 11.6) if detail.level else ():
        for out in (-1, 1):
            z = out * 4.3
            pieces.append(block((x - 0.75, 0, z - 0.6), (x + 0.75, 3.6, z + 0.6), 4, "y"))
            shaft = [(3.6, 0.55), (4.0, 0.45), (12.4, 0.4), (13.0, 0.62), (13.3, 0.62)]
            pieces.append(lathe(shaft, (x, z), max(5, detail.column), False))
            pieces.append(block((x - 0.6, 13.3, z - 0.6), (x + 0.6, 15.3, z + 0.6), 4))
            if detail.level:
                pieces.append(block((x - 0.45, 15.3, z - 0.45), (x + 0.45, 18.0, z + 0.45), 4, "y"))
    if detail.level:
        pieces.append(archivolt(great, -3.7, 0.7, detail))
        pieces.append(archivolt(great, -3.7, 0.7, detail).moved((0, 0, 0), np.pi))
    return pieces


def _spots() -> list[tuple[float, float]]:
    """Where pines stand: on the slopes, away from the entrance and the roads."""
    spots: list[tuple[float, float]] = []
    for number in range(400):
        bay, far = pick(np.array([number]), 3)[0] * BAYS, 58 + 95 * pick(np.array([number]), 4)[0]
        x, _, z = place(np.array(bay), np.array(-far), np.array(0.0))
        clear = (
            np.hypot(x + 62, z + 112) > 42
            and np.hypot(x - ARCH[0], z - ARCH[2]) > 34
            and np.hypot(x - META[0], z - META[2]) > 26
        )
        if clear and not (x < -110 and abs(z - 20) < 30) and all(np.hypot(x - a, z - b) > 11 for a, b in spots):
            spots.append((float(x), float(z)))
        if len(spots) == PINES:
            break
    return spots


def _pines(model: Model, detail: Detail) -> None:
    import trimesh

    for number, (x, z) in enumerate(_spots()):
        luck = pick(np.array([number * 3, number * 3 + 1, number * 3 + 2]), 9)
        tall = 10.5 + 6 * luck[0]
        base = 2.2 * np.clip((np.hypot(x, z) - 150) / 60, 0, 1)
        trunk = lathe([(0.0, 0.42), (tall, 0.2)], (0.0, 0.0), 5 if detail.level else 3, False)
        model.add("pines", "bark", trunk.moved((x, base, z)))
        for lobe in range(1 if detail.level == 0 else 4):
            ball = trimesh.creation.icosphere(subdivisions=1 if detail.level else 0)
            points = np.asarray(ball.vertices, dtype=float)
            bumps = 0.82 + 0.36 * smooth(points + number * 5.0 + lobe, 0.55, 13)
            size = (3.2 if detail.level else 4.6) * (0.85 + 0.4 * luck[1])
            offset = np.array([np.cos(lobe * 1.7 + number), 0.18 * lobe, np.sin(lobe * 1.7 + number)]) * (
                1.9 if detail.level else 0
            )
            points = points * bumps[:, None] * (size, size * 0.42, size)
            points[:, 1] = np.maximum(points[:, 1], -size * 0.16)
            tint = (0.8 + 0.4 * luck[2]) * (0.72 + 0.28 * (np.asarray(ball.vertices)[:, 1:2] * 0.5 + 0.5))
            model.add("pines", "foliage", Surface(
                position=points + offset + (x, base + tall, z),
                normal=np.asarray(ball.vertices, dtype=float),
                uv=points[:, [0, 2]],
                colour=np.broadcast_to(tint, (len(points), 3)).copy(),
                triangles=np.asarray(ball.faces, dtype=np.int64),
            ))  # fmt: skip


def _hills(model: Model, detail: Detail) -> None:
    """A low skyline: the Palatine to the south-west, the Oppian to the north, roofs and trees between."""
    count = (60, 160, 300)[detail.level]
    angle = np.linspace(0, 2 * np.pi, count + 1)
    circle = np.stack([np.cos(angle), np.sin(angle)], -1)
    for radius, low, high, seed, colour in (
        (215.0, 3.0, 9.0, 5, (0.52, 0.62, 0.42)),
        (300.0, 9.0, 24.0, 6, (0.86, 0.92, 0.9)),
    ):
        top = low + (high - low) * rough(circle * 9, 2.1, seed, 4)
        palatine = np.exp(-(((angle - 2.5) / 0.35) ** 2)) * 17
        oppian = np.exp(-(((angle - 4.9) / 0.5) ** 2)) * 8
        top = top + palatine + oppian
        x, z = circle[:, :1] * radius, circle[:, 1:] * radius
        points = np.stack(np.broadcast_arrays(x, np.stack([np.full_like(top, -3.0), top], -1), z), -1)
        hill = grid(points, towards=(0.0, 8.0, 0.0))
        model.add("surroundings", "hills", hill.tinted(colour))
