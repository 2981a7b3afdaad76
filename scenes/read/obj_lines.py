"""The statements of a Wavefront OBJ in blocks: coordinates and faces as arrays, names as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.read.reading import refuse
from scenes.read.text import SPACE, Lines, blocks, lines, numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLASH = 47
MAX_CORNERS = 1_000
NAMES = (b"o", b"g", b"usemtl", b"mtllib")
_CONTINUED = re.compile(rb"\\\r?\n")
_REMARK = re.compile(rb"#[^\n]*")
_INDENT = re.compile(rb"(?m)^[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Polygons of one number of corners, in one block."""

    line: "NDArray[np.int64]"
    corners: "NDArray[np.int64]"
    """(m, k, 3): position, texture coordinate and normal, from 0; -1 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands in some lines."""

    position: "NDArray[np.float64]"
    colour: "NDArray[np.float64] | None"
    uv: "NDArray[np.float64]"
    normal: "NDArray[np.float64]"
    faces: list[Faces]
    names: list[tuple[int, str, str]]
    """Line, statement, the rest of the line."""


@dataclass(slots=True, kw_only=True)
class ObjLines:
    """Blocks of a file, with the counts that relative indices need."""

    path: Path
    remarks: str = ""
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    """Positions, texture coordinates and normals so far."""

    def blocks(self) -> Iterator[Block]:
        """One after another; raises `Refused` for what is no OBJ."""
        with self.path.open("rb") as stream:
            for number, data in enumerate(blocks(stream, self.path.name)):
                if number == 0:
                    self.remarks = "\n".join(re.findall(r"(?m)^#.*$", data[:8192].decode("utf-8", "replace")))
                yield self._block(lines(_plain(data)))

    def _block(self, rows: Lines) -> Block:
        kinds = [rows.begins(word) for word in (b"v", b"vt", b"vn")]
        words = rows.words()
        position, colour = self._positions(rows, kinds[0], words)
        made = Block(
            position=position,
            colour=colour,
            uv=self._table(rows, kinds[1], words, 2),
            normal=self._table(rows, kinds[2], words, 3),
            faces=list(self._faces(rows, kinds, words)),
            names=_names(rows),
        )
        self.counts = [have + int(kind.sum()) for have, kind in zip(self.counts, kinds, strict=True)]
        return made

    def _positions(
        self, rows: Lines, chosen: "NDArray[np.bool_]", words: "NDArray[np.int64]"
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64] | None]":
        import numpy as np

        table = np.full((int(chosen.sum()), 6), np.nan)
        which = words[chosen] - 1
        for width in np.unique(which):
            some = chosen & (words == width + 1)
            self._require(width in (3, 4, 6, 7), "A vertex needs 3 numbers, or 6 with its colour.")
            values = self._values(rows, some, int(width))
            table[which == width, : 6 if width > 4 else 3] = values[
                :, [0, 1, 2, -3, -2, -1] if width > 4 else [0, 1, 2]
            ]
        coloured = len(table) > 0 and bool(np.isfinite(table[:, 3:]).any())
        return table[:, :3], (table[:, 3:] if coloured else None)

    def _table(
        self, rows: Lines, chosen: "NDArray[np.bool_]", words: "NDArray[np.int64]", width: int
    ) -> "NDArray[np.float64]":
        import numpy as np

        table = np.zeros((int(chosen.sum()), width))
        which = words[chosen] - 1
        for given in np.unique(which):
            values = self._values(rows, chosen & (words == given + 1), int(given))
            kept = min(int(given), width)
            table[which == given, :kept] = values[:, :kept]
        return table

    def _values(self, rows: Lines, chosen: "NDArray[np.bool_]", width: int) -> "NDArray[np.float64]":
        """Numbers of statements that begin with v, vt or vn."""
        import numpy as np

        text = rows.only(chosen).copy()
        text[(text == ord("v")) | (text == ord("t")) | ((text == ord("n")) & _after(text, ord("v")))] = 32
        return np.asarray(numbers(text, int(chosen.sum()) * width, self.path).reshape(-1, width))

    def _faces(self, rows: Lines, kinds: "list[NDArray[np.bool_]]", words: "NDArray[np.int64]") -> "Iterator[Faces]":
        import numpy as np

        chosen = rows.begins(b"f")
        if not chosen.any():
            return
        slash = rows.data == SLASH
        double = slash.copy()
        double[1:] &= slash[:-1]
        double[0] = False
        form = words - 1
        if slash.any():
            form = form + (rows.count(slash) << 20) + (rows.count(double) << 40)
        before = [have + np.cumsum(kind) for have, kind in zip(self.counts, kinds, strict=True)]
        for key in np.unique(form[chosen]).tolist():
            corners = key & 0xFFFFF
            self._require(3 <= corners <= MAX_CORNERS, f"A face needs 3 to {MAX_CORNERS} corners.")
            same = chosen & (form == key)
            where = np.flatnonzero(same)
            given = self._corners(rows.only(same), len(where), corners, key >> 20 & 0xFFFFF, key >> 40)
            counts = np.stack([each[where] for each in before], axis=1)[:, None, :]
            yield Faces(line=where, corners=self._absolute(given, counts))

    def _corners(
        self, text: "NDArray[np.uint8]", rows: int, corners: int, slashes: int, doubles: int
    ) -> "NDArray[np.int64]":
        """(m, k, 3) as written, 0 for none."""
        import numpy as np

        spaced = text.copy()
        spaced[(spaced == SLASH) | (spaced == ord("f"))] = 32
        form = {(0, 0): (0,), (corners, 0): (0, 1), (2 * corners, 0): (0, 1, 2), (2 * corners, corners): (0, 2)}
        columns = form.get((slashes, doubles))
        if columns is None or self._hollow(text):
            return self._mixed(text, rows, corners)
        values = numbers(spaced, rows * corners * len(columns), self.path, "i8").reshape(rows, corners, -1)
        made = np.zeros((rows, corners, 3), np.int64)
        made[:, :, list(columns)] = values
        return made

    def _hollow(self, text: "NDArray[np.uint8]") -> bool:
        """Whether a slash has no number behind it."""
        return bool(((text[:-1] == SLASH) & (text[1:] <= SPACE)).any())

    def _mixed(self, text: "NDArray[np.uint8]", rows: int, corners: int) -> "NDArray[np.int64]":
        """Faces whose corners are written in different ways, word by word."""
        import numpy as np

        words = [word for word in text.tobytes().decode("ascii", "replace").split() if word != "f"]
        try:
            values = [[int(part or 0) for part in (*word.split("/"), "", "")[:3]] for word in words]
        except ValueError:
            self._require(False, "A face has a corner that is no number.")
        return np.array(values, np.int64).reshape(rows, corners, 3)

    def _absolute(self, given: "NDArray[np.int64]", counts: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """From 0, -1 for none; negative ones count back from the line they stand in."""
        import numpy as np

        made = np.where(given > 0, given - 1, np.where(given < 0, counts + given, -1))
        wrong = (given[:, :, 0] == 0) | (made[:, :, 0] < 0) | ((given < 0) & (made < 0)).any(axis=2)
        self._require(not wrong.any(), "A face names a vertex before the first.")
        return np.asarray(made)

    def _require(self, fine: Any, message: str) -> None:
        if not fine:
            refuse("OBJ_INVALID", message, "export the model anew", file=self.path.name)


def _after(text: "NDArray[np.uint8]", letter: int) -> "NDArray[np.bool_]":
    """Which bytes stand behind that letter."""
    import numpy as np

    made = np.zeros(len(text), bool)
    made[1:] = text[:-1] == letter
    return made


def _plain(data: bytes) -> bytes:
    """Without continued lines, remarks and indents."""
    if b"\\" in data:
        data = _CONTINUED.sub(b" ", data)
    if b"#" in data:
        data = _REMARK.sub(b"", data)
    if b"\n " in data or b"\n\t" in data or data[:1] in (b" ", b"\t"):
        data = _INDENT.sub(b"", data)
    return data


def _names(rows: Lines) -> list[tuple[int, str, str]]:
    import numpy as np

    found = []
    for word in NAMES:
        for index in np.flatnonzero(rows.begins(word)).tolist():
            statement, _, rest = rows.text(index).partition(" ")
            found.append((index, statement.strip(), rest.strip()))
    return sorted(found)
