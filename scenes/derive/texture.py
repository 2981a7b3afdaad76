"""Textures of stone, brick, wood and earth that repeat without a seam, made from noise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texture:
    """A square tile: colour (n, n, 3) as sRGB 0…1, height in metres (n, n), roughness 0…1 (n, n)."""

    colour: "Image"
    height: "Image"
    roughness: "Image"
    metres: float


def noise(size: int, feature: tuple[float, float], seed: int) -> "Image":
    """Seamless noise with mean 0 and deviation 1, with features of about (x, y) shares of the tile."""
    import numpy as np

    white = np.random.default_rng(seed).standard_normal((size, size))
    fy, fx = np.meshgrid(np.fft.fftfreq(size) * size, np.fft.fftfreq(size) * size, indexing="ij")
    reach = np.sqrt((fx * feature[0]) ** 2 + (fy * feature[1]) ** 2)
    shaped = np.fft.ifft2(np.fft.fft2(white) * np.exp(-(reach**2)) * (reach > 0)).real
    return np.asarray((shaped - shaped.mean()) / max(float(shaped.std()), 1e-9))


def _courses(size: int, rows: int, per_row: int, jitter: float, seed: int) -> "tuple[Image, Image]":
    """Blocks in courses: a number for each block, and each pixel's distance to the nearest joint in tiles."""
    import numpy as np

    rng = np.random.default_rng(seed)
    y, x = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size, indexing="ij")
    row = np.minimum((y * rows).astype(int), rows - 1)
    block, gap = np.zeros((size, size)), np.zeros((size, size))
    for number in range(rows):
        joints = (np.arange(per_row) + (number % 2) * 0.5 + rng.uniform(-jitter, jitter, per_row)) / per_row % 1.0
        inside = row == number
        away = np.abs(x[inside][:, None] - joints)
        gap[inside] = np.minimum(away, 1 - away).min(axis=1)
        order = np.searchsorted(np.sort(joints), x[inside]) % per_row
        block[inside] = rng.uniform(0, 1, per_row)[order]
    level = np.minimum(y * rows - row, row + 1 - y * rows) / rows
    return block, np.minimum(gap, level)


def _cells(size: int, side: int, seed: int) -> "tuple[Image, Image]":
    """Uneven stones, `side` by `side`: a number for each, and how far each pixel is from its edge, in tiles."""
    import numpy as np

    rng = np.random.default_rng(seed)
    middle, number = rng.uniform(0.12, 0.88, (side, side, 2)), rng.uniform(0, 1, (side, side))
    y, x = np.meshgrid(*[(np.arange(size) + 0.5) / size * side] * 2, indexing="ij")
    row, column = y.astype(int), x.astype(int)
    first, second, stone = np.full(x.shape, np.inf), np.full(x.shape, np.inf), np.zeros(x.shape)
    for dy, dx in np.ndindex(5, 5):
        i, j = row + dy - 2, column + dx - 2
        at = middle[i % side, j % side]
        away = np.hypot(y - i - at[..., 0], x - j - at[..., 1])
        nearer = away < first
        second = np.where(nearer, first, np.minimum(second, away))
        stone = np.where(nearer, number[i % side, j % side], stone)
        first = np.minimum(first, away)
    return stone, (second - first) / 2 / side


def _blend(base: tuple[float, float, float], other: tuple[float, float, float], share: "Image") -> "Image":
    import numpy as np

    mixed = np.clip(share, 0, 1)[..., None]
    return np.asarray(np.asarray(base) / 255 * (1 - mixed) + np.asarray(other) / 255 * mixed)


def travertine(size: int) -> Texture:
    """Coursed ashlar, 4 m: bedded, pitted, with worn joints and the holes that clamp robbers left."""
    import numpy as np

    block, gap = _courses(size, 6, 3, 0.22, 1)
    beds, fine = noise(size, (0.06, 0.006), 2), noise(size, (0.004, 0.003), 3)
    stain, pits = noise(size, (0.05, 0.09), 4), noise(size, (0.012, 0.004), 5)
    joint = np.clip(1 - gap / 0.006, 0, 1)
    pit = np.clip((pits - 1.55) * 1.6, 0, 1)
    holes = _holes(size, 16, 6)
    colour = _blend((216, 199, 168), (184, 160, 124), 0.32 + 0.16 * beds + 0.12 * stain + 0.5 * (block - 0.5))
    colour *= (1 + 0.035 * fine - 0.42 * joint - 0.45 * pit - 0.66 * holes)[..., None]
    height = 0.010 * block + 0.0035 * beds + 0.002 * fine - 0.028 * joint - 0.022 * pit - 0.05 * holes
    return Texture(colour=colour, height=height, roughness=0.82 + 0.06 * stain, metres=4.0)


def _holes(size: int, count: int, seed: int) -> "Image":
    import numpy as np

    rng = np.random.default_rng(seed)
    y, x = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size, indexing="ij")
    total = np.zeros((size, size))
    for _ in range(count):
        cx, radius = rng.uniform(), rng.uniform(0.007, 0.014)
        cy = (rng.integers(6) + rng.choice([0.04, 0.5, 0.96])) / 6
        dx, dy = np.abs(x - cx), np.abs(y - cy)
        away = np.hypot(np.minimum(dx, 1 - dx), np.minimum(dy, 1 - dy) * 0.8)
        total = np.maximum(total, np.clip((radius - away) / 0.005, 0, 1))
    return total


def brick(size: int) -> Texture:
    """Roman brick facing, 3 m: thin red and yellow courses in thick mortar, patched."""
    import numpy as np

    block, gap = _courses(size, 42, 10, 0.3, 11)
    fine, patch, stain = noise(size, (0.003, 0.003), 12), noise(size, (0.07, 0.06), 13), noise(size, (0.12, 0.2), 14)
    mortar = np.clip(1 - gap / 0.0042, 0, 1)
    lost = np.clip((patch - 1.5) * 1.2, 0, 1)
    colour = _blend((194, 154, 118), (220, 190, 152), block + 0.04 * stain)
    colour = (
        colour * (1 - 0.7 * mortar[..., None])
        + _blend((198, 180, 154), (170, 152, 128), 0.5 + 0.3 * fine) * 0.7 * mortar[..., None]
    )
    colour = (
        colour * (1 - 0.22 * lost[..., None])
        + _blend((178, 158, 130), (146, 126, 102), 0.5 + 0.3 * fine) * 0.22 * lost[..., None]
    )
    colour *= (1 + 0.05 * fine + 0.015 * stain)[..., None]
    height = 0.006 * block - 0.010 * mortar - 0.02 * lost + 0.002 * fine
    return Texture(colour=colour, height=height, roughness=0.9 + 0.03 * fine, metres=3.0)


def tufa(size: int) -> Texture:
    """Broken concrete of tufa and pumice in mortar, 4 m."""
    import numpy as np

    stone, edge = _cells(size, 30, 21)
    fine, big = noise(size, (0.004, 0.004), 22), noise(size, (0.08, 0.08), 23)
    mortar = np.clip(1 - edge / 0.005, 0, 1)
    colour = _blend((186, 166, 138), (154, 136, 112), stain := stone * 0.9 + 0.2 * big)
    colour = colour * (1 - 0.5 * mortar[..., None]) + np.asarray((176, 160, 136)) / 255 * 0.5 * mortar[..., None]
    colour *= (1 + 0.06 * fine)[..., None]
    height = 0.018 * np.sqrt(np.clip(edge, 0, 0.016) / 0.016) + 0.008 * stain + 0.003 * fine
    return Texture(colour=colour, height=height, roughness=0.95 + 0.02 * fine, metres=4.0)


def marble(size: int) -> Texture:
    """White marble gone grey, 4 m."""
    import numpy as np

    cloud, fine = noise(size, (0.09, 0.05), 31), noise(size, (0.004, 0.004), 32)
    vein = np.clip(1 - np.abs(noise(size, (0.06, 0.03), 33)) * 9, 0, 1)
    block, gap = _courses(size, 4, 2, 0.2, 34)
    joint = np.clip(1 - gap / 0.004, 0, 1)
    colour = _blend((226, 222, 212), (196, 190, 178), 0.4 + 0.22 * cloud + 0.3 * (block - 0.5))
    colour *= (1 + 0.02 * fine - 0.06 * vein - 0.4 * joint)[..., None]
    return Texture(colour=colour, height=0.002 * fine - 0.012 * joint, roughness=0.6 + 0.08 * cloud, metres=4.0)


def wood(size: int) -> Texture:
    """Planks, 3 m."""
    import numpy as np

    block, gap = _courses(size, 16, 2, 0.4, 41)
    grain, fine = noise(size, (0.12, 0.0035), 42), noise(size, (0.02, 0.002), 43)
    joint = np.clip(1 - gap / 0.0035, 0, 1)
    colour = (
        _blend((172, 150, 122), (136, 112, 86), 0.45 + 0.2 * grain + 0.5 * (block - 0.5))
        * (1 + 0.05 * fine - 0.6 * joint)[..., None]
    )
    return Texture(colour=colour, height=0.0012 * grain - 0.012 * joint, roughness=0.8 + 0.04 * grain, metres=3.0)


def paving(size: int) -> Texture:
    """Worn slabs of travertine, 4 m."""
    import numpy as np

    block, gap = _courses(size, 4, 3, 0.3, 51)
    stain, fine = noise(size, (0.07, 0.07), 52), noise(size, (0.005, 0.005), 53)
    joint = np.clip(1 - gap / 0.005, 0, 1)
    colour = (
        _blend((192, 180, 160), (160, 146, 124), 0.4 + 0.2 * stain + 0.7 * (block - 0.5))
        * (1 + 0.04 * fine - 0.4 * joint)[..., None]
    )
    height = 0.008 * block + 0.003 * stain - 0.02 * joint + 0.0015 * fine
    return Texture(colour=colour, height=height, roughness=0.8 + 0.05 * stain, metres=4.0)


def cobble(size: int) -> Texture:
    """Sampietrini, the basalt cobbles of Rome, 3 m."""
    import numpy as np

    stone, edge = _cells(size, 24, 61)
    fine = noise(size, (0.005, 0.005), 62)
    joint = np.clip(1 - edge / 0.005, 0, 1)
    colour = _blend((118, 115, 112), (92, 90, 90), stone) * (1 + 0.06 * fine)[..., None]
    colour = colour * (1 - 0.6 * joint[..., None]) + np.asarray((126, 116, 100)) / 255 * 0.6 * joint[..., None]
    height = 0.016 * np.sqrt(np.clip(edge, 0, 0.018) / 0.018) + 0.001 * fine
    return Texture(colour=colour, height=height, roughness=0.75 + 0.05 * fine, metres=3.0)


def earth(size: int) -> Texture:
    """Trodden earth with dry grass, 6 m."""
    import numpy as np

    grass, fine, big = noise(size, (0.03, 0.03), 71), noise(size, (0.004, 0.004), 72), noise(size, (0.12, 0.12), 73)
    blade = noise(size, (0.002, 0.006), 74)
    share = np.clip(0.36 + 0.3 * big + 0.22 * grass, 0, 1)
    colour = _blend((190, 172, 140), (152, 144, 106), share) * (1 + 0.07 * fine + 0.06 * blade * share)[..., None]
    return Texture(colour=colour, height=0.006 * grass + 0.004 * fine, roughness=0.96 + 0.02 * fine, metres=6.0)


TEXTURES: dict[str, Callable[[int], Texture]] = {
    make.__name__: make for make in (travertine, brick, tufa, marble, wood, paving, cobble, earth)
}


def normal_map(texture: Texture) -> "Image":
    """The tile's tangent-space normals as colours (glTF: +X right, +Y up)."""
    import numpy as np

    size = len(texture.height)
    pixel = texture.metres / size
    dx = (np.roll(texture.height, -1, 1) - np.roll(texture.height, 1, 1)) / (2 * pixel)
    dy = (np.roll(texture.height, -1, 0) - np.roll(texture.height, 1, 0)) / (2 * pixel)
    normal = np.stack([-dx, dy, np.ones_like(dx)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    return np.asarray(normal * 0.5 + 0.5)


def webp(image: "Image", size: int, quality: int) -> bytes:
    """An image (h, w, 3) of 0…1 as WebP, `size` pixels wide."""
    from io import BytesIO

    import numpy as np
    from PIL import Image as Pillow

    picture = Pillow.fromarray(np.round(np.clip(image, 0, 1) * 255).astype(np.uint8))
    if picture.width != size:
        picture = picture.resize((size, round(picture.height * size / picture.width)), Pillow.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
