"""Small painted things of which the murals are made: fighters, pavilions, ramparts, trees, crags, chariots."""

import numpy as np

from scenes.sites.canvas import Canvas, Colour, Palette

SIAM = Palette(
    ground=(66, 74, 60),
    line=(42, 30, 26),
    skin=(226, 196, 160),
    red=(168, 50, 38),
    blue=(60, 90, 128),
    green=(60, 112, 84),
    white=(232, 224, 204),
    ochre=(218, 166, 70),
)


SKINS: tuple[Colour, ...] = (
    (70, 130, 88),
    (230, 224, 208),
    (226, 196, 160),
    (176, 70, 56),
    (70, 104, 160),
    (214, 160, 84),
)


def warrior(on: Canvas, x: float, y: float, tall: float, turn: int, way: float, demon: bool) -> None:
    """A dancer-like fighter with a pointed crown, one knee bent, an arm up; `way` is -1 or 1."""
    p, s = on.palette, tall
    skin, cloth = SKINS[turn % len(SKINS)], (p.red, p.blue, p.ochre, p.green)[(turn // 2) % 4]
    on.stroke([(x, y - s * 0.42), (x + way * s * 0.22, y - s * 0.3), (x + way * s * 0.16, y)], cloth, s * 0.12)
    on.stroke(
        [(x, y - s * 0.42), (x - way * s * 0.18, y - s * 0.22), (x - way * s * 0.34, y - s * 0.02)], cloth, s * 0.11
    )
    on.shape(
        [
            (x - s * 0.11, y - s * 0.42),
            (x - s * 0.13, y - s * 0.7),
            (x + s * 0.13, y - s * 0.7),
            (x + s * 0.11, y - s * 0.42),
        ],
        p.ochre if demon else p.red,
        p.line,
    )
    on.stroke(
        [(x + way * s * 0.1, y - s * 0.66), (x + way * s * 0.3, y - s * 0.6), (x + way * s * 0.38, y - s * 0.86)],
        skin,
        s * 0.07,
    )
    on.stroke([(x - way * s * 0.1, y - s * 0.66), (x - way * s * 0.26, y - s * 0.5)], skin, s * 0.07)
    on.stroke([(x + way * s * 0.34, y - s * 0.98), (x + way * s * 0.46, y - s * 0.62)], p.ochre, s * 0.035)
    on.oval(x + way * s * 0.02, y - s * 0.8, s * 0.085, s * 0.095, skin, p.line, 0.6)
    on.shape(
        [(x - s * 0.09, y - s * 0.85), (x + s * 0.10, y - s * 0.85), (x + way * s * 0.01, y - s * 1.12)],
        p.ochre,
        p.line,
    )
    on.stroke([(x - s * 0.11, y - s * 0.55), (x + s * 0.11, y - s * 0.55)], p.ochre, s * 0.03)


def pavilion(on: Canvas, x: float, y: float, wide: float, tall: float, tiers: int = 3) -> None:
    """A palace with white walls and stacked roofs that end in a spire."""
    p = on.palette
    body = tall * 0.36
    on.band(x - wide * 0.42, y - body, x + wide * 0.42, y, p.white)
    for k in range(4):
        left = x - wide * 0.36 + k * wide * 0.2
        on.band(left, y - body * 0.86, left + wide * 0.11, y - body * 0.1, p.red if k % 2 else p.line)
        on.band(left - wide * 0.025, y - body, left, y, p.ochre)
    on.band(x - wide * 0.46, y - tall * 0.05, x + wide * 0.46, y, p.ochre)
    for k in range(tiers):
        share = 1 - k / (tiers + 0.6)
        low = y - body - tall * 0.11 * k
        on.shape(
            [
                (x - wide * 0.56 * share, low),
                (x - wide * 0.32 * share, low - tall * 0.17),
                (x + wide * 0.32 * share, low - tall * 0.17),
                (x + wide * 0.56 * share, low),
            ],
            p.red if k % 2 else p.green,
            p.ochre,
        )
        on.stroke([(x - wide * 0.56 * share, low), (x + wide * 0.56 * share, low)], p.ochre, tall * 0.02)
    peak = y - body - tall * 0.11 * tiers
    on.shape([(x - wide * 0.10, peak), (x + wide * 0.10, peak), (x, y - tall)], p.ochre, p.line)


def rampart(on: Canvas, left: float, right: float, y: float, tall: float) -> None:
    """A city wall with battlements."""
    on.band(left, y - tall, right, y, (206, 190, 170))
    step = tall * 0.42
    x = left
    while x < right:
        on.shape(
            [(x, y - tall), (x + step * 0.36, y - tall * 1.42), (x + step * 0.72, y - tall)],
            (214, 200, 180),
            on.palette.line,
        )
        x += step
    on.stroke([(left, y - tall * 0.82), (right, y - tall * 0.82)], on.palette.red, tall * 0.05)


def tree(on: Canvas, x: float, y: float, tall: float, turn: int) -> None:
    """A tree of dotted leaves on a bent trunk."""
    p = on.palette
    on.stroke(
        [(x, y), (x + tall * 0.06, y - tall * 0.35), (x - tall * 0.02, y - tall * 0.7)], (74, 54, 40), tall * 0.05
    )
    rng = np.random.default_rng(turn)
    for _ in range(46):
        dx, dy = rng.normal(0, tall * 0.17), rng.normal(0, tall * 0.14)
        shade = ((40, 82, 58), (56, 104, 70), (84, 128, 80), (34, 66, 52))[int(rng.integers(4))]
        on.oval(x + dx, y - tall * 0.76 + dy, tall * 0.055, tall * 0.04, shade)
    del p


def crag(on: Canvas, x: float, y: float, tall: float, seed: int) -> None:
    """A jagged rock in grey-blue and ochre facets."""
    rng = np.random.default_rng(seed)
    for k in range(5):
        wide = tall * float(rng.uniform(0.2, 0.36))
        left, peak = x + tall * 0.24 * (k - 2), tall * float(rng.uniform(0.5, 1.0))
        tint = ((108, 112, 116), (134, 120, 98), (86, 96, 104), (120, 106, 92))[int(rng.integers(4))]
        on.shape(
            [
                (left - wide / 2, y),
                (left - wide * 0.3, y - peak * 0.7),
                (left, y - peak),
                (left + wide * 0.34, y - peak * 0.6),
                (left + wide / 2, y),
            ],
            tint,
            on.palette.line,
        )


def chariot(on: Canvas, x: float, y: float, size: float, way: float) -> None:
    """A gilded war chariot with a spired seat, drawn by a lion-horse."""
    p = on.palette
    for dx in (-0.3, 0.3):
        on.oval(x + dx * size, y - size * 0.16, size * 0.17, size * 0.17, p.ochre, p.line, 1.0)
        on.oval(x + dx * size, y - size * 0.16, size * 0.08, size * 0.08, p.red)
    on.shape(
        [
            (x - size * 0.55, y - size * 0.24),
            (x + size * 0.5, y - size * 0.24),
            (x + way * size * 0.72, y - size * 0.52),
        ],
        p.ochre,
        p.line,
    )
    pavilion(on, x - way * size * 0.1, y - size * 0.26, size * 0.5, size * 0.95, 2)
    horse = [
        (x + way * size * 0.75, y - size * 0.34),
        (x + way * size * 1.15, y - size * 0.36),
        (x + way * size * 1.3, y - size * 0.56),
    ]
    on.stroke(horse, p.white, size * 0.17)
    for dx in (0.78, 0.92, 1.1, 1.22):
        on.stroke([(x + way * size * dx, y - size * 0.34), (x + way * size * (dx + 0.05), y)], p.white, size * 0.05)
