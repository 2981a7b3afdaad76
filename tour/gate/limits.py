"""What strangers may take of the house's connections."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from tour.settings import Settings

EACH = 30
"""A browser opens seven at most: this is a device with several tabs, or a few visitors behind one router."""
A_VISIT = 5
"""For each visit that a house takes: one that lasts, and those that fetch the place. TLS takes 400 kB for each."""
OURS = 256
"""Descriptors for the house itself: records, models, voices, and whoever comes by loopback."""
LEAST, FEW = 32, 256
"""The room of a house with hardly any descriptors, and of one that takes hardly any visits."""
PATIENCE_S = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Connections and seconds for whoever is not trusted."""

    each: int = EACH
    """Connections that each address may have whatever others have; more only while half of the room is free."""
    everybody: int
    """Connections of all addresses together."""
    patience: float = PATIENCE_S
    """Seconds for the handshake, and then for a request's head to be whole, the first and each further one."""
    trusts: Callable[[str], bool]
    """Whether an address is this machine's or a proxy's, for whom none of this holds."""


def limits_of(settings: Settings, descriptors: int) -> Limits:
    """The limits of a house for so many visits and descriptors; a connection may need a second one, for a file."""
    proxies = {each.strip() for each in settings.proxies.split(",") if each.strip()}
    room = min(max(FEW, A_VISIT * settings.visits), max(LEAST, (descriptors - OURS) // 2))
    return Limits(everybody=room, trusts=lambda address: address in proxies or _is_here(address))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
