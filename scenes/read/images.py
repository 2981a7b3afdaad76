"""Images beside a model, kept as they are where glTF knows them, else saved anew as PNG."""

import io
from pathlib import Path
from typing import Any

from scenes.finding import Finding
from scenes.read.reading import notice

MAX_FILE = 512 * 1024 * 1024
MAX_PIXELS = 16_384 * 16_384
KNOWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xabKTX 20\xbb\r\n\x1a\n")


def picture(path: Path, findings: list[Finding]) -> bytes:
    """The bytes of a PNG, JPEG, WebP or KTX2; TIFF, BMP and TGA become PNG. Empty, with a finding, for others."""
    if path.stat().st_size > MAX_FILE:
        findings.append(notice("IMAGE_TOO_LARGE", f"{path.name} has more than 512 MiB.", "save it smaller"))
        return b""
    data = path.read_bytes()
    if data.startswith(KNOWN) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return data
    try:
        return _png(_opened(data).convert("RGBA" if _clear(data) else "RGB"))
    except Exception as error:
        findings.append(notice("IMAGE_UNREADABLE", f"{path.name}: {error}.", "save it as PNG or JPEG"))
        return b""


def merged(roughness: bytes, metalness: bytes) -> bytes:
    """One image as glTF has it: roughness in green, metalness in blue, white where one is missing."""
    from PIL import Image

    opened = [_opened(data).convert("L") if data else None for data in (roughness, metalness)]
    size = next(image.size for image in opened if image is not None)
    white = Image.new("L", size, 255)
    green, blue = (white if image is None else image.resize(size) for image in opened)
    return _png(Image.merge("RGB", (white, green, blue)))


def _opened(data: bytes) -> Any:
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    if image.width * image.height > MAX_PIXELS:
        raise ValueError(f"{image.width} x {image.height} pixels are too many")
    return image


def _clear(data: bytes) -> bool:
    return "A" in _opened(data).getbands()


def _png(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
