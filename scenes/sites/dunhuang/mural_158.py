"""Cave 158, the Tibetan period: mourners."""

import numpy as np

from scenes.sites.canvas import Canvas
from scenes.sites.dunhuang.brush import TANG, apsara, border, cloud, lotus, thousand
from scenes.sites.dunhuang.mural import Mural
from scenes.sites.dunhuang.people import merchant, person

HEIGHT = 1696
FEET, BACK = (0.0, 0.0, 1.0, 512 / HEIGHT), (0.0, 512 / HEIGHT, 1.0, 1024 / HEIGHT)
"""Where in the picture the wall at the Buddha's feet is, and the wall behind him."""
FRONT, PILLOW = (0.0, 882 / HEIGHT, 1.0, 1024 / HEIGHT), (0.0, 1032 / HEIGHT, 0.5, 1176 / HEIGHT)
"""Where the platform's front is, and the cloth of the pillow."""
HEAD = (0.0, 1184 / HEIGHT, 1.0, 1.0)
"""Where the wall at his head is."""


def mural_158() -> Mural:
    """The Tibetan period: kings who mourn at his feet, disciples at his head, what covers platform and pillow."""
    on = Canvas(1024, HEIGHT, TANG)
    for top in (0, 1184):
        _grove(on, top)
    for k in range(13):
        person(on, 40 + 74 * k, 300, 150, k, halo=True)
        person(on, 40 + 74 * k, 1484, 150, k + 1, halo=True)
    for k in range(10):
        person(on, 62 + 98 * k, 1654, 190, (1, 1, 3)[k % 3], shaven=True)
    for k in range(11):
        _king(on, 60 + 92 * k, 470, 190, k)
    for top in (486, 1670):
        border(on, 0, top, 1024, top + 24, "scroll")
    _behind(on)
    _cloth(on)
    return Mural(picture=on.done(0.5, 1000))


def _grove(on: Canvas, top: float) -> None:
    """Clouds, and the trees between which he lay."""
    on.band(0, top, 1024, top + 512, (188, 176, 150))
    for k in range(16):
        cloud(on, 30 + 66 * k, top + 40 + 22 * (k % 3), 26, k)
    for k in range(7):
        x = 80 + 146 * k
        on.stroke([(x, top + 240), (x + 6, top + 110)], (96, 70, 52), 9)
        for j in range(7):
            on.oval(x - 40 + 15 * j, top + 104 - 18 * np.sin(j), 24, 18, TANG.green, TANG.line, 0.6)


def _king(on: Canvas, x: float, y: float, tall: float, number: int) -> None:
    """One of the rulers, in the dress of his land: a robe and a cap, a coat and a pointed hat, a crown, a turban."""
    p, kind = on.palette, number % 4
    if kind == 1:
        merchant(on, x, y, tall, number)
        return
    person(on, x, y, tall, number, hat=kind == 0)
    if kind == 2:
        on.shape(
            [(x - tall * 0.08, y - tall * 0.93)]
            + [(x + tall * (0.04 * k - 0.08), y - tall * (1.06 if k % 2 else 0.97)) for k in range(5)]
            + [(x + tall * 0.08, y - tall * 0.93)],
            p.ochre,
            p.line,
        )
    elif kind == 3:
        on.oval(x, y - tall * 0.95, tall * 0.095, tall * 0.055, p.white, p.line, 0.8)
        on.oval(x, y - tall * 1.0, tall * 0.05, tall * 0.035, p.red, p.line, 0.8)


def _behind(on: Canvas) -> None:
    """The long wall behind him, and below it what the platform shows."""
    on.band(0, 512, 1024, 1024, (180, 150, 118))
    thousand(on, (0, 524, 1024, 640), 26, 2)
    for k in range(11):
        person(on, 50 + 94 * k, 850, 190, k, halo=True)
    for k in range(9):
        apsara(on, 90 + 108 * k, 668, 44, 1 if k % 2 else -1, k)
    border(on, 0, 866, 1024, 884, "scroll")
    for k in range(12):
        lotus(on, 44 + 86 * k, 950, 36, 12, [TANG.red, TANG.white, TANG.green])
    border(on, 0, 1000, 1024, 1022, "lozenge")


def _cloth(on: Canvas) -> None:
    """Birds that face each other in rings of pearls, as on silks of Persia and Sogdiana."""
    on.band(0, 1024, 1024, 1184, (150, 62, 44))
    for k in range(8):
        x, y = 64 + 128 * k, 1104
        on.oval(x, y, 58, 58, TANG.blue, TANG.line)
        on.oval(x, y, 42, 42, TANG.ochre, TANG.line)
        for angle in np.linspace(0, 2 * np.pi, 18, endpoint=False):
            on.oval(x + 50 * np.cos(angle), y + 50 * np.sin(angle), 6, 6, TANG.white, TANG.line, 0.5)
        for way in (-1, 1):
            _bird(on, x + way * 17, y, -way)
        for dy in (-66, 66):
            lotus(on, x + 64, y + dy, 15, 6, [TANG.white, TANG.green])


def _bird(on: Canvas, x: float, y: float, way: int) -> None:
    p = on.palette
    on.oval(x, y + 4, 13, 9, p.green, p.line, 0.8)
    on.stroke([(x + way * 8, y), (x + way * 10, y - 13)], p.green, 6)
    on.oval(x + way * 10, y - 15, 5, 5, p.red, p.line, 0.8)
    on.stroke([(x + way * 14, y - 15), (x + way * 18, y - 13)], p.line, 2)
    on.shape([(x - way * 10, y + 2), (x - way * 22, y - 10), (x - way * 18, y + 8)], p.blue, p.line)
    on.stroke([(x, y + 12), (x, y + 20)], p.line, 2)
