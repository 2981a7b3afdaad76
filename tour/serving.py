"""Running the server on its own address, and in its network where that is wished."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from aiohttp import web

from tour.gate.crowd import Crowd
from tour.gate.descriptors import raise_descriptors
from tour.gate.limits import limits_of
from tour.gate.site import open_sites
from tour.settings import Settings

if TYPE_CHECKING:
    from tour.lan.network import Network

FAREWELL_S = 12.0
"""Visitors hear their sentence out before the sockets close."""


def serve(app: web.Application, settings: Settings, network: "Network | None", told: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; `told` gets the first address once everything is open.

    With a network it is told again when that comes later than the house. Raises `LanError`, and `OSError` where the
    port is taken.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, settings, network, told))


async def _serve(
    app: web.Application, settings: Settings, network: "Network | None", told: Callable[[str], None]
) -> None:
    crowd = Crowd(limits_of(settings, raise_descriptors()))
    runner = web.AppRunner(app, shutdown_timeout=FAREWELL_S)
    await runner.setup()
    try:
        sites = await open_sites(runner, settings.host, settings.port, crowd)
        url = f"http://{settings.host}:{sites[0].port}/"
        async with _opened(network, runner, crowd, lambda: told(url)):
            told(url)
            await _stopped()
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _opened(
    network: "Network | None", runner: web.AppRunner, crowd: Crowd, found: Callable[[], None]
) -> AsyncIterator[None]:
    if network is None:
        yield
        return
    async with network.open(runner, crowd, found):
        yield


async def _stopped() -> None:
    stop = asyncio.Event()
    with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C cancels instead
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await stop.wait()
