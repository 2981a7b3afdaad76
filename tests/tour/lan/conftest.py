"""A house in a network of loopback, and a client that trusts its authority and nobody else."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from tour.settings import Settings, read_settings

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Clock:
    """A clock that is set by hand.

    TLS sockets look at the real one. It starts so long ago that what is signed now still holds today, and that half a
    day later than today it is due for renewal.
    """

    def __init__(self) -> None:
        self.now = datetime.now(UTC) - timedelta(days=19, hours=12)

    def __call__(self) -> datetime:
        return self.now


class Loopback(AbstractResolver):
    """Every name leads to this machine, so that what is refused is refused for its certificate."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        """Nothing is held."""


class Device:
    """A headset or phone: it trusts the public authorities, or the one that it was given."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.trusts = ssl.create_default_context()

    def trust(self, pem: bytes) -> None:
        self.trusts = ssl.create_default_context(cadata=pem.decode())

    async def get(self, url: str, **how: Any) -> tuple[int, str]:
        async with self.session.get(url, ssl=self.trusts if url.startswith("https") else True, **how) as answer:
            return answer.status, await answer.text()

    async def shown(self, host: str, port: int) -> bytes:
        """The certificate that a new connection is shown, DER."""
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=self.trusts, server_hostname=host)
        found: bytes = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        await writer.wait_closed()
        return found


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    connector = aiohttp.TCPConnector(resolver=Loopback(), force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Device(session)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """`--lan` on loopback and free ports."""
    wanted = read_settings({}, data=tmp_path)
    return replace(wanted, lan=True, lan_name="museum", lan_addresses="127.0.0.1", lan_port=0, lan_doorstep=0, port=0)


@pytest.fixture
def clock() -> Clock:
    return Clock()
