"""What has been done of an ingest, kept on disk, so that one that was broken off goes on where it stood."""

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULT = "result.json"
KEPT = 7 * 24 * 3600.0
"""Seconds for which what was broken off, or refused, can be gone on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A stage that has been brought to its end."""

    folder: Path
    """What it wrote."""
    result: Any
    """What it returned, as JSON values."""
    resumed: bool
    """Whether it had been done before."""


class Journal:
    """The stages of one ingest in a folder; each is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """`folder` belongs to these files with these settings and to no others."""
        self._folder = folder

    def stage(self, name: str, work: Callable[[Path], Any]) -> Done:
        """Do a stage unless it has been done: `work` fills a folder and returns JSON values."""
        place = self._folder / name
        with suppress(OSError, ValueError):
            return Done(folder=place, result=json.loads((place / RESULT).read_bytes()), resumed=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        for half in self._folder.glob(f".{name}-*"):
            shutil.rmtree(half, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=self._folder))
        try:
            result = work(fresh)
            (fresh / RESULT).write_text(json.dumps(result))
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return Done(folder=place, result=result, resumed=False)


def drop_old(scratch: Path, now: float) -> None:
    """Throw away what of `scratch` nobody has written to for a week before `now`, in seconds since 1970."""
    for folder in scratch.glob("*"):
        places = (folder, *folder.glob("*"), *folder.glob("*/*"), *folder.glob("*/*/*"))
        if max(_written(place) for place in places) < now - KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def _written(place: Path) -> float:
    with suppress(OSError):
        return place.lstat().st_mtime
    return 0.0
