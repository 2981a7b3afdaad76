"""Headers of every answer."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(values) for name, *values in (part.split() for part in policy.split("; "))}


async def test_what_the_page_may_load(client: Client) -> None:
    policy = directives((await client.get("/")).headers["Content-Security-Policy"])
    assert policy["default-src"] == {"'self'"}
    assert policy["script-src"] == {"'self'", "'wasm-unsafe-eval'"}
    assert policy["style-src"] == {"'self'"}
    assert {"'self'", "blob:"} <= policy["worker-src"]
    assert {"'self'", "ws:", "wss:", "blob:"} <= policy["connect-src"]
    assert policy["object-src"] == {"'none'"}
    assert not any("unsafe-inline" in values or "'unsafe-eval'" in values for values in policy.values())


@pytest.mark.parametrize("path", ["/", "/healthz", "/metrics", "/nowhere", "/api/sites", "/assets/nothing"])
async def test_every_answer_is_guarded(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "aiohttp" not in headers["Server"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "xr-spatial-tracking=(self)" in headers["Permissions-Policy"]
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "is_open"), [("/api/sites", True), ("/assets/nothing", True), ("/", False), ("/metrics", False)]
)
async def test_who_else_may_read(client: Client, path: str, is_open: bool) -> None:
    headers = (await client.get(path, headers={"Origin": "https://elsewhere.example"})).headers
    assert ("Access-Control-Allow-Origin" in headers) is is_open
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_open else "same-origin")
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", ["/api/sites", "/assets/nothing"])
async def test_preflight(client: Client, path: str) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    answer = await client.options(path, headers={**asked, "Access-Control-Request-Headers": "range"})
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Range" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


async def test_options_elsewhere_only_names_the_methods(client: Client) -> None:
    answer = await client.options("/healthz")
    assert (answer.status, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Methods" not in answer.headers
    assert (await client.options("/nowhere")).status == 404
