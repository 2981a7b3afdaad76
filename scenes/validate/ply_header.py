"""The header of a PLY file (Turk 1994): elements, their counts and properties."""

from dataclasses import dataclass

from scenes.validate import caps
from scenes.validate.notes import Notes, readable

SIZES = {
    "char": 1, "uchar": 1, "short": 2, "ushort": 2, "int": 4, "uint": 4, "float": 4, "double": 8,
    "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4, "float32": 4, "float64": 8,
}  # fmt: skip
FORMATS = ("ascii", "binary_little_endian", "binary_big_endian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One number of an element, or a list of them."""

    name: str
    kind: str
    counted: str = ""
    """Type of a list's length, or empty for one number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """So many rows of these properties."""

    name: str
    count: int
    properties: tuple[Property, ...]

    @property
    def least(self) -> int:
        """Bytes of a binary row whose lists are empty."""
        return sum(SIZES[each.counted or each.kind] for each in self.properties)

    @property
    def fixed(self) -> bool:
        """Whether every row has as many bytes."""
        return not any(each.counted for each in self.properties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the body holds, and where it begins."""

    format: str
    elements: tuple[Element, ...]
    body: int


def read_header(start: bytes, notes: Notes) -> Header | None:
    """The header at the beginning of a file, or nothing and why."""
    for ending in (b"end_header\n", b"end_header\r\n", b"end_header\r"):
        at = start.find(ending)
        if at >= 0:
            words = [line.split() for line in start[:at].decode("latin-1").splitlines()]
            try:
                return _parse(words, at + len(ending))
            except (ValueError, KeyError, IndexError) as wrong:
                notes.error("PLY_HEADER_INVALID", f"The header is not PLY: {readable(str(wrong))}.")
                return None
    notes.error("PLY_HEADER_INVALID", f"There is no end_header in the first {caps.PLY_HEADER} bytes.")
    return None


def _parse(rows: list[list[str]], body: int) -> Header:
    rows = [row for row in rows if row and row[0] not in ("comment", "obj_info")]
    if rows[:1] != [["ply"]] or rows[1][0] != "format" or rows[1][1] not in FORMATS:
        raise ValueError("it does not begin with ply and a format")
    elements: list[tuple[str, int, list[Property]]] = []
    for row in rows[2:]:
        if row[0] == "element":
            elements.append((row[1], _count(row[2]), []))
        elif row[0] == "property":
            elements[-1][2].append(_property(row))
        else:
            raise ValueError(f"unknown line {row[0]}")
    if len(elements) > caps.PLY_ITEMS or any(len(each[2]) > caps.PLY_ITEMS for each in elements):
        raise ValueError("it has too many elements or properties")
    made = tuple(Element(name=name, count=count, properties=tuple(has)) for name, count, has in elements)
    return Header(format=rows[1][1], elements=made, body=body)


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 15:
        raise ValueError(f"count {word}")
    return int(word)


def _property(row: list[str]) -> Property:
    if row[1] == "list":
        if row[2] not in SIZES or row[3] not in SIZES or row[2] in ("float", "double", "float32", "float64"):
            raise ValueError(f"unknown type {row[3]}")
        return Property(name=row[4], kind=row[3], counted=row[2])
    if row[1] not in SIZES:
        raise ValueError(f"unknown type {row[1]}")
    return Property(name=row[2], kind=row[1])
