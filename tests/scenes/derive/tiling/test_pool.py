import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from scenes.derive.tiling.pool import pool


class Abacus:
    """A worker that counts."""

    def __enter__(self) -> "Abacus":
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def double(self, number: int) -> int:
        if number < 0:
            raise ValueError("below nothing")
        return number * 2


SLEEPER = """
import time
from scenes.derive.tiling.pool import pool

class Sleeper:
    def __enter__(self): return self
    def __exit__(self, *raised): pass
    def sleep(self, seconds): time.sleep(seconds)

if __name__ == "__main__":
    with pool(Sleeper(), 2) as call:
        call("sleep", [(0.01,), (0.01,)], lambda share: None)
        print("ready", flush=True)
        call("sleep", [(120,), (120,)], lambda share: None)
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order_and_the_share_is_told(processes: int) -> None:
    shares: list[float] = []
    with pool(Abacus(), processes) as call:
        assert call("double", [(number,) for number in range(5)], shares.append) == [0, 2, 4, 6, 8]
    assert shares == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_what_a_step_raises_is_raised() -> None:
    with pool(Abacus(), 2) as call, pytest.raises(ValueError, match="below nothing"):
        call("double", [(1,), (-1,), (2,)], lambda share: None)


def test_nobody_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    root = Path(__file__).parents[4]
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len(children) >= 2
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 30
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)
