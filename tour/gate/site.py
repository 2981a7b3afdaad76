"""An aiohttp site behind a gate: whoever says nothing for long is shown out, except who is trusted."""

import asyncio
import ssl
from typing import cast

from aiohttp import web

from tour.gate.crowd import Crowd
from tour.gate.sockets import Gate, bound
from tour.logs import AccessLog
from tour.people.origin import plain

FAREWELL_S = 5.0
"""For the other side to end TLS too."""


class GatedSite(web.BaseSite):
    """One application on one gate."""

    __slots__ = ("_crowd", "_gate")

    def __init__(
        self, runner: web.BaseRunner, gate: Gate, crowd: Crowd, *, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(runner, ssl_context=ssl_context)
        self._gate, self._crowd = gate, crowd

    @property
    def name(self) -> str:
        """Its address."""
        host, port = self._gate.getsockname()[:2]
        return f"{'https' if self._ssl_context else 'http'}://{host}:{port}"

    @property
    def port(self) -> int:
        """The port that it has, also where any free one was wanted."""
        return int(self._gate.getsockname()[1])

    async def start(self) -> None:
        """Listen."""
        await super().start()
        server, secure = self._runner.server, self._ssl_context is not None
        assert server is not None  # a site is made of a runner that is set up
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Arrival(server, self._crowd), sock=self._gate, ssl=self._ssl_context, backlog=self._backlog,
            ssl_handshake_timeout=self._crowd.limits.patience if secure else None,
            ssl_shutdown_timeout=FAREWELL_S if secure else None,
        )  # fmt: skip


class _Arrival(asyncio.Protocol):
    """A connection of which nothing is known yet; as soon as its address is, aiohttp has it."""

    def __init__(self, server: web.Server, crowd: Crowd) -> None:
        self._server, self._limits = server, crowd.limits

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        handler = self._handler(trusted=bool(peer) and self._limits.trusts(plain(str(peer[0]))))
        transport.set_protocol(handler)
        handler.connection_made(transport)

    def _handler(self, *, trusted: bool) -> web.RequestHandler:
        loop = asyncio.get_running_loop()
        if trusted:  # aiohttp's own keep-alive, which is longer than any proxy's
            return web.RequestHandler(self._server, loop=loop, access_log_class=AccessLog)
        # aiohttp counts it from the connection and from each answer until the next head is whole.
        patience = self._limits.patience
        return web.RequestHandler(self._server, loop=loop, access_log_class=AccessLog, keepalive_timeout=patience)


async def open_sites(runner: web.BaseRunner, host: str, port: int, crowd: Crowd) -> list[GatedSite]:
    """Serve on every address of a host; raises `OSError`."""
    sites = [GatedSite(runner, gate, crowd) for gate in bound(host, port, crowd)]
    for site in sites:
        await site.start()
    return sites
