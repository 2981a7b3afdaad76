"""Ogg files as small as can be: the first page of a stream, and whatever comes after it."""

import struct

OPUS_HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
VORBIS_HEAD = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 48_000, 0, 64_000, 0, 0xB8, 1)


def page(packet: bytes, *, first: bool = True) -> bytes:
    """A page with one packet, which begins the stream if it is the first; checksums are left out."""
    return b"OggS" + struct.pack("<BBqIIIBB", 0, 2 * first, 0, 7, 0, 0, 1, len(packet)) + packet


def opus(rest: bytes = b"") -> bytes:
    """A file that begins as Opus in Ogg does."""
    return page(OPUS_HEAD) + rest
