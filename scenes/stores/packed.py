"""Files that lie packed beside a file: `x.glb.br` is `x.glb` in Brotli."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

SUFFIXES: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""Content codings (RFC 9110) and the suffixes of their files, the smallest first."""

CHUNK = 256 * 1024


def beside(path: Path) -> dict[str, Path]:
    """The packed files that lie beside a file, by content coding."""
    places = {coding: path.with_name(path.name + suffix) for coding, suffix in SUFFIXES.items()}
    return {coding: place for coding, place in places.items() if place.is_file()}


def unpacks_to(place: Path, coding: str, digest: str, size: int) -> bool:
    """Whether a packed file holds exactly the bytes of that digest (SHA-256, hex) and size.

    False as well where the coding cannot be read here. Never unpacks more than `size` bytes and one chunk.
    """
    known, length = hashlib.sha256(), 0
    with suppress(OSError, EOFError, zlib.error, _Broken), place.open("rb") as file:
        for part in _unpacked(file, coding):
            length += len(part)
            if length > size:
                return False
            known.update(part)
        return length == size and known.hexdigest() == digest
    return False


class _Broken(ValueError):
    """A packed file that cannot be unpacked."""


def _unpacked(file: BinaryIO, coding: str) -> Iterator[bytes]:
    if coding == "gzip":
        with gzip.open(file) as plain:
            while part := plain.read(CHUNK):
                yield part
        return
    yield from _brotli(file)


def _brotli(file: BinaryIO) -> Iterator[bytes]:
    try:
        import brotli
    except ImportError as wrong:
        raise _Broken("no brotli library") from wrong
    unpacker = brotli.Decompressor()
    try:
        while not unpacker.is_finished():
            packed = file.read(CHUNK) if unpacker.can_accept_more_data() else b""
            part = unpacker.process(packed, output_buffer_limit=CHUNK)
            if not part and not packed and unpacker.can_accept_more_data():
                raise _Broken("it ends too soon")
            yield part
    except brotli.error as wrong:
        raise _Broken(str(wrong)) from wrong
