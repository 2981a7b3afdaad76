"""Descriptors of a process that has few of them."""

import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tour.gate.descriptors import ENOUGH, raise_descriptors
from tour.gate.limits import A_VISIT, FEW, LEAST, limits_of
from tour.settings import read_settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

FULL = """
import asyncio, resource, sys
from aiohttp import web
from tour.gate.crowd import Crowd
from tour.gate.limits import Limits
from tour.gate.site import open_sites
from tour.logs import configure

async def main():
    configure("warning")
    app = web.Application()
    async def home(_): return web.Response(text="home")
    app.router.add_get("/", home)
    runner = web.AppRunner(app)
    await runner.setup()
    [site] = await open_sites(runner, "127.0.0.1", 0, Crowd(Limits(everybody=1, trusts=lambda _: True)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    print(site.port, flush=True)
    await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""

RAISED = """
import resource, sys
from tour.gate.descriptors import raise_descriptors
soft, hard = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print([raise_descriptors(), resource.getrlimit(resource.RLIMIT_NOFILE)[0]])
"""


def test_the_soft_limit_becomes_the_hard_one() -> None:
    assert _python(RAISED, "128", "400") == [400, 400]
    assert _python(RAISED, "300", "300") == [300, 300]
    assert 0 < raise_descriptors() <= ENOUGH


def test_room_is_left_for_the_house_itself(tmp_path: Path) -> None:
    settings = replace(read_settings({}, data=tmp_path), proxies=" 172.30.77.2, 10.0.0.1")
    assert [limits_of(settings, n).everybody for n in (200, 1024, 65_536)] == [LEAST, 384, A_VISIT * settings.visits]
    assert [limits_of(replace(settings, visits=n), 65_536).everybody for n in (1, 2_000)] == [FEW, A_VISIT * 2_000]
    trusts = limits_of(settings, 1024).trusts
    assert [trusts(each) for each in ("127.0.0.1", "::1", "172.30.77.2", "172.30.77.9", "unknown")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_without_a_descriptor_left_the_rest_are_turned_away_and_it_is_said_once() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FULL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as house:
        assert house.stdout is not None
        port = int(house.stdout.readline())
        lines = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(80)]
        assert lines[-1].recv(1) == b""
        for line in lines:
            line.close()
        while not _answers(port):
            assert house.poll() is None
        _, said = house.communicate("")
    records = [json.loads(line) for line in said.splitlines()]
    assert [(each["message"], each["why"]) for each in records] == [("connections refused", "no descriptors")]


def _answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try:
            return line.recv(12) == b"HTTP/1.1 200"
        except ConnectionError:
            return False


def _python(code: str, *words: str) -> list[int]:
    found = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    numbers: list[int] = json.loads(found.stdout)
    return numbers
