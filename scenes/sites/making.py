"""A demonstration site's pack made whole: what is kept in the sources, and models made by code."""

import shutil
from collections.abc import Callable
from pathlib import Path

from scenes.derive.compress import brotli_copy
from scenes.sites import replaced_whole

Progress = Callable[[str, float], None]
"""Takes a stage's name and the share done, 0 to 1."""


def make(folder: Path, pack: Path, write: Callable[[Path, Progress], None], progress: Progress) -> None:
    """Make `folder` a complete site pack of the files of `pack` and the models that `write` puts into a folder.

    Each model has a Brotli copy beside it, since geometry that is packed for a graphics chip still halves on the line.
    It is made beside `folder` and renamed in the place of what was there. Raises `OSError` and leaves what was there.
    """
    with replaced_whole(folder) as fresh:
        if pack.is_dir():
            shutil.copytree(pack, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        models = fresh / "models"
        models.mkdir(exist_ok=True)
        write(models, progress)
        for model in sorted(models.glob("*.glb")):
            brotli_copy(model)


def within(progress: Progress, stage: str, start: float, end: float) -> Callable[[float], None]:
    """Progress of one stage, 0 to 1, told as a part of the whole."""
    return lambda done: progress(stage, start + (end - start) * 0.95 * done)
