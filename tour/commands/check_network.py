"""What a headset in the museum's network would see of this house, for `tour check`."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from aiohttp import ClientConnectorCertificateError, ClientError, ClientSession, ClientTimeout

from tour.commands.finding import Finding
from tour.lan import LanError, check_packages, is_loopback
from tour.settings import Settings

if TYPE_CHECKING:
    from tour.lan.authority import Authority

PATIENCE = ClientTimeout(total=5)
SOON = 90
"""Days before an authority's end at which it is said."""

SECURE = "a secure context for who trusts the authority: WebXR, microphone, voice decoder and offline copy are there"
PLAIN = "no secure context: browsers there have no WebXR, no microphone and no voice decoder"
START = "tour serve --lan"


async def look_at_network(settings: Settings) -> list[Finding]:
    """Addresses, authority, certificate, name and doors with `--lan`; else who can reach this house at all."""
    if not settings.lan:
        return [_without(settings)]
    try:
        return await _look(settings)
    except LanError as wrong:
        return [Finding(what="network", state="optional", detail=str(wrong))]


def _without(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        detail = f"behind a proxy at {settings.public_url}: secure contexts where its certificate is believed"
        return Finding(what="network", state="ok", detail=detail)
    remedy = f"{START}, or a proxy with a certificate (compose.yaml)"
    if is_loopback(settings.host):
        detail = "this machine only: no headset or phone reaches it"
        return Finding(what="network", state="optional", detail=detail, remedy=remedy)
    return Finding(what="network", state="optional", detail=f"plain http at {settings.host}: {PLAIN}", remedy=remedy)


async def _look(settings: Settings) -> list[Finding]:
    check_packages()
    from tour.lan.addresses import addresses
    from tour.lan.authority import FILE, authority_of
    from tour.lan.names import host_name
    from tour.lan.papers import FOLDER

    host, here, now = host_name(settings.lan_name), addresses(settings.lan_addresses), datetime.now(UTC)
    found = [Finding(what="network addresses", state="ok", detail=", ".join(map(str, here)))]
    folder = settings.data / FOLDER
    if not (folder / FILE).exists():
        detail = "none yet; the first start makes it"
        return [*found, Finding(what="network authority", state="optional", detail=detail, remedy=START)]
    authority = authority_of(folder, host, now)
    found += [_authority(authority, now), _certificate(settings, authority, host, here, now), await _name(host, here)]
    return [*found, *await _doors(settings, authority, host, here)]


def _authority(authority: "Authority", now: datetime) -> Finding:
    from tour.lan.authority import fingerprint
    from tour.lan.page import grouped

    days = (authority.ends - now).days
    detail = f"until {authority.ends:%Y-%m-%d}; SHA-256 {grouped(fingerprint(authority.certificate))}"
    if days > SOON:
        return Finding(what="network authority", state="ok", detail=detail)
    remedy = "plan a day on which every headset and phone is led through trusting a new one"
    return Finding(what="network authority", state="optional", detail=f"{days} days left, {detail}", remedy=remedy)


def _certificate(
    settings: Settings, authority: "Authority", host: str, here: Sequence[IPv4Address], now: datetime
) -> Finding:
    from tour.lan.certificate import FILE, names_of, read
    from tour.lan.papers import FOLDER

    what = "network certificate"
    held = read(settings.data / FOLDER / FILE, authority)
    if held is None:
        return Finding(what=what, state="optional", detail="none of this authority", remedy=START)
    lacking = [name for name in names_of(host, here) if name not in held.names]
    detail = f"for {', '.join(held.names)}; {held.days_left(now)} days left, renewed by itself while the house is open"
    if lacking or held.days_left(now) < 0:
        detail += f"; not for {', '.join(lacking)}" if lacking else ""
        return Finding(what=what, state="optional", detail=detail, remedy=START)
    return Finding(what=what, state="ok", detail=detail)


async def _name(host: str, here: Sequence[IPv4Address]) -> Finding:
    from tour.lan.announcing import resolve

    what = f"network name {host}"
    found = await resolve(host, here)
    if found and found <= set(here):
        detail = f"found by multicast DNS at {', '.join(map(str, sorted(found)))}"
        return Finding(what=what, state="ok", detail=detail)
    if found:
        detail = f"another machine has it: {', '.join(map(str, sorted(found)))}"
        return Finding(what=what, state="optional", detail=detail, remedy="--lan-name gives this house another")
    detail = "nobody answers to it by multicast DNS"
    remedy = f"{START}; if it runs, let UDP 5353 through and switch client isolation off, or use the address"
    return Finding(what=what, state="optional", detail=detail, remedy=remedy)


async def _doors(settings: Settings, authority: "Authority", host: str, here: Sequence[IPv4Address]) -> list[Finding]:
    trusting = ssl.create_default_context(cadata=authority.pem.decode())
    async with ClientSession(timeout=PATIENCE) as session:
        asked = [
            *(_tours(session, trusting, settings.lan_port, address, name) for address in here for name in (host, None)
              if name or not address.is_loopback),
            *(_doorstep(session, settings.lan_doorstep, address) for address in here),
        ]  # fmt: skip
        return list(await asyncio.gather(*asked))


async def _tours(
    session: ClientSession, trusting: ssl.SSLContext, port: int, address: IPv4Address, name: str | None
) -> Finding:
    """A connection as a headset makes it, to an address under a name, trusting the authority and nobody else."""
    what = f"https://{name or address}:{port}"
    try:
        async with session.get(f"https://{address}:{port}/", ssl=trusting, server_hostname=name) as answer:
            well = answer.status == 200
            detail = f"{SECURE}, seen at {address}" if well else f"answers with {answer.status}"
    except ClientConnectorCertificateError as wrong:
        reason = getattr(wrong.certificate_error, "verify_message", "") or "another certificate"
        detail = f"a headset would warn: {reason}"
        return Finding(what=what, state="optional", detail=detail, remedy="end what listens there, or --lan-port")
    except (ClientError, TimeoutError, OSError):
        detail = f"nothing answers at {address}"
        return Finding(what=what, state="optional", detail=detail, remedy=f"{START}; a firewall has to let {port} in")
    return Finding(what=what, state="ok" if well else "optional", detail=detail)


async def _doorstep(session: ClientSession, port: int, address: IPv4Address) -> Finding:
    what = f"http://{address}:{port}"
    try:
        async with session.get(f"{what}/") as answer:
            well = answer.status == 200
    except (ClientError, TimeoutError, OSError):
        well = False
    if well:
        return Finding(what=what, state="ok", detail="the page that leads devices through trusting this house")
    return Finding(what=what, state="optional", detail="the page for devices does not answer", remedy=START)
