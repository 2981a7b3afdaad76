"""Small painted things of which the murals are made, drawn by code: Buddhas, ribbons, lotuses, donors, clouds."""

from collections.abc import Sequence

import numpy as np

from scenes.sites.canvas import Canvas, Colour, Palette
from scenes.sites.dunhuang.people import face

WEI = Palette(
    ground=(140, 72, 50),
    line=(52, 36, 32),
    skin=(196, 160, 132),
    red=(150, 62, 44),
    blue=(58, 96, 134),
    green=(92, 132, 108),
    white=(218, 206, 184),
    ochre=(186, 140, 88),
)
WEST = Palette(
    ground=(222, 210, 186),
    line=(70, 48, 42),
    skin=(216, 188, 160),
    red=(160, 74, 54),
    blue=(64, 108, 150),
    green=(104, 148, 120),
    white=(234, 226, 208),
    ochre=(196, 158, 104),
)
TANG = Palette(
    ground=(206, 186, 150),
    line=(88, 48, 38),
    skin=(224, 190, 158),
    red=(178, 74, 48),
    blue=(62, 104, 140),
    green=(86, 146, 118),
    white=(232, 222, 200),
    ochre=(202, 154, 82),
)
XIA = Palette(
    ground=(118, 146, 116),
    line=(74, 54, 44),
    skin=(206, 180, 148),
    red=(156, 82, 58),
    blue=(84, 112, 120),
    green=(92, 128, 98),
    white=(214, 206, 182),
    ochre=(188, 152, 96),
)


def buddha(on: Canvas, x: float, y: float, tall: float, turn: int) -> None:
    """A small seated Buddha with halo, mandorla and canopy, his foot at y; `turn` changes the colours."""
    p, s = on.palette, tall
    halo = (p.green, p.white, p.ochre, p.blue)[turn % 4]
    robe, back = (p.red, p.line, p.red, p.ochre)[turn % 4], (p.blue, p.green, p.ochre, p.green)[turn % 4]
    on.shape([(x - s * 0.20, y - s * 0.90), (x, y - s * 1.0), (x + s * 0.20, y - s * 0.90)], p.turn(turn + 3))
    on.oval(x, y - s * 0.38, s * 0.34, s * 0.40, back, p.line, 0.6)
    on.oval(x, y - s * 0.68, s * 0.20, s * 0.21, halo, p.line, 0.6)
    on.oval(x, y - s * 0.68, s * 0.155, s * 0.165, p.turn(turn + 1), p.line, 0.4)
    on.shape(
        [
            (x - s * 0.34, y),
            (x - s * 0.30, y - s * 0.14),
            (x - s * 0.16, y - s * 0.24),
            (x - s * 0.17, y - s * 0.50),
            (x + s * 0.17, y - s * 0.50),
            (x + s * 0.16, y - s * 0.24),
            (x + s * 0.30, y - s * 0.14),
            (x + s * 0.34, y),
        ],
        robe,
    )
    on.stroke([(x - s * 0.10, y - s * 0.50), (x, y - s * 0.34), (x + s * 0.10, y - s * 0.50)], p.line, s * 0.03)
    on.oval(x, y - s * 0.24, s * 0.09, s * 0.05, p.skin)
    on.band(x - s * 0.045, y - s * 0.56, x + s * 0.045, y - s * 0.48, p.skin)
    on.oval(x, y - s * 0.70, s * 0.112, s * 0.105, p.line)
    on.oval(x, y - s * 0.805, s * 0.05, s * 0.04, p.line)
    face(on, x, y - s * 0.645, s * 0.10, s * 0.118)
    on.oval(x, y + s * 0.01, s * 0.36, s * 0.05, p.white)


def thousand(on: Canvas, box: tuple[float, float, float, float], columns: int, rows: int) -> None:
    """Rows of small Buddhas whose colours shift from row to row, so that light seems to run across aslant."""
    left, top, right, bottom = box
    wide, tall = (right - left) / columns, (bottom - top) / rows
    for row in range(rows):
        for column in range(columns):
            buddha(on, left + (column + 0.5) * wide, top + (row + 0.96) * tall, tall * 0.9, (column + row) % 8)


def lotus(on: Canvas, x: float, y: float, radius: float, petals: int, colours: Sequence[Colour]) -> None:
    """An open lotus seen from above, ring within ring."""
    for ring, colour in enumerate(colours):
        reach = radius * (1 - ring / (len(colours) + 0.6))
        for k in range(petals):
            angle = 2 * np.pi * (k + 0.5 * (ring % 2)) / petals
            out, side = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
            wide = reach * np.pi / petals * 0.95
            points = [
                out * reach * 0.35,
                out * reach * 0.72 + side * wide,
                out * reach,
                out * reach * 0.72 - side * wide,
            ]
            on.shape([(x + float(q[0]), y + float(q[1])) for q in points], colour, on.palette.line)
        on.oval(x, y, reach * 0.42, reach * 0.42, colours[(ring + 1) % len(colours)], on.palette.line, 0.7)
    on.oval(x, y, radius * 0.16, radius * 0.16, on.palette.ochre, on.palette.line, 0.7)


def apsara(on: Canvas, x: float, y: float, size: float, way: int, turn: int) -> None:
    """A flying figure: a bent body and ribbons that stream behind it; `way` is -1 or 1."""
    p = on.palette
    t = np.linspace(0, 1, 16)
    for k in range(3):
        wave = np.sin(t * (5.0 + k) + turn + k) * (0.10 + 0.08 * k)
        line = [
            (x - way * size * (0.1 + 1.05 * a), y - size * (0.34 - 0.16 * k) * a + size * w)
            for a, w in zip(t, wave, strict=True)
        ]
        on.stroke(line, p.turn(turn + k), size * (0.075 - 0.012 * k))
    legs = [(x, y), (x - way * size * 0.30, y + size * 0.10), (x - way * size * 0.72, y - size * 0.10)]
    on.stroke(legs, p.turn(turn + 1), size * 0.17)
    on.stroke([(x, y), (x + way * size * 0.10, y - size * 0.26)], p.skin, size * 0.16)
    on.stroke(
        [
            (x + way * size * 0.08, y - size * 0.22),
            (x + way * size * 0.36, y - size * 0.12),
            (x + way * size * 0.5, y - size * 0.3),
        ],
        p.skin,
        size * 0.05,
    )
    on.stroke([(x + way * size * 0.08, y - size * 0.22), (x - way * size * 0.14, y - size * 0.40)], p.skin, size * 0.05)
    on.oval(x + way * size * 0.15, y - size * 0.40, size * 0.16, size * 0.16, p.turn(turn + 2))
    on.oval(x + way * size * 0.15, y - size * 0.42, size * 0.09, size * 0.09, p.line)
    face(on, x + way * size * 0.15, y - size * 0.375, size * 0.078, size * 0.095)
    on.oval(x + way * size * 0.13, y - size * 0.53, size * 0.035, size * 0.04, p.line)


def border(on: Canvas, left: float, top: float, right: float, bottom: float, kind: str = "scroll") -> None:
    """A band of ornament: a scroll of half palmettes, lozenges, or hanging triangles."""
    p, tall = on.palette, bottom - top
    on.band(left, top, right, bottom, p.white if kind != "scroll" else p.red)
    count = max(1, round((right - left) / (tall * (1.6 if kind == "scroll" else 1.0))))
    step = (right - left) / count
    for k in range(count):
        x = left + (k + 0.5) * step
        if kind == "lozenge":
            on.shape(
                [(x - step / 2, top + tall / 2), (x, top), (x + step / 2, top + tall / 2), (x, bottom)],
                p.turn(k),
                p.line,
            )
            on.oval(x, top + tall / 2, tall * 0.16, tall * 0.16, p.white)
        elif kind == "drape":
            on.shape([(x - step / 2, top), (x + step / 2, top), (x, bottom)], p.turn(k), p.line)
        else:
            sign = 1 if k % 2 else -1
            t = np.linspace(0, np.pi, 9)
            on.stroke(
                [(x - step / 2 + step * a / np.pi, top + tall / 2 + sign * tall * 0.28 * np.sin(a)) for a in t],
                p.green,
                tall * 0.14,
            )
            on.oval(x, top + tall / 2 - sign * tall * 0.10, tall * 0.20, tall * 0.20, p.turn(k * 3 + 3), p.line, 0.5)
    on.stroke([(left, top), (right, top)], p.line, 1.0)
    on.stroke([(left, bottom), (right, bottom)], p.line, 1.0)


def cloud(on: Canvas, x: float, y: float, size: float, turn: int) -> None:
    """A cloud scroll with a tail."""
    p = on.palette
    for k in range(4):
        on.oval(
            x + size * (k - 1.5) * 0.34,
            y - size * 0.10 * (k % 2),
            size * 0.25,
            size * 0.16,
            p.turn(turn + k % 2),
            p.line,
            0.5,
        )
    on.stroke(
        [(x + size * 0.6, y), (x + size * 1.2, y - size * 0.12), (x + size * 1.7, y + size * 0.02)],
        p.turn(turn),
        size * 0.07,
    )


def hills(on: Canvas, left: float, right: float, y: float, tall: float, seed: int) -> None:
    """A range of small mountains, overlapping like scales."""
    rng = np.random.default_rng(seed)
    x = left
    while x < right:
        wide = tall * float(rng.uniform(0.6, 1.0))
        peak = tall * float(rng.uniform(0.7, 1.15))
        on.shape(
            [
                (x - wide / 2, y),
                (x - wide * 0.2, y - peak * 0.8),
                (x, y - peak),
                (x + wide * 0.24, y - peak * 0.74),
                (x + wide / 2, y),
            ],
            on.palette.turn(int(rng.integers(4))),
            on.palette.line,
        )
        x += wide * 0.62
