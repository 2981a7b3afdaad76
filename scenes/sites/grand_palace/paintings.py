"""The murals as patterns by code after what is described of them: Ramakien, Mara's defeat, the worlds; no copies."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenes.sites.canvas import Canvas
from scenes.sites.grand_palace.strokes import SIAM, SKINS, chariot, crag, pavilion, rampart, tree, warrior

Picture = NDArray[np.float64]


def _land(on: Canvas, width: int, height: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for k in range(24):
        share = k / 24
        tint = tuple(round(a + (b - a) * share) for a, b in zip((232, 216, 182), (128, 146, 106), strict=True))
        on.band(0, height * share * 0.9, width, height * (share * 0.9 + 0.06), (tint[0], tint[1], tint[2]))
    on.band(0, height * 0.9, width, height, (136, 142, 100))
    for _ in range(26):
        x = float(rng.uniform(0, width))
        crag(
            on,
            x,
            height * float(rng.uniform(0.34, 0.55)),
            height * float(rng.uniform(0.16, 0.34)),
            int(rng.integers(999)),
        )
    for _ in range(40):
        tree(
            on,
            float(rng.uniform(0, width)),
            height * float(rng.uniform(0.4, 0.72)),
            height * float(rng.uniform(0.14, 0.26)),
            int(rng.integers(999)),
        )


def ramakien() -> Picture:
    """Cities with white walls, courts under spired roofs, armies setting out: 24 m of wall by 4 m."""
    on = Canvas(2048, 342, SIAM)
    _land(on, 2048, 342, 3)
    for left, right in ((60, 560), (1100, 1560)):
        rampart(on, left, right, 250, 46)
        for k in range(4):
            x = left + 65 + k * (right - left - 120) / 3
            pavilion(on, x, 214, 92, 150 if k % 2 else 190)
        for k in range(12):
            warrior(on, left + 20 + k * (right - left - 40) / 11, 246, 44, k * 3, 1, k % 3 == 0)
    on.band(600, 262, 1090, 300, (74, 110, 122))
    for k in range(16):
        on.stroke(
            [(604 + k * 30, 270 + 7 * (k % 3)), (618 + k * 30, 266 + 7 * (k % 3)), (632 + k * 30, 270 + 7 * (k % 3))],
            (150, 176, 176),
            1.5,
        )
    for k in range(34):
        warrior(on, 30 + k * 61, 330 - 9 * (k % 2), 60, k, 1 if k % 7 else -1, k % 2 == 0)
    chariot(on, 800, 250, 110, 1)
    chariot(on, 1760, 300, 130, -1)
    return on.done(0.10, 700)


def battle() -> Picture:
    """Monkeys against demons in ranks, a giant among them, chariots, a burning city: 24 m by 4 m."""
    on = Canvas(2048, 342, SIAM)
    _land(on, 2048, 342, 9)
    for row, (y, tall, count) in enumerate(((170, 46, 30), (232, 56, 28), (322, 70, 26))):
        for k in range(count):
            x = 20 + (k + 0.5 * (row % 2)) * 2010 / count
            warrior(on, x, y + 6 * (k % 2), tall, k * 5 + row, 1 if k % 2 else -1, k % 2 == 0)
    for x, tall, turn in ((520, 250, 0), (1500, 230, 4)):
        on.oval(x, 190, tall * 0.42, tall * 0.42, (96, 52, 44))
        warrior(on, x, 322, tall, turn, 1 if turn else -1, True)
    chariot(on, 960, 318, 150, 1)
    chariot(on, 1250, 318, 150, -1)
    for k in range(26):
        x = 1740 + 11 * k
        on.shape([(x, 110), (x + 9, 60 - 24 * (k % 3)), (x + 18, 110)], (214, 92, 40) if k % 2 else (232, 168, 70))
    pavilion(on, 1880, 160, 150, 140, 2)
    return on.done(0.14, 720)


def hall_side() -> Picture:
    """A long wall of the ubosot: windows between scenes of the Buddha's life, above them the gods in procession."""
    on = Canvas(2048, 882, SIAM)
    on.band(0, 0, 2048, 882, (78, 34, 30))
    p = SIAM
    for row in range(4):
        top = 40 + row * 92
        on.band(0, top, 2048, top + 84, ((92, 36, 32), (46, 58, 72))[row % 2])
        for k in range(40):
            x = 26 + k * 51.2
            on.oval(x, top + 50, 24, 36, p.ochre, p.line, 1.0)
            on.oval(x, top + 48, 20, 31, (66, 28, 30), p.line, 0.5)
            _worshipper(on, x, top + 82, 74, k + row)
        on.band(0, top + 84, 2048, top + 91, p.ochre)
    on.band(0, 412, 2048, 436, p.ochre)
    on.band(0, 418, 2048, 430, (30, 74, 66))
    for k in range(8):
        left, right = k * 256 + 66, k * 256 + 190
        _scene(on, left - 56 if k else 0, right + 60, 440, 790, k)
    for k in range(7):
        _painted_window(on, 256 + k * 256 - 48, 456, 96, 330)
    on.band(0, 790, 2048, 882, (60, 24, 22))
    for k in range(64):
        x = 16 + k * 32
        on.shape([(x - 14, 876), (x, 806), (x + 14, 876)], p.ochre, p.line)
    return on.done(0.16, 740)


def _worshipper(on: Canvas, x: float, y: float, tall: float, turn: int) -> None:
    p, s = on.palette, tall
    cloth = (p.red, p.green, p.blue, p.ochre)[turn % 4]
    on.shape(
        [(x - s * 0.24, y), (x - s * 0.12, y - s * 0.3), (x + s * 0.12, y - s * 0.3), (x + s * 0.24, y)], cloth, p.line
    )
    on.shape(
        [
            (x - s * 0.12, y - s * 0.28),
            (x - s * 0.14, y - s * 0.55),
            (x + s * 0.14, y - s * 0.55),
            (x + s * 0.12, y - s * 0.28),
        ],
        SKINS[(turn // 3) % 3 + 1],
        p.line,
    )
    on.oval(x, y - s * 0.64, s * 0.085, s * 0.1, SKINS[(turn // 3) % 3 + 1], p.line, 0.5)
    on.shape([(x - s * 0.08, y - s * 0.7), (x + s * 0.08, y - s * 0.7), (x, y - s * 0.98)], p.ochre, p.line)
    on.stroke(
        [(x + s * 0.12, y - s * 0.5), (x + s * 0.2, y - s * 0.4), (x + s * 0.06, y - s * 0.42)],
        SKINS[(turn // 3) % 3 + 1],
        s * 0.05,
    )


def _scene(on: Canvas, left: float, right: float, top: float, bottom: float, seed: int) -> None:
    p, wide = on.palette, right - left
    on.band(left, top, right, bottom, (72, 84, 70))
    for k in range(3):
        crag(on, left + wide * (0.2 + 0.3 * k), bottom - 170 + 50 * (k % 2), 110, seed * 7 + k)
        tree(on, left + wide * (0.1 + 0.4 * k), bottom - 60 - 40 * k, 100, seed * 5 + k)
    pavilion(on, left + wide * 0.5, top + 190, 120, 180)
    on.oval(left + wide * 0.5, top + 152, 24, 26, p.ochre)
    _worshipper(on, left + wide * 0.5, top + 186, 62, seed)
    for k in range(6):
        _worshipper(on, left + wide * (0.1 + 0.16 * k), bottom - 10 - 70 * (k % 2), 62, seed + k)


def _painted_window(on: Canvas, left: float, top: float, wide: float, tall: float) -> None:
    p = on.palette
    on.shape([(left - 20, top + 70), (left + wide / 2, top - 40), (left + wide + 20, top + 70)], p.ochre, p.line)
    on.band(left - 16, top + 60, left + wide + 16, top + tall, p.ochre)
    on.band(left, top + 76, left + wide, top + tall - 12, (34, 22, 20))
    on.band(left + wide / 2 - 3, top + 76, left + wide / 2 + 3, top + tall - 12, p.ochre)
    for k in range(4):
        for side in (0.25, 0.75):
            on.oval(left + wide * side, top + 112 + 58 * k, 15, 24, (150, 104, 44))


def mara() -> Picture:
    """The east wall: the Buddha on his throne, Mara's host from one side, drowned by the earth goddess on the other."""
    on = Canvas(1024, 1044, SIAM)
    on.band(0, 0, 1024, 1044, (58, 50, 56))
    p = SIAM
    rng = np.random.default_rng(17)
    for k in range(170):
        side = k % 2
        x = float(rng.uniform(20, 470)) if side == 0 else float(rng.uniform(554, 1004))
        y = float(rng.uniform(150, 690))
        warrior(on, x, y, 62, int(rng.integers(40)), 1 if side == 0 else -1, True)
    for x, way in ((230, 1.0), (790, -1.0)):
        _elephant(on, x, 470, 210, way)
    for k in range(18):
        y = 560 + 8 * k
        on.stroke([(560, y), (700, y + 20 * np.sin(k)), (1020, y)], (96, 132, 142) if k % 2 else (170, 190, 184), 7)
    on.oval(512, 350, 150, 210, p.ochre, p.line, 2)
    on.oval(512, 350, 128, 186, (120, 40, 34), p.line, 2)
    _worshipper(on, 512, 470, 270, 3)
    on.shape([(372, 560), (420, 474), (604, 474), (652, 560)], p.ochre, p.line)
    _worshipper(on, 512, 690, 120, 2)
    for top in (0, 700):
        on.band(0, top, 1024, top + 26, p.ochre)
        on.band(0, top + 8, 1024, top + 18, (40, 84, 74))
    on.band(0, 726, 1024, 1044, (84, 30, 28))
    for row in range(3):
        for k in range(15):
            _worshipper(on, 34 + k * 68, 826 + row * 104, 92, k + row)
    return on.done(0.18, 760)


def _elephant(on: Canvas, x: float, y: float, size: float, way: float) -> None:
    grey = (150, 148, 150)
    on.oval(x, y - size * 0.4, size * 0.42, size * 0.28, grey, on.palette.line, 1)
    for dx in (-0.28, -0.1, 0.12, 0.28):
        on.stroke([(x + dx * size, y - size * 0.3), (x + dx * size, y)], grey, size * 0.12)
    on.oval(x + way * size * 0.46, y - size * 0.52, size * 0.19, size * 0.2, grey, on.palette.line, 1)
    on.stroke(
        [
            (x + way * size * 0.6, y - size * 0.5),
            (x + way * size * 0.72, y - size * 0.2),
            (x + way * size * 0.62, y - size * 0.04),
        ],
        grey,
        size * 0.08,
    )
    warrior(on, x, y - size * 0.6, size * 0.7, 0, way, True)


def worlds() -> Picture:
    """The west wall: Mount Meru between its pillars and seas, heavens above, hells below."""
    on = Canvas(1024, 1044, SIAM)
    p = SIAM
    for k in range(26):
        on.band(0, 40 * k, 1024, 40 * k + 41, ((36, 44, 66), (44, 52, 72))[k % 2])
    for k in range(15):
        x = 64 * k + 64
        tall = 660 - abs(k - 7) * 74
        on.band(x - 15, 840 - tall, x + 15, 840, p.ochre)
        on.band(x - 9, 846 - tall, x + 9, 840, (150, 60, 44))
        pavilion(on, x, 844 - tall, 54, 92, 2)
    for row in range(5):
        for k in range(12 - 2 * row):
            pavilion(on, 512 + (k - (11 - 2 * row) / 2) * 84, 150 - 26 * row + 60, 46, 60, 2)
    for k in range(30):
        on.stroke([(k * 36, 850), (k * 36 + 18, 838), (k * 36 + 36, 850)], (120, 160, 166), 4)
    on.band(0, 856, 1024, 1044, (92, 34, 28))
    for k in range(34):
        on.shape(
            [(k * 31, 1044), (k * 31 + 15, 960 - 30 * (k % 3)), (k * 31 + 30, 1044)],
            (200, 84, 40) if k % 2 else (150, 52, 36),
        )
    for k in range(16):
        warrior(on, 30 + 64 * k, 960, 62, k, 1, True)
    return on.done(0.18, 780)


MURALS: dict[str, Callable[[], Picture]] = {
    "ramakien": ramakien,
    "battle": battle,
    "hall-side": hall_side,
    "mara": mara,
    "worlds": worlds,
}
"""The murals' pictures by their material's name; the first two come again along the cloister."""
REPEATED = ("ramakien", "battle")
