"""Where packs lie while they come and go."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time

FOLDER = "incoming"
LEFT = 24 * 3600.0
"""Seconds after which nobody is at work any more on what lies here."""


@contextmanager
def aside(data: Path) -> Iterator[Path]:
    """A folder on the data's own disk that vanishes with the block; what a killed server left is removed as well."""
    root = data / FOLDER
    root.mkdir(parents=True, exist_ok=True)
    for each in root.iterdir():
        if each.lstat().st_mtime < time() - LEFT:
            shutil.rmtree(each, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder)
