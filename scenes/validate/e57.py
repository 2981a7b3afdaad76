"""E57: header, pages, XML and the point sets that it names, against the file's length (ASTM E2807)."""

import struct
from pathlib import Path

from scenes.validate import caps
from scenes.validate.bundle import Bundle
from scenes.validate.clock import Clock
from scenes.validate.e57_pages import PAGE, bad_page, logical, physical, section
from scenes.validate.e57_xml import Points, XmlRefused, point_sets
from scenes.validate.notes import Notes, readable

HEADER = struct.Struct("<8sIIQQQQ")
COMPRESSED = struct.Struct("<B7xQQQ")
CHECKED = 64 * caps.MIB
"""Checksums are looked at up to here; the reader looks at all of them."""


def check_e57(path: Path, notes: Notes, clock: Clock) -> None:
    """Looks at the header, the checksums, and where every point set says it lies."""
    with Bundle(path.parent) as bundle:
        data = bundle.read(path, caps.CLOUD_BYTES, notes)
        xml = _xml(data, notes) if data is not None else None
        if data is None or xml is None:
            return
        try:
            found = point_sets(xml)
        except XmlRefused as wrong:
            notes.error("E57_XML_INVALID", f"The XML cannot be read: {readable(str(wrong))}.")
            return
        for i, points in enumerate(found):
            if not clock.over(notes):
                _points(data, i, points, notes)
        if not notes.failed and not sum(each.records for each in found):
            notes.error("POINTS_NONE", "There is not one point in the file.")


def _xml(data: memoryview, notes: Notes) -> bytes | None:
    """The XML section, once the header and the pages are known to be true."""
    if len(data) < HEADER.size or bytes(data[:8]) != b"ASTM-E57":
        notes.error("E57_INVALID_MAGIC", "The file does not begin with an E57 header.")
        return None
    _, major, minor, length, start, size, page = HEADER.unpack_from(data)
    if major != 1:
        notes.error("E57_VERSION_UNKNOWN", f"E57 {major}.{minor} is not known.")
    elif page != PAGE:
        notes.error("E57_PAGE_SIZE", f"Pages have {page} bytes; E57 has {PAGE}.")
    elif length != len(data) or length % PAGE:
        notes.error("E57_LENGTH_MISMATCH", f"The header promises {length} bytes; the file has {len(data)}.")
    elif size > caps.XML_BYTES:
        notes.error("E57_XML_TOO_LARGE", f"The XML has {size} bytes; at most {caps.XML_BYTES} are read.")
    elif start >= length or not size or physical(logical(start) + size - 1) >= length:
        notes.error("E57_XML_OUTSIDE", f"The XML at {start} of {size} bytes lies outside the file of {length} bytes.")
    else:
        return _checked(data, start, size, notes)
    return None


def _checked(data: memoryview, start: int, size: int, notes: Notes) -> bytes | None:
    pages = len(data) // PAGE
    first = start // PAGE
    wrong = bad_page(data, 0, min(pages, CHECKED // PAGE))
    if wrong is None:
        wrong = bad_page(data, first, physical(logical(start) + size - 1) // PAGE + 1)
    if wrong is not None:
        notes.error("E57_BAD_CHECKSUM", f"The checksum of page {wrong} is wrong.")
        return None
    return section(data, start, size)


def _points(data: memoryview, i: int, points: Points, notes: Notes) -> None:
    name = f"Scan {i}"
    if not points.records and not points.offset:
        notes.warning("E57_SCAN_EMPTY", f"{name} has no points.")
        return
    head = section(data, points.offset, COMPRESSED.size) if points.offset < len(data) else b""
    if points.offset < HEADER.size or len(head) < COMPRESSED.size:
        notes.error("E57_SECTION_OUTSIDE", f"{name} lies at {points.offset}, outside the file.")
        return
    kind, length, first, _ = COMPRESSED.unpack(head)
    if kind != 1 or any(head[1:8]) or length < COMPRESSED.size:
        notes.error("E57_SECTION_INVALID", f"{name} does not begin with the header of a compressed vector.")
    elif points.offset + length > len(data) or first > len(data):
        notes.error("E57_SECTION_OUTSIDE", f"{name} ends outside the file.")
    elif points.records > caps.POINTS or points.records * points.bits > length * 8:
        many = f"{name} promises {points.records} points of {points.bits} bits in {length} bytes."
        notes.error("E57_COUNT_TOO_LARGE", many)
