"""The tables of a Wavefront OBJ, kept in files while they grow so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.read.mapped import let_go, mapped
from scenes.read.obj_lines import Block, Faces, ObjLines
from scenes.read.polygons import cut
from scenes.read.reading import refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS = {"position": ("f8", 3), "colour": ("f4", 3), "uv": ("f8", 2), "normal": ("f8", 3), "corners": ("i4", 9)}
MAX_ROWS = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Triangles that follow each other in one part and one material."""

    part: str
    material: str
    start: int
    stop: int


@dataclass(slots=True, kw_only=True)
class ObjTables:
    """A file's coordinates and triangles, and which of them belong together."""

    path: Path
    folder: Path
    runs: list[Run] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    remarks: str = ""
    coloured: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    _state: dict[str, str] = field(default_factory=lambda: {"o": "", "g": "", "usemtl": ""})

    def load(self) -> None:
        """Read the file once; raises `Refused` for what is no OBJ, or has triangles without their vertices."""
        source = ObjLines(path=self.path)
        for block in source.blocks():
            self._grow(block)
        self.remarks = source.remarks
        if not self.counts["corners"]:
            refuse(
                "NO_TRIANGLES", "The file has no faces.", "save points as PLY, or faces with them", file=self.path.name
            )
        self._check()

    def table(self, name: str) -> "NDArray[Any]":
        """One table (n, width) as it lies on disk."""
        import numpy as np

        kind, width = KINDS[name]
        if not self.counts[name]:
            return np.zeros((0, width), kind)
        return np.ndarray((self.counts[name], width), kind, buffer=mapped(self._file(name)))

    def corners(self, start: int, stop: int) -> "NDArray[np.int32]":
        """(m, 3, 3): position, texture coordinate and normal of each corner, -1 for none."""
        return self.table("corners")[start:stop].reshape(-1, 3, 3)

    def _grow(self, block: Block) -> None:
        import numpy as np

        self._append("position", block.position)
        if block.colour is not None and not self.coloured:
            self.coloured = True
            self._append("colour", np.full((self.counts["position"] - len(block.position), 3), np.nan))
        if self.coloured:
            blank = np.full((len(block.position), 3), np.nan)
            self._append("colour", blank if block.colour is None else block.colour)
        self._append("uv", block.uv)
        self._append("normal", block.normal)
        self._faces(block)

    def _faces(self, block: Block) -> None:
        """Triangles in the order of their lines, cut where a name changes."""
        import numpy as np

        sets = [self._triangles(faces) for faces in block.faces]
        line = np.concatenate([each[0] for each in sets]) if sets else np.zeros(0, np.int64)
        rows = np.concatenate([each[1] for each in sets]) if sets else np.zeros((0, 9), np.int32)
        if len(sets) > 1:
            order = np.argsort(line, kind="stable")
            line, rows = line[order], rows[order]
        begin = self.counts["corners"]
        self._append("corners", rows)
        done = 0
        for number, statement, rest in block.names:
            stop = int(np.searchsorted(line, number))
            self._run(begin + done, begin + stop)
            done = stop
            self._name(statement, rest)
        self._run(begin + done, begin + len(line))

    def _triangles(self, faces: Faces) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
        import numpy as np

        given = faces.corners.astype(np.int32)
        if given.shape[1] == 3:
            return faces.line, given.reshape(-1, 9)
        position, places = self.table("position"), faces.corners[:, :, 0]
        known = np.minimum(places, len(position) - 1)
        which = cut(position[known].astype(np.float64))
        made = given[np.arange(len(given))[:, None, None], which]
        return np.repeat(faces.line, which.shape[1]), made.reshape(-1, 9)

    def _name(self, statement: str, rest: str) -> None:
        if statement == "mtllib":
            self.libraries.append(rest)
            return
        self._state[statement] = rest
        if statement == "o":
            self._state["g"] = ""

    def _run(self, start: int, stop: int) -> None:
        if start == stop:
            return
        state = self._state
        part = "/".join(name for name in (state["o"], state["g"]) if name and name != "default") or self.path.stem
        last = self.runs[-1] if self.runs else None
        if last is not None and (last.part, last.material, last.stop) == (part, state["usemtl"], start):
            self.runs[-1] = Run(part=part, material=last.material, start=last.start, stop=stop)
        else:
            self.runs.append(Run(part=part, material=state["usemtl"], start=start, stop=stop))

    def _append(self, name: str, rows: "NDArray[Any]") -> None:
        import numpy as np

        if self.counts[name] + len(rows) > MAX_ROWS:
            refuse("TOO_MANY_VERTICES", f"More than {MAX_ROWS} {name} rows.", "cut the file", file=self.path.name)
        with self._file(name).open("ab") as out:
            out.write(np.ascontiguousarray(rows, KINDS[name][0]).data)
        self.counts[name] += len(rows)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.bin"

    def _check(self) -> None:
        import numpy as np

        for rows in pieces_of(self.table("position")):
            if not np.isfinite(rows).all():
                remedy = "repair the model where it was made"
                refuse("OBJ_INVALID_FLOAT", "A coordinate is not finite.", remedy, file=self.path.name)
        limits = [self.counts[name] for name in ("position", "uv", "normal")] * 3
        for rows in pieces_of(self.table("corners")):
            if (rows.max(axis=0) >= limits).any():
                remedy = "export the model anew"
                refuse("OBJ_INDEX_OUT_OF_RANGE", "A face uses a vertex that is not there.", remedy, file=self.path.name)


def pieces_of(table: "NDArray[Any]", size: int = 1_000_000) -> "Iterator[NDArray[Any]]":
    """A table some rows at a time."""
    for start in range(0, len(table), size):
        yield table[start : start + size]
        let_go()
