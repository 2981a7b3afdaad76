"""Where a request comes from: which address, and which page."""

from collections.abc import Set
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import web

UNKNOWN = "unknown"


def address_of(request: web.Request, proxies: Set[str]) -> str:
    """The visitor's address; what a proxy says of it counts only from one of `proxies`. IPv6: the whole /64."""
    peer = plain(request.remote or "")
    if peer not in proxies:
        return grouped(peer)
    said = [plain(each) for line in request.headers.getall("X-Forwarded-For", []) for each in line.split(",")]
    return grouped(next((each for each in reversed(said) if each not in proxies), peer))


def is_ours(request: web.Request, public_url: str) -> bool:
    """Whether a page of ours asks, or no page at all: a browser says which it is with everything but plain reading."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    parts = urlsplit(origin)
    if public_url and origin == origin_of(public_url):
        return True
    return parts.scheme in {"http", "https"} and parts.netloc == request.host


def is_secure(request: web.Request, public_url: str) -> bool:
    """Whether people reach this house by https."""
    return request.secure or public_url.startswith("https://")


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def plain(address: str) -> str:
    """An address as it is written most simply, IPv4 in IPv6 as IPv4; `UNKNOWN` for what is none."""
    try:
        found = ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def grouped(address: str) -> str:
    """What counts as one place: the address, of IPv6 the whole /64."""
    return str(ip_network(f"{address}/64", strict=False).network_address) if ":" in address else address
