"""The XML section of an E57 file: its point sets, read as a stream that stops at declarations of entities."""

from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

DEPTH = 64
SCANS = 10_000
FLOAT_BITS = {"single": 32, "double": 64}


class XmlRefused(ValueError):
    """XML that is not E57's, with the reason."""


@dataclass(slots=True)
class Points:
    """One CompressedVector: where it lies and how many bits each record has."""

    offset: int
    records: int
    bits: int = 0


@dataclass(slots=True)
class _Reader:
    path: list[str] = field(default_factory=list)
    points: list[Points] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > DEPTH:
            raise XmlRefused(f"it is nested more than {DEPTH} deep")
        if len(self.path) == 1 and name != "e57Root":
            raise XmlRefused(f"its root is {name[:40]} and not e57Root")
        if self.path[1:2] == ["data3D"] and self.path[3:] == ["points"]:
            self.points.append(
                Points(offset=_whole(attributes, "fileOffset"), records=_whole(attributes, "recordCount"))
            )
            if len(self.points) > SCANS:
                raise XmlRefused(f"it has more than {SCANS} scans")
        elif self.path[3:5] == ["points", "prototype"] and len(self.path) == 6 and self.points:
            self.points[-1].bits += _bits(attributes)

    def end(self, _: str) -> None:
        self.path.pop()


def point_sets(xml: bytes) -> list[Points]:
    """The point sets of all scans; raises `XmlRefused`."""
    reader, parser = _Reader(), ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _declared
    try:
        parser.Parse(xml, True)
    except (ExpatError, ValueError) as wrong:
        raise XmlRefused(str(wrong)) from None
    return reader.points


def _declared(*_: object) -> None:
    raise XmlRefused("it declares a document type, which could hold entities that swell")


def _whole(attributes: dict[str, str], name: str) -> int:
    word = attributes.get(name, "0")
    if not word.isascii() or not word.isdigit() or len(word) > 18:
        raise XmlRefused(f"{name} is {word[:40]!r}")
    return int(word)


def _bits(attributes: dict[str, str]) -> int:
    """Bits of one field of a record (ASTM E2807, 8.4.3)."""
    kind = attributes.get("type", "")
    if kind == "Float":
        return FLOAT_BITS.get(attributes.get("precision", "double"), 64)
    if kind in ("Integer", "ScaledInteger"):
        low, high = (int(attributes.get(name, "0")[:20] or 0) for name in ("minimum", "maximum"))
        return max(0, high - low).bit_length()
    return 0
