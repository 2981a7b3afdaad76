"""Running the server on loopback and in its network at once."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from tour.lan.network import Network
from tour.logs import AccessLog
from tour.settings import Settings

FAREWELL_S = 12.0
"""Visitors hear their sentence out before the sockets close."""


def serve(app: web.Application, settings: Settings, network: Network, told: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; `told` gets loopback's address once everything is open.

    Raises `LanError`, and `OSError` where loopback's port is taken.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, settings, network, told))


async def _serve(app: web.Application, settings: Settings, network: Network, told: Callable[[str], None]) -> None:
    runner = web.AppRunner(app, access_log_class=AccessLog, shutdown_timeout=FAREWELL_S)
    await runner.setup()
    try:
        loopback = web.TCPSite(runner, settings.host, settings.port)
        await loopback.start()
        async with network.open(runner):
            told(f"http://{settings.host}:{loopback.port}/")
            await _stopped()
    finally:
        await runner.cleanup()


async def _stopped() -> None:
    stop = asyncio.Event()
    with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C cancels instead
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await stop.wait()
