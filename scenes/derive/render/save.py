"""Pictures as WebP files, whole or not there."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUALITY = 84


def webp(pictures: "Sequence[NDArray[np.uint8]]", path: Path, *, quality: int = QUALITY, milliseconds: int = 0) -> None:
    """Write one picture (height, width, 3 or 4), or several as an endless animation; whole or not at all."""
    whole(encoded(pictures, quality=quality, milliseconds=milliseconds), path)


def whole(data: bytes, path: Path) -> None:
    """Write a file beside `path` and rename it."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def encoded(pictures: "Sequence[NDArray[np.uint8]]", *, quality: int = QUALITY, milliseconds: int = 0) -> bytes:
    """The bytes of the same; opaque pictures are written without alpha."""
    from io import BytesIO

    from PIL import Image

    first, *rest = [Image.fromarray(each[..., :3] if (each[..., 3:] == 255).all() else each) for each in pictures]
    moving: dict[str, Any] = {"save_all": True, "append_images": rest, "duration": milliseconds, "loop": 0}
    out = BytesIO()
    first.save(out, "WEBP", quality=quality, method=4 if rest else 6, **(moving if rest else {}))
    return out.getvalue()
