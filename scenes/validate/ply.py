"""PLY: counts against the file's length, finite positions, faces within their vertices."""

from pathlib import Path
from typing import Any

from scenes.validate import caps
from scenes.validate.bundle import Bundle
from scenes.validate.clock import Clock
from scenes.validate.notes import Notes
from scenes.validate.ply_header import Element, Header, read_header
from scenes.validate.text_lines import finite, lines

KINDS = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2", "ushort": "u2",
    "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4", "float": "f4", "float32": "f4",
    "double": "f8", "float64": "f8",
}  # fmt: skip
STEP = 1 << 18
POSITION = ("x", "y", "z")


def check_ply(path: Path, notes: Notes, clock: Clock) -> None:
    """Text or binary, mesh or points."""
    with Bundle(path.parent) as bundle:
        data = bundle.read(path, caps.CLOUD_BYTES, notes)
        header = read_header(bytes(data[: caps.PLY_HEADER]), notes) if data is not None else None
        if header is None or data is None:
            return
        vertices = next((each for each in header.elements if each.name == "vertex"), None)
        if vertices is None or not vertices.count:
            notes.error("PLY_NO_VERTICES", "There is not one vertex in the file.")
        elif not set(POSITION) <= {each.name for each in vertices.properties if not each.counted}:
            notes.error("PLY_NO_POSITION", "The vertices have no x, y and z.")
        elif header.format == "ascii":
            _text(path, header, len(data), notes, clock)
        else:
            _binary(data, header, notes, clock)


def _long(header: Header, length: int, least: dict[str, int], notes: Notes) -> bool:
    wanted = header.body + sum(each.count * least[each.name] for each in header.elements)
    if wanted > length:
        short = f"The header promises at least {wanted} bytes; the file has {length}."
        notes.error("PLY_LENGTH_MISMATCH", short)
    return wanted <= length


def _text(path: Path, header: Header, length: int, notes: Notes, clock: Clock) -> None:
    least = {each.name: 2 * max(1, len(each.properties)) for each in header.elements}
    least[header.elements[-1].name] -= bool(header.elements[-1].count)
    if not _long(header, length + 1, least, notes):
        return
    vertices = next(each.count for each in header.elements if each.name == "vertex")
    with path.open("rb") as file:
        file.seek(header.body)
        rows = lines(file, notes, clock)
        for element in header.elements:
            for _ in range(element.count):
                row = next(rows, None)
                if row is None or notes.failed:
                    _ended(file, notes)
                    return
                _row(row[1].split(), element, vertices, notes)


def _ended(file: Any, notes: Notes) -> None:
    if not notes.failed and not file.read(1):
        notes.error("PLY_LENGTH_MISMATCH", "The file ends before the rows that its header promises.")


def _row(words: list[bytes], element: Element, vertices: int, notes: Notes) -> None:
    try:
        at = 0
        for each in element.properties:
            size = int(words[at]) if each.counted else 1
            at += bool(each.counted)
            values = words[at : at + size]
            if size < 0 or len(values) < size:
                raise IndexError
            at += size
            if element.name == "vertex" and each.name in POSITION and not finite(values):
                notes.error("PLY_NUMBER_INVALID", "A vertex is not at a finite position.")
            if each.name in ("vertex_indices", "vertex_index"):
                _corners([int(value) for value in values], vertices, notes)
    except (ValueError, IndexError):
        notes.error("PLY_ROW_INVALID", f"A row of element {element.name} does not have what the header promises.")


def _corners(corners: list[int], vertices: int, notes: Notes) -> None:
    if len(corners) > caps.POLYGON:
        notes.error("PLY_FACE_TOO_LARGE", f"A face has {len(corners)} corners.")
    elif corners and not 0 <= min(corners) <= max(corners) < vertices:
        notes.error("PLY_INDEX_OOB", f"A face names vertex {max(corners)}; there are {vertices}.")


def _binary(data: memoryview, header: Header, notes: Notes, clock: Clock) -> None:
    if not _long(header, len(data), {each.name: each.least for each in header.elements}, notes):
        return
    at = header.body
    order = "<" if header.format == "binary_little_endian" else ">"
    vertices = next(each.count for each in header.elements if each.name == "vertex")
    for element in header.elements:
        if notes.failed or clock.over(notes):
            return
        if element.fixed:
            end = at + element.count * element.least
            if end > len(data):
                notes.error("PLY_LENGTH_MISMATCH", f"The file ends within element {element.name}.")
                return
            if element.name == "vertex":
                _positions(data[at:end], element, order, notes, clock)
            at = end
        else:
            at = _lists(data, at, element, order, vertices, notes, clock)


def _positions(data: memoryview, element: Element, order: str, notes: Notes, clock: Clock) -> None:
    import numpy as np

    names = [each.name if each.name in POSITION else f"p{i}" for i, each in enumerate(element.properties)]
    if len(set(names)) < len(names):
        notes.error("PLY_HEADER_INVALID", "A vertex has x, y or z twice.")
        return
    kinds = [order + KINDS[each.kind] for each in element.properties]
    rows = np.frombuffer(data, np.dtype(list(zip(names, kinds, strict=True))))
    for start in range(0, len(rows), STEP):
        if clock.over(notes):
            return
        if not all(np.isfinite(rows[axis][start : start + STEP]).all() for axis in POSITION):
            notes.error("PLY_NUMBER_INVALID", f"A vertex from row {start} on is not at a finite position.")
            return


def _lists(data: memoryview, at: int, element: Element, order: str, vertices: int, notes: Notes, clock: Clock) -> int:
    """Where the next element begins."""
    done = _triangles(data, at, element, order, vertices, notes, clock)
    if done is not None:
        return done
    return _walk(data, at, element, order, vertices, notes, clock)


def _triangles(
    data: memoryview, at: int, element: Element, order: str, vertices: int, notes: Notes, clock: Clock
) -> int | None:
    """The quick way for rows of one list that all hold three corners."""
    import numpy as np

    if len(element.properties) != 1:
        return None
    (faces,) = element.properties
    row = np.dtype([("n", order + KINDS[faces.counted]), ("corners", order + KINDS[faces.kind], (3,))])
    end = at + element.count * row.itemsize
    if end > len(data):
        return None
    rows = np.frombuffer(data[at:end], row)
    for start in range(0, len(rows), STEP):
        block = rows[start : start + STEP]
        if (block["n"] != 3).any():
            return None
        if not clock.over(notes) and (block["corners"].max() >= vertices or block["corners"].min() < 0):
            notes.error("PLY_INDEX_OOB", f"A face from row {start} on names a vertex that is not there ({vertices}).")
            break
    return end


def _walk(data: memoryview, at: int, element: Element, order: str, vertices: int, notes: Notes, clock: Clock) -> int:
    """One row after the other: lists have lengths of their own."""
    from struct import Struct, error

    letters = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
    kinds = [
        (each.name, each.counted and Struct(order + letters[KINDS[each.counted]]), letters[KINDS[each.kind]])
        for each in element.properties
    ]
    try:
        for row in range(element.count):
            if row % 4096 == 0 and clock.over(notes):
                return len(data)
            for name, counted, letter in kinds:
                size = 1
                if counted:
                    (size,) = counted.unpack_from(data, at)
                    at += counted.size
                if not 0 <= size <= (caps.POLYGON if counted else 1):
                    notes.error("PLY_FACE_TOO_LARGE", f"Row {row} of {element.name} is a list of {size}.")
                    return len(data)
                whole = Struct(f"{order}{size}{letter}")
                values = whole.unpack_from(data, at)
                at += whole.size
                if name in ("vertex_indices", "vertex_index") and letter not in "fd":
                    _corners(list(values), vertices, notes)
            if notes.failed:
                return len(data)
    except error:
        notes.error("PLY_LENGTH_MISMATCH", f"The file ends within element {element.name}.")
    return at
