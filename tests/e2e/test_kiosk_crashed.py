"""A screen in a hall whose tab has crashed: the browser runs on and shows a sad face, until `tour kiosk` sees to it."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import FLAGS, tour
from tests.e2e.hall import Hall, bare_hall, eventually
from tour.routes.kiosks import KIOSKS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PATIENCE = "30"
"""Seconds; the page asks every 20."""

hall = pytest.fixture(bare_hall)


@asynccontextmanager
async def watched(hall: Hall, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    chromium = [shutil.which("chromium") or "chromium", *FLAGS, "--headless", f"--user-data-dir={folder}"]
    command = tour("kiosk", "--patience", PATIENCE, hall.url, *chromium)
    with (folder.parent / "browser.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


def last_heard(hall: Hall) -> float | None:
    return next(iter(hall.app[KIOSKS].heard._last.values()), None)


def renderers(above: int) -> list[int]:
    """Processes below this one that show pages."""
    parents = {int(each.name): _stat(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    below = {above}
    for _ in range(6):  # a browser, its zygotes, their children
        below |= {process for process, (parent, _) in parents.items() if parent in below}
    return [process for process in below if "--type=renderer" in parents.get(process, (0, ""))[1]]


def _stat(folder: Path) -> tuple[int, str]:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1]), (folder / "cmdline").read_text()
    except (OSError, ValueError):
        return 0, ""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
async def test_a_crashed_tab_comes_back(hall: Hall, tmp_path: Path) -> None:
    (profile := tmp_path / "profile").mkdir()
    async with watched(hall, profile) as process:
        await eventually(lambda: last_heard(hall) is not None, 90)
        crashed = renderers(process.pid)
        assert crashed
        for each in crashed:
            os.kill(each, signal.SIGKILL)
        await eventually(lambda: not set(crashed) & set(renderers(process.pid)))
        before = last_heard(hall)
        await eventually(lambda: last_heard(hall) != before, 150)
        assert process.returncode is None
    said = (tmp_path / "browser.log").read_text()
    assert said.count(f"was not heard of for {PATIENCE} seconds: the browser is started again") == 1
