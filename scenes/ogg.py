"""What an Ogg file holds, read from its first page (RFC 3533): each codec begins its stream with words of its own."""

PAGE = b"OggS"
FIRST_BYTES = 27 + 255 + 8
"""Bytes of a file that are enough: a page's header, its longest table of segments, the longest word."""
BEGINNINGS = {
    b"OpusHead": "Opus",
    b"\x01vorbis": "Vorbis",
    b"\x7fFLAC": "FLAC",
    b"Speex   ": "Speex",
    b"\x80theora": "Theora",
    b"fishead\0": "several streams (Skeleton)",
}
FIRST = 0x02
"""The flag of a page that begins a stream."""


def held_in(head: bytes) -> str | None:
    """What the file that begins so holds, such as `Opus`; empty for what nobody here knows, None for no Ogg at all."""
    if not head.startswith(PAGE) or len(head) < 27:
        return None
    version, flags, segments = head[4], head[5], head[26]
    if version != 0 or not flags & FIRST:
        return None
    begins = head[27 + segments :]
    return next((name for word, name in BEGINNINGS.items() if begins.startswith(word)), "")
