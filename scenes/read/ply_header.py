"""The header of a PLY file: its elements and their properties."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from scenes.read.reading import refuse

KINDS = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2", "ushort": "u2",
    "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4", "float": "f4", "float32": "f4",
    "double": "f8", "float64": "f8", "int64": "i8", "uint64": "u8",
}  # fmt: skip
FORMATS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}
MAX_HEADER = 1024 * 1024
MAX_ROWS = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One column."""

    name: str
    kind: str
    """numpy's, without byte order."""
    count: str = ""
    """Kind of the length of a list, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One table."""

    name: str
    rows: int
    properties: tuple[Property, ...]

    @property
    def plain(self) -> bool:
        """Whether there is no list in it."""
        return not any(each.count for each in self.properties)

    def has(self, *names: str) -> bool:
        """Whether all those columns are there."""
        return set(names) <= {each.name for each in self.properties}

    def kind(self, order: str, lengths: dict[str, int] | None = None) -> list[tuple[str, str] | tuple[str, str, int]]:
        """numpy's structure of a row whose lists have those lengths."""
        made: list[tuple[str, str] | tuple[str, str, int]] = []
        for each in self.properties:
            if each.count:
                made.append((f"{each.name}#", order + each.count))
                made.append((each.name, order + each.kind, (lengths or {})[each.name]))
            else:
                made.append((each.name, order + each.kind))
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a file says of itself."""

    order: str
    """numpy's byte order, empty for ascii."""
    elements: tuple[Element, ...]
    remarks: tuple[str, ...]
    size: int
    """Bytes of the header."""

    def element(self, name: str) -> Element | None:
        """The table of that name."""
        return next((each for each in self.elements if each.name == name), None)

    @property
    def texture(self) -> str:
        """The image that a `comment TextureFile` names, or empty."""
        return next((line[11:].strip() for line in self.remarks if line.lower().startswith("texturefile")), "")


def ply_header(path: Path) -> Header:
    """Read and check it; raises `Refused` naming the line that is wrong."""
    with path.open("rb") as stream:
        lines = _lines(stream, path)
        size = stream.tell()
    order, remarks, elements = None, [], []
    for line in lines[1:]:
        words = line.split()
        if not words or words[0] in ("end_header", "obj_info"):
            continue
        if words[0] == "comment":
            remarks.append(line.partition("comment")[2].strip())
        elif words[0] == "format" and len(words) > 1 and words[1] in FORMATS:
            order = FORMATS[words[1]]
        elif words[0] == "element":
            elements.append(_element(words, line, path))
        elif words[0] == "property" and elements:
            elements[-1] = _with(elements[-1], words, line, path)
        else:
            _wrong(line, path)
    if order is None:
        _wrong("format", path)
    return Header(order=order or "", elements=tuple(elements), remarks=tuple(remarks), size=size)


def _lines(stream: BinaryIO, path: Path) -> list[str]:
    found: list[str] = []
    while not found or found[-1] != "end_header":
        line = stream.readline(4096)
        if not line or stream.tell() > MAX_HEADER or (not found and line.strip() != b"ply"):
            refuse("PLY_HEADER_INVALID", "The header does not end.", "export the model anew", file=path.name)
        found.append(line.decode("utf-8", "replace").strip())
    return found


def _element(words: list[str], line: str, path: Path) -> Element:
    if len(words) != 3 or not words[2].isdigit() or int(words[2]) > MAX_ROWS:
        _wrong(line, path)
    return Element(name=words[1], rows=int(words[2]), properties=())


def _with(element: Element, words: list[str], line: str, path: Path) -> Element:
    if len(words) == 5 and words[1] == "list" and words[2] in KINDS and words[3] in KINDS:
        made = Property(name=words[4], kind=KINDS[words[3]], count=KINDS[words[2]])
    elif len(words) == 3 and words[1] in KINDS:
        made = Property(name=words[2], kind=KINDS[words[1]])
    else:
        _wrong(line, path)
    if element.has(made.name):
        _wrong(line, path)
    return Element(name=element.name, rows=element.rows, properties=(*element.properties, made))


def _wrong(line: str, path: Path) -> NoReturn:
    refuse("PLY_HEADER_INVALID", f"The header is wrong at {line[:80]!r}.", "export the model anew", file=path.name)
