"""Where a request comes from, with and without a proxy."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tour.people.origin import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        ("", ["203.0.113.7"], "127.0.0.1"),
        ("192.0.2.1", ["203.0.113.7"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6", "203.0.113.7, 127.0.0.1"], "203.0.113.7"),
        ("127.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::"),
        ("127.0.0.1", ["fe80::1:2%eth0"], "fe80::"),
        ("127.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["rubbish"], "unknown"),
    ],
)
async def test_where_somebody_comes_from(proxies: str, forwarded: list[str], counted: str) -> None:
    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=address_of(request, {proxies}))

    app = web.Application()
    app.router.add_get("/", tell)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/", headers=[("X-Forwarded-For", each) for each in forwarded])
        assert await answer.text() == counted
