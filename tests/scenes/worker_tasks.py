"""What the tests of the worker let it run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from scenes.finding import Finding, Refused


def add(a: int, b: int) -> dict[str, int]:
    """A result."""
    print("this goes to standard error and not between the lines")
    return {"sum": a + b, "pid": os.getpid()}


def steps(count: int, progress: Callable[[str, float], None]) -> int:
    """Says how far it is."""
    for i in range(count):
        progress("counting", (i + 1) / count)
    return count


def swell(size: int) -> int:
    """Asks for memory, in Python."""
    return len(bytearray(size))


def swell_native(size: int) -> float:
    """Asks for memory, in numpy."""
    import numpy as np

    return float(np.ones(size // 8).sum())


def spin() -> None:
    """Never ends, and works."""
    while True:
        pass


def sleep(seconds: float) -> None:
    """Waits without working."""
    time.sleep(seconds)


def crash() -> None:
    """Reads where nothing is."""
    import ctypes

    ctypes.string_at(0)


def leave(code: int) -> None:
    """Ends without a word."""
    os._exit(code)


def refuse() -> None:
    """Says what is wrong with a file."""
    raise Refused(
        Finding(code="GLB_INVALID_MAGIC", message="Not a GLB.", remedy="Export it again."),
        Finding(code="IMAGE_NPOT_DIMENSIONS", message="5 x 3", severity="warning", pointer="/images/0", file="a.glb"),
    )


def fail() -> None:
    """Raises what nobody expects."""
    raise ZeroDivisionError("nothing to share among")


def have_child(progress: Callable[[str, float], None], seconds: float) -> None:
    """Starts another process, says its number and waits."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    progress(str(child.pid), 0.5)
    time.sleep(seconds)


def much(size: int) -> str:
    """A long result."""
    return "x" * size


def threads() -> dict[str, Any]:
    """How many threads libraries are told to start."""
    return {name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}


def tell_and_wait(file: str) -> None:
    """Writes down who it is, and stays."""
    with open(file, "w") as out:
        out.write(str(os.getpid()))
    time.sleep(600)


def fill_the_disk() -> None:
    """Raises what a full disk raises."""
    with open("/dev/full", "w") as out:
        out.write("more")
