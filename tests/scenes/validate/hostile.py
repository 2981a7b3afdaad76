"""Every hostile file, built by code: those that took a library down when this project began, and many more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from scenes.validate import check
from tests.scenes.validate.hostile_gltf import GLTF
from tests.scenes.validate.hostile_scans import SCANS
from tests.scenes.validate.hostile_zip import ZIPS

ALL = {**GLTF, **ZIPS, **SCANS}

HOSTILE: dict[str, Callable[[Path], Path]] = {name: build for name, (build, _) in ALL.items()}
"""Each writes its file into a folder and returns its path."""

REFUSED_WITH: dict[str, str] = {name: code for name, (_, code) in ALL.items()}
"""The validator's or our code that each is refused with."""

KNOWN = (
    "zeros", "zip-bomb", "length-lie", "doubled-dag", "png-bomb", "uri-parent", "uri-root", "index-oob", "nan",
    "draco-garbage", "cycle", "deep",
)  # fmt: skip
"""The nine rows of files that hurt, each of which took a library down; two of them name several files."""


def looked_at(path: str) -> list[Any]:
    """What `check` finds, for a child process."""
    return list(to_builtins(check(Path(path))))
