"""Textures of the cliff, the desert and the pagoda, and where the murals' pictures come in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from scenes.derive.texture import TEXTURES, Texture, noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.float64]


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: "Image") -> "Image":
    mix = np.clip(share, 0, 1)[..., None]
    return np.asarray(np.asarray(one) / 255 * (1 - mix) + np.asarray(other) / 255 * mix)


def conglomerate(size: int) -> Texture:
    """The raw Jiuquan conglomerate, 8 m: beds of pebbles and sand."""
    beds, lens = noise(size, (0.32, 0.018), 2), noise(size, (0.10, 0.02), 3)
    pebble, grain = noise(size, (0.007, 0.005), 4), noise(size, (0.002, 0.002), 5)
    coarse = np.clip(0.5 + 0.5 * beds, 0, 1)
    stone = np.clip(pebble - 0.5, 0, 2) * coarse
    colour = _mixed((186, 160, 128), (140, 116, 92), 0.45 + 0.22 * beds + 0.12 * lens)
    colour *= (1 + 0.05 * grain + 0.13 * stone - 0.10 * np.clip(-pebble - 0.6, 0, 1) * coarse)[..., None]
    height = 0.05 * coarse + 0.03 * stone + 0.008 * grain + 0.03 * lens
    return Texture(colour=colour, height=height, roughness=0.95 + 0 * beds, metres=8.0)


def roughcast(size: int) -> Texture:
    """The cliff's reinforcement, 4 m: stone walls under a grey-brown roughcast of pebbles."""
    grain, pebble, stain = (
        noise(size, (0.003, 0.003), 12),
        noise(size, (0.008, 0.008), 13),
        noise(size, (0.05, 0.16), 14),
    )
    colour = _mixed((178, 158, 132), (152, 132, 108), 0.5 + 0.22 * stain)
    colour *= (1 + 0.05 * grain + 0.06 * np.clip(pebble, -1, 2))[..., None]
    return Texture(colour=colour, height=0.012 * pebble + 0.003 * grain, roughness=0.95 + 0 * grain, metres=4.0)


def sand(size: int) -> Texture:
    """Sand and fine gravel, 6 m."""
    ripple, fine, big = noise(size, (0.05, 0.02), 22), noise(size, (0.002, 0.002), 23), noise(size, (0.14, 0.14), 24)
    stone = np.clip(noise(size, (0.005, 0.005), 25) - 1.9, 0, 1)
    colour = _mixed((214, 186, 146), (190, 160, 122), 0.45 + 0.16 * big + 0.12 * ripple)
    colour *= (1 + 0.035 * fine - 0.22 * stone)[..., None]
    return Texture(colour=colour, height=0.01 * ripple + 0.002 * fine, roughness=0.97 + 0 * fine, metres=6.0)


def gravel(size: int) -> Texture:
    """The river's bed, 5 m: pebbles, salt crusts."""
    pebble, fine, big = noise(size, (0.008, 0.007), 32), noise(size, (0.003, 0.003), 33), noise(size, (0.12, 0.09), 34)
    colour = _mixed((172, 158, 138), (128, 116, 102), 0.5 + 0.3 * pebble + 0.1 * big)
    colour = colour * (1 + 0.06 * fine)[..., None] + 0.14 * np.clip(big - 0.9, 0, 1)[..., None]
    return Texture(colour=colour, height=0.02 * pebble + 0.003 * fine, roughness=0.93 + 0 * fine, metres=5.0)


def stone(size: int) -> Texture:
    """Slabs of the forecourt, 4 m."""
    made = TEXTURES["paving"](size)
    grey = made.colour.mean(axis=-1, keepdims=True)
    colour = (made.colour * 0.5 + grey * 0.5) * (0.88, 0.83, 0.74)
    return Texture(colour=colour, height=made.height, roughness=made.roughness, metres=4.0)


def rooftile(size: int) -> Texture:
    """Rows of grey-green half-round tiles, 2.4 m."""
    y, x = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size, indexing="ij")
    column = np.abs(np.sin(np.pi * x * 9))
    row = (y * 6) % 1.0
    tint = noise(size, (0.06, 0.08), 42)
    shade = 0.55 + 0.5 * column**0.7 - 0.18 * (row > 0.9)
    colour = _mixed((150, 148, 134), (116, 126, 112), 0.5 + 0.25 * tint) * shade[..., None]
    return Texture(colour=colour, height=0.05 * column - 0.02 * (row > 0.9), roughness=0.75 + 0 * x, metres=2.4)


def lattice(size: int) -> Texture:
    """A bay of the pagoda's front, 3 m: vermilion timber, lattice windows over paper, panels below."""
    y, x = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size, indexing="ij")
    grain = noise(size, (0.01, 0.12), 52)
    frame = (np.abs((x * 2) % 1.0 - 0.5) > 0.43) | (np.abs(y - 0.62) < 0.03) | (y < 0.06) | (y > 0.95)
    upper = y < 0.60
    bars = (((x * 22) % 1.0) < 0.26) | (((y * 22) % 1.0) < 0.26)
    paper, red, dark = (150, 124, 92), (176, 86, 58), (132, 58, 40)
    colour = np.where((upper & ~bars)[..., None], np.asarray(paper) / 255, np.asarray(red) / 255)
    colour = np.where(
        (~upper & (np.abs(y - 0.8) < 0.11) & (np.abs((x * 2) % 1.0 - 0.5) < 0.33))[..., None],
        np.asarray(dark) / 255,
        colour,
    )
    colour = np.where(frame[..., None], np.asarray((186, 98, 66)) / 255, colour) * (1 + 0.05 * grain)[..., None]
    height = 0.03 * frame + 0.015 * (bars & upper)
    return Texture(colour=colour, height=height, roughness=0.8 + 0 * x, metres=3.0)


def plaster(size: int) -> Texture:
    """Clay plaster with straw, 3 m; tinted by what it covers."""
    cloud, straw, crack = noise(size, (0.09, 0.08), 62), noise(size, (0.012, 0.002), 63), noise(size, (0.05, 0.05), 64)
    line = np.clip(1 - np.abs(crack) * 26, 0, 1) * (noise(size, (0.2, 0.2), 65) > 0.3)
    colour = _mixed((214, 192, 160), (186, 160, 126), 0.5 + 0.25 * cloud)
    colour *= (1 + 0.03 * straw - 0.25 * line)[..., None]
    return Texture(colour=colour, height=0.004 * cloud - 0.006 * line, roughness=0.95 + 0 * cloud, metres=3.0)


TILES: dict[str, Callable[[int], Texture]] = {
    make.__name__: make for make in (conglomerate, roughcast, sand, gravel, stone, rooftile, lattice, plaster)
}
"""Textures that repeat, by the material's name."""
