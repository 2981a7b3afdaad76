"""Files in memory without being read; what was looked at is let go again, so that memory stays flat."""

import mmap
from pathlib import Path
from weakref import WeakSet

_OPEN: "WeakSet[mmap.mmap]" = WeakSet()


def mapped(path: Path) -> memoryview:
    """The bytes of a file, read where they are looked at; raises `FileNotFoundError`."""
    if not path.is_file():
        raise FileNotFoundError(path)
    if not path.stat().st_size:
        return memoryview(b"")
    with path.open("rb") as stream:
        made = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    _OPEN.add(made)
    return memoryview(made)


def let_go() -> None:
    """Give back the memory of all mapped files; what is looked at again is read again."""
    for each in list(_OPEN):
        each.madvise(mmap.MADV_DONTNEED)
