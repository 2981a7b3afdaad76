"""Functions in processes of their own: results and refusals come back, and nothing outlives its limits."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Timer
from time import monotonic, sleep
from typing import Any

import psutil
import pytest

from scenes.finding import Finding, Refused
from scenes.worker import Limits, WorkerFailed, run

TASKS = "tests.scenes.worker_tasks"
PATIENT = Limits(wall=120)
MIB = 1024**2


def task(name: str, limits: Limits = PATIENT, **arguments: Any) -> Any:
    return run(f"{TASKS}:{name}", arguments, limits=limits)


def reason(name: str, limits: Limits = PATIENT, **arguments: Any) -> str:
    with pytest.raises(WorkerFailed) as failed:
        task(name, limits, **arguments)
    return failed.value.reason


def alive(pid: int) -> bool:
    """Whether it is still there a moment after it was killed."""
    ends = monotonic() + 10
    while monotonic() < ends:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return False
        except psutil.NoSuchProcess:
            return False
        sleep(0.02)
    return True


def test_a_result_comes_back_from_another_process() -> None:
    found = task("add", a=2, b=3)
    assert found["sum"] == 5
    assert found["pid"] != os.getpid()
    assert not alive(found["pid"])


def test_a_long_result_comes_back_whole() -> None:
    assert task("much", size=20 * MIB) == "x" * (20 * MIB)


def test_progress_is_told_in_order() -> None:
    seen: list[tuple[str, float]] = []
    done = run(f"{TASKS}:steps", {"count": 4}, progress=lambda stage, share: seen.append((stage, share)))
    assert done == 4
    assert seen == [("counting", share) for share in (0.25, 0.5, 0.75, 1.0)]


@pytest.mark.parametrize("name", ["swell", "swell_native"])
def test_more_memory_than_it_may_have_is_not_given(name: str) -> None:
    assert reason(name, Limits(memory=256 * MIB, wall=120), size=1024 * MIB) == "memory"
    assert task(name, Limits(memory=512 * MIB, wall=120), size=64 * MIB) > 0


def test_a_busy_child_ends_when_its_processor_time_is_used() -> None:
    assert reason("spin", Limits(cpu=1, wall=120)) == "cpu"


def test_an_idle_child_ends_when_its_time_is_over() -> None:
    assert reason("sleep", Limits(wall=1.0), seconds=600) == "time"


def test_a_crash_is_told_by_its_signal() -> None:
    with pytest.raises(WorkerFailed, match="SIGSEGV") as failed:
        task("crash")
    assert failed.value.reason == "crash"


def test_a_child_that_leaves_without_a_word_has_crashed() -> None:
    with pytest.raises(WorkerFailed, match="exit code 7"):
        task("leave", code=7)


def test_what_nobody_expects_comes_back_with_its_words() -> None:
    with pytest.raises(WorkerFailed, match="ZeroDivisionError: nothing to share among") as failed:
        task("fail")
    assert failed.value.reason == "error"


def test_a_task_that_is_not_there_is_an_error() -> None:
    assert reason("nothing") == "error"


def test_a_refusal_comes_back_with_its_findings() -> None:
    with pytest.raises(Refused, match="Not a GLB") as refused:
        task("refuse")
    assert refused.value.findings == (
        Finding(code="GLB_INVALID_MAGIC", message="Not a GLB.", remedy="Export it again."),
        Finding(code="IMAGE_NPOT_DIMENSIONS", message="5 x 3", severity="warning", pointer="/images/0", file="a.glb"),
    )


def test_a_wish_to_stop_is_heard() -> None:
    stop = Event()
    timer = Timer(1.0, stop.set)
    timer.start()
    with pytest.raises(WorkerFailed) as failed:
        run(f"{TASKS}:sleep", {"seconds": 600}, cancelled=stop)
    timer.join()
    assert failed.value.reason == "cancelled"


def test_what_a_child_has_started_goes_with_it() -> None:
    pids: list[int] = []
    with pytest.raises(WorkerFailed) as failed:
        run(
            f"{TASKS}:have_child", {"seconds": 600}, limits=Limits(wall=8.0),
            progress=lambda stage, _: pids.append(int(stage)),
        )  # fmt: skip
    assert failed.value.reason == "time"
    assert pids
    assert not alive(pids[0])


def test_it_goes_with_a_child_that_ends_well_too() -> None:
    pids: list[int] = []
    arguments = {"seconds": 0}
    run(f"{TASKS}:have_child", arguments, progress=lambda stage, _: pids.append(int(stage)))
    assert not alive(pids[0])


def test_nothing_is_left_when_the_listener_gives_up() -> None:
    pids: list[int] = []

    def give_up(stage: str, _: float) -> None:
        pids.append(int(stage))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(f"{TASKS}:have_child", {"seconds": 600}, progress=give_up)
    assert not alive(pids[0])


def test_libraries_are_told_how_many_threads_to_start() -> None:
    assert task("threads", Limits(threads=1, wall=120)) == {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def test_it_writes_no_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())
    monkeypatch.chdir(tmp_path)
    assert reason("crash") == "crash"
    assert not list(tmp_path.iterdir())


def test_a_child_goes_when_its_parent_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    program = f"from scenes.worker import run; run('{TASKS}:tell_and_wait', {{'file': {str(told)!r}}})"
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        ends = monotonic() + 60
        while monotonic() < ends and not (told.is_file() and told.read_text()):
            sleep(0.02)
        parent.kill()
    assert not alive(int(told.read_text()))


def test_a_full_disk_is_said_to_be_full() -> None:
    assert reason("fill_the_disk") == "disk"
