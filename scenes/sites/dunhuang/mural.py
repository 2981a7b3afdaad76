"""A finished mural, and figures that several of them share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenes.sites.canvas import Canvas
from scenes.sites.dunhuang.brush import apsara, lotus
from scenes.sites.dunhuang.people import face

Picture = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mural:
    """A picture; `metres` is its size where it repeats, and 0 where it is spread over one wall."""

    picture: Picture
    metres: float = 0.0


def yaksha(on: Canvas, x: float, y: float, tall: float, turn: int) -> None:
    """A squat earth spirit that holds the wall up."""
    p = on.palette
    on.stroke(
        [
            (x - tall * 0.18, y),
            (x - tall * 0.20, y - tall * 0.3),
            (x, y - tall * 0.34),
            (x + tall * 0.20, y - tall * 0.3),
            (x + tall * 0.18, y),
        ],
        p.skin,
        tall * 0.12,
    )
    on.oval(x, y - tall * 0.46, tall * 0.2, tall * 0.2, p.skin, p.line, 0.8)
    on.oval(x, y - tall * 0.42, tall * 0.018, tall * 0.018, p.line)
    on.stroke(
        [(x - tall * 0.16, y - tall * 0.5), (x - tall * 0.36, y - tall * 0.62), (x - tall * 0.30, y - tall * 0.9)],
        p.skin,
        tall * 0.09,
    )
    on.stroke(
        [(x + tall * 0.16, y - tall * 0.5), (x + tall * 0.36, y - tall * 0.62), (x + tall * 0.30, y - tall * 0.9)],
        p.skin,
        tall * 0.09,
    )
    on.oval(x, y - tall * 0.80, tall * 0.15, tall * 0.13, p.line)
    face(on, x, y - tall * 0.75, tall * 0.13, tall * 0.14)
    on.band(x - tall * 0.2, y - tall * 0.36, x + tall * 0.2, y - tall * 0.24, p.turn(turn))
    on.stroke(
        [(x - tall * 0.3, y - tall * 0.86), (x, y - tall * 0.98), (x + tall * 0.3, y - tall * 0.86)],
        p.turn(turn + 1),
        tall * 0.06,
    )


def well(on: Canvas, x: float, y: float, half: float, turn: int) -> None:
    """A painted well of squares set one in another, each turned by an eighth, a lotus in the middle."""
    p, size = on.palette, half
    for k in range(4):
        c, d = (size, 0.0) if k % 2 else (size * 0.98, size * 0.98)
        points = (
            [(x + c, y), (x, y + c), (x - c, y), (x, y - c)]
            if k % 2
            else [(x - c, y - d), (x + c, y - d), (x + c, y + d), (x - c, y + d)]
        )
        on.shape(points, p.turn(k + turn), p.line)
        if k == 0:
            for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                apsara(on, x + sx * size * 0.74, y + sy * size * 0.70, size * 0.26, -sx, k + sx + sy)
        size *= 0.98 if k % 2 == 0 else 0.52
    lotus(on, x, y, size * 1.5, 10, [p.white, p.green, p.red])


def masked(size: tuple[int, int], points: list[tuple[int, int]]) -> Image.Image:
    """A mask that lets through what lies within an outline."""
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return mask
