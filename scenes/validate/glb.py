"""The binary container of glTF 2.0: a header of 12 bytes and chunks, each with its length."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scenes.validate.notes import Notes

JSON, BIN = 0x4E4F534A, 0x004E4942
HEADER, CHUNK = struct.Struct("<4sII"), struct.Struct("<II")


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """Where the chunks lie."""

    json: memoryview
    binary: memoryview | None


def split(data: memoryview, notes: Notes) -> Container | None:
    """The chunks of a GLB, or nothing when its lengths are not true (glTF 2.0, section 4.4)."""
    if len(data) < HEADER.size:
        notes.error("GLB_UNEXPECTED_END_OF_HEADER", "Unexpected end of header.")
        return None
    magic, version, length = HEADER.unpack_from(data)
    if magic != b"glTF":
        notes.error("GLB_INVALID_MAGIC", f"Invalid GLB magic value ({int.from_bytes(magic, 'little')}).")
    elif version != 2:
        notes.error("GLB_INVALID_VERSION", f"Invalid GLB version value {version}.")
    elif length <= HEADER.size:
        notes.error("GLB_LENGTH_TOO_SMALL", f"Declared GLB length ({length}) is too small.")
    if length > len(data) or (length < HEADER.size and magic == b"glTF"):
        notes.error("GLB_LENGTH_MISMATCH", f"Declared length ({length}) does not match GLB length ({len(data)}).")
    elif length < len(data) and not notes.failed:
        notes.warning("GLB_EXTRA_DATA", "Extra data after the end of GLB stream.")
    return None if notes.failed else _container(data[:length], notes)


def _container(data: memoryview, notes: Notes) -> Container | None:
    found: dict[int, memoryview] = {}
    for place, (kind, chunk) in enumerate(_chunks(data, notes)):
        if place == 0 and kind != JSON:
            notes.error("GLB_UNEXPECTED_FIRST_CHUNK", f"First chunk must be of JSON type. Found {kind:#010x} instead.")
        if kind in found:
            notes.error("GLB_DUPLICATE_CHUNK", f"Chunk of type {kind:#010x} has already been used.")
        elif kind == BIN and place > 1:
            notes.error("GLB_UNEXPECTED_BIN_CHUNK", "BIN chunk must be the second chunk.")
        elif kind not in (JSON, BIN):
            notes.warning("GLB_UNKNOWN_CHUNK_TYPE", f"Unknown GLB chunk type: {kind:#010x}.")
        if kind in (JSON, BIN):
            found.setdefault(kind, chunk)
    if notes.failed or JSON not in found:
        return None
    return Container(json=found[JSON], binary=found.get(BIN))


def _chunks(data: memoryview, notes: Notes) -> Iterator[tuple[int, memoryview]]:
    """Stops at the first that does not fit."""
    at = HEADER.size
    while at < len(data):
        if at + CHUNK.size > len(data):
            notes.error("GLB_UNEXPECTED_END_OF_CHUNK_HEADER", "Unexpected end of chunk header.")
            return
        length, kind = CHUNK.unpack_from(data, at)
        at += CHUNK.size
        if at + length > len(data):
            long = f"Chunk ({kind:#010x}) length ({length}) does not fit total GLB length."
            notes.error("GLB_CHUNK_TOO_BIG", long)
            return
        if length % 4:
            crooked = f"Length of {kind:#010x} chunk is not aligned to 4-byte boundaries."
            notes.error("GLB_CHUNK_LENGTH_UNALIGNED", crooked)
        if not length:
            _empty(kind, notes)
        yield kind, data[at : at + length]
        at += length


def _empty(kind: int, notes: Notes) -> None:
    if kind == JSON:
        notes.error("GLB_EMPTY_CHUNK", f"Chunk ({kind:#010x}) cannot have zero length.")
    elif kind == BIN:
        notes.information("GLB_EMPTY_BIN_CHUNK", "Empty BIN chunk should be omitted.")
