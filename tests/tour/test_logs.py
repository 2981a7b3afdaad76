"""Logs that a machine reads and that name nobody."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tour.logs import ACCESS, AccessLog, JsonLines, configure

Client = TestClient[web.Request, web.Application]


def line(record: logging.LogRecord) -> dict[str, Any]:
    text = JsonLines().format(record)
    assert "\n" not in text
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def record(name: str, message: str, *args: object, **extra: object) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(name, logging.WARNING, __file__, 1, message, args, None, extra=extra)


def test_our_record() -> None:
    told = line(record("tour.visit", "visit %s", "opened", device="headset"))
    assert told["message"] == "visit opened"
    assert (told["level"], told["logger"], told["device"]) == ("warning", "tour.visit", "headset")
    assert told["time"].endswith("+00:00")


def test_records_of_libraries_lose_their_arguments() -> None:
    told = line(record("aiohttp.server", "Error handling request from %s", "192.0.2.7"))
    assert told["message"] == "Error handling request from %s"
    assert "192.0.2.7" not in json.dumps(told)
    assert line(record("asyncio", "Task failed\nfuture: <Task exception='Anna'>"))["message"] == "Task failed"


def test_an_exception_is_told_by_type_and_place_only() -> None:
    try:
        raise ValueError("Anna asked about the well")
    except ValueError:
        failure = logging.getLogger("tour").makeRecord("tour", 40, __file__, 1, "failed", (), sys.exc_info())
    told = line(failure)
    assert told["exception"]["type"] == "ValueError"
    assert told["exception"]["at"][-1].startswith("test_logs.py:")
    assert "Anna" not in json.dumps(told)


def test_an_exception_of_the_system_tells_its_reason() -> None:
    try:
        raise OSError(28, "No space left on device", "/home/anna")
    except OSError:
        failure = logging.getLogger("tour").makeRecord("tour", 40, __file__, 1, "failed", (), sys.exc_info())
    told = line(failure)
    assert told["exception"]["reason"] == "No space left on device"
    assert "anna" not in json.dumps(told)


class TestAccess:
    """One record an answer."""

    @pytest.fixture
    async def client(self, http_app: web.Application) -> AsyncIterator[Client]:
        server = TestServer(http_app)
        await server.start_server(access_log_class=AccessLog, access_log=logging.getLogger(ACCESS))
        async with TestClient(server) as client:
            yield client

    @pytest.mark.parametrize(
        ("path", "route", "status"),
        [
            ("/api/sites/well/facts?language=it&question=who", "/api/sites/{site}/facts", 200),
            ("/anna/was/here?question=who", "unmatched", 404),
        ],
    )
    async def test_what_is_told(
        self, client: Client, caplog: pytest.LogCaptureFixture, path: str, route: str, status: int
    ) -> None:
        with caplog.at_level(logging.INFO, ACCESS):
            await (await client.get(path, headers={"User-Agent": "anna"})).read()
        [one] = [each for each in caplog.records if each.name == ACCESS]
        told = line(one)
        assert (told["method"], told["route"], told["status"]) == ("GET", route, status)
        assert told["ms"] >= 0
        assert told["bytes"] > 0
        for secret in ("who", "anna", "127.0.0.1"):
            assert secret not in json.dumps(told)

    async def test_what_was_no_request(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO):
            reader, writer = await asyncio.open_connection(client.host, client.port)
            writer.write(b"anna was here\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.0 400")
            writer.close()
            await writer.wait_closed()
        told = [line(each) for each in caplog.records if each.name.startswith(("tour", "aiohttp"))]
        assert [(each["route"], each["status"]) for each in told if each["logger"] == ACCESS] == [("unmatched", 400)]
        assert "anna" not in json.dumps(told)
        assert "127.0.0.1" not in json.dumps(told)
        assert not any("Unhandled" in each["message"] for each in told)


class TestConfigure:
    """The root logger writes JSON lines to standard error."""

    @pytest.fixture(autouse=True)
    def _root(self) -> Iterator[None]:
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        yield
        root.handlers[:] = handlers
        root.setLevel(level)

    def test_the_level_is_kept(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure("warning")
        logging.getLogger("tour.x").info("quiet")
        logging.getLogger("tour.x").warning("loud")
        [told] = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
        assert told["message"] == "loud"

    def test_an_unknown_level(self) -> None:
        with pytest.raises(ValueError, match="debug"):
            configure("chatty")


def test_what_a_chatty_library_warns_of_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure()
        logging.getLogger("phonemizer").warning("words count mismatch on %s%% of the lines", 100)
        logging.getLogger("phonemizer").error("espeak not found")
        logging.getLogger("aiohttp.server").warning("slow")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    said = [json.loads(each)["message"] for each in capsys.readouterr().err.splitlines()]
    assert said == ["espeak not found", "slow"]
