"""Files that hurt go through the whole ingest beside a server with visitors: all refused, and nobody notices."""

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import pytest

from scenes.finding import Refused
from scenes.ingest.pipeline import ingest
from scenes.ingest.request import Request
from tests.builders import write_pack
from tests.e2e.conftest import ARTEFACTS, House
from tests.scenes.validate.hostile import HOSTILE

pytestmark = pytest.mark.timeout(600)

OURS = ("scenes.worker_child", "validate.mjs")
PATHS = ("/healthz", "/api/sites")
AT_A_TIME = 2
MEMORY = 512 * 1024**2


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with the well and neither model nor voice."""
    sites = tmp_path_factory.mktemp("sites")
    write_pack(sites / "well")
    log = ARTEFACTS / "e2e" / "hostile-server.log"
    quiet = ("--model", "none", "--voices", "")
    house = House("--sites", str(sites), "--data", str(tmp_path_factory.mktemp("data")), *quiet, log=log)
    house.wait("/healthz")
    yield house
    assert house.stop() == 0


@dataclass(slots=True)
class Visitor:
    """Somebody who asks the server over and over and writes down every answer that was not one."""

    house: House
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def ask(self, path: str) -> None:
        start = time.monotonic()
        try:
            with urllib.request.urlopen(self.house.url + path, timeout=30) as answer:
                whole = len(answer.read()) == int(answer.headers["Content-Length"])
                if answer.status != 200 or not whole:
                    self.wrong.append(f"{path}: {answer.status}, whole: {whole}")
        except OSError as error:
            self.wrong.append(f"{path}: {error}")
        self.answers += 1
        self.slowest = max(self.slowest, time.monotonic() - start)


@contextmanager
def beside(work: Any) -> Iterator[None]:
    """Do `work` again and again in a thread."""
    enough = threading.Event()

    def go() -> None:
        while not enough.wait(0.02):
            work()

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


@dataclass(slots=True)
class Workers:
    """The processes of an ingest: the most that each used, by its number."""

    memory: dict[int, int] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        for process in ours():
            with suppress(psutil.Error, OSError, ValueError, IndexError):  # one that has just ended has no VmHWM
                status = Path(f"/proc/{process.pid}/status").read_text()
                peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
                times = process.cpu_times()
                self.memory[process.pid] = max(peak, self.memory.get(process.pid, 0))
                self.cpu[process.pid] = max(times.user + times.system, self.cpu.get(process.pid, 0.0))


def ours() -> list[psutil.Process]:
    """Worker processes of this one that live, and what they started."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and any(name in " ".join(process.cmdline()) for name in OURS):
                found.append(process)
    return found


def refused(name: str, root: Path) -> dict[str, Any]:
    """Give one file to an ingest of its own; what it was refused with and how long that took."""
    folder, packs = root / name, root / name / "packs"
    folder.mkdir()
    path = HOSTILE[name](folder)
    write_pack(packs / "well")
    before = digests(packs)
    start = time.monotonic()
    with pytest.raises(Refused) as wrong:
        ingest([path], Request(site="well"), packs=packs, scratch=folder / "scratch")
    errors = [finding for finding in wrong.value.findings if finding.severity == "error"]
    return {
        "file": name,
        "seconds": round(time.monotonic() - start, 2),
        "codes": [finding.code for finding in errors],
        "remedies": [finding.remedy for finding in errors],
        "changed": digests(packs) != before,
    }


def digests(folder: Path) -> dict[str, str]:
    """Every file but locks, by name and content."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_hostile_files_are_refused_while_the_server_answers(house: House, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{house.url}/api/sites/well") as answer:
        asset = json.load(answer)["scene"]["models"][0]["levels"][0]["url"]
    asked, workers = Visitor(house), Workers()

    def visit() -> None:
        for path in (*PATHS, asset):
            asked.ask(path)

    with beside(visit), beside(workers.look), ThreadPoolExecutor(AT_A_TIME) as pool:
        found = list(pool.map(lambda name: refused(name, tmp_path), HOSTILE))
    keep(found, workers, asked)
    assert asked.wrong == []
    assert asked.answers >= 3 * len(PATHS)
    assert [each["file"] for each in found if not each["codes"] or not all(each["remedies"])] == []
    assert [each["file"] for each in found if each["changed"]] == [], "nothing was written to the pack"
    assert [each for each in found if any(code.startswith("WORKER_") for code in each["codes"])] == []
    assert 0 < max(workers.memory.values()) <= MEMORY
    assert ours() == [], "no worker is left"
    assert house.process.poll() is None


def keep(found: list[dict[str, Any]], workers: Workers, asked: Visitor) -> None:
    """Write what it took beside the other artefacts."""
    slowest = sorted(found, key=lambda each: -each["seconds"])
    said = {
        "files": len(found),
        "at_a_time": AT_A_TIME,
        "slowest_seconds": [{name: each[name] for name in ("file", "seconds", "codes")} for each in slowest[:5]],
        "worker_peak_mib": round(max(workers.memory.values(), default=0) / 1024**2, 1),
        "worker_cpu_seconds": round(max(workers.cpu.values(), default=0.0), 2),
        "server_answers": asked.answers,
        "server_slowest_answer_seconds": round(asked.slowest, 3),
        "server_wrong_answers": asked.wrong,
    }
    (ARTEFACTS / "hostile.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
