"""One pull of an entry at a time, over all processes of a machine."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from narration.models.errors import Busy, Stopped
from narration.models.progress import Stop, never


@contextmanager
def hold(
    path: Path, what: str, *, wait: bool = False, stop: Stop = never, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when the process ends, however it ends.

    Raises `Busy` naming the holder when it is taken and `wait` is false, `Stopped` when asked to stop while waiting.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _take(descriptor):
            if not wait:
                raise Busy(f"{what} is already being pulled by process {_holder(path)}; wait for it, or pass --wait")
            if stop():
                raise Stopped(f"{what}: stopped while waiting for process {_holder(path)}")
            sleep(0.2)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    return path.read_text(errors="replace").strip() or "unknown"
