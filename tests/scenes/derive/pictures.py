"""Small real pictures for tests."""

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image


def encoded(rows: Any, form: str = "PNG", **options: Any) -> bytes:
    """Rows (h, w, 3 or 4) of bytes as a file."""
    out = BytesIO()
    Image.fromarray(np.asarray(rows, dtype=np.uint8)).save(out, form, **options)
    return out.getvalue()


def picture(side: int = 64, form: str = "PNG", seed: int = 1) -> bytes:
    """Soft noise."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (8, 8, 3), dtype=np.uint8))
    return encoded(np.asarray(small.resize((side, side), Image.Resampling.BICUBIC)), form)


def rows_of(image: bytes) -> Any:
    """A picture's bytes as rows."""
    with Image.open(BytesIO(image)) as opened:
        return np.asarray(opened)
