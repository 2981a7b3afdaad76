"""Cave 45, High Tang: its walls and its ceiling."""

import numpy as np

from scenes.sites.canvas import Canvas
from scenes.sites.dunhuang.brush import TANG, apsara, border, buddha, cloud, hills, lotus, thousand
from scenes.sites.dunhuang.mural import Mural, masked
from scenes.sites.dunhuang.people import ass, bale, merchant, person, robber, row_of_people


def caisson_45() -> Mural:
    """High Tang: a round flower in the well, borders and hangings, a Thousand Buddhas on the slopes."""
    on = Canvas(1024, 1024, TANG)
    for side in range(4):
        part = Canvas(1024, 360, TANG)
        thousand(part, (0, 120, 1024, 360), 40, 9)
        for k, kind in enumerate(("scroll", "lozenge", "drape")):
            border(part, 0, 40 * k, 1024, 40 * k + 38, kind)
        turned = part.image.rotate((0, 90, 180, 270)[side], expand=True)
        size, deep = on.image.width, min(turned.size)
        inner = size * 36 // 100
        corners = [(0, 0), (size, 0), (size - inner, deep), (inner, deep)]
        across = [(x, y if side in (2, 3) else deep - y) for x, y in corners]
        mask = masked(turned.size, across if side in (0, 2) else [(y, x) for x, y in across])
        place = ((0, size - turned.height), (size - turned.width, 0), (0, 0), (0, 0))[side]
        on.image.paste(turned, place, mask)
    for k, edge in enumerate((330, 352, 372, 390)):
        on.band(edge, edge, 1024 - edge, 1024 - edge, (TANG.red, TANG.white, TANG.green, TANG.red)[k])
        for t in np.linspace(edge, 1024 - edge, 26):
            for x, y in ((t, edge + 9), (t, 1015 - edge), (edge + 9, t), (1015 - edge, t)):
                on.oval(float(x), float(y), 6, 6, TANG.turn(k + round(t / 12)), TANG.line, 0.5)
    lotus(on, 512, 512, 112, 16, [TANG.blue, TANG.white, TANG.green, TANG.red, TANG.white])
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        apsara(on, 512 + sx * 88, 512 + sy * 92, 34, -sx, sx + sy)
    return Mural(picture=on.done(0.32, 800))


NORTH, WEST, SOUTH = (0.0, 0.0, 1.0, 1 / 3), (0.0, 1 / 3, 1.0, 2 / 3), (0.0, 2 / 3, 1.0, 1.0)
"""Where in the picture each wall is, as one sees it."""


def mural_45() -> Mural:
    """High Tang: the paradise of the north wall, the wall with the niche, Guanyin and the merchants in the south."""
    on = Canvas(1024, 1536, TANG)
    on.band(0, 0, 1024, 512, (198, 190, 158))
    for left in (0, 824):
        on.band(left, 16, left + 200, 440, TANG.white)
        for k in range(5):
            hills(on, left + 14, left + 190, 92 + 84 * k, 30, 450 + k + left)
            for j in range(3):
                person(on, left + 46 + 54 * j, 98 + 84 * k, 50, j + k)
    _paradise(on)
    border(on, 0, 0, 1024, 16, "scroll")
    row_of_people(on, 0, 1024, 508, 62, 40, 451)
    _niche_wall(on)
    _south(on)
    return Mural(picture=on.done(0.5, 900))


def _niche_wall(on: Canvas) -> None:
    on.band(0, 512, 1024, 1024, (176, 92, 62))
    for k in range(6):
        person(on, 90 + 170 * k, 980, 250, k, halo=True)
    for k in range(12):
        cloud(on, 60 + 84 * k, 700 + 30 * (k % 3), 26, k)
    for k in range(6):
        apsara(on, 120 + 160 * k, 610, 74, 1 if k < 3 else -1, k)
    border(on, 0, 512, 1024, 530, "drape")
    border(on, 0, 1000, 1024, 1022, "scroll")


def _south(on: Canvas) -> None:
    """Guanyin in the middle, and around her dangers out of which she saves who calls on her: robbers above all."""
    on.band(0, 1024, 1024, 1536, (196, 186, 150))
    for k in range(4):
        hills(on, 8, 1016, 1150 + 92 * k, 62 - 6 * (k % 2), 470 + k)
    on.band(392, 1040, 632, 1448, (150, 168, 138))
    for k in range(5):
        cloud(on, 424 + 44 * k, 1070 + 16 * (k % 2), 22, k)
    person(on, 512, 1432, 360, 1, halo=True)
    lotus(on, 512, 1440, 40, 12, [TANG.red, TANG.white])
    _robbery(on)
    for k in range(4):
        person(on, 690 + 86 * k, 1180, 84, k + 1)
    _ship(on, 840, 1300)
    border(on, 0, 1024, 1024, 1040, "scroll")
    row_of_people(on, 0, 1024, 1532, 62, 40, 452)


def _robbery(on: Canvas) -> None:
    """Robbers with swords step out from behind the hills; merchants of the west have unloaded their asses."""
    on.band(12, 1176, 384, 1448, (206, 190, 150))
    hills(on, 12, 120, 1300, 84, 481)
    for k in range(3):
        robber(on, 62 + 46 * k, 1412 - 26 * (k % 2), 128, k + 1)
    for k in range(4):
        merchant(on, 222 + 44 * k, 1404 + 16 * (k % 2), 124, k, way=-1)
    ass(on, 250, 1280, 104, way=-1, laden=False)
    ass(on, 338, 1272, 104, way=-1)
    for k in range(4):
        bale(on, 196 + 52 * k, 1446, 44)


def _ship(on: Canvas, x: float, y: float) -> None:
    """A ship in a storm, the danger beside the robbers."""
    p = on.palette
    on.band(660, y + 20, 1012, y + 128, (104, 134, 142))
    for k in range(8):
        t = np.linspace(0, np.pi, 7)
        on.stroke([(664 + 43 * k + 40 * a / np.pi, y + 40 + 14 * (k % 3) - 9 * np.sin(a)) for a in t], p.white, 2.5)
    on.shape([(x - 110, y + 34), (x - 84, y + 76), (x + 84, y + 76), (x + 118, y + 22)], p.ochre, p.line)
    on.stroke([(x + 10, y + 40), (x + 10, y - 96)], p.line, 5)
    on.shape([(x + 14, y - 92), (x + 84, y - 40), (x + 14, y - 4)], p.white, p.line)
    for k in range(5):
        person(on, x - 74 + 34 * k, y + 48, 62, k)


def _paradise(on: Canvas) -> None:
    """A Buddha in the middle, halls behind him, a lotus pond and dancers in front, all in rows that open towards us."""
    p = on.palette
    on.band(204, 16, 820, 440, (150, 168, 138))
    for k, (x, wide, y) in enumerate(((512, 220, 126), (320, 120, 146), (704, 120, 146))):
        on.band(x - wide / 2, y - 46, x + wide / 2, y, p.red)
        for j in range(7):
            on.band(x - wide / 2 + wide * j / 7, y - 46, x - wide / 2 + wide * j / 7 + 5, y, p.white)
        on.shape(
            [
                (x - wide * 0.62, y - 42),
                (x - wide * 0.44, y - 76),
                (x + wide * 0.44, y - 76),
                (x + wide * 0.62, y - 42),
            ],
            p.blue if k else (74, 96, 92),
            p.line,
        )
    buddha(on, 512, 268, 150, 1)
    for way in (-1, 1):
        buddha(on, 512 + way * 128, 268, 104, 2 + way)
        for k in range(4):
            person(on, 512 + way * (60 + 62 * k), 292, 66, k, halo=True)
    on.band(204, 296, 820, 360, (104, 134, 142))
    for k in range(14):
        lotus(on, 224 + 45 * k, 328 + 12 * (-1) ** k, 13, 8, [p.white, p.red])
    on.band(330, 350, 694, 430, p.ochre)
    border(on, 330, 350, 694, 362, "lozenge")
    for way in (-1, 1):
        apsara(on, 512 + way * 34, 412, 58, way, 1 + way)
        for k in range(3):
            on.oval(512 + way * (110 + 36 * k), 404, 15, 18, p.turn(k), p.line)
            on.oval(512 + way * (110 + 36 * k), 382, 8, 9, p.skin, p.line)
