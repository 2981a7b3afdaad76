"""Colours between files and meshes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def linear(colour: "NDArray[Any]") -> "NDArray[np.float64]":
    """sRGB (IEC 61966-2-1) as linear, 0 to 1: bytes, words, or numbers up to 1 or 255; a fourth column stays."""
    import numpy as np

    whole = colour.dtype.kind in "ui"
    most = float(np.iinfo(colour.dtype).max) if whole else (255.0 if len(colour) and colour.max() > 1.0 else 1.0)
    held = np.clip(colour / most, 0.0, 1.0)
    rgb = held[:, :3]
    curved = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.concatenate([curved, held[:, 3:]], axis=1)


def srgb(colour: "NDArray[np.float64]") -> "NDArray[np.uint8]":
    """Linear colour, 0 to 1, as sRGB bytes (IEC 61966-2-1)."""
    import numpy as np

    held = np.clip(colour, 0.0, 1.0)
    curved = np.where(held <= 0.0031308, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(curved * 255), dtype=np.uint8)


def to_bytes(colour: "NDArray[Any]") -> "NDArray[np.uint8]":
    """sRGB of any kind as bytes; words that hold bytes are taken as bytes."""
    import numpy as np

    if colour.dtype == np.uint8:
        return colour
    if colour.dtype.kind in "ui":
        wide = len(colour) and int(colour.max()) > 255
        return np.asarray(np.clip(colour >> 8 if wide else colour, 0, 255), dtype=np.uint8)
    most = 255.0 if len(colour) and colour.max() > 1.0 else 1.0
    return np.asarray(np.round(np.clip(colour / most, 0.0, 1.0) * 255), dtype=np.uint8)
