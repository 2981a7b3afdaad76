"""`tour kiosk`: a browser whose page has died is started again, and no other."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tour.kiosk import watching
from tour.kiosk.watching import Browser, Watch, asking

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and groups of processes")
SHOW = "import os, sys, time; print(os.getpid(), *sys.argv[1:], flush=True); time.sleep(600)"
DEAF = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
page = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(page.pid))
time.sleep(600)
"""


@contextmanager
def house(status: int, told: bytes) -> Iterator[str]:
    """A house that says this of its kiosk at the well; the kiosk's address."""

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/api/kiosk/well/heard" else 500)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (as it is called there)
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/kiosk/well?detail=light"
    finally:
        server.shutdown()
        server.server_close()


def kiosk(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tour", "kiosk", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@POSIX
def test_a_browser_whose_page_is_dead_is_ended_and_started_again() -> None:
    with (
        house(200, b'{"silent": 999.0}') as url,
        kiosk("--patience", "0.3", url, sys.executable, "-c", SHOW) as watched,
    ):
        assert watched.stdout is not None
        first, second = (watched.stdout.readline().split() for _ in range(2))
        assert first[1:] == second[1:] == [url]
        assert not lives(int(first[0]))
        watched.send_signal(signal.SIGTERM)
        last = [int(first[0]), *(int(line.split()[0]) for line in watched.communicate(timeout=60)[0].splitlines())][-1]
        assert watched.returncode == 0
        assert not lives(last)


def test_it_ends_with_the_browser() -> None:
    with house(404, b"") as url, kiosk(url, sys.executable, "-c", "import sys; sys.exit(7)", "--kiosk") as watched:
        assert watched.wait(60) == 7


def test_what_cannot_be_watched() -> None:
    for words, said in (
        (("http://localhost:8080/studio", "chromium"), "the address of a kiosk is needed"),
        (("file:///kiosk/well", "chromium"), "the address of a kiosk is needed"),
        (("http://localhost:8080/kiosk/well", "no-such-browser"), "no-such-browser: No such file"),
    ):
        with kiosk(*words) as watched:
            assert said in watched.communicate(timeout=60)[1]
            assert watched.returncode != 0


@pytest.mark.parametrize(
    ("status", "told", "silent"),
    [(200, b'{"silent": 17.5}', 17.5), (404, b'{"silent": 17.5}', None), (200, b"<html>", None), (200, b"[]", None)],
)
def test_what_the_house_says(status: int, told: bytes, silent: float | None) -> None:
    with house(status, told) as url:
        assert asking(url)() == silent
    assert asking(url)() is None


def test_a_page_is_dead_when_a_house_that_answers_has_not_heard_of_it_for_long() -> None:
    watch = Watch(patience=120.0, since=1000.0)
    assert not watch.is_dead(20.0, 1500.0)
    assert not watch.is_dead(119.0, 1510.0)
    assert watch.is_dead(120.0, 1511.0)


def test_a_browser_that_was_just_started_has_its_time_and_so_has_a_house() -> None:
    watch = Watch(patience=120.0, since=1000.0)
    assert not watch.is_dead(900.0, 1119.0)  # the page before it was silent for so long
    assert watch.is_dead(900.0, 1120.0)
    assert not watch.is_dead(None, 1130.0)  # nobody answers, for hours
    assert not watch.is_dead(None, 9000.0)
    assert not watch.is_dead(5.0, 9005.0)  # a new server has heard nobody yet
    assert watch.is_dead(121.0, 9121.0)


@POSIX
def test_a_browser_that_does_not_listen_is_killed_with_all_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "FAREWELL_SECONDS", 0.2)
    page = tmp_path / "page"
    browser = Browser([sys.executable, "-c", DEAF, str(page)])
    while not page.exists() or not page.read_text():
        assert browser.ended(0.05) is None
    browser.end()
    assert browser.ended(0) == -signal.SIGKILL
    stat = Path(f"/proc/{page.read_text()}/stat")
    assert not stat.exists() or " Z " in stat.read_text()
