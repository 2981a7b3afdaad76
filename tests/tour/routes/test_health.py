"""Alive and ready."""

from importlib.metadata import version
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from tour.keys import SITES
from tour.routes.health import READINESS

Client = TestClient[web.Request, web.Application]


async def test_alive(client: Client) -> None:
    answer = await client.get("/healthz")
    assert await answer.json() == {"status": "ok", "version": version("caravanserai")}


async def test_ready_with_a_site_and_no_engine(client: Client) -> None:
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert await answer.json() == {"status": "ready", "sites": 1, "engines": {}}


class TestWithEngines:
    """What the engines say decides."""

    @pytest.fixture
    def engines(self) -> dict[str, Any]:
        return {"llama_cpp": "opening", "kokoro": "open"}

    @pytest.fixture
    def http_app(self, http_app: web.Application, engines: dict[str, Any]) -> web.Application:
        http_app[READINESS] = lambda: engines
        return http_app

    async def test_an_engine_that_is_opening_is_awaited(self, client: Client, engines: dict[str, Any]) -> None:
        waiting = await client.get("/readyz")
        problem = await waiting.json(content_type="application/problem+json")
        assert waiting.status == 503
        assert waiting.headers["Retry-After"] == "2"
        assert "llama_cpp" in problem["detail"]
        assert problem["engines"] == {"llama_cpp": "opening", "kokoro": "open"}

        engines["llama_cpp"] = "open"
        assert (await client.get("/readyz")).status == 200

    async def test_an_engine_that_is_absent_is_done_without(self, client: Client, engines: dict[str, Any]) -> None:
        engines["llama_cpp"] = "absent"
        answer = await client.get("/readyz")
        assert answer.status == 200
        assert (await answer.json())["engines"]["llama_cpp"] == "absent"


class TestWithoutSites:
    """A house with no site receives nobody."""

    @pytest.fixture
    def http_app(self, http_app: web.Application) -> web.Application:
        http_app[SITES] = {}
        return http_app

    async def test_not_ready(self, client: Client) -> None:
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert "a site" in (await answer.json(content_type="application/problem+json"))["detail"]
        assert (await client.get("/healthz")).status == 200
