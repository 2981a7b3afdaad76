"""Numbers in lines of text, read a block at a time with numpy instead of line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scenes.read.reading import refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 16 * 1024 * 1024
MAX_LINE = 4 * 1024 * 1024
NEWLINE, SPACE = 10, 32


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A block of whole lines."""

    data: "NDArray[np.uint8]"
    start: "NDArray[np.int64]"
    """Where each line begins."""
    end: "NDArray[np.int64]"
    """Where its newline stands."""

    def text(self, index: int) -> str:
        """One line."""
        return bytes(self.data[self.start[index] : self.end[index]]).decode("utf-8", "replace").strip()

    def begins(self, word: bytes) -> "NDArray[np.bool_]":
        """Which lines begin with that word, of at most 7 letters, and a space."""
        import numpy as np

        made = np.asarray(self.head[:, len(word)] <= SPACE)
        for place, letter in enumerate(word):
            made &= self.head[:, place] == letter
        return made

    @cached_property
    def head(self) -> "NDArray[np.uint8]":
        """The first 8 bytes of each line (n, 8), newlines after its end."""
        import numpy as np

        made = np.full((len(self.start), 8), NEWLINE, np.uint8)
        length = self.end - self.start
        for place in range(8):
            inside = length > place
            made[inside, place] = self.data[self.start[inside] + place]
        return made

    def only(self, chosen: "NDArray[np.bool_]") -> "NDArray[np.uint8]":
        """The bytes of the chosen lines, newlines included."""
        import numpy as np

        if chosen.all():
            return self.data
        return self.data[np.repeat(chosen, self.end + 1 - self.start)]

    def count(self, marks: "NDArray[np.bool_]") -> "NDArray[np.int64]":
        """How many of the marked bytes stand in each line; a newline is never one."""
        import numpy as np

        return np.diff(np.searchsorted(np.flatnonzero(marks), self.end), prepend=0)

    def words(self) -> "NDArray[np.int64]":
        """How many words stand in each line."""
        import numpy as np

        ink = self.data > SPACE
        starts = ink.copy()
        starts[1:] &= ~ink[:-1]
        return self.count(np.asarray(starts))


def lines(data: bytes) -> Lines:
    """A block cut at its newlines; one is added where the last is missing."""
    import numpy as np

    rows = np.frombuffer(data if data.endswith(b"\n") else data + b"\n", np.uint8)
    end = np.flatnonzero(rows == NEWLINE)
    start = np.concatenate([[0], end[:-1] + 1]).astype(np.int64)
    return Lines(data=rows, start=start, end=end.astype(np.int64))


def blocks(stream: IO[bytes], name: str, size: int = BLOCK) -> Iterator[bytes]:
    """A file in blocks of whole lines; raises `Refused` for a line longer than 4 MiB."""
    rest = b""
    while chunk := stream.read(size):
        whole, newline, rest_of = (rest + chunk).rpartition(b"\n")
        rest = rest_of
        if len(rest) > MAX_LINE:
            refuse("LINE_TOO_LONG", "A line has more than 4 MiB.", "this is no text file of a model", file=name)
        if newline:
            yield whole + newline
    if rest:
        yield rest + b"\n"


def numbers(text: "NDArray[np.uint8]", count: int, path: Path, kind: "type[Any] | str" = float) -> "NDArray[Any]":
    """Exactly `count` numbers parted by white space; raises `Refused` where a word is none or one is missing."""
    import warnings

    import numpy as np

    if not count:
        return np.zeros(0, kind)
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            values = np.fromstring(text.tobytes().decode("ascii"), kind, sep=" ")
        except (DeprecationWarning, ValueError):
            values = np.zeros(0, kind)
    if len(values) != count:
        remedy = "export the model anew"
        refuse("NUMBER_EXPECTED", f"Of {count} numbers some are none or are missing.", remedy, file=path.name)
    return values
