"""A process that does not outlive the one that started it."""

import ctypes
import os
import signal
from contextlib import suppress

PDEATHSIG = 1
"""PR_SET_PDEATHSIG, prctl(2)."""
_C = ctypes.CDLL(None)


def go_with_parent() -> None:
    """Be killed when the thread that started this process ends, however it ends; on Linux, elsewhere nothing.

    As `preexec_fn` it binds a program that is started.
    """
    with suppress(AttributeError):
        _C.prctl(PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def go_with(parent: int) -> None:
    """The same for a process that knows who started it: it ends at once where that one is gone already."""
    go_with_parent()
    if os.getppid() != parent:
        os._exit(1)
