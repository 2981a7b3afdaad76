"""The addresses under which other machines of this network reach this one."""

from collections.abc import Iterable
from ipaddress import IPv4Address

from tour.lan.names import is_private
from tour.lan.problem import LanError, NotYetError

INNER = ("docker", "br-", "veth", "virbr", "vboxnet", "vmnet", "cni", "podman", "lxc", "tun", "tap", "wg", "zt", "utun")
"""How adapters begin whose other end is in this machine or far away."""

NOWHERE = (
    "no address of a local network: connect this machine to the museum's Wi-Fi or cable;"
    " --lan-addresses names one that was not found"
)


def addresses(wanted: str = "") -> tuple[IPv4Address, ...]:
    """The wanted addresses, or all private ones of this machine, in order.

    `wanted` holds addresses separated by ','. Raises `NotYetError` where there is none, `LanError` where one cannot be
    used.
    """
    if wanted.strip():
        return tuple(dict.fromkeys(_wanted(each) for each in wanted.split(",") if each.strip()))
    found = private(_adapters())
    if not found:
        raise NotYetError(NOWHERE)
    return found


def private(adapters: Iterable[tuple[str, IPv4Address]]) -> tuple[IPv4Address, ...]:
    """The private addresses of `(adapter, address)` that lead out of this machine."""
    kept = {address for name, address in adapters if is_private(address) and not name.startswith(INNER)}
    return tuple(sorted(kept))


def _wanted(text: str) -> IPv4Address:
    try:
        address = IPv4Address(text.strip())
    except ValueError:
        raise LanError(f"--lan-addresses {text.strip()!r}: an IPv4 address is needed, such as 192.168.1.20") from None
    if not (is_private(address) or address.is_loopback):
        raise LanError(
            f"--lan-addresses {address}: not an address of a private network, so that the whole internet may reach it;"
            " put a proxy with a real certificate in front (compose.yaml)"
        )
    return address


def _adapters() -> list[tuple[str, IPv4Address]]:
    import ifaddr

    return [
        (adapter.name, IPv4Address(ip.ip))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]
