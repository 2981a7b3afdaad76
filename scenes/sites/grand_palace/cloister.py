"""The cloister round the temple, with its murals and gates."""

from dataclasses import dataclass

import numpy as np

from scenes.sites.grand_palace import roofs
from scenes.sites.grand_palace.colours import GOLD, GREEN, GREEN_GLASS, ORANGE, RED, YELLOW
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import redented, turned
from scenes.sites.grand_palace.layout import (
    BULGE,
    GALLERY_DEEP,
    GALLERY_EAST,
    GALLERY_FLOOR,
    GALLERY_NORTH,
    GALLERY_SOUTH,
    GALLERY_WEST,
    GATE_HALF,
    GATES,
)
from scenes.sites.grand_palace.roofs import Roof
from scenes.sites.panels import holed, panel
from scenes.sites.surface import block, grid

WALL_TOP = 5.6
GATE_TALL = 4.4
MURAL = (1.2, 5.2, 24.0)
"""From which to which height the murals go, and after how many metres the picture comes again."""

BOUNCED = (3.2, 3.0, 2.7)
"""Light that the court's paving throws back on the murals; the baked shade knows only sun and sky."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A straight stretch of the cloister: where its outer wall starts, which way it is turned, how long it is."""

    start: tuple[float, float]
    turn: float
    length: float
    wall: tuple[float, float]
    """From where to where along it there is an outer wall."""
    open: tuple[float, float]
    """From where to where along it there are pillars on the inner side."""
    picture: int = 0


def _runs() -> tuple[Run, ...]:
    deep = GALLERY_DEEP
    wide, tall = GALLERY_EAST - GALLERY_WEST, GALLERY_SOUTH - GALLERY_NORTH
    first = BULGE[1] - GALLERY_NORTH
    out = BULGE[0] - GALLERY_EAST
    across = BULGE[2] - BULGE[1]
    last = GALLERY_SOUTH - BULGE[2]
    right = np.pi / 2
    return (
        Run(start=(GALLERY_WEST, GALLERY_NORTH), turn=0.0, length=wide, wall=(0, wide), open=(deep, wide - deep)),
        Run(
            start=(GALLERY_EAST, GALLERY_NORTH),
            turn=-right,
            length=first + deep,
            wall=(0, first),
            open=(deep, first + deep),
            picture=1,
        ),
        Run(
            start=(GALLERY_EAST - deep, BULGE[1]),
            turn=0.0,
            length=out + deep,
            wall=(deep, out + deep),
            open=(deep, out),
            picture=1,
        ),
        Run(
            start=(BULGE[0], BULGE[1]),
            turn=-right,
            length=across,
            wall=(0, across),
            open=(deep, across - deep),
            picture=0,
        ),
        Run(start=(BULGE[0], BULGE[2]), turn=2 * right, length=out + deep, wall=(0, out), open=(deep, out), picture=1),
        Run(
            start=(GALLERY_EAST, BULGE[2] - deep),
            turn=-right,
            length=last + deep,
            wall=(deep, last + deep),
            open=(0, last),
            picture=0,
        ),
        Run(
            start=(GALLERY_EAST, GALLERY_SOUTH),
            turn=2 * right,
            length=wide,
            wall=(0, wide),
            open=(deep, wide - deep),
            picture=1,
        ),
        Run(
            start=(GALLERY_WEST, GALLERY_SOUTH),
            turn=right,
            length=tall,
            wall=(0, tall),
            open=(deep, tall - deep),
            picture=0,
        ),
    )


RUNS = _runs()


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    for run in RUNS:
        made = Model()
        _gallery(made, detail, run)
        model.place(made, (run.start[0], 0.0, run.start[1]), run.turn)
    for x, z, axis in GATES.values():
        made = Model()
        _gate(made, detail)
        inside = -np.sign(x if axis == "x" else z)
        turn = (0.0 if inside > 0 else np.pi) if axis == "x" else (-np.pi / 2 if inside > 0 else np.pi / 2)
        model.place(made, (x, 0.0, z), float(turn))


def gates_of(run: Run) -> list[float]:
    """How far along a run its gates are."""
    c, s = np.cos(run.turn), np.sin(run.turn)
    found = []
    for x, z, _ in GATES.values():
        dx, dz = x - run.start[0], z - run.start[1]
        along, inwards = dx * c - dz * s, dx * s + dz * c
        if abs(inwards) < 0.1 and 0 < along < run.length:
            found.append(float(along))
    return found


def _gallery(model: Model, detail: Detail, run: Run) -> None:
    """One run, its outer wall along x, its inside towards +z."""
    gates = gates_of(run)
    low, high = run.wall
    holes = [(at - GATE_HALF - low, at + GATE_HALF - low, 0.0, GATE_TALL) for at in gates]
    model.add(
        "gallery", "plaster", holed((low, 0.0, 0.0), (high - low, 0, 0), WALL_TOP, holes, (0, 0, -1), detail.cell)
    )
    edges = [low, *(edge for at in gates for edge in (at - GATE_HALF, at + GATE_HALF)), high]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        _mural(model, detail, run, start, end)
    for at in gates:
        over = panel(
            (at - GATE_HALF, GATE_TALL, 0.55), (2 * GATE_HALF, 0, 0), (0, WALL_TOP - GATE_TALL, 0), (0, 0, 1), 3.0
        )
        model.add("gallery", "plaster", over)
    floor = panel((0.0, GALLERY_FLOOR, 0.0), (run.length, 0, 0), (0, 0, GALLERY_DEEP), (0, 1, 0), detail.cell * 0.7)
    model.add("gallery", "marble", floor)
    for height, out in ((GALLERY_FLOOR, 0.0), (GALLERY_FLOOR / 2, 0.4)):
        tread = block(
            (run.open[0], 0.0, GALLERY_DEEP + out - 0.4), (run.open[1], height, GALLERY_DEEP + out), detail.cell, "yzxX"
        )
        model.add("gallery", "marble", tread)
    _pillars(model, detail, run, gates)
    ceiling = panel((0.0, 5.75, 0.3), (run.length, 0, 0), (0, 0, GALLERY_DEEP - 0.6), (0, -1, 0), detail.cell)
    model.add("gallery", "paint", ceiling.tinted(RED))
    roof = Roof(
        part="gallery",
        sections=((run.length / 2 + 0.3, 0.0),),
        slopes=((0.0, 9.2, 3.0, 6.6), (2.8, 6.3, 4.7, 5.1)),
        field=ORANGE,
        border=GREEN,
        edge=YELLOW,
        finials=False,
        band=0.7,
        pediment="plaster",
    )
    roofs.build(model, detail, roof, (run.length / 2, 0.0, GALLERY_DEEP / 2))


def _mural(model: Model, detail: Detail, run: Run, start: float, end: float) -> None:
    """The inner face of a stretch of the outer wall: a dado, the picture, a red band above."""
    foot, top, wide = MURAL
    name = ("ramakien", "battle")[run.picture]
    for low, high, tint in ((GALLERY_FLOOR, foot, (0.34, 0.32, 0.29)), (top, WALL_TOP + 0.3, RED)):
        strip = panel((start, low, 0.55), (end - start, 0, 0), (0, high - low, 0), (0, 0, 1), detail.cell)
        model.add("gallery-murals", "paint", strip.tinted(tint))
    x = np.linspace(start, end, detail.cells((end - start) * 1.5) + 1)
    y = np.linspace(foot, top, detail.pick(2, 3, 4))
    points = np.stack(np.broadcast_arrays(x[:, None], y[None, :], 0.55), -1)
    uv = np.stack(np.broadcast_arrays(x[:, None] / wide, 1 - (y[None, :] - foot) / (top - foot) * 0.998 - 0.001), -1)
    model.add("gallery-murals", name, grid(points, facing=(0, 0, 1), uv=uv).tinted(BOUNCED))
    for at in (start, end):
        if at - run.wall[0] > 0.1 and at < run.wall[1] - 0.1:
            side = 1.0 if at == start else -1.0
            jamb = panel((at, 0.0, 0.0), (0, 0, 0.55), (0, GATE_TALL, 0), (-side, 0, 0), 3.0)
            model.add("gallery", "plaster", jamb)


def _pillars(model: Model, detail: Detail, run: Run, gates: list[float]) -> None:
    low, high = run.open
    count = max(2, round((high - low) / 4.2))
    for at in np.linspace(low, high, count + 1).tolist():
        if any(abs(at - gate) < GATE_HALF - 0.2 for gate in gates):
            continue
        rows = [
            (GALLERY_FLOOR, 0.42),
            (GALLERY_FLOOR + 0.5, 0.40),
            (GALLERY_FLOOR + 0.6, 0.31),
            (5.2, 0.28),
            (5.3, 0.36),
            (5.7, 0.42),
        ]
        shape = rows if detail.level else [rows[0], rows[-1]]
        pillar = turned(
            shape,
            redented(detail.pick(0, 0, 1), 0.16),
            (at, 0.0, GALLERY_DEEP - 0.75),
            ((0.66, 0.64, 0.6), (0.66, 0.64, 0.6), (0.75, 0.73, 0.68)),
        )
        model.add("gallery", "paint", pillar)
    beam = block((low, 5.4, GALLERY_DEEP - 1.0), (high, 5.8, GALLERY_DEEP - 0.5), detail.cell, "xX")
    model.add("gallery", "paint", beam.tinted(RED))


def _gate(model: Model, detail: Detail) -> None:
    """A gate with its gabled roof across the cloister; one walks along x, and +x is the inside."""
    part = "gallery-gates"
    for side in (-1.0, 1.0):
        for x in (-0.35, GALLERY_DEEP + 0.5):
            rows = [(0.0, 0.75), (0.9, 0.7), (1.1, 0.55), (6.4, 0.5), (6.6, 0.7), (7.2, 0.75)]
            model.add(
                part,
                "porcelain",
                turned(detail.outline(rows), redented(detail.pick(0, 1, 2), 0.14), (x, 0.0, side * (GATE_HALF + 0.6))),
            )
        leaf = panel((0.6, 0.6, side * (GATE_HALF - 0.06)), (2.0, 0, 0), (0, GATE_TALL - 0.7, 0), (0, 0, -side), 3.0)
        model.add(part, "paint", leaf.tinted((0.30, 0.05, 0.03)))
    frame = [
        (0.0, GATE_HALF + 1.0),
        (0.5, GATE_HALF + 1.1),
        (0.7, GATE_HALF * 0.8),
        (1.3, GATE_HALF * 0.6),
        (1.4, GATE_HALF * 0.7),
        (3.2, 0.0),
    ]
    model.add(
        part,
        "gold",
        turned(frame, redented(detail.steps(1)) * (0.12, 1.0), (-0.15, GATE_TALL, 0.0), (GOLD, GREEN_GLASS)),
    )
    for number in range(2):
        for x0, x1 in ((-0.8 + 0.4 * number, -0.4 + 0.4 * number),):
            model.add(part, "marble", block((x0, 0.0, -GATE_HALF), (x1, 0.3 * (number + 1), GATE_HALF), 3.0, "yX"))
    roofs.build(
        model,
        detail,
        Roof(
            part=part,
            sections=((3.4, 0.0), (5.6, 1.0)),
            slopes=((0.0, 13.0, 2.4, 9.6), (2.2, 9.3, 4.4, 7.2)),
            field=GREEN,
            border=ORANGE,
            edge=YELLOW,
            band=0.6,
            size=0.62,
        ),
        (GALLERY_DEEP / 2, 0.0, 0.0),
    )
