"""Steps of a worker in processes of their own."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from threading import Thread
from typing import Any

Call = Callable[[str, Sequence[Any], Callable[[float], None]], list[Any]]
"""Name of a method, the arguments of each call, and who is told the share that is done; the results in order."""


@contextmanager
def pool(worker: Any, processes: int) -> Iterator[Call]:
    """Call methods of a worker, a copy of which is entered in each process. What waits is dropped when one raises."""
    count = max(1, min(processes, os.cpu_count() or 1))
    executor = ProcessPoolExecutor(count, get_context("spawn"), _start, (worker,))

    def call(step: str, arguments: Sequence[Any], share: Callable[[float], None]) -> list[Any]:
        waiting = [executor.submit(_step, step, each) for each in arguments]
        results = []
        for number, future in enumerate(waiting):
            results.append(future.result())
            share((number + 1) / len(waiting))
        return results

    try:
        yield call
    finally:
        executor.shutdown(cancel_futures=True)


_here: dict[str, Any] = {}


def _start(worker: Any) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _here["worker"] = worker.__enter__()
    Finalize(None, worker.__exit__, (None, None, None), exitpriority=0)


def _end_with_parent() -> None:
    """A process whose parent was killed would otherwise wait for work for ever."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _step(name: str, arguments: Sequence[Any]) -> Any:
    return getattr(_here["worker"], name)(*arguments)
