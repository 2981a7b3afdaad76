"""Reading how large a picture is from the first bytes of a PNG, JPEG, WebP, AVIF or KTX2 file."""

import struct
from dataclasses import dataclass


class ImageBroken(ValueError):
    """The code and the message of what is wrong with a picture's header."""

    def __init__(self, code: str, message: str) -> None:
        """As the validator says it."""
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageHeader:
    """What a picture says of itself."""

    media: str
    width: int
    height: int
    """Of all layers, faces and slices together."""


def _end() -> ImageBroken:
    return ImageBroken("IMAGE_UNEXPECTED_EOS", "Unexpected end of image stream.")


PNG, KTX2 = b"\x89PNG\r\n\x1a\n", b"\xabKTX 20\xbb\r\n\x1a\n"
STARTS_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
LONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
JPEG_STEPS = 10_000


def image_header(data: memoryview) -> ImageHeader | None:
    """Media type and size in pixels, or nothing for a format that is none of the five.

    Raises `ImageBroken`. Sources: PNG (W3C) 11.2, ITU-T T.81 B.1, WebP container, KTX 2.0 section 3.
    """
    start = bytes(data[:12])
    if start.startswith(PNG):
        return _png(data)
    if start.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return _webp(data)
    if start[4:12] in (b"ftypavif", b"ftypavis"):
        return _avif(data)
    return _ktx2(data) if start == KTX2 else None


def _png(data: memoryview) -> ImageHeader:
    if len(data) < 33:
        raise _end()
    length, kind, width, height = struct.unpack_from(">I4sII", data, 8)
    if kind != b"IHDR" or length != 13 or not width or not height:
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The first PNG chunk is not a true IHDR.")
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in (b"IDAT", b"IEND"):
            return ImageHeader(media="image/png", width=width, height=height)
        at += 12 + length
    raise _end()


def _jpeg(data: memoryview) -> ImageHeader:
    at = 2
    for _ in range(JPEG_STEPS):
        if at + 4 > len(data):
            raise _end()
        if data[at] != 0xFF:
            raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. Invalid JPEG marker segment start.")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in LONE_MARKERS:
            at += 2
            continue
        if marker in (0xD9, 0xDA):
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2:
            raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. Invalid JPEG marker segment length.")
        if marker in STARTS_OF_FRAME:
            return _frame(data, at)
        at += 2 + length
    raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The JPEG has no start of frame.")


def _frame(data: memoryview, at: int) -> ImageHeader:
    if at + 9 > len(data):
        raise _end()
    height, width = struct.unpack_from(">HH", data, at + 5)
    if not width or not height:
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The JPEG is 0 pixels wide or high.")
    return ImageHeader(media="image/jpeg", width=width, height=height)


def _webp(data: memoryview) -> ImageHeader:
    if len(data) < 30:
        raise _end()
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise _end()
    kind, body = bytes(data[12:16]), data[20:]
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (each & 0x3FFF for each in struct.unpack_from("<HH", body, 6))
    else:
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The WebP has no known first chunk.")
    if not width or not height:
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The WebP is 0 pixels wide or high.")
    return ImageHeader(media="image/webp", width=width, height=height)


def _avif(data: memoryview) -> ImageHeader:
    """The largest of the sizes that the file's properties name (ISO/IEC 23008-12, box `ispe`)."""
    start = bytes(data[: 1 << 16])
    found = [(0, 0)]
    at = start.find(b"ispe")
    while at >= 0 and at + 16 <= len(start) and len(found) < JPEG_STEPS:
        width, height = struct.unpack_from(">II", start, at + 8)
        found.append((width, height))
        at = start.find(b"ispe", at + 4)
    width, height = max(found, key=lambda size: size[0] * size[1])
    if not width or not height:
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The AVIF does not say its size.")
    return ImageHeader(media="image/avif", width=width, height=height)


def _ktx2(data: memoryview) -> ImageHeader:
    if len(data) < 80:
        raise _end()
    width, height, depth, layers, faces, levels = struct.unpack_from("<6I", data, 20)
    if not width or levels > 32 or 80 + 24 * max(1, levels) > len(data):
        raise ImageBroken("IMAGE_DATA_INVALID", "Image data is invalid. The KTX2 header is not true.")
    for level in range(max(1, levels)):
        offset, length, unpacked = struct.unpack_from("<3Q", data, 80 + 24 * level)
        if offset + length > len(data):
            raise _end()
        if unpacked > 1 << 32:
            raise ImageBroken("IMAGE_TOO_LARGE", f"A KTX2 level is said to unpack to {unpacked} bytes.")
    slices = max(1, height) * max(1, depth) * max(1, layers) * max(1, faces)
    return ImageHeader(media="image/ktx2", width=width, height=slices)
