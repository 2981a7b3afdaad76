"""Failures over HTTP."""

import asyncio
import json
import logging
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from tour.errors import MEDIA_TYPE

Client = TestClient[web.Request, web.Application]

SECRET = "the visitor asked about her grandmother"


@pytest.fixture
def http_app(http_app: web.Application) -> web.Application:
    async def breaks(_: web.Request) -> web.Response:
        raise ValueError(SECRET)

    async def breaks_late(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"some")
        raise ValueError(SECRET)

    async def forbids(_: web.Request) -> web.Response:
        raise web.HTTPForbidden(text="Origin: this page may not.")

    async def moves(_: web.Request) -> web.Response:
        raise web.HTTPFound("/healthz")

    http_app.add_routes(
        [
            web.get("/breaks", breaks),
            web.get("/breaks-late", breaks_late),
            web.get("/forbids", forbids),
            web.get("/moves", moves),
        ]
    )
    return http_app


async def exchange(client: Client, request: str) -> tuple[int, dict[str, str], bytes]:
    """Send bytes that no client library would."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(request.replace("\n", "\r\n").encode())
    await writer.drain()
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    status, *lines = head.decode().split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body


async def problem(answer: Any) -> dict[str, Any]:
    assert answer.content_type == MEDIA_TYPE
    told: dict[str, Any] = await answer.json(content_type=MEDIA_TYPE)
    assert told["status"] == answer.status
    assert told["type"] == "about:blank"
    return told


async def test_nothing_here(client: Client) -> None:
    told = await problem(await client.get("/nowhere"))
    assert told["status"] == 404
    assert "/api/openapi.json" in told["detail"]


async def test_an_unexpected_failure_tells_nothing(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "tour.errors"):
        answer = await client.get("/breaks?question=secret")
    assert answer.status == 500
    assert SECRET not in await answer.text()
    assert "ValueError" not in await answer.text()
    [record] = [each for each in caplog.records if each.name == "tour.errors"]
    assert record.route == "/breaks"  # type: ignore[attr-defined]
    assert "secret" not in record.getMessage()


async def test_a_failure_after_the_answer_began_ends_the_connection(client: Client) -> None:
    answer = await client.get("/breaks-late")
    assert answer.status == 200
    with pytest.raises(Exception, match="payload"):
        await answer.read()
    assert (await client.get("/healthz")).status == 200


async def test_a_refusal_keeps_its_words(client: Client) -> None:
    assert (await problem(await client.get("/forbids")))["detail"] == "Origin: this page may not."


async def test_a_redirection_is_no_problem(client: Client) -> None:
    answer = await client.get("/moves", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/healthz")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/api/sites/inn", "/healthz", "/assets/x"])
async def test_foreign_methods(client: Client, method: str, path: str) -> None:
    answer = await client.request(method, path)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    await problem(answer)


async def test_a_path_that_climbs(client: Client) -> None:
    for path in ("/app/../secret.json", "/assets/../../etc/passwd", "/../../etc/passwd", "//etc/passwd"):
        status, headers, body = await exchange(client, f"GET {path} HTTP/1.1\nHost: here\nConnection: close\n\n")
        assert status == 404
        assert headers["Content-Type"].startswith(MEDIA_TYPE)
        assert b"root:" not in body


@pytest.mark.parametrize("host", ["a b", "[", "x:99999", "exa<mple"])
async def test_a_host_that_is_none(client: Client, host: str) -> None:
    status, _, body = await exchange(
        client, f"GET /api/sites/well/manifest.json HTTP/1.1\nHost: {host}\nConnection: close\n\n"
    )
    assert status == 400
    assert "Host" in json.loads(body)["detail"]


async def test_headers_without_end(client: Client) -> None:
    status, _, _ = await exchange(client, f"GET / HTTP/1.1\nHost: here\nX-Long: {'x' * 20_000}\n\n")
    assert status == 400


@pytest.mark.parametrize("words", ["\x16\x03\x01 hello\n\n", "BREW / HTTP/1.1\n\n", "GET / HTTP/9.9\n\n"])
async def test_a_connection_that_speaks_no_http_harms_nobody(client: Client, words: str) -> None:
    status, _, _ = await exchange(client, words)
    assert status == 400
    assert (await client.get("/healthz")).status == 200
