"""Engines by name, through entry points: ours and anybody's alike."""

from importlib.metadata import entry_points
from typing import Any

from narration.engine import EngineUnavailable


def names(group: str) -> tuple[str, ...]:
    """The names of every engine installed for a seam."""
    return tuple(sorted(entry.name for entry in entry_points(group=group)))


def engine(group: str, name: str) -> Any:
    """The callable registered as `name`, which takes an `EngineContext` and returns an async context manager.

    Raises `EngineUnavailable` naming what is installed instead.
    """
    for entry in entry_points(group=group, name=name):
        try:
            return entry.load()
        except ImportError as missing:
            raise EngineUnavailable(
                name, f"needs {missing.name or missing}", f"pip install 'caravanserai[{name}]'"
            ) from None
    raise EngineUnavailable(name, "no such engine", f"installed: {', '.join(names(group)) or 'none'}")
