"""Painted people: faces, donors and mourners in long robes, merchants and robbers with what they carry."""

import numpy as np

from scenes.sites.canvas import Canvas, Colour

LEGIBLE = 5.0
"""Half the width in pixels from which a face gets features."""


def face(on: Canvas, x: float, y: float, a: float, b: float, *, skin: Colour | None = None) -> None:
    """A face with half axes a and b: outlined, and with brows, eyes, nose and mouth where it is large enough."""
    p = on.palette
    on.oval(x, y, a, b, skin or p.skin, p.line, max(0.5, a * 0.06))
    if a < LEGIBLE:
        return
    thin = max(0.6, a * 0.08)
    for side in (-1, 1):
        on.stroke(
            [
                (x + side * a * 0.16, y - b * 0.16),
                (x + side * a * 0.42, y - b * 0.26),
                (x + side * a * 0.68, y - b * 0.14),
            ],
            p.line,
            thin,
        )
        on.stroke(
            [
                (x + side * a * 0.20, y + b * 0.02),
                (x + side * a * 0.42, y - b * 0.05),
                (x + side * a * 0.64, y + b * 0.03),
            ],
            p.line,
            thin * 1.3,
        )
    on.stroke([(x, y), (x - a * 0.10, y + b * 0.30), (x + a * 0.05, y + b * 0.33)], p.line, thin * 0.8)
    on.stroke([(x - a * 0.22, y + b * 0.56), (x, y + b * 0.52), (x + a * 0.22, y + b * 0.56)], p.red, thin * 1.7)


def person(
    on: Canvas,
    x: float,
    y: float,
    tall: float,
    turn: int,
    *,
    halo: bool = False,
    hat: bool = False,
    shaven: bool = False,
) -> None:
    """A standing person in a long robe with wide sleeves, hands joined, feet at y; a monk where `shaven`."""
    p, s = on.palette, tall
    if halo:
        on.oval(x, y - s * 0.87, s * 0.135, s * 0.135, p.turn(turn + 2), p.line, 0.6)
        on.oval(x, y - s * 0.87, s * 0.105, s * 0.105, p.white, p.line, 0.4)
    _robe(on, x, y, s, turn)
    _sleeves(on, x, y, s, turn)
    on.band(x - s * 0.03, y - s * 0.80, x + s * 0.03, y - s * 0.72, p.skin)
    if shaven:
        on.oval(x, y - s * 0.89, s * 0.062, s * 0.066, p.skin, p.line, 0.6)
        face(on, x, y - s * 0.86, s * 0.062, s * 0.078)
        return
    on.oval(x, y - s * 0.885, s * 0.072, s * 0.082, p.line)
    face(on, x, y - s * 0.855, s * 0.062, s * 0.078)
    if hat:
        on.band(x - s * 0.07, y - s * 0.955, x + s * 0.07, y - s * 0.915, p.line)
        on.shape(
            [
                (x - s * 0.06, y - s * 0.95),
                (x - s * 0.05, y - s * 1.03),
                (x + s * 0.05, y - s * 1.03),
                (x + s * 0.06, y - s * 0.95),
            ],
            p.line,
        )
        on.stroke([(x + s * 0.06, y - s * 0.94), (x + s * 0.13, y - s * 0.90)], p.line, s * 0.018)
    else:
        on.oval(x, y - s * 0.985, s * 0.034, s * 0.04, p.line)
        on.stroke([(x - s * 0.05, y - s * 0.955), (x + s * 0.05, y - s * 0.955)], p.turn(turn + 1), s * 0.014)


def _robe(on: Canvas, x: float, y: float, s: float, turn: int) -> None:
    p = on.palette
    for side in (-1, 1):
        on.shape([(x + side * s * 0.02, y), (x + side * s * 0.11, y), (x + side * s * 0.08, y + s * 0.025)], p.line)
    outline = [
        (x - s * 0.17, y),
        (x - s * 0.11, y - s * 0.30),
        (x - s * 0.085, y - s * 0.50),
        (x - s * 0.12, y - s * 0.74),
        (x - s * 0.05, y - s * 0.775),
        (x + s * 0.05, y - s * 0.775),
        (x + s * 0.12, y - s * 0.74),
        (x + s * 0.085, y - s * 0.50),
        (x + s * 0.11, y - s * 0.30),
        (x + s * 0.17, y),
    ]
    on.shape(outline, p.turn(turn), p.line)
    on.shape(
        [(x - s * 0.17, y), (x - s * 0.155, y - s * 0.06), (x + s * 0.155, y - s * 0.06), (x + s * 0.17, y)],
        p.turn(turn + 1),
        p.line,
    )
    for fold in (-0.09, -0.03, 0.03, 0.09):
        on.stroke([(x + fold * s * 0.6, y - s * 0.44), (x + fold * s * 1.25, y - s * 0.07)], p.line, s * 0.007)
    on.stroke([(x - s * 0.055, y - s * 0.77), (x, y - s * 0.60), (x + s * 0.055, y - s * 0.77)], p.white, s * 0.028)
    on.band(x - s * 0.085, y - s * 0.50, x + s * 0.085, y - s * 0.465, p.turn(turn + 3))
    on.stroke([(x, y - s * 0.47), (x + s * 0.01, y - s * 0.16)], p.turn(turn + 3), s * 0.026)


def _sleeves(on: Canvas, x: float, y: float, s: float, turn: int) -> None:
    p = on.palette
    for side in (-1, 1):
        sleeve = [
            (x + side * s * 0.12, y - s * 0.74),
            (x + side * s * 0.165, y - s * 0.58),
            (x + side * s * 0.17, y - s * 0.36),
            (x + side * s * 0.07, y - s * 0.40),
            (x + side * s * 0.02, y - s * 0.56),
            (x + side * s * 0.02, y - s * 0.61),
            (x + side * s * 0.08, y - s * 0.66),
        ]
        on.shape(sleeve, p.turn(turn), p.line)
        on.stroke(
            [(x + side * s * 0.168, y - s * 0.37), (x + side * s * 0.075, y - s * 0.405)], p.turn(turn + 1), s * 0.02
        )
    on.oval(x, y - s * 0.60, s * 0.034, s * 0.042, p.skin, p.line, 0.5)


def row_of_people(on: Canvas, left: float, right: float, y: float, tall: float, step: float, seed: int) -> None:
    """Donors one behind the other, with the label of a name beside each."""
    rng = np.random.default_rng(seed)
    x = left + step * 0.6
    while x < right - step * 0.3:
        person(on, x, y, tall * float(rng.uniform(0.86, 1.0)), int(rng.integers(4)), hat=bool(rng.integers(2)))
        _label(on, x + step * 0.32, y - tall * 0.95, step * 0.14, tall * 0.6, rng)
        x += step


def _label(on: Canvas, x: float, y: float, wide: float, tall: float, rng: np.random.Generator) -> None:
    """A name's label whose writing is too worn to be read."""
    on.band(x, y, x + wide, y + tall, on.palette.ochre)
    for k in range(7):
        if rng.random() < 0.75:
            at = y + tall * (0.08 + 0.13 * k)
            on.stroke([(x + wide * 0.3, at), (x + wide * 0.72, at + tall * 0.03)], on.palette.line, 0.8)


def merchant(on: Canvas, x: float, y: float, tall: float, turn: int, *, way: int = 1) -> None:
    """A bearded man of the west in a pointed hat, short coat and boots, his hands joined; he looks `way`, -1 or 1."""
    p, s = on.palette, tall
    _trousers(on, x, y, s, p.white)
    on.shape(
        [
            (x - s * 0.16, y - s * 0.24),
            (x - s * 0.09, y - s * 0.52),
            (x - s * 0.12, y - s * 0.76),
            (x + s * 0.12, y - s * 0.76),
            (x + s * 0.09, y - s * 0.52),
            (x + s * 0.16, y - s * 0.24),
        ],
        p.turn(turn),
        p.line,
    )
    on.stroke([(x + way * s * 0.02, y - s * 0.75), (x + way * s * 0.05, y - s * 0.25)], p.ochre, s * 0.03)
    on.band(x - s * 0.10, y - s * 0.53, x + s * 0.10, y - s * 0.49, p.line)
    for side in (-1, 1):
        on.stroke(
            [
                (x + side * s * 0.11, y - s * 0.72),
                (x + side * s * 0.15, y - s * 0.58),
                (x + way * s * 0.10, y - s * 0.60),
            ],
            p.turn(turn),
            s * 0.06,
        )
    on.oval(x + way * s * 0.12, y - s * 0.61, s * 0.035, s * 0.045, p.skin, p.line, 0.5)
    face(on, x, y - s * 0.85, s * 0.062, s * 0.078)
    on.shape([(x - s * 0.06, y - s * 0.83), (x + s * 0.06, y - s * 0.83), (x + way * s * 0.02, y - s * 0.70)], p.line)
    on.stroke([(x - s * 0.018, y - s * 0.812), (x + s * 0.018, y - s * 0.812)], p.red, s * 0.012)
    on.shape(
        [(x - s * 0.085, y - s * 0.90), (x - way * s * 0.03, y - s * 1.06), (x + s * 0.085, y - s * 0.90)],
        p.white,
        p.line,
    )


def robber(on: Canvas, x: float, y: float, tall: float, turn: int, *, way: int = 1) -> None:
    """An armed man with a raised sword, in a short coat and a kerchief; he looks `way`, -1 or 1."""
    p, s = on.palette, tall
    _trousers(on, x, y, s, p.line)
    on.shape(
        [
            (x - s * 0.14, y - s * 0.32),
            (x - s * 0.10, y - s * 0.76),
            (x + s * 0.10, y - s * 0.76),
            (x + s * 0.14, y - s * 0.32),
        ],
        p.turn(turn),
        p.line,
    )
    on.band(x - s * 0.11, y - s * 0.54, x + s * 0.11, y - s * 0.50, p.white)
    hand = (x + way * s * 0.24, y - s * 0.84)
    on.stroke([(x + way * s * 0.09, y - s * 0.72), (x + way * s * 0.20, y - s * 0.70), hand], p.turn(turn), s * 0.06)
    on.stroke([(x - way * s * 0.09, y - s * 0.72), (x - way * s * 0.16, y - s * 0.52)], p.turn(turn), s * 0.06)
    tip = (hand[0] + way * s * 0.10, hand[1] - s * 0.36)
    on.stroke([(hand[0] - way * s * 0.02, hand[1] + s * 0.07), tip], p.line, s * 0.035)
    on.stroke([hand, tip], p.white, s * 0.018)
    on.oval(*hand, s * 0.03, s * 0.035, p.skin, p.line, 0.5)
    face(on, x, y - s * 0.85, s * 0.062, s * 0.078)
    on.shape(
        [
            (x - s * 0.07, y - s * 0.87),
            (x - s * 0.05, y - s * 0.95),
            (x + s * 0.05, y - s * 0.95),
            (x + s * 0.07, y - s * 0.87),
        ],
        p.line,
    )


def _trousers(on: Canvas, x: float, y: float, s: float, colour: Colour) -> None:
    for side in (-1, 1):
        on.stroke([(x + side * s * 0.04, y - s * 0.34), (x + side * s * 0.07, y - s * 0.02)], colour, s * 0.075)
        on.shape(
            [
                (x + side * s * 0.03, y - s * 0.16),
                (x + side * s * 0.11, y - s * 0.16),
                (x + side * s * 0.15, y),
                (x + side * s * 0.03, y),
            ],
            on.palette.line,
        )


def ass(on: Canvas, x: float, y: float, long: float, *, way: int = 1, laden: bool = True) -> None:
    """A pack ass, feet at y, with bales on its back where it is `laden`; it looks `way`, -1 or 1."""
    p, s = on.palette, long
    hide: Colour = (142, 122, 106)
    for at in (-0.26, -0.18, 0.16, 0.24):
        on.stroke([(x + way * at * s, y - s * 0.30), (x + way * (at - 0.02) * s, y)], hide, s * 0.05)
        on.stroke([(x + way * (at - 0.02) * s, y - s * 0.03), (x + way * (at - 0.02) * s, y)], p.line, s * 0.055)
    on.oval(x, y - s * 0.38, s * 0.32, s * 0.14, hide, p.line, 0.8)
    on.stroke([(x + way * s * 0.26, y - s * 0.42), (x + way * s * 0.40, y - s * 0.60)], hide, s * 0.12)
    on.oval(x + way * s * 0.47, y - s * 0.60, s * 0.12, s * 0.06, hide, p.line, 0.8)
    for ear in (0.37, 0.42):
        on.stroke([(x + way * s * ear, y - s * 0.63), (x + way * s * (ear - 0.03), y - s * 0.78)], hide, s * 0.035)
    on.oval(x + way * s * 0.45, y - s * 0.62, s * 0.012, s * 0.012, p.line)
    on.stroke([(x - way * s * 0.31, y - s * 0.42), (x - way * s * 0.38, y - s * 0.24)], p.line, s * 0.025)
    if laden:
        bale(on, x, y - s * 0.40, s * 0.36)


def bale(on: Canvas, x: float, y: float, wide: float) -> None:
    """A roped bale, its foot at y."""
    p = on.palette
    on.shape(
        [
            (x - wide / 2, y),
            (x - wide * 0.42, y - wide * 0.5),
            (x + wide * 0.42, y - wide * 0.5),
            (x + wide / 2, y),
        ],
        p.ochre,
        p.line,
    )
    for at in (-0.2, 0.2):
        on.stroke([(x + at * wide, y), (x + at * wide * 0.9, y - wide * 0.5)], p.line, wide * 0.05)
    on.stroke([(x - wide * 0.46, y - wide * 0.25), (x + wide * 0.46, y - wide * 0.25)], p.red, wide * 0.07)
