"""Lines of a text file in bytes, each within a limit."""

from collections.abc import Iterator
from math import isfinite
from typing import IO

from scenes.validate import caps
from scenes.validate.clock import Clock
from scenes.validate.notes import Notes


def lines(file: IO[bytes], notes: Notes, clock: Clock) -> Iterator[tuple[int, bytes]]:
    """Number and text of each line; ends with an error at one that is too long, and when the time is up."""
    number = 0
    while line := file.readline(caps.TEXT_LINE + 1):
        number += 1
        if len(line) > caps.TEXT_LINE:
            notes.error("LINE_TOO_LONG", f"Line {number} is longer than {caps.TEXT_LINE} bytes.")
            return
        if number % 4096 == 0 and clock.over(notes):
            return
        yield number, line


def finite(words: list[bytes]) -> bool:
    """Whether each word is a finite number."""
    try:
        return all(isfinite(float(word)) for word in words)
    except ValueError:
        return False
