"""The house in its network: papers, doors and name, kept true while addresses change and certificates grow old."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import IPv4Address

from aiohttp import web

from tour.gate.crowd import Crowd
from tour.gate.descriptors import raise_descriptors
from tour.gate.limits import limits_of
from tour.lan.addresses import addresses
from tour.lan.announcing import Announcement
from tour.lan.doorstep import Doorstep
from tour.lan.listening import Listeners
from tour.lan.names import host_name
from tour.lan.papers import Papers
from tour.lan.problem import LanError, NotYetError
from tour.lan.way_in import WAY_IN, WayIn
from tour.meanwhile import meanwhile
from tour.settings import Settings

EVERY = 30.0
"""Seconds between looks at addresses and certificate."""

log = logging.getLogger(__name__)


class Network:
    """What of this house the network sees."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Raises `LanError` for what would keep it from opening; a network that is not there yet does not."""
        self._settings, self._now = settings, now
        self._said: set[str] = set()
        self.addresses: tuple[IPv4Address, ...] = ()
        with self._telling(NotYetError):
            self.addresses = addresses(settings.lan_addresses)
        self.papers = Papers(settings.data, host_name(settings.lan_name), self.addresses, now())

    @property
    def urls(self) -> tuple[str, ...]:
        """Where visitors find the tours, by name first."""
        hosts = (self.papers.host, *map(str, self.tours.addresses))
        return tuple(f"https://{host}:{self.tours.port}/" for host in hosts)

    @property
    def doorsteps(self) -> tuple[str, ...]:
        """Where devices learn to trust the house; by number, which works before the name does."""
        return tuple(f"http://{address}:{self.doorstep.port}/" for address in self.doorstep.addresses)

    def origin(self, came_by: str = "") -> str:
        """Where a phone finds the tours: by number, since not each knows `.local`; empty while nobody listens."""
        known = [str(each) for each in self.tours.addresses]
        host = came_by if came_by in known else next(iter(known), "")
        return f"https://{host}:{self.tours.port}" if host else ""

    @asynccontextmanager
    async def open(
        self, runner: web.AppRunner, crowd: Crowd | None = None, found: Callable[[], None] = lambda: None
    ) -> AsyncIterator[None]:
        """Serve the application of `runner` and the doorstep on the addresses of now. Raises `LanError`.

        Where there is no address yet, they are looked for, and `found` is called once there is one.
        """
        doorstep = web.AppRunner(self._doorstep())
        await doorstep.setup()
        crowd = crowd or Crowd(limits_of(self._settings, raise_descriptors()))
        self.tours = Listeners(runner, crowd, self._settings.lan_port, "--lan-port", self.papers.context)
        self.doorstep = Listeners(doorstep, crowd, self._settings.lan_doorstep, "--lan-doorstep")
        self._found = found
        self._announcement = Announcement(self.papers.host)
        way_in = runner.app.get(WAY_IN, WayIn())
        try:
            for listeners in (self.tours, self.doorstep):
                with self._telling(NotYetError):
                    await listeners.fit(self.addresses)
            way_in.find = self.origin
            async with meanwhile(self._keep()):
                yield
        finally:
            way_in.find = None
            await self._announcement.close()
            await doorstep.cleanup()

    async def look(self) -> None:
        """Hold everything against the addresses and the time of now; what fails is logged once and tried again."""
        with self._telling():
            self.addresses = addresses(self._settings.lan_addresses)
        with self._telling():
            self.papers.fit(self.addresses, self._now())
        before = self.tours.addresses
        for listeners in (self.tours, self.doorstep):
            with self._telling():
                await listeners.fit(self.addresses)
        if self.tours.addresses and not before:
            self._found()
        await self._announce()

    async def _keep(self) -> None:
        await self._announce()  # takes a second or two: nobody waits for it
        while True:
            await asyncio.sleep(EVERY)
            await self.look()

    async def _announce(self) -> None:
        with self._telling():
            await self._announcement.fit(self.tours.addresses, self.tours.port)

    def _doorstep(self) -> web.Application:
        return Doorstep(self.papers, lambda: self.tours.port).app()

    def _telling(self, kind: type[LanError] = LanError) -> "_Telling":
        return _Telling(kind, self._tell)

    def _tell(self, wrong: LanError) -> None:
        if str(wrong) not in self._said:
            self._said.add(str(wrong))
            log.warning(str(wrong))


class _Telling:
    """Turns a `LanError` of a kind into a record, so that what comes after is done all the same."""

    def __init__(self, kind: type[LanError], tell: Callable[[LanError], None]) -> None:
        self._kind, self._tell = kind, tell

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, wrong: BaseException | None, _: object) -> bool:
        if isinstance(wrong, self._kind):
            self._tell(wrong)
            return True
        return False
