"""Tables for a terminal."""

from collections.abc import Sequence
from unicodedata import combining, east_asian_width


def percent(part: int, whole: int) -> str:
    """A share in per cent, or a dash of nothing."""
    return f"{part / whole:.1%}" if whole else "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, *rows)
    )


def _width(text: str) -> int:
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
