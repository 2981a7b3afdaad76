"""llama.cpp itself, set up once a process: its log kept instead of printed, its backend ready."""

import ctypes
import os
from collections import deque
from typing import Any

SPIN = "2000"
"""Turns of OpenMP's waiting loop, some microseconds."""

_log: deque[str] = deque(maxlen=20)
_process: dict[str, Any] = {}


class NativeFailure(RuntimeError):
    """llama.cpp refused; the text is its own last words."""


def library() -> Any:
    """The module `llama_cpp`; raises `ImportError` where it is not installed."""
    # OpenMP's threads spin while they wait for each other. Whenever anything else wants a core (a voice, say) they burn
    # the very time the other one needs: 12 tokens a second fell to 0.4. A short spin keeps 4 of them there.
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN)
    import llama_cpp

    if not _process:
        _process["log"] = llama_cpp.llama_log_callback(_keep)
        llama_cpp.llama_log_set(_process["log"], None)
        # llama.cpp asks a C function after every node of its graph whether to stop. A Python one would wait for the
        # interpreter's lock each time; strlen of a context's two-byte flag is 0 or 1 and needs no lock.
        libc = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        _process["flag_is_set"] = libc.strlen
        llama_cpp.llama_backend_init()
    return llama_cpp


def flag_is_set() -> Any:
    """The C function that tells whether a flag's first byte is set."""
    return ctypes.cast(_process["flag_is_set"], library().ggml_abort_callback)


def forget_words() -> None:
    """What is said from now on is about what comes next."""
    _log.clear()


def last_words() -> str:
    """What llama.cpp said last."""
    return next((line for line in reversed(_log) if line), "no reason given")


def _keep(level: int, text: bytes, _data: object) -> None:
    if level in (2, 3):
        _log.append(text.decode("utf-8", "replace").strip())
