"""The name under which this house is found in its network, and the certificates' bounds."""

import re
from ipaddress import IPv4Address, ip_network

from tour.lan.problem import LanError

DOMAIN = "local"
"""The domain of multicast DNS (RFC 6762), which nobody can own on the internet."""

PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")))
"""Networks that no router of the internet passes on (RFC 1918, RFC 3927)."""

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def host_name(name: str) -> str:
    """`museum` and `Museum.local` → `museum.local`; raises `LanError` for what cannot be a name."""
    label = name.strip().lower().removesuffix(f".{DOMAIN}")
    if not LABEL.fullmatch(label):
        raise LanError(f"--lan-name {name!r}: at most 63 letters a to z, digits, hyphens, such as museum")
    return f"{label}.{DOMAIN}"


def is_private(address: IPv4Address) -> bool:
    """Whether an address can only be of a network like this one."""
    return any(address in network for network in PRIVATE)
