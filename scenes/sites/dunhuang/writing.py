"""The few characters that are written on the walls, stroke by stroke: dates that inscriptions give."""

from scenes.sites.canvas import Canvas

Stroke = tuple[tuple[float, float], ...]
GLYPHS: dict[str, tuple[Stroke, ...]] = {
    "大": (
        ((0.1, 0.35), (0.9, 0.35)),
        ((0.5, 0.05), (0.5, 0.40), (0.38, 0.68), (0.1, 0.95)),
        ((0.5, 0.40), (0.64, 0.70), (0.92, 0.95)),
    ),
    "統": (
        ((0.22, 0.05), (0.08, 0.28), (0.30, 0.30)),
        ((0.36, 0.14), (0.10, 0.50), (0.38, 0.46)),
        ((0.23, 0.50), (0.23, 0.95)),
        ((0.10, 0.62), (0.06, 0.82)),
        ((0.33, 0.62), (0.38, 0.80)),
        ((0.68, 0.03), (0.70, 0.14)),
        ((0.46, 0.18), (0.95, 0.18)),
        ((0.66, 0.20), (0.54, 0.42), (0.88, 0.40)),
        ((0.78, 0.28), (0.92, 0.46)),
        ((0.60, 0.50), (0.58, 0.72), (0.44, 0.95)),
        ((0.76, 0.50), (0.76, 0.88), (0.94, 0.90), (0.95, 0.76)),
    ),
    "四": (
        ((0.12, 0.20), (0.16, 0.90)),
        ((0.12, 0.20), (0.88, 0.20), (0.84, 0.90)),
        ((0.40, 0.20), (0.38, 0.48), (0.26, 0.66)),
        ((0.60, 0.20), (0.60, 0.56), (0.78, 0.60)),
        ((0.16, 0.86), (0.84, 0.86)),
    ),
    "五": (
        ((0.15, 0.14), (0.85, 0.14)),
        ((0.48, 0.14), (0.36, 0.88)),
        ((0.22, 0.48), (0.74, 0.48), (0.68, 0.88)),
        ((0.06, 0.90), (0.94, 0.90)),
    ),
    "年": (
        ((0.30, 0.04), (0.12, 0.34)),
        ((0.26, 0.20), (0.86, 0.20)),
        ((0.28, 0.20), (0.28, 0.66)),
        ((0.28, 0.42), (0.82, 0.42)),
        ((0.04, 0.66), (0.96, 0.66)),
        ((0.58, 0.20), (0.58, 0.98)),
    ),
}
"""Strokes of each character in a square, y downwards."""


def written(on: Canvas, text: str, x: float, y: float, size: float) -> None:
    """A column of characters, its upper left corner at (x, y), each `size` wide."""
    for number, character in enumerate(text):
        top = y + number * size * 1.12
        for stroke in GLYPHS[character]:
            on.stroke([(x + size * a, top + size * b) for a, b in stroke], on.palette.line, max(0.9, size * 0.075))


def inscription(on: Canvas, text: str, x: float, y: float, wide: float, tall: float) -> None:
    """A framed panel with a column of characters, as between two rows of donors."""
    p = on.palette
    on.band(x, y, x + wide, y + tall, p.red)
    on.band(x + wide * 0.06, y + wide * 0.06, x + wide * 0.94, y + tall - wide * 0.06, p.white)
    size = min(wide * 0.62, (tall - wide * 0.3) / (len(text) * 1.12))
    written(on, text, x + (wide - size) / 2, y + wide * 0.18, size)
