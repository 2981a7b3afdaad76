"""LAS and LAZ: the public header block against the file's length (ASPRS LAS 1.4 R15)."""

import struct
from math import isfinite
from pathlib import Path

from scenes.validate import caps
from scenes.validate.notes import Notes

FORMATS = {0: 20, 1: 28, 2: 26, 3: 34, 4: 57, 5: 63, 6: 30, 7: 36, 8: 38, 9: 59, 10: 67}
"""Bytes of a point record by format."""
LEAST = {2: 227, 3: 235, 4: 375}
"""Bytes of the header by minor version."""
PACKED_RATIO = 4_096


def check_las(path: Path, notes: Notes) -> None:
    """Reads 375 bytes, and a variable length record or two."""
    length = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(375)
        if len(start) < 227 or start[:4] != b"LASF":
            notes.error("LAS_INVALID_MAGIC", "The file does not begin with a LAS header.")
            return
        major, minor = start[24], start[25]
        header, offset, records, kind, stride, points = struct.unpack_from("<HIIBHI", start, 94)
        if major != 1 or minor > 4 or header < LEAST.get(minor, 227) or header > offset or offset > length:
            where = f"header of {header} bytes, points at {offset}, {length} in all"
            notes.error("LAS_HEADER_INVALID", f"LAS {major}.{minor}: the lengths are not true ({where}).")
            return
        if minor == 4 and len(start) == 375:
            (points,) = struct.unpack_from("<Q", start, 247)
        _numbers(start, notes)
        _records(records, header, offset, notes)
        _points(kind, stride, points, length - offset, path.suffix.lower() == ".laz", notes)


def _numbers(start: bytes, notes: Notes) -> None:
    scales, others = struct.unpack_from("<3d", start, 131), struct.unpack_from("<9d", start, 155)
    if not all(isfinite(each) for each in (*scales, *others)) or not all(each > 0 for each in scales):
        notes.error("LAS_NUMBER_INVALID", "Scale, offset or bounds are not finite, or a scale is not above 0.")


def _records(records: int, header: int, offset: int, notes: Notes) -> None:
    if header + records * 54 > offset:
        many = f"{records} variable length records do not fit between the header and the points."
        notes.error("LAS_HEADER_INVALID", many)


def _points(kind: int, stride: int, points: int, room: int, packed: bool, notes: Notes) -> None:
    if not points:
        notes.error("POINTS_NONE", "The header promises no points.")
    if points > caps.POINTS:
        notes.error("LAS_TOO_MANY_POINTS", f"The header promises {points} points; at most {caps.POINTS} are read.")
    if kind & 0x3F not in FORMATS or stride < FORMATS[kind & 0x3F]:
        notes.error("LAS_FORMAT_INVALID", f"Point format {kind & 0x3F} with records of {stride} bytes is none of LAS.")
    most = room * (PACKED_RATIO if packed or kind & 0xC0 else 1)
    if points * stride > most:
        short = f"The header promises {points} points of {stride} bytes; {room} bytes are left for them."
        notes.error("LAS_LENGTH_MISMATCH", short)
