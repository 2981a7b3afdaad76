"""Multicast DNS: this house is announced as `NAME.local`, and asked for (RFC 6762, RFC 6763)."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Address

from zeroconf import (  # type: ignore[attr-defined]  # AddressResolverIPv4 is documented, and missing from __all__
    AddressResolverIPv4,
    IPVersion,
    NonUniqueNameException,
    ServiceInfo,
)
from zeroconf.asyncio import AsyncZeroconf

from tour.lan.problem import LanError

KIND = "_https._tcp.local."
BEFORE_MS, LOOK_MS = 1000, 3000
"""How long is asked for a name: before taking it, and when looking for it. Answers may be held back for a second."""


class Announcement:
    """What is announced in the networks of some addresses, until it is closed or the addresses change."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._line: AsyncZeroconf | None = None
        self._said: tuple[tuple[IPv4Address, ...], int] | None = None
        self._lock = asyncio.Lock()

    async def fit(self, addresses: Sequence[IPv4Address], port: int) -> None:
        """Announce these addresses; does nothing where they are announced already.

        Raises `LanError` for a name that another machine has, and where multicast cannot be sent.
        """
        async with self._lock:
            if (tuple(addresses), port) != self._said:
                await self._renew(addresses, port)

    async def _renew(self, addresses: Sequence[IPv4Address], port: int) -> None:
        await self.close()
        if not addresses:
            return
        self._line = line = _line(addresses)
        try:
            await self._announce(line, addresses, port)
        except (LanError, OSError, NonUniqueNameException) as wrong:
            await self.close()
            raise LanError(_not_announced(self.host, wrong)) from None
        self._said = (tuple(addresses), port)

    async def close(self) -> None:
        """Say goodbye, so that nobody looks for a house that is gone."""
        line, self._line, self._said = self._line, None, None
        if line is not None:
            await line.async_unregister_all_services()
            await line.async_close()

    async def _announce(self, line: AsyncZeroconf, addresses: Sequence[IPv4Address], port: int) -> None:
        others = await _ask(line, self.host, BEFORE_MS) - set(addresses)
        if others:
            raise LanError(f"{min(others)} has that name already; --lan-name gives this house another")
        await (await line.async_register_service(_service(self.host, addresses, port), allow_name_change=True))


async def resolve(host: str, addresses: Sequence[IPv4Address], patience: int = LOOK_MS) -> set[IPv4Address]:
    """Which addresses the network of these gives for `NAME.local`; none where nobody answers in `patience` ms."""
    line = _line(addresses)
    try:
        return await _ask(line, host, patience)
    finally:
        await line.async_close()


def _line(addresses: Sequence[IPv4Address]) -> AsyncZeroconf:
    try:
        return AsyncZeroconf(interfaces=[str(each) for each in addresses], ip_version=IPVersion.V4Only)
    except OSError as wrong:
        raise LanError(f"multicast DNS: {wrong.strerror}") from None


async def _ask(line: AsyncZeroconf, host: str, patience: int) -> set[IPv4Address]:
    question = AddressResolverIPv4(f"{host}.")
    await question.async_request(line.zeroconf, patience)
    return {IPv4Address(int(each)) for each in question.ip_addresses_by_version(IPVersion.V4Only)}


def _service(host: str, addresses: Sequence[IPv4Address], port: int) -> ServiceInfo:
    return ServiceInfo(
        KIND, f"Caravanserai {host.partition('.')[0]}.{KIND}", port=port, properties={"path": "/"}, server=f"{host}.",
        addresses=[each.packed for each in addresses],
    )  # fmt: skip


def _not_announced(host: str, wrong: Exception) -> str:
    reason = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else str(wrong)
    return f"{host} is not announced ({reason}); the house can still be reached by its address"
