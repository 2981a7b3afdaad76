"""The painted clay figures, each at its place."""

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.figures import (
    GILT,
    MONK,
    TANG,
    WEI,
    Paint,
    laid_down,
    made,
    reclining,
    seated,
    standing,
)
from scenes.sites.dunhuang.layout import (
    BUDDHA_HEIGHT,
    CAVE_16,
    CAVE_17,
    CAVE_45,
    CAVE_158,
    CAVE_254,
    CAVE_285,
    PILLAR_254,
    PLATFORM_158,
    RECLINING_LENGTH,
    TIERS,
)
from scenes.sites.dunhuang.mural_158 import PILLOW
from scenes.sites.model import Model
from scenes.sites.panels import panel
from scenes.sites.surface import Surface, Triple, block, lathe


def build(model: Model, detail: Detail) -> None:
    """Add every figure."""
    _maitreya(model, detail)
    _nirvana(model, detail)
    _group_45(model, detail)
    _pillar_254(model, detail)
    _niches_285(model, detail)
    _cave_16(model, detail)


LYING = Paint(skin=(0.62, 0.46, 0.33), robe=(0.36, 0.15, 0.085), under=(0.30, 0.22, 0.12), hair=(0.06, 0.08, 0.12))
"""The reclining Buddha's red-brown robe and gilt skin, gone dull."""


def _cells(detail: Detail, finest: int) -> int:
    return round(finest * detail.figure)


def _maitreya(model: Model, detail: Detail) -> None:
    """The seated Maitreya of Cave 96, its legs hanging, its right hand raised."""
    paint = Paint(skin=(0.60, 0.44, 0.27), robe=(0.38, 0.13, 0.07), under=(0.30, 0.17, 0.11), hair=(0.06, 0.08, 0.13))
    whole = made(seated(paint, "pendent", hand="raised"), 1.0, _cells(detail, 84), 0.013)
    low, high = whole.position[:, 1].min(), whole.position[:, 1].max()
    scale = BUDDHA_HEIGHT / float(high - low)
    made_tall = Surface(
        position=whole.position * scale,
        normal=whole.normal,
        uv=whole.uv * scale,
        colour=whole.colour,
        triangles=whole.triangles,
    )
    model.add("great-buddha", "clay", made_tall.moved((-11.2, -float(low) * scale, 0.0)))
    throne = block((-14.5, 0.0, -6.4), (-6.4, float(-low) * scale - 0.4, 6.4), 2.5, "y")
    model.add("great-buddha", "clay", throne.tinted((0.42, 0.27, 0.18)))


def _nirvana(model: Model, detail: Detail) -> None:
    lying = laid_down(made(reclining(LYING), 1.0, _cells(detail, 160), 0.0055, 2.6))
    length = float(np.ptp(lying.position[:, 2]))
    scale = RECLINING_LENGTH / length
    edge, rise = PLATFORM_158
    low, middle = lying.position.min(axis=0), (lying.position[:, 2].max() + lying.position[:, 2].min()) / 2
    whole = Surface(
        position=lying.position * scale,
        normal=lying.normal,
        uv=lying.uv,
        colour=lying.colour,
        triangles=lying.triangles,
    )
    base = (edge - 2.15, rise - float(low[1]) * scale - 0.06, CAVE_158[0] - float(middle) * scale)
    model.add("reclining-buddha", "clay", whole.moved(base))
    head = CAVE_158[0] + RECLINING_LENGTH / 2
    model.add(
        "reclining-buddha", "mural-158", *_pillow((edge - 3.6, rise, head - 2.6), (edge - 0.7, rise + 0.95, head + 0.3))
    )


def _pillow(low: Triple, high: Triple) -> list[Surface]:
    """A bolster covered with the cloth of the cave's picture, seen from above, from the front and from both ends."""
    deep, tall, wide = (b - a for a, b in zip(low, high, strict=True))
    return [
        panel((high[0], low[1], high[2]), (0, 0, -wide), (0, tall, 0), (1, 0, 0), 0.5, PILLOW),
        panel((low[0], high[1], high[2]), (0, 0, -wide), (deep, 0, 0), (0, 1, 0), 0.5, PILLOW),
        panel((low[0], low[1], low[2]), (deep, 0, 0), (0, tall, 0), (0, 0, -1), 0.5, PILLOW),
        panel((low[0], low[1], high[2]), (deep, 0, 0), (0, tall, 0), (0, 0, 1), 0.5, PILLOW),
    ]


def _place(model: Model, part: str, figure: Surface, at: tuple[float, float, float], turn: float = 0.0) -> None:
    model.add(part, "clay", figure.moved(at, turn))


def lotus(detail: Detail, radius: float, tall: float, colour: tuple[float, float, float]) -> Surface:
    """A round lotus seat."""
    rows = [(0.0, 0.86), (0.18, 1.0), (0.42, 0.72), (0.56, 0.70), (0.8, 1.02), (1.0, 0.94), (1.0, 0.0)]
    return lathe([(y * tall, r * radius) for y, r in rows], (0.0, 0.0), max(8, detail.sides * 2), False).tinted(colour)


def _group_45(model: Model, detail: Detail) -> None:
    """The seven of Cave 45: the Buddha, two disciples, two bodhisattvas, two heavenly kings."""
    z, far, low = CAVE_45[0], CAVE_45[2], 0.85
    finest = 58
    buddha = made(seated(TANG, "lotus", hand="raised"), 0.95, _cells(detail, finest), 0.016)
    _place(model, "figures-45", buddha, (far - 1.05, low + 0.48, z))
    model.add("figures-45", "clay", lotus(detail, 0.44, 0.46, (0.30, 0.34, 0.24)).moved((far - 1.0, low, z)))
    old, young = Paint(skin=(0.48, 0.32, 0.22), robe=(0.17, 0.25, 0.20), hair=(0.4, 0.27, 0.2)), MONK
    bare = Paint(skin=(0.70, 0.53, 0.40), robe=(0.40, 0.12, 0.07), under=(0.14, 0.34, 0.28), hair=(0.05, 0.05, 0.07))
    king = Paint(skin=(0.52, 0.30, 0.19), robe=(0.13, 0.24, 0.26), under=(0.42, 0.14, 0.07), trim=(0.55, 0.38, 0.14))
    for side in (-1.0, 1.0):
        monk = made(standing(old if side < 0 else young, monk=True), 1.32, _cells(detail, finest), 0.009)
        _place(model, "figures-45", monk, (far - 0.92, low + 0.1, z + side * 0.72), -side * 0.25)
        saint = made(standing(bare, sway=side * 0.07, crown=True), 1.42, _cells(detail, finest), 0.009)
        _place(model, "figures-45", saint, (far - 0.55, low + 0.12, z + side * 1.12), -side * 0.45)
        guard = made(standing(king, sway=-side * 0.04, crown=True, armed=True), 1.38, _cells(detail, finest), 0.010)
        _place(model, "figures-45", guard, (far - 0.12, low + 0.05, z + side * 1.48), -side * 0.65)
        for x, zz, radius in ((0.92, 0.72, 0.2), (0.55, 1.12, 0.22)):
            model.add(
                "figures-45", "clay", lotus(detail, radius, 0.13, (0.4, 0.2, 0.14)).moved((far - x, low, z + side * zz))
            )


def _pillar_254(model: Model, detail: Detail) -> None:
    z, (front, back, thick), floor = CAVE_254[0], PILLAR_254, TIERS[1][0]
    main = made(seated(WEI, "ankles", hand="raised"), 1.25, _cells(detail, 62), 0.018)
    _place(model, "buddha-254", main, (front - 0.42, floor + 1.55, z))
    seat = block((front - 0.65, floor + 0.95, z - 0.5), (front - 0.1, floor + 1.5, z + 0.5), 0.5, "y")
    model.add("buddha-254", "clay", seat.tinted((0.3, 0.15, 0.1)))
    small = made(seated(WEI), 0.92, _cells(detail, 34), 0.02)
    for at, turn in (((front - 1.4, z + thick), -np.pi / 2), ((front - 1.4, z - thick), np.pi / 2), ((back, z), np.pi)):
        for low in (1.0, 2.7):
            inwards = np.array([-0.2 * np.cos(turn), 0.2 * np.sin(turn)])
            _place(model, "pillar-254", small, (at[0] + inwards[0], floor + low + 0.06, at[1] + inwards[1]), turn)
    for side in (-1.0, 1.0):
        saint = made(standing(WEI, crown=True), 1.35, _cells(detail, 46), 0.01)
        _place(model, "pillar-254", saint, (front + 0.08, floor + 0.78, z + side * 1.2))


def _niches_285(model: Model, detail: Detail) -> None:
    z, far, floor = CAVE_285[0], CAVE_285[2], TIERS[1][0]
    slim = Paint(skin=(0.62, 0.48, 0.36), robe=(0.36, 0.14, 0.10), under=(0.18, 0.30, 0.32), hair=(0.08, 0.10, 0.14))
    main = made(seated(slim, "pendent", hand="raised"), 1.1, _cells(detail, 60), 0.018)
    _place(model, "niche-285", main, (far - 0.42, floor + 1.28, z))
    model.add(
        "niche-285",
        "clay",
        block((far - 0.7, floor + 0.7, z - 0.45), (far - 0.18, floor + 1.22, z + 0.45), 0.5, "y").tinted(
            (0.3, 0.2, 0.14)
        ),
    )
    hermit = made(seated(MONK, monk=True), 0.8, _cells(detail, 40), 0.02)
    for side in (-1.0, 1.0):
        _place(model, "niche-285", hermit, (far - 0.22, floor + 0.92, z + side * 2.1))


def _cave_16(model: Model, detail: Detail) -> None:
    z, far = CAVE_16[0], CAVE_16[2]
    central = made(seated(GILT, "lotus", hand="raised"), 2.5, _cells(detail, 60), 0.016)
    _place(model, "altar-16", central, (far + 2.4, 1.75, z))
    model.add("altar-16", "clay", lotus(detail, 1.15, 1.0, (0.45, 0.26, 0.14)).moved((far + 2.4, 0.75, z)))
    bright = Paint(skin=(0.72, 0.52, 0.40), robe=(0.14, 0.28, 0.36), under=(0.45, 0.12, 0.08))
    for side in (-1.0, 1.0):
        for x, zz, tall, kind in ((2.2, 1.55, 2.1, True), (3.4, 2.5, 2.0, False)):
            paint = MONK if kind else bright
            standing_ = made(
                standing(paint, sway=0.0 if kind else side * 0.05, monk=kind, crown=not kind),
                tall,
                _cells(detail, 46),
                0.01,
            )
            _place(model, "altar-16", standing_, (far + x, 0.75, z + side * zz), -side * 0.3)
    middle, _, edge = CAVE_17
    hongbian = made(seated(MONK, monk=True), 0.94, _cells(detail, 50), 0.016)
    _place(model, "hongbian", hongbian, (middle, 0.5, edge - 2.2), -np.pi / 2)
