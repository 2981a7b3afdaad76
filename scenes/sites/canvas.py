"""A canvas on which the sites' painted walls are drawn by code, its palette, and how paint ages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenes.derive.texture import noise

Colour = tuple[int, int, int]
Point = tuple[float, float]
FINER = 2
"""Pictures are drawn so many times larger and then reduced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a workshop, sRGB."""

    ground: Colour
    line: Colour
    skin: Colour
    red: Colour
    blue: Colour
    green: Colour
    white: Colour
    ochre: Colour

    def turn(self, number: int) -> Colour:
        """One of the four that change from figure to figure."""
        return (self.blue, self.red, self.green, self.white)[number % 4]


@dataclass(slots=True)
class Canvas:
    """A picture in the making; places are in pixels of the finished one."""

    width: int
    height: int
    palette: Palette
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the ground."""
        self.image = Image.new("RGB", (self.width * FINER, self.height * FINER), self.palette.ground)
        self.draw = ImageDraw.Draw(self.image)

    def oval(
        self, x: float, y: float, a: float, b: float, fill: Colour, line: Colour | None = None, width: float = 1.0
    ) -> None:
        """An ellipse with half axes a and b."""
        box = [(x - a) * FINER, (y - b) * FINER, (x + a) * FINER, (y + b) * FINER]
        self.draw.ellipse(box, fill=fill, outline=line, width=max(1, round(width * FINER)) if line else 0)

    def shape(self, points: Sequence[Point], fill: Colour, line: Colour | None = None) -> None:
        """A filled outline."""
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self.draw.polygon(scaled, fill=fill, outline=line)

    def stroke(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A line through points."""
        self.draw.line(
            [(x * FINER, y * FINER) for x, y in points], fill=colour, width=max(1, round(width * FINER)), joint="curve"
        )

    def band(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """A rectangle."""
        self.draw.rectangle([left * FINER, top * FINER, right * FINER, bottom * FINER], fill=fill)

    def done(self, age: float, seed: int) -> NDArray[np.float64]:
        """The picture (h, w, 3), 0…1, faded and flaked as `age` (0 to 1) would have it."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        return weathered(np.asarray(small, dtype=float) / 255, age, seed)


def weathered(picture: NDArray[np.float64], age: float, seed: int) -> NDArray[np.float64]:
    """Uneven fading, grime, and flakes through which the clay shows."""
    height, width = picture.shape[:2]
    size = max(height, width)

    def field_(feature: float, number: int) -> NDArray[np.float64]:
        return noise(size, (feature, feature), seed + number)[:height, :width]

    fade, grime, grain = field_(0.11, 1), field_(0.05, 2), field_(0.003, 3)
    grey = picture.mean(axis=-1, keepdims=True)
    share = np.clip(age * (0.34 + 0.22 * fade), 0, 0.75)[..., None]
    dusty = (grey * 0.6 + 0.26) * np.array([1.05, 0.96, 0.82])
    faded = picture * (1 - share) + dusty * share
    faded = faded * (1 + 0.045 * grain - 0.06 * age * np.clip(grime, -0.5, 2))[..., None]
    loss = np.clip((field_(0.028, 4) + 0.5 * field_(0.008, 5) - 2.35 + 0.55 * age) * 4, 0, 1)[..., None]
    clay = np.array([0.70, 0.60, 0.46]) * (1 + 0.06 * grain[..., None])
    return np.asarray(np.clip(faded * (1 - loss) + clay * loss, 0, 1))
