"""Cave 254, Northern Wei: its walls and its ceiling."""

import numpy as np

from scenes.sites.canvas import Canvas
from scenes.sites.dunhuang.brush import WEI, apsara, border, hills, lotus, thousand
from scenes.sites.dunhuang.mural import Mural, well, yaksha
from scenes.sites.dunhuang.people import person


def mural_254() -> Mural:
    """Northern Wei: above, a long wall with musicians, Buddhas, a story and guardians; below, a short one."""
    on = Canvas(1024, 1024, WEI)
    for top in (0, 512):
        border(on, 0, top, 1024, top + 14, "drape")
        for k in range(8):
            left = 128 * k
            on.shape(
                [
                    (left + 6, top + 78),
                    (left + 6, top + 46),
                    (left + 30, top + 22),
                    (left + 98, top + 22),
                    (left + 122, top + 46),
                    (left + 122, top + 78),
                ],
                WEI.ochre,
                WEI.line,
            )
            apsara(on, left + 62, top + 60, 34, 1 if top else -1, k)
        border(on, 0, top + 80, 1024, top + 96, "lozenge")
        thousand(on, (0, top + 98, 1024, top + 402), 32, 7)
        border(on, 0, top + 404, 1024, top + 420, "scroll")
        for k in range(14):
            yaksha(on, 73 * k + 36, top + 508, 76, k)
    _story(on, (360, 140, 664, 372))
    return Mural(picture=on.done(0.62, 400))


def _story(on: Canvas, box: tuple[float, float, float, float]) -> None:
    """A many-figured picture of the prince and the tigress: moments beside and above each other among dark hills."""
    left, top, right, bottom = box
    on.band(left, top, right, bottom, (96, 54, 44))
    for k in range(3):
        hills(on, left + 10, right - 10, top + (bottom - top) * (0.48 + 0.26 * k), 34, 41 + k)
    for x, y, turn in ((0.14, 0.44, 0), (0.22, 0.44, 1), (0.30, 0.44, 2), (0.78, 0.40, 1), (0.86, 0.42, 3)):
        person(on, left + (right - left) * x, top + (bottom - top) * y, 62, turn, halo=True)
    at_x, at_y = left + (right - left) * 0.52, top + (bottom - top) * 0.30
    apsara(on, at_x, at_y, 56, 1, 2)
    on.stroke([(at_x - 70, bottom - 34), (at_x, bottom - 26), (at_x + 62, bottom - 36)], on.palette.skin, 17)
    on.oval(at_x + 74, bottom - 40, 12, 12, on.palette.skin, on.palette.line)
    for k in range(4):
        x = at_x - 60 + 40 * k
        on.oval(x, bottom - 58, 22, 10, on.palette.ochre, on.palette.line)
        on.oval(x + 21, bottom - 64, 9, 8, on.palette.ochre, on.palette.line)
        for stripe in range(4):
            on.stroke([(x - 14 + 8 * stripe, bottom - 66), (x - 12 + 8 * stripe, bottom - 51)], on.palette.line, 1.6)
    _shrine(on, right - 46, bottom - 28, 86)
    for edge in ((left, top, right, top + 8), (left, bottom - 8, right, bottom)):
        border(on, *edge, "lozenge")


def _shrine(on: Canvas, x: float, y: float, tall: float) -> None:
    p = on.palette
    for k in range(3):
        half, floor = tall * (0.26 - 0.06 * k), y - tall * 0.27 * k
        on.band(x - half, floor - tall * 0.18, x + half, floor, p.white)
        on.shape(
            [(x - half * 1.5, floor - tall * 0.17), (x, floor - tall * 0.28), (x + half * 1.5, floor - tall * 0.17)],
            p.turn(k),
            p.line,
        )
    on.stroke([(x, y - tall * 0.8), (x, y - tall)], p.ochre, 2)


def ceiling_254() -> Mural:
    """Above, what lies between the rafters: lotuses on stems and figures; below, the flat ceiling's lozenges."""
    on = Canvas(1024, 1024, WEI)
    for k in range(9):
        left, wide = 1024 * k / 9, 1024 / 9
        on.band(left, 0, left + wide, 512, WEI.white if k % 2 else WEI.ochre)
        t = np.linspace(0, 1, 24)
        on.stroke([(left + wide / 2 + 16 * np.sin(9 * a), 500 - 480 * a) for a in t], WEI.green, 7)
        for j in range(4):
            lotus(on, left + wide / 2 + 14 * (-1) ** j, 70 + 116 * j, 26, 8, [*[WEI.blue, WEI.red][j % 2 :], WEI.white])
        apsara(on, left + wide / 2, 250, 40, 1 if k % 2 else -1, k)
    for i in range(4):
        for j in range(2):
            well(on, 256 * i + 128, 512 + 256 * j + 128, 124, (i + j) % 2)
    return Mural(picture=on.done(0.6, 500))
