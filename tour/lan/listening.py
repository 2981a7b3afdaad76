"""Listening on exactly the addresses of now: they come and go with the network."""

import logging
import ssl
from collections.abc import Sequence
from ipaddress import IPv4Address

from aiohttp import web

from tour.lan.problem import LanError

log = logging.getLogger(__name__)


class Listeners:
    """One application on one port of several addresses."""

    def __init__(self, runner: web.AppRunner, port: int, option: str, context: ssl.SSLContext | None = None) -> None:
        """`port` 0 takes any free one, and keeps it; `option` is what the command line calls it."""
        self._runner, self._option, self._context = runner, option, context
        self.port = port
        self._sites: dict[IPv4Address, web.TCPSite] = {}

    @property
    def addresses(self) -> tuple[IPv4Address, ...]:
        """Where is listened now."""
        return tuple(sorted(self._sites))

    async def fit(self, addresses: Sequence[IPv4Address]) -> None:
        """Listen on these and on no others; who is connected stays.

        Raises `LanError` where an address cannot be taken; the others are listened on nevertheless.
        """
        for gone in set(self._sites) - set(addresses):
            await self._sites.pop(gone).stop()
        failed: list[str] = []
        for address in addresses:
            if address not in self._sites:
                failed += await self._begin(address)
        if failed:
            raise LanError(f"cannot listen on {', '.join(failed)}; {self._option} names another port")

    async def _begin(self, address: IPv4Address) -> list[str]:
        site = web.TCPSite(self._runner, str(address), self.port, ssl_context=self._context)
        try:
            await site.start()
        except OSError as wrong:
            return [f"{address}:{self.port} ({wrong.strerror or wrong})"]
        self._sites[address] = site
        self.port = site.port
        log.info("listening", extra={"port": self.port})
        return []
