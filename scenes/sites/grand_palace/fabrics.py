"""Textures that repeat: glazed tiles, mosaic, glass and gold, porcelain, whitewash, paving, lawn, a palace front."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from scenes.derive.texture import TEXTURES, Texture, noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.float64]
Colour = tuple[int, int, int]


def _grid(size: int) -> "tuple[Image, Image]":
    line = (np.arange(size) + 0.5) / size
    y, x = np.meshgrid(line, line, indexing="ij")
    return x, y


def _made(colour: "Image", height: "Image", roughness: float, metres: float) -> Texture:
    return Texture(
        colour=np.clip(colour, 0, 1), height=height, roughness=np.full(height.shape, roughness), metres=metres
    )


def glaze(size: int) -> Texture:
    """Rows of small flat tiles that end in a point, 1.6 m, white to be tinted."""
    x, y = _grid(size)
    rows = 10
    row = np.floor(y * rows)
    column = np.abs(((x * rows + 0.5 * (row % 2)) % 1.0) - 0.5) * 2
    down = (y * rows) % 1.0
    edge = 0.62 + 0.38 * (1 - column)
    lower = down > edge
    shade = np.where(lower, 0.74 + 0.3 * (down - edge), 0.86 + 0.20 * down)
    seam = np.clip(1 - np.abs(down - edge) / 0.07, 0, 1) * 0.34
    tone = shade - seam + 0.05 * noise(size, (0.05, 0.05), 3)
    return _made(np.repeat(tone[..., None], 3, -1), 0.02 * np.where(lower, down - edge, down) - 0.02 * seam, 0.6, 1.6)


def mosaic(size: int) -> Texture:
    """Small square tesserae in grout, 0.9 m, white to be tinted; a few glint."""
    x, y = _grid(size)
    count = 18
    rng = np.random.default_rng(5)
    tone = rng.uniform(0.78, 1.06, (count, count))
    tone[rng.uniform(size=(count, count)) > 0.93] = 1.25
    cell = tone[(y * count).astype(int), (x * count).astype(int)]
    near = np.minimum(np.abs((x * count) % 1 - 0.5), 0.5), np.minimum(np.abs((y * count) % 1 - 0.5), 0.5)
    grout = np.maximum(*near) > 0.43
    value = np.where(grout, 0.60, cell)
    return _made(np.repeat(value[..., None], 3, -1), 0.004 * cell - 0.006 * grout, 0.46, 0.9)


def scales(size: int) -> Texture:
    """Scales of armour, 0.8 m, white to be tinted."""
    x, y = _grid(size)
    rows = 8
    row = np.floor(y * rows)
    across = ((x * rows + 0.5 * (row % 2)) % 1.0) - 0.5
    down = (y * rows) % 1.0
    away = np.hypot(across, down * 0.8)
    value = 0.72 + 0.4 * np.clip(0.62 - away, 0, 1) - 0.3 * (np.abs(away - 0.5) < 0.06) + 0.3 * (away < 0.12)
    return _made(np.repeat(value[..., None], 3, -1), 0.01 * (1 - away), 0.4, 0.8)


def _flowers(ground: Colour, gold: Colour, petals: tuple[Colour, ...], count: int, seed: int, lattice: bool) -> "Image":
    """A tile of flowers in a lattice of lozenges, 512 pixels."""
    size, fine = 512, 2
    image = Pillow.new("RGB", (size * fine, size * fine), ground)
    draw = ImageDraw.Draw(image)
    rng = np.random.default_rng(seed)
    step = size * fine / count
    if lattice:
        for k in range(-count, 2 * count + 1):
            draw.line(
                [(k * step, 0), (k * step + size * fine, size * fine)], fill=gold, width=max(2, round(step * 0.07))
            )
            draw.line(
                [(k * step, 0), (k * step - size * fine, size * fine)], fill=gold, width=max(2, round(step * 0.07))
            )
    colours = rng.integers(len(petals), size=(count, 2 * count))
    for row in range(2 * count + 1):
        for column in range(-1, count + 1):
            x, y = (column + (0.5 if row % 2 else 0.0)) * step + step * 0.5 * lattice, row * step / 2
            if lattice and row % 2 == 0:
                x = column * step + step * 0.5
            if lattice and row % 2:
                x = column * step
            petal = petals[int(colours[column % count, row % (2 * count)])]
            for turn in range(8):
                angle = np.pi * turn / 4
                px, py, r = x + step * 0.2 * np.cos(angle), y + step * 0.2 * np.sin(angle), step * 0.085
                draw.ellipse([px - r, py - r, px + r, py + r], fill=gold)
            r = step * 0.15
            draw.ellipse([x - r, y - r, x + r, y + r], fill=petal)
            r = step * 0.06
            draw.ellipse([x - r, y - r, x + r, y + r], fill=gold)
    small = image.resize((size, size), Pillow.Resampling.LANCZOS)
    return np.asarray(small, dtype=float) / 255


def _pattern(picture: "Image", size: int, roughness: float, metres: float, seed: int) -> Texture:
    glint = noise(len(picture), (0.004, 0.004), seed)
    lit = picture * (1 + 0.12 * glint + 0.35 * (glint > 2.3))[..., None]
    height = picture.mean(axis=-1) * 0.02
    del size
    return _made(lit, height, roughness, metres)


def brocade(size: int) -> Texture:
    """Gilt flowers in lozenges on red and blue glass, as on the ubosot's walls, 2 m."""
    picture = _flowers((96, 22, 26), (214, 158, 62), ((38, 62, 140), (226, 200, 150), (34, 96, 92)), 8, 11, True)
    return _pattern(picture, size, 0.4, 2.0, 12)


def greenglass(size: int) -> Texture:
    """A gilt lattice over green glass, as on the mondop, 1.8 m."""
    picture = _flowers((18, 74, 56), (222, 170, 70), ((200, 60, 40), (230, 210, 160), (30, 80, 150)), 8, 13, True)
    return _pattern(picture, size, 0.36, 1.8, 14)


def bluechina(size: int) -> Texture:
    """Blue tiles with red and white flowers, as on Prasat Phra Thep Bidon, 1.8 m."""
    picture = _flowers((72, 106, 172), (236, 220, 180), ((168, 44, 48), (244, 240, 228), (210, 150, 60)), 9, 15, True)
    return _pattern(picture, size, 0.38, 1.8, 16)


def porcelain(size: int) -> Texture:
    """Flowers of broken porcelain in white plaster, 1.6 m."""
    petals = ((190, 70, 84), (60, 104, 160), (70, 130, 84), (214, 160, 60), (150, 90, 150))
    picture = _flowers((226, 222, 208), (238, 234, 222), petals, 7, 17, False)
    return _pattern(picture, size, 0.42, 1.6, 18)


def stars(size: int) -> Texture:
    """A red ceiling with gilt stars, 3 m."""
    picture = _flowers((104, 18, 16), (222, 166, 62), ((236, 200, 110),), 5, 19, False)
    return _pattern(picture, size, 0.7, 3.0, 20)


def pediment(size: int) -> Texture:
    """A gable: gilt tendrils on blue glass about a god in a niche; spread over one gable."""
    side, fine = 512, 2
    image = Pillow.new("RGB", (side * fine, side * fine), (24, 38, 96))
    draw = ImageDraw.Draw(image)
    rng = np.random.default_rng(21)
    gold, light, red = (216, 160, 60), (246, 208, 120), (150, 30, 28)
    for ring in range(12):
        count = 12 + 7 * ring
        for k in range(count):
            angle = np.pi * (k + 0.5 * (ring % 2)) / count
            reach = side * fine * (0.15 + 0.046 * ring + 0.016 * rng.uniform(-1, 1))
            x, y = side * fine / 2 + reach * 1.15 * np.cos(angle), side * fine * 0.94 - reach * 1.25 * np.sin(angle)
            r = side * fine * 0.0165 * rng.uniform(0.75, 1.3)
            draw.arc([x - r, y - r, x + r, y + r], 40 * k, 40 * k + 280, fill=gold, width=7)
            draw.ellipse([x - r * 0.4, y - r * 0.4, x + r * 0.4, y + r * 0.4], fill=light)
    middle, foot = side * fine / 2, side * fine * 0.96
    draw.polygon(
        [
            (middle - 150, foot),
            (middle - 120, foot - 300),
            (middle, foot - 520),
            (middle + 120, foot - 300),
            (middle + 150, foot),
        ],
        fill=red,
        outline=gold,
        width=14,
    )
    draw.polygon(
        [(middle - 90, foot - 20), (middle - 44, foot - 150), (middle + 44, foot - 150), (middle + 90, foot - 20)],
        fill=gold,
    )
    draw.ellipse([middle - 34, foot - 222, middle + 34, foot - 150], fill=light)
    draw.polygon([(middle - 32, foot - 210), (middle, foot - 330), (middle + 32, foot - 210)], fill=light)
    draw.rectangle([0, side * fine - 40, side * fine, side * fine], fill=gold)
    picture = np.asarray(image.resize((side, side), Pillow.Resampling.LANCZOS), dtype=float) / 255
    del size
    return _made(picture, picture.mean(axis=-1) * 0.02, 0.42, 1.0)


def plaster(size: int) -> Texture:
    """Whitewash with rain's traces, 4 m."""
    cloud, streak, grain = noise(size, (0.12, 0.10), 22), noise(size, (0.012, 0.2), 23), noise(size, (0.004, 0.004), 24)
    tone = 0.97 + 0.012 * cloud - 0.016 * np.clip(streak, 0, 3) + 0.010 * grain
    return _made(tone[..., None] * (1.0, 0.99, 0.965), 0.003 * cloud + 0.001 * grain, 0.88, 4.0)


def marble(size: int) -> Texture:
    """Grey-white marble in slabs, 4 m."""
    made = TEXTURES["marble"](size)
    return Texture(
        colour=np.clip(made.colour * (0.90, 0.905, 0.91), 0, 1),
        height=made.height,
        roughness=made.roughness,
        metres=4.0,
    )


def paving(size: int) -> Texture:
    """Granite slabs, warm grey, 4 m."""
    made = TEXTURES["paving"](size)
    grey = made.colour.mean(axis=-1, keepdims=True)
    return Texture(
        colour=(made.colour * 0.25 + grey * 0.75) * (0.98, 0.95, 0.90),
        height=made.height,
        roughness=made.roughness,
        metres=4.0,
    )


def grass(size: int) -> Texture:
    """A mown lawn, 5 m."""
    big, tuft, blade = noise(size, (0.12, 0.12), 32), noise(size, (0.012, 0.012), 33), noise(size, (0.002, 0.006), 34)
    tone = 1 + 0.07 * big + 0.08 * tuft + 0.12 * blade
    return _made(tone[..., None] * (0.35, 0.43, 0.20), 0.02 * tuft + 0.01 * blade, 0.97, 5.0)


def facade(size: int) -> Texture:
    """Two bays of a Renaissance storey, 5.6 m: arched windows between pilasters, a balustrade below."""
    side, fine = 512, 2
    image = Pillow.new("RGB", (side * fine, side * fine), (238, 228, 200))
    draw = ImageDraw.Draw(image)
    pale, deep, dark, green = (240, 234, 214), (190, 178, 148), (52, 50, 48), (74, 92, 84)
    wide = side * fine / 2
    for bay in range(2):
        left, middle = bay * wide, bay * wide + wide / 2
        draw.rectangle([left + 8, 60, left + 62, 1024], fill=pale, outline=deep, width=5)
        draw.rectangle([left, 60, left + 70, 120], fill=pale, outline=deep, width=5)
        draw.rectangle([middle - 118, 300, middle + 158, 800], fill=pale, outline=deep, width=6)
        draw.pieslice([middle - 118, 170, middle + 158, 440], 180, 360, fill=pale, outline=deep, width=6)
        draw.rectangle([middle - 76, 310, middle + 116, 790], fill=dark)
        draw.pieslice([middle - 76, 214, middle + 116, 406], 180, 360, fill=dark)
        for x in (-76, -12, 52, 116):
            draw.line([(middle + x, 310), (middle + x, 790)], fill=green, width=16)
        for y in (400, 520, 640, 785):
            draw.line([(middle - 76, y), (middle + 116, y)], fill=green, width=10)
        for k in range(9):
            draw.ellipse([left + 76 + k * 48, 850, left + 104 + k * 48, 970], fill=pale, outline=deep, width=4)
    draw.rectangle([0, 0, 1024, 52], fill=pale, outline=deep, width=6)
    draw.rectangle([0, 815, 1024, 845], fill=pale, outline=deep, width=5)
    draw.rectangle([0, 975, 1024, 1024], fill=pale, outline=deep, width=5)
    picture = np.asarray(image.resize((side, side), Pillow.Resampling.LANCZOS), dtype=float) / 255
    picture = picture * (1 + 0.02 * noise(side, (0.1, 0.08), 36))[..., None]
    del size
    return _made(picture, picture.mean(axis=-1) * 0.12, 0.8, 5.6)


TILES: dict[str, Callable[[int], Texture]] = {
    make.__name__: make
    for make in (
        glaze,
        mosaic,
        scales,
        brocade,
        greenglass,
        bluechina,
        porcelain,
        stars,
        pediment,
        plaster,
        marble,
        paving,
        grass,
        facade,
    )
}
"""Textures that repeat, by the material's name; patterns are drawn at 512 pixels whatever is asked for."""
