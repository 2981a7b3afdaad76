"""Run a function in a process of its own, with limits on memory, processor and time.

Scans come from strangers and native readers crash on some: whatever opens one runs here. The child writes one JSON
object a line: progress while it works, then its result or what went wrong.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import IO, Any, Literal

from msgspec import convert, to_builtins

from scenes.finding import Finding, Refused

GIB = 1024**3
MAX_LINE = 64 * 1024 * 1024
TICK = 0.2
"""Seconds between looks at the clock and the wish to stop."""
LINGER = 5.0
"""Seconds for a child that has nothing more to say to be gone."""
KEPT = {"MALLOC_MMAP_THRESHOLD_": 32 * 1024 * 1024, "MALLOC_TRIM_THRESHOLD_": 512 * 1024 * 1024}
"""Bytes: of one array up to which glibc reuses its memory, and of memory that it keeps."""
OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "Cannot allocate memory", "memory allocation of", "out of memory")
"""What Python, C++, the system, Rust and Node.js say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use."""

    memory: int = 4 * GIB
    """Bytes of data; what it asks for beyond that it does not get."""
    cpu: int = 600
    """Seconds of processor."""
    wall: float = 900.0
    """Seconds by the clock."""
    threads: int = 2
    """For the libraries that start their own."""


class WorkerFailed(Exception):
    """A child that did not bring its work to an end: why, and what it last said on its standard error."""

    def __init__(
        self,
        reason: Literal["memory", "cpu", "time", "crash", "cancelled", "missing", "disk", "error"],
        detail: str = "",
    ) -> None:
        """`reason` for programs, `detail` for people."""
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def run(
    task: str,
    arguments: Mapping[str, Any],
    *,
    limits: Limits = Limits(),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Event | None = None,
) -> Any:
    """Call `task` ("package.module:function") with `arguments` (JSON values) and return its result (JSON values).

    A function that takes a parameter `progress` is given one to call with a stage and the share done, 0 to 1.
    Raises `Refused` as the function raised it, else `WorkerFailed`. The child and what it started are gone on
    return, and the child when this process is killed.
    """
    with tempfile.TemporaryFile() as errors:
        child = _start(task, limits, errors)
        try:
            return _listen(child, arguments, limits, progress, cancelled, errors)
        finally:
            _end(child)


def _start(task: str, limits: Limits, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "scenes.worker_child", task, str(limits.memory), str(limits.cpu)]
    command.append(str(os.getpid()))
    return subprocess.Popen(
        [*within(limits), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )


def within(limits: Limits) -> list[str]:
    """The beginning of a command line that runs the rest with so many threads, and with memory that is kept for reuse.

    Arrays that are freed and made anew all the time would else be taken from the system and cleared each time.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), limits.threads)
    return ["/usr/bin/env", *(f"{name}={value}" for name, value in (threads | KEPT).items())]


def _listen(
    child: "subprocess.Popen[bytes]",
    arguments: Mapping[str, Any],
    limits: Limits,
    progress: Callable[[str, float], None] | None,
    cancelled: Event | None,
    errors: IO[bytes],
) -> Any:
    _send(child, arguments)
    deadline = monotonic() + limits.wall
    for line in _lines(child, deadline, cancelled):
        message = json.loads(line)
        if "progress" in message:
            if progress is not None:
                progress(*message["progress"])
        elif "refused" in message:
            raise Refused(*convert(message["refused"], tuple[Finding, ...]))
        elif "failed" in message:
            raise WorkerFailed(message["failed"], message["detail"])
        else:
            return message["result"]
    raise _died(child, errors)


def _send(child: "subprocess.Popen[bytes]", arguments: Mapping[str, Any]) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(to_builtins(arguments)).encode())
        child.stdin.close()


def _lines(child: "subprocess.Popen[bytes]", deadline: float, cancelled: Event | None) -> Any:
    assert child.stdout is not None
    waiting = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if cancelled is not None and cancelled.is_set():
                raise WorkerFailed("cancelled")
            if monotonic() > deadline:
                raise WorkerFailed("time", "it took longer than it may")
            if not selector.select(TICK):
                continue
            chunk = os.read(child.stdout.fileno(), 1 << 16)
            if not chunk:
                return
            waiting += chunk
            if len(waiting) > MAX_LINE:
                raise WorkerFailed("error", "it said too much")
            if b"\n" in chunk:
                *whole, rest = waiting.split(b"\n")
                waiting = bytearray(rest)
                yield from whole


def _died(child: "subprocess.Popen[bytes]", errors: IO[bytes]) -> WorkerFailed:
    code = _ended(child)
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 2000))
    said = errors.read().decode(errors="replace").strip()
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        return WorkerFailed("cpu", "it used more processor time than it may")
    if any(words in said for words in OUT_OF_MEMORY):
        return WorkerFailed("memory", said.splitlines()[-1])
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return WorkerFailed("crash", f"{name} {said.splitlines()[-1] if said else ''}".strip())


def _ended(child: "subprocess.Popen[bytes]") -> int:
    """The exit code of a child that has closed its side; one that lingers is killed."""
    try:
        return child.wait(LINGER)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
