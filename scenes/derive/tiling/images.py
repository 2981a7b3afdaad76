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


def keep(data: bytes, folder: Path) -> str:
    """Decode an image into blocks under `folder`; its name there. Raises `ValueError` where it is none that we read."""
    name = hashlib.sha256(data).hexdigest()
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
        picture = picture.reduce(2)
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
    return opened.convert("RGBA" if alpha else "RGB")


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
