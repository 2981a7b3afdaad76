"""A child process whose lines are listened to and which can be stopped at any time."""

import os
import queue
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from typing import IO

from narration.models.errors import Stopped
from narration.models.progress import Stop

KEPT = 40


def run_lines(command: list[str], listen: Callable[[str], None], stop: Stop, what: str) -> tuple[int, list[str]]:
    """Run to the end and return the exit code and the last lines said.

    Raises `Stopped` within a quarter of a second of being asked to; the child and its children are gone then.
    """
    tail: deque[str] = deque(maxlen=KEPT)
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        reader = threading.Thread(target=_read, args=(child.stdout, lines), daemon=True)
        reader.start()
        try:
            while (line := _next(lines, stop, what)) is not None:
                tail.append(line)
                listen(line)
        except BaseException:
            _end(child)
            raise
        finally:
            reader.join()
        return child.wait(), list(tail)


def _read(stream: IO[str], lines: "queue.SimpleQueue[str | None]") -> None:
    for line in stream:
        lines.put(line.rstrip())
    lines.put(None)


def _next(lines: "queue.SimpleQueue[str | None]", stop: Stop, what: str) -> str | None:
    while True:
        if stop():
            raise Stopped(f"{what}: stopped; what has arrived is kept, pull again to go on")
        try:
            return lines.get(timeout=0.25)
        except queue.Empty:
            continue


def _end(child: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
