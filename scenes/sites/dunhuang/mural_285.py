"""Cave 285, Western Wei: its walls and its sky."""

import numpy as np

from scenes.sites.canvas import Canvas
from scenes.sites.dunhuang.brush import WEST, apsara, border, buddha, cloud, hills, lotus
from scenes.sites.dunhuang.gods import ganesha, guardian, shiva, vishnu, youth
from scenes.sites.dunhuang.mural import Mural, masked, well, yaksha
from scenes.sites.dunhuang.people import face, person, row_of_people
from scenes.sites.dunhuang.writing import inscription


def caisson_285() -> Mural:
    """Western Wei: the well with its lotus, and on the four slopes gods of sky and wind over hermits in their hills."""
    on = Canvas(1024, 1024, WEST)
    rng = np.random.default_rng(285)
    for side in range(4):
        _slope_285(on, side, rng)
    on.band(340, 340, 684, 684, WEST.white)
    for k, edge in enumerate((344, 356)):
        on.stroke(
            [(edge, edge), (1024 - edge, edge), (1024 - edge, 1024 - edge), (edge, 1024 - edge), (edge, edge)],
            WEST.turn(k),
            6,
        )
    well(on, 512, 512, 150, 1)
    for k in range(4):
        a, b = ((340, 340), (684, 340), (684, 684), (340, 684))[k], ((0, 0), (1024, 0), (1024, 1024), (0, 1024))[k]
        on.stroke([a, b], WEST.red, 12)
        for t in np.linspace(0.1, 0.9, 7):
            lotus(on, a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, 11, 6, [WEST.blue, WEST.white])
    return Mural(picture=on.done(0.38, 600))


def _slope_285(on: Canvas, side: int, rng: np.random.Generator) -> None:
    """One slope, drawn with its foot downwards and then turned into its place."""
    part = Canvas(1024, 344, WEST)
    hills(part, 0, 1024, 342, 54, 60 + side)
    for k in range(9):
        _hermit(part, 70 + 110 * k)
        _deer(part, 124 + 110 * k, 334, 34, 1 if k % 2 else -1)
    for _ in range(16):
        cloud(
            part,
            float(rng.uniform(60, 960)),
            float(rng.uniform(30, 250)),
            float(rng.uniform(22, 36)),
            int(rng.integers(4)),
        )
    for k in range(7):
        if k != 3:
            apsara(part, 110 + 134 * k, 224 + 22 * (-1) ** k, 80, 1 if k < 3 else -1, k + side)
    _sky_gods(part, side)
    turned = part.image.rotate((0, 90, 180, 270)[side], expand=True)
    size = on.image.width
    place = ((0, size - turned.height), (size - turned.width, 0), (0, 0), (0, 0))[side]
    if side in (0, 2):
        mask_points = [(0, 0), (size, 0), (size * 2 // 3, turned.height), (size // 3, turned.height)]
        mask = masked(turned.size, mask_points if side == 2 else [(x, turned.height - y) for x, y in mask_points])
    else:
        points = [(0, 0), (0, size), (turned.width, size * 2 // 3), (turned.width, size // 3)]
        mask = masked(turned.size, points if side == 3 else [(turned.width - x, y) for x, y in points])
    on.image.paste(turned, place, mask)


def _hermit(on: Canvas, x: float) -> None:
    """A hermit in his hut."""
    p = on.palette
    on.shape([(x - 26, 338), (x - 28, 300), (x, 270), (x + 28, 300), (x + 26, 338)], p.ochre, p.line)
    on.oval(x, 330, 19, 13, p.red, p.line)
    on.oval(x, 318, 12, 12, p.blue, p.line)
    face(on, x, 302, 7, 9)


def _deer(on: Canvas, x: float, y: float, long: float, way: int) -> None:
    """A deer that grazes, feet at y."""
    hide = (176, 124, 84)
    for at in (-0.26, -0.18, 0.16, 0.24):
        on.stroke([(x + at * long, y - long * 0.3), (x + at * long, y)], hide, long * 0.06)
    on.oval(x, y - long * 0.36, long * 0.34, long * 0.15, hide, on.palette.line, 0.5)
    on.stroke([(x + way * long * 0.28, y - long * 0.4), (x + way * long * 0.5, y - long * 0.14)], hide, long * 0.1)
    on.oval(x + way * long * 0.55, y - long * 0.08, long * 0.11, long * 0.06, hide, on.palette.line, 0.5)


def _sky_gods(on: Canvas, side: int) -> None:
    """In the middle of each slope: Fuxi and Nuwa beside a jewel, or the thunder god in his ring of drums."""
    p = on.palette
    if side in (0, 2):
        lotus(on, 512, 128, 44, 10, [p.red, p.white, p.blue])
        for way in (-1, 1):
            _snake_god(on, 512 + way * 96, 150, way)
        return
    for k in range(11):
        angle = np.pi * (0.02 + 0.96 * k / 10)
        x, y = 512 + 96 * np.cos(angle), 176 - 84 * np.sin(angle)
        on.oval(x, y, 19, 19, p.turn(k), p.line)
        on.oval(x, y, 11, 11, p.white, p.line, 0.5)
    yaksha(on, 512, 236, 128, side)
    for way in (-1, 1):
        on.shape([(512 + way * 150, 120), (512 + way * 196, 92), (512 + way * 206, 150)], p.white, p.line)
        apsara(on, 512 + way * 214, 150, 66, way, side + way)


def _snake_god(on: Canvas, x: float, y: float, way: int) -> None:
    """Fuxi or Nuwa: a person above, a serpent below, sun or moon on the breast, a tool in the raised hand."""
    p = on.palette
    t = np.linspace(0, 1, 22)
    tail = [(x + way * (150 * a), y + 30 - 34 * np.sin(6.5 * a) * (1 - 0.3 * a)) for a in t]
    on.stroke(tail, p.line, 25)
    on.stroke(tail, p.green if way < 0 else p.blue, 21)
    for at in range(2, 22, 3):
        on.oval(*tail[at], 3, 3, p.white)
    on.shape([(x - 24, y + 34), (x - 30, y - 22), (x + 30, y - 22), (x + 24, y + 34)], p.red, p.line)
    for ribbon in (-1, 1):
        on.stroke([(x + ribbon * 22, y - 18), (x + ribbon * 46 + way * 14, y - 44)], p.turn(2 + ribbon), 5)
    on.stroke([(x - way * 26, y - 16), (x - way * 46, y - 4), (x - way * 52, y - 30)], p.skin, 9)
    tool = [(x - way * 64, y - 34), (x - way * 44, y - 58), (x - way * 38, y - 32)]
    on.stroke(tool[: 3 if way < 0 else 2], p.line, 3.5)
    on.oval(x, y + 4, 19, 19, p.ochre if way < 0 else p.white, p.line)
    on.oval(x, y + 4, 7, 7, p.line if way < 0 else p.green)
    on.oval(x, y - 48, 19, 20, p.line)
    face(on, x, y - 42, 15, 18)
    on.oval(x, y - 70, 8, 9, p.line)


def mural_285() -> Mural:
    """Western Wei: above, a side wall with preaching Buddhas, donors and dates over the cells; below, the west wall."""
    on = Canvas(1024, 1024, WEST)
    for top, ground in ((0, WEST.ground), (512, (168, 88, 64))):
        on.band(0, top, 1024, top + 512, ground)
        border(on, 0, top, 1024, top + 18, "drape")
        for k in range(9):
            apsara(on, 80 + 110 * k, top + 62, 50, 1 if top == 0 else -1, k)
        border(on, 0, top + 84, 1024, top + 98, "scroll")
        border(on, 0, top + 418, 1024, top + 434, "lozenge")
        for k in range(12):
            yaksha(on, 85 * k + 42, top + 508, 64, k)
    for k in range(7):
        _preaching(on, 8 + 145 * k, k)
    row_of_people(on, 0, 1024, 400, 92, 44, 286)
    for k, date in enumerate(("大統四年", "大統五年")):
        inscription(on, date, 278 + 434 * k, 270, 34, 140)
    _west_wall(on)
    return Mural(picture=on.done(0.4, 700))


def _preaching(on: Canvas, left: float, number: int) -> None:
    """A Buddha between two bodhisattvas in a field of its own."""
    on.band(left, 102, left + 134, 262, (208, 190, 160) if number % 2 else (232, 222, 202))
    buddha(on, left + 67, 246, 116, number)
    for way in (-1, 1):
        person(on, left + 67 + way * 46, 250, 76, number + way, halo=True)


def _west_wall(on: Canvas) -> None:
    """Beside the niche in the middle Vishnu and Shiva with those who go with them; clouds and guardians farther out."""
    for k in range(30):
        cloud(on, 40 + 68 * (k % 15), 628 + 30 * (k // 15), 15, k)
    for middle, god in ((297, vishnu), (727, shiva)):
        on.band(middle - 50, 622, middle + 50, 924, (150, 76, 56))
        god(on, middle, 784, 150)
    for x, turn in ((272, 0), (322, 3)):
        guardian(on, x, 916, 108, turn)
    youth(on, 703, 912, 92)
    ganesha(on, 752, 912, 92)
    for x, turn in ((40, 0), (76, 1), (948, 2), (984, 3)):
        guardian(on, x, 900, 150, turn)
    for k in range(4):
        person(on, 124 + 38 * k, 912, 64, k, halo=True)
        person(on, 786 + 38 * k, 912, 64, k, halo=True)
