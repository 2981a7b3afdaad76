"""Painted gods of India as they came with the road: three faces, many arms, a bull, an elephant's head."""

import numpy as np

from scenes.sites.canvas import Canvas, Colour
from scenes.sites.dunhuang.people import face

DARK: Colour = (96, 104, 124)
"""A skin of blue grey."""


def seated(
    on: Canvas, x: float, y: float, tall: float, turn: int, *, arms: int = 2, skin: Colour | None = None
) -> None:
    """A seated god without a head, his foot at y: a halo behind, skirt, scarf and pairs of arms that hold things up."""
    p, s = on.palette, tall
    body = skin or p.skin
    on.oval(x, y - s * 0.74, s * 0.27, s * 0.27, p.turn(turn + 2), p.line, 0.6)
    on.oval(x, y - s * 0.74, s * 0.22, s * 0.22, p.white, p.line, 0.5)
    for side in (-1, 1):
        for k in range(arms // 2):
            angle = np.pi * (-0.26 + 0.27 * k)
            elbow = (x + side * s * 0.25, y - s * (0.42 + 0.10 * k))
            hand = (x + side * s * (0.26 + 0.10 * np.cos(angle)), y - s * (0.46 + 0.24 * k))
            on.stroke([(x + side * s * 0.12, y - s * 0.54), elbow, hand], p.line, s * 0.072)
            on.stroke([(x + side * s * 0.12, y - s * 0.54), elbow, hand], body, s * 0.056)
            on.oval(*hand, s * 0.055, s * 0.055, p.turn(turn + k + (side > 0)), p.line, 0.6)
            on.oval(*hand, s * 0.022, s * 0.022, p.ochre)
    on.shape(
        [
            (x - s * 0.13, y - s * 0.57),
            (x + s * 0.13, y - s * 0.57),
            (x + s * 0.10, y - s * 0.24),
            (x - s * 0.10, y - s * 0.24),
        ],
        body,
        p.line,
    )
    on.shape(
        [
            (x - s * 0.11, y - s * 0.27),
            (x + s * 0.11, y - s * 0.27),
            (x + s * 0.34, y - s * 0.07),
            (x + s * 0.28, y),
            (x - s * 0.28, y),
            (x - s * 0.34, y - s * 0.07),
        ],
        p.turn(turn),
        p.line,
    )
    on.stroke([(x - s * 0.25, y - s * 0.04), (x, y - s * 0.12), (x + s * 0.25, y - s * 0.04)], p.line, s * 0.012)
    on.stroke(
        [(x - s * 0.11, y - s * 0.54), (x + s * 0.02, y - s * 0.36), (x + s * 0.10, y - s * 0.28)], p.red, s * 0.03
    )
    on.stroke([(x - s * 0.06, y - s * 0.55), (x, y - s * 0.49), (x + s * 0.06, y - s * 0.55)], p.ochre, s * 0.022)


def three_faces(on: Canvas, x: float, y: float, tall: float, *, skin: Colour | None = None) -> None:
    """Three faces under one crown, for a god of that height whose foot is at y."""
    p, s = on.palette, tall
    on.band(x - s * 0.04, y - s * 0.62, x + s * 0.04, y - s * 0.55, skin or p.skin)
    for side in (-1, 1):
        face(on, x + side * s * 0.095, y - s * 0.70, s * 0.055, s * 0.075, skin=skin)
    on.oval(x, y - s * 0.77, s * 0.10, s * 0.08, p.line)
    face(on, x, y - s * 0.71, s * 0.08, s * 0.10, skin=skin)
    on.shape(
        [
            (x - s * 0.11, y - s * 0.79),
            (x - s * 0.07, y - s * 0.90),
            (x, y - s * 0.96),
            (x + s * 0.07, y - s * 0.90),
            (x + s * 0.11, y - s * 0.79),
        ],
        p.ochre,
        p.line,
    )
    on.oval(x, y - s * 0.85, s * 0.03, s * 0.03, p.red, p.line, 0.5)


def vishnu(on: Canvas, x: float, y: float, tall: float) -> None:
    """Vishnu with three faces and eight arms."""
    seated(on, x, y, tall, 2, arms=8)
    three_faces(on, x, y, tall)


def shiva(on: Canvas, x: float, y: float, tall: float) -> None:
    """Shiva with three faces and six arms on his bull."""
    bull(on, x, y, tall * 0.62)
    seated(on, x, y - tall * 0.26, tall * 0.74, 1, arms=6, skin=DARK)
    three_faces(on, x, y - tall * 0.26, tall * 0.74, skin=DARK)


def bull(on: Canvas, x: float, y: float, long: float) -> None:
    """A lying bull, its foot at y, looking left."""
    p, s = on.palette, long
    on.oval(x, y - s * 0.22, s * 0.55, s * 0.22, p.white, p.line, 0.8)
    for at in (-0.30, 0.34):
        on.stroke([(x + at * s, y - s * 0.10), (x + (at - 0.14) * s, y - s * 0.02)], p.white, s * 0.10)
    on.oval(x - s * 0.54, y - s * 0.40, s * 0.17, s * 0.13, p.white, p.line, 0.8)
    on.oval(x - s * 0.58, y - s * 0.43, s * 0.02, s * 0.02, p.line)
    for side in (-0.10, 0.06):
        on.stroke(
            [(x + (side - 0.48) * s, y - s * 0.50), (x + (side * 1.8 - 0.48) * s, y - s * 0.64)], p.line, s * 0.04
        )


def ganesha(on: Canvas, x: float, y: float, tall: float) -> None:
    """Ganesha: a stout seated body, an elephant's head with tusks and a trunk."""
    p, s = on.palette, tall
    seated(on, x, y, tall, 3)
    on.oval(x, y - s * 0.36, s * 0.15, s * 0.15, p.skin, p.line, 0.6)
    hide: Colour = (150, 140, 136)
    for side in (-1, 1):
        on.oval(x + side * s * 0.20, y - s * 0.74, s * 0.13, s * 0.15, hide, p.line, 0.7)
        on.oval(x + side * s * 0.20, y - s * 0.74, s * 0.08, s * 0.10, p.skin)
    on.oval(x, y - s * 0.74, s * 0.16, s * 0.17, hide, p.line, 0.7)
    trunk = [
        (x, y - s * 0.68),
        (x + s * 0.01, y - s * 0.52),
        (x - s * 0.03, y - s * 0.42),
        (x - s * 0.11, y - s * 0.40),
        (x - s * 0.14, y - s * 0.46),
    ]
    on.stroke(trunk, p.line, s * 0.105)
    on.stroke(trunk, hide, s * 0.085)
    for side in (-1, 1):
        on.stroke([(x + side * s * 0.07, y - s * 0.62), (x + side * s * 0.13, y - s * 0.52)], p.white, s * 0.03)
        on.oval(x + side * s * 0.075, y - s * 0.77, s * 0.02, s * 0.014, p.line)
    on.shape([(x - s * 0.09, y - s * 0.89), (x, y - s * 0.98), (x + s * 0.09, y - s * 0.89)], p.ochre, p.line)


def youth(on: Canvas, x: float, y: float, tall: float) -> None:
    """The young god Kumara, a bird before him."""
    p, s = on.palette, tall
    seated(on, x, y, tall, 0, arms=4)
    on.oval(x, y - s * 0.77, s * 0.10, s * 0.08, p.line)
    face(on, x, y - s * 0.70, s * 0.085, s * 0.105)
    for side in (-1, 0, 1):
        on.oval(x + side * s * 0.08, y - s * (0.86 if side == 0 else 0.80), s * 0.035, s * 0.04, p.line)
    on.oval(x, y - s * 0.06, s * 0.13, s * 0.09, p.blue, p.line, 0.6)
    on.stroke([(x - s * 0.10, y - s * 0.10), (x - s * 0.16, y - s * 0.22)], p.blue, s * 0.05)
    on.stroke([(x - s * 0.16, y - s * 0.22), (x - s * 0.21, y - s * 0.20)], p.ochre, s * 0.03)


def guardian(on: Canvas, x: float, y: float, tall: float, turn: int) -> None:
    """A heavenly king in armour with a spear, his foot at y."""
    p, s = on.palette, tall
    on.oval(x, y - s * 0.86, s * 0.14, s * 0.14, p.turn(turn + 1), p.line, 0.6)
    for side in (-1, 1):
        on.stroke([(x + side * s * 0.05, y - s * 0.32), (x + side * s * 0.09, y - s * 0.02)], p.line, s * 0.11)
        on.stroke(
            [(x + side * s * 0.05, y - s * 0.32), (x + side * s * 0.09, y - s * 0.03)], p.turn(turn + 3), s * 0.09
        )
    on.shape(
        [
            (x - s * 0.17, y - s * 0.26),
            (x - s * 0.10, y - s * 0.50),
            (x - s * 0.15, y - s * 0.74),
            (x + s * 0.15, y - s * 0.74),
            (x + s * 0.10, y - s * 0.50),
            (x + s * 0.17, y - s * 0.26),
        ],
        p.turn(turn),
        p.line,
    )
    for k in range(4):
        at = y - s * (0.32 + 0.045 * k)
        on.stroke([(x - s * 0.12, at), (x + s * 0.12, at)], p.ochre, s * 0.012)
    for side in (-1, 1):
        on.oval(x + side * s * 0.05, y - s * 0.64, s * 0.045, s * 0.05, p.ochre, p.line, 0.5)
    on.stroke([(x + s * 0.26, y), (x + s * 0.26, y - s * 1.0)], p.line, s * 0.022)
    on.shape(
        [(x + s * 0.22, y - s * 0.98), (x + s * 0.26, y - s * 1.12), (x + s * 0.30, y - s * 0.98)], p.white, p.line
    )
    on.stroke(
        [(x + s * 0.13, y - s * 0.70), (x + s * 0.22, y - s * 0.60), (x + s * 0.26, y - s * 0.62)], p.skin, s * 0.05
    )
    on.stroke(
        [(x - s * 0.13, y - s * 0.70), (x - s * 0.20, y - s * 0.54), (x - s * 0.10, y - s * 0.48)], p.skin, s * 0.05
    )
    face(on, x, y - s * 0.84, s * 0.07, s * 0.085)
    on.shape(
        [
            (x - s * 0.08, y - s * 0.89),
            (x - s * 0.05, y - s * 0.97),
            (x + s * 0.05, y - s * 0.97),
            (x + s * 0.08, y - s * 0.89),
        ],
        p.ochre,
        p.line,
    )
