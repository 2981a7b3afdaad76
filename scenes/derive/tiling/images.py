"""Source textures on disk, in blocks and at every half of their size, so that a tile reads only what it needs."""

import hashlib
import io
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 256
"""Pixels a side."""
MAX_PIXELS = 1 << 28
"""16384 pixels a side."""
CACHED = 192
"""Blocks kept in memory, at most 50 MiB."""


def keep(data: bytes, folder: Path, colour: bool = True) -> str:
    """Decode an image into blocks under `folder`; its name there. What is a `colour` is halved in linear light.

    Raises `ValueError` where it is none that we read.
    """
    name = hashlib.sha256(data).hexdigest() + ("" if colour else "-data")
    if (folder / f"{name}.json").exists():
        return name
    folder.mkdir(parents=True, exist_ok=True)
    picture = _open(data)
    sizes: list[tuple[int, int]] = []
    while True:
        _write_blocks(picture, folder / f"{name}.{len(sizes)}")
        sizes.append(picture.size)
        if max(picture.size) <= BLOCK:
            break
        picture = _halved(picture) if colour else picture.reduce(2)
    about = {"sizes": sizes, "channels": len(picture.getbands())}
    (folder / f"{name}.json").write_text(json.dumps(about))
    return name


def _open(data: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        opened = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, Image.DecompressionBombError) as wrong:
        raise ValueError(f"a texture is no PNG, JPEG or WebP of at most {MAX_PIXELS} pixels: {wrong}") from wrong
    if opened.width * opened.height > MAX_PIXELS:
        raise ValueError(f"a texture has {opened.width} by {opened.height} pixels, at most {MAX_PIXELS} in all")
    alpha = "A" in opened.getbands() or "transparency" in opened.info
    mode = "RGBA" if alpha else "RGB"
    return opened if opened.mode == mode else opened.convert(mode)


def _halved(picture: Any) -> Any:
    """Half the size in linear light, as graphics cards do it, a strip at a time."""
    import numpy as np
    from PIL import Image

    width, height = picture.size
    made = Image.new(picture.mode, (-(-width // 2), -(-height // 2)))
    value = np.arange(256, dtype=np.float32) / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    shade = np.arange(4096) / 4095
    back = np.where(shade <= 0.0031308, shade * 12.92, 1.055 * shade ** (1 / 2.4) - 0.055)
    codes = np.rint(back * 255).astype(np.uint8)
    for top in range(0, height, 2 * BLOCK):
        strip = np.asarray(picture.crop((0, top, width, min(top + 2 * BLOCK, height))))
        even = np.pad(strip, ((0, strip.shape[0] % 2), (0, width % 2), (0, 0)), mode="edge")
        quads = even.reshape(even.shape[0] // 2, 2, even.shape[1] // 2, 2, -1)
        half = codes[np.rint(light[quads].mean(axis=(1, 3)) * 4095).astype(np.int64)]
        half[..., 3:] = np.rint(quads[..., 3:].mean(axis=(1, 3)))
        made.paste(Image.fromarray(half), (0, top // 2))
    return made


def _write_blocks(picture: Any, path: Path) -> None:
    import numpy as np

    width, height = picture.size
    across = math.ceil(width / BLOCK)
    with path.open("wb") as file:
        for top in range(0, height, BLOCK):
            strip = np.asarray(picture.crop((0, top, across * BLOCK, top + BLOCK)))
            blocks = strip.reshape(BLOCK, across, BLOCK, -1).swapaxes(0, 1)
            np.ascontiguousarray(blocks).tofile(file)


class Picture:
    """A kept image, read in windows."""

    def __init__(self, folder: Path, name: str) -> None:
        """Reads only how big it is."""
        about = json.loads((folder / f"{name}.json").read_text())
        self._path = folder / name
        self._sizes: list[tuple[int, int]] = [(width, height) for width, height in about["sizes"]]
        self.channels: int = about["channels"]
        self.width, self.height = self._sizes[0]

    def window(self, box: tuple[float, float, float, float], size: tuple[int, int], wraps: bool) -> "NDArray[np.uint8]":
        """The box (left, top, right, bottom, in pixels, also beyond the image) drawn into so many pixels."""
        from PIL import Image

        left, top, right, bottom = box
        shrunk = min((right - left) / size[0], (bottom - top) / size[1])
        level = min(max(0, int(math.log2(max(shrunk, 1)))), len(self._sizes) - 1)
        left, top, right, bottom = (value / 2**level for value in box)
        x, y = math.floor(left), math.floor(top)
        pixels = self._pixels(level, x, y, math.ceil(right), math.ceil(bottom), wraps)
        if pixels.shape[:2] == size[::-1] and left == x and top == y:
            return pixels
        inside = (left - x, top - y, right - x, bottom - y)
        return _array(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR, box=inside))

    def _pixels(self, level: int, left: int, top: int, right: int, bottom: int, wraps: bool) -> "NDArray[np.uint8]":
        import numpy as np

        width, height = self._sizes[level]
        columns, rows = _inside(left, right, width, wraps), _inside(top, bottom, height, wraps)
        made = np.empty((len(rows), len(columns), self.channels), np.uint8)
        for row in np.unique(rows // BLOCK):
            down = rows // BLOCK == row
            for column in np.unique(columns // BLOCK):
                over = columns // BLOCK == column
                block = _block(self._path, level, int(row) * math.ceil(width / BLOCK) + int(column), self.channels)
                made[np.ix_(down, over)] = block[np.ix_(rows[down] % BLOCK, columns[over] % BLOCK)]
        return made


def _inside(first: int, last: int, size: int, wraps: bool) -> "NDArray[np.int64]":
    import numpy as np

    places = np.arange(first, max(last, first + 1))
    return places % size if wraps else np.clip(places, 0, size - 1)


@lru_cache(CACHED)
def _block(path: Path, level: int, number: int, channels: int) -> "NDArray[np.uint8]":
    import numpy as np

    count = BLOCK * BLOCK * channels
    block = np.fromfile(path.with_name(f"{path.name}.{level}"), np.uint8, count, offset=number * count)
    return block.reshape(BLOCK, BLOCK, channels)


def _array(picture: Any) -> "NDArray[np.uint8]":
    import numpy as np

    return np.asarray(picture)


def encode(pixels: "NDArray[np.uint8]", quality: int) -> bytes:
    """A WebP file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()
