"""The house as a visitor finds it: `tour serve` as a process of its own, real engines, the built Colosseum."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tour.settings import read_settings

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
STOPS = ("piazza", "facade", "arena")
FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
)  # fmt: skip
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def tour(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tour", *arguments]


class House:
    """A running `tour serve`."""

    def __init__(self, *arguments: str, log: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        command = tour("serve", "--port", str(self.port), *arguments)
        with log.open("w") as stderr:
            self.process = subprocess.Popen(
                command, stderr=stderr, stdin=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **settings}
            )

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def wait(self, path: str = "/readyz", seconds: float = 120.0) -> None:
        until = time.monotonic() + seconds
        while not self.answers(path):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)

    def stop(self, seconds: float = 30.0) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@pytest.fixture(scope="session")
def colosseum() -> Path:
    """The built site; `make test` builds it before."""
    folder = read_settings().data / "sites" / "colosseum"
    assert (folder / "site.toml").is_file(), "the Colosseum is not built: run `tour demo --build-only`"
    return folder


@pytest.fixture(scope="session")
def spoken(colosseum: Path) -> None:
    """The approved takes of three stops, spoken ahead by Kokoro and kept, as `tour prepare` does for a museum."""
    stops = [part for stop in STOPS for part in ("--stop", stop)]
    command = tour("prepare", colosseum.name, "--audio-only", "--language", "en", *stops)
    subprocess.run(command, check=True, cwd=ROOT, timeout=900)


_open: list[House] = []


@pytest.fixture(scope="session")
def house(spoken: None) -> Iterator[House]:
    """A server with the small model and real voices.

    It makes nothing ahead: it would speak the openings of three sites in every language that a test asks for, beside
    the browsers on the same two cores. What it makes ahead is tested where visits are.
    """
    house = House("--guide", "small", log=ARTEFACTS / "e2e" / "server.log", TOUR_PREFETCH="no")
    _open.append(house)
    try:
        house.wait()
        yield house
    finally:
        house.stop()


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Stop it after the last test of this folder: nobody visits it any more."""
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        for house in _open:
            house.stop()


class Line:
    """A wire between browser and server that can be cut: a relay of bytes on loopback."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def up(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        self._open |= {writer, upstream[1]}
        await asyncio.gather(_pump(reader, upstream[1]), _pump(upstream[0], writer))
        self._open -= {writer, upstream[1]}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


@pytest.fixture
async def line(house: House) -> AsyncIterator[Line]:
    line = Line(house.port)
    await line.up()
    yield line
    await line.cut()


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    """The system's Chromium, else Playwright's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        yield browser
        await browser.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser for one test."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def listening() -> AsyncIterator[Browser]:
    """A browser with a microphone."""
    async with chromium(*MICROPHONE) as browser:
        yield browser


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, colosseum: Path) -> Iterator[House]:
    """A server with every built site, curated words and a quick voice."""
    arguments = ("--sites", str(colosseum.parent), "--data", str(tmp_path_factory.mktemp("data")))
    log = ARTEFACTS / "e2e" / "headset-server.log"
    house = House(*arguments, "--model", "none", "--voices", "espeak", log=log)
    house.wait("/healthz")
    yield house
    house.stop()
