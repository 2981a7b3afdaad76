"""The caves' murals as patterns after the schemes that are described of them; nothing is copied from a picture."""

from collections.abc import Callable

from scenes.sites.canvas import Canvas, Palette
from scenes.sites.dunhuang.brush import TANG, XIA, lotus, thousand
from scenes.sites.dunhuang.mural import Mural
from scenes.sites.dunhuang.mural_45 import caisson_45, mural_45
from scenes.sites.dunhuang.mural_158 import mural_158
from scenes.sites.dunhuang.mural_254 import ceiling_254, mural_254
from scenes.sites.dunhuang.mural_285 import caisson_285, mural_285


def _tile(palette: Palette, columns: int, rows: int, metres: float, age: float, seed: int) -> Mural:
    on = Canvas(512, 512, palette)
    for row in range(rows):
        top = 512 * row / rows
        on.band(0, top, 512, top + 2, palette.white)
    thousand(on, (0, 0, 512, 512), columns, rows)
    return Mural(picture=on.done(age, seed), metres=metres)


def buddhas_tang() -> Mural:
    """A Thousand Buddhas of the Tang, turquoise and red, which repeats every 2 m."""
    return _tile(TANG, 8, 8, 2.0, 0.5, 100)


def buddhas_xia() -> Mural:
    """The green Thousand Buddhas with which the Tangut time painted older walls over; repeats every 2.4 m."""
    return _tile(XIA, 8, 8, 2.4, 0.8, 200)


def floortile() -> Mural:
    """Bricks with a lotus in a scroll, as they lie in the caves; repeats every 1.4 m."""
    clay = Palette(
        ground=(150, 128, 104),
        line=(104, 86, 70),
        skin=(168, 146, 120),
        red=(140, 116, 94),
        blue=(134, 114, 94),
        green=(158, 136, 110),
        white=(172, 150, 124),
        ochre=(160, 138, 112),
    )
    on = Canvas(512, 512, clay)
    for i in range(4):
        for j in range(4):
            x, y = 64 + 128 * i, 64 + 128 * j
            on.band(x - 62, y - 62, x + 62, y + 62, (152 + 5 * ((i * 3 + j) % 3), 130 + 4 * ((i + j) % 3), 106))
            lotus(on, x, y, 46, 8, [clay.white, clay.green])
            for dx, dy in ((-50, -50), (50, -50), (-50, 50), (50, 50)):
                on.oval(x + dx, y + dy, 9, 9, clay.green, clay.line, 0.6)
    return Mural(picture=on.done(0.45, 300), metres=1.4)


MURALS: dict[str, Callable[[], Mural]] = {
    "buddhas-tang": buddhas_tang,
    "buddhas-xia": buddhas_xia,
    "floortile": floortile,
    "mural-254": mural_254,
    "ceiling-254": ceiling_254,
    "caisson-285": caisson_285,
    "mural-285": mural_285,
    "caisson-45": caisson_45,
    "mural-45": mural_45,
    "mural-158": mural_158,
}
"""The pictures by the material's name."""
