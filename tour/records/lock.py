"""Who may use the records at once: everybody together, or one who replaces them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tour.records.problem import RecordsBusy


def lock_of(path: Path) -> Path:
    """The lock file of a database; it stays, and means nothing while nobody holds it."""
    return path.with_name(path.name + ".lock")


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Use the records at `path` beside others; raises `RecordsBusy` while they are being replaced."""
    with _held(path, exclusive=False, remedy="wait until tour restore has ended"):
        yield


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Use the records at `path` while nobody else does; raises `RecordsBusy` where somebody does."""
    with _held(path, exclusive=True, remedy="stop the server and every tour command first"):
        yield


@contextmanager
def _held(path: Path, *, exclusive: bool, remedy: str) -> Iterator[None]:
    import fcntl

    place = lock_of(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RecordsBusy(path, "in use", remedy) from None
    finally:
        os.close(descriptor)
