"""Listening on exactly the addresses of now: they come and go with the network."""

import errno
import logging
import ssl
from collections.abc import Sequence
from ipaddress import IPv4Address

from aiohttp import web

from tour.gate.crowd import Crowd
from tour.gate.site import GatedSite
from tour.gate.sockets import bound
from tour.lan.problem import LanError, NotYetError

log = logging.getLogger(__name__)


class Listeners:
    """One application on one port of several addresses."""

    def __init__(
        self, runner: web.AppRunner, crowd: Crowd, port: int, option: str, context: ssl.SSLContext | None = None
    ) -> None:
        """`port` 0 takes any free one, and keeps it; `option` is what the command line calls it."""
        self._runner, self._crowd, self._option, self._context = runner, crowd, option, context
        self.port = port
        self._sites: dict[IPv4Address, GatedSite] = {}

    @property
    def addresses(self) -> tuple[IPv4Address, ...]:
        """Where is listened now."""
        return tuple(sorted(self._sites))

    async def fit(self, addresses: Sequence[IPv4Address]) -> None:
        """Listen on these and on no others; who is connected stays.

        Raises `NotYetError` where an address is none of this machine's now, `LanError` where it cannot be taken; the
        others are listened on nevertheless.
        """
        for gone in set(self._sites) - set(addresses):
            await self._sites.pop(gone).stop()
        failed: list[str] = []
        away: list[str] = []
        for address in addresses:
            if address not in self._sites:
                try:
                    await self._begin(address)
                except OSError as wrong:
                    said = f"{address}:{self.port} ({wrong.strerror or wrong})"
                    (away if wrong.errno == errno.EADDRNOTAVAIL else failed).append(said)
        if failed:
            raise LanError(f"cannot listen on {', '.join(failed)}; {self._option} names another port")
        if away:
            raise NotYetError(f"cannot listen on {', '.join(away)} yet; it is tried again every half minute")

    async def _begin(self, address: IPv4Address) -> None:
        for gate in bound(str(address), self.port, self._crowd):
            site = GatedSite(self._runner, gate, self._crowd, ssl_context=self._context)
            await site.start()
            self._sites[address] = site
            self.port = site.port
        log.info("listening", extra={"port": self.port})
