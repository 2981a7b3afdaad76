"""A whole server on a real socket, with a scripted model and a scripted voice, and visitors who walk in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from scenes.site_pack import load_site
from tests.builders import write_pack
from tour.app import create_app
from tour.keys import HOUSE
from tour.messages import Hello
from tour.settings import Settings

Serve = Callable[..., Awaitable[TestServer]]
Enter = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Nothing real but the server: no weights, scripted words and sound, and nobody reads models unasked."""
    return Settings(
        data=tmp_path / "data",
        weights=tmp_path / "weights",
        model="scripted",
        voices="scripted",
        embedder="none",
        port=0,
        gaze=False,
    )


@pytest.fixture
async def serve(tmp_path: Path, settings: Settings) -> AsyncIterator[Serve]:
    """Start a server for the builders' site; settings may be changed by name."""
    async with AsyncExitStack() as stack:

        async def start(**changes: Any) -> TestServer:
            site = load_site(write_pack(tmp_path / "pack"))
            app: web.Application = create_app(replace(settings, **changes), {site.id: site})
            server = TestServer(app)
            await stack.enter_async_context(server)
            await app[HOUSE].engines.settled()
            return server

        yield start


@pytest.fixture
async def server(serve: Serve) -> TestServer:
    """One server as it comes."""
    return await serve()


@pytest.fixture
async def enter() -> AsyncIterator[Enter]:
    """Open a visit at a server; hello's fields may be given by name."""
    async with AsyncExitStack() as stack:

        async def come_in(server: TestServer, **hello: Any) -> Visitor:
            fields = {"site": "well", "language": "en", "audio": ("opus",), **hello}
            visitor = Visitor(str(server.make_url("/visit")).replace("http", "ws", 1), Hello(**fields))
            await stack.enter_async_context(visitor)
            return visitor

        yield come_in
