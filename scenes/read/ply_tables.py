"""The tables of a PLY file, mapped where they are binary."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.read.mapped import mapped
from scenes.read.ply_header import Element, Header, Property, ply_header
from scenes.read.polygons import cut
from scenes.read.reading import refuse
from scenes.read.text import lines, numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CORNERS = ("vertex_indices", "vertex_index")
MAX_CORNERS = 1_000
STEP = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Polygons of one number of corners, as rows of the file."""

    rows: "NDArray[Any]"
    """Structured; a list lies in a column of its name."""
    corners: str
    """The name of the list of vertices."""


@dataclass(slots=True, kw_only=True)
class PlyTables:
    """An open file."""

    path: Path
    header: Header = field(init=False)
    _places: dict[str, int] = field(default_factory=dict)
    _text: Any = None

    def __post_init__(self) -> None:
        """Read the header."""
        self.header = ply_header(self.path)

    def vertices(self) -> "NDArray[Any]":
        """The vertices as a structured array, mapped where the file is binary."""
        element = self.header.element("vertex")
        if element is None or not element.has("x", "y", "z") or not element.plain or not element.rows:
            refuse("PLY_NO_VERTICES", "The file has no vertices.", "export the model anew", file=self.path.name)
        return self._table(element)

    def faces(self) -> Iterator[Faces]:
        """Polygons some rows at a time, in the file's order where all have one length."""
        element = self.header.element("face")
        if element is None or not element.rows:
            return
        name = next((name for name in CORNERS if element.has(name)), "")
        if not name:
            refuse("PLY_NO_CORNERS", "Faces have no vertex_indices.", "export the model anew", file=self.path.name)
        rows = self._text_lists(element) if not self.header.order else self._binary_lists(element)
        for each in rows:
            yield Faces(rows=each, corners=name)

    def strips(self) -> "NDArray[np.int64] | None":
        """The `tristrips` of old files, parted by -1, or none."""
        import numpy as np

        element = self.header.element("tristrips")
        if element is None or len(element.properties) != 1 or not element.rows:
            return None
        rows = self._text_lists(element) if not self.header.order else self._binary_lists(element)
        name = element.properties[0].name
        return np.concatenate([np.append(strip, -1) for each in rows for strip in each[name].astype(np.int64)])

    def _table(self, element: Element) -> "NDArray[Any]":
        import numpy as np

        if not self.header.order:
            return self._text_table(element)
        kind = np.dtype(element.kind(self.header.order))
        start = self._place(element)
        self._require(start + element.rows * kind.itemsize)
        return np.ndarray((element.rows,), kind, buffer=mapped(self.path), offset=start)

    def _place(self, wanted: Element) -> int:
        """Where a table begins; lists before it are walked through."""
        import numpy as np

        place = self.header.size
        for element in self.header.elements:
            if element is wanted:
                return place
            if element.plain:
                place += element.rows * np.dtype(element.kind(self.header.order)).itemsize
            else:
                *_, place = [place, *(end for _, end in self._walk(element, place))]
        return place

    def _binary_lists(self, element: Element) -> "Iterator[NDArray[Any]]":
        """Rows with lists; runs of one shape are mapped, not copied."""
        place = self._place(element)
        for rows, _ in self._walk(element, place):
            yield rows

    def _walk(self, element: Element, place: int) -> "Iterator[tuple[NDArray[Any], int]]":
        """Runs of rows whose lists have the lengths of the run's first row, and where each run ends."""
        import numpy as np

        data, done, run = mapped(self.path), 0, STEP
        while done < element.rows:
            kind = np.dtype(element.kind(self.header.order, self._lengths(element, data, place)))
            fit = min(run, element.rows - done, (len(data) - place) // max(kind.itemsize, 1))
            self._require(place + kind.itemsize)
            rows = np.ndarray((fit,), kind, buffer=data, offset=place)
            same = np.ones(fit, bool)
            for each in element.properties:
                if each.count:
                    same &= rows[f"{each.name}#"] == rows[f"{each.name}#"][0]
            count = fit if same.all() else int(np.argmin(same))
            run = STEP if count == fit else max(64, 2 * count)
            place, done = place + count * kind.itemsize, done + count
            yield rows[:count], place

    def _lengths(self, element: Element, data: memoryview, place: int) -> dict[str, int]:
        """Of the lists of one row."""
        import numpy as np

        found = {}
        for each in element.properties:
            size = np.dtype(each.count or each.kind).itemsize
            self._require(place + size)
            if each.count:
                kind = self.header.order + each.count
                found[each.name] = length = int(np.frombuffer(data[place : place + size], kind)[0])
                self._limit(each, length)
                place += length * np.dtype(each.kind).itemsize
            place += size
        return found

    def _text_table(self, element: Element) -> "NDArray[Any]":
        import numpy as np

        rows, chosen = self._text_rows(element)
        values = numbers(rows.only(chosen), element.rows * len(element.properties), self.path)
        made = np.zeros(element.rows, np.dtype(element.kind("<")))
        for index, column in enumerate(values.reshape(element.rows, -1).T):
            made[element.properties[index].name] = column
        return made

    def _text_lists(self, element: Element) -> "Iterator[NDArray[Any]]":
        """Lines of one length together; only lists whose lengths the line's length tells apart are read."""
        import numpy as np

        rows, chosen = self._text_rows(element)
        words = np.where(chosen, rows.words(), -1)
        for count in np.unique(words[chosen]).tolist():
            some = words == count
            values = numbers(rows.only(some), int(some.sum()) * count, self.path).reshape(-1, count)
            yield self._cut(element, values)

    def _cut(self, element: Element, values: "NDArray[np.float64]") -> "NDArray[Any]":
        import numpy as np

        place, lengths, columns = 0, {}, {}
        for each in element.properties:
            length = 1
            if each.count:
                self._require(place + 1, values.shape[1])
                length = int(values[0, place])
                self._limit(each, length)
                if (values[:, place] != length).any():
                    remedy = "save it as binary PLY"
                    refuse("PLY_LISTS_MIXED", "Lists of mixed lengths stand in lines.", remedy, file=self.path.name)
                lengths[each.name], place = length, place + 1
            columns[each.name], place = values[:, place : place + length], place + length
        self._require(place, values.shape[1])
        made = np.zeros(len(values), np.dtype(element.kind("<", lengths)))
        for each in element.properties:
            made[each.name] = columns[each.name] if each.count else columns[each.name][:, 0]
        return made

    def _text_rows(self, element: Element) -> "tuple[Any, NDArray[np.bool_]]":
        import numpy as np

        if self._text is None:
            self._text = lines(bytes(mapped(self.path)[self.header.size :]))
        full = np.flatnonzero(self._text.words() > 0)
        start = sum(each.rows for each in self.header.elements[: self.header.elements.index(element)])
        if start + element.rows > len(full):
            self._require(1, 0)
        chosen = np.zeros(len(self._text.start), bool)
        chosen[full[start : start + element.rows]] = True
        return self._text, chosen

    def _require(self, end: int, size: int | None = None) -> None:
        if end > (self.path.stat().st_size if size is None else size):
            remedy = "copy it again: it is cut short"
            refuse("PLY_TOO_SHORT", "The file ends before its tables do.", remedy, file=self.path.name)

    def _limit(self, each: Property, length: int) -> None:
        if not 0 <= length <= MAX_CORNERS:
            remedy = "export the model anew"
            refuse("PLY_LIST_TOO_LONG", f"A list {each.name} has {length} entries.", remedy, file=self.path.name)


def triangulated(
    faces: Faces, position: "NDArray[Any]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """Vertices (m, 3) of the triangles, the polygon of each, and its corners within the polygon."""
    import numpy as np

    given = faces.rows[faces.corners].astype(np.int64)
    if given.ndim < 2 or given.shape[1] < 3:
        return np.zeros((0, 3), np.int64), np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
    count = len(given)
    if given.shape[1] == 3:
        return given, np.arange(count), np.broadcast_to(np.arange(3), (count, 3))
    which = cut(position[np.clip(given, 0, len(position) - 1)].astype(np.float64))
    made = given[np.arange(count)[:, None, None], which]
    return made.reshape(-1, 3), np.repeat(np.arange(count), which.shape[1]), which.reshape(-1, 3)
