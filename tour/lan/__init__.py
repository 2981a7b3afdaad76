"""The museum's own network: https for headsets with no certificate bought and no name owned.

Its modules need the extra `lan`; `network_of` says so before any is imported.
"""

from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING

from tour.lan.problem import LanError
from tour.settings import Settings

if TYPE_CHECKING:
    from tour.lan.network import Network

NEEDED = ("cryptography", "ifaddr", "segno", "zeroconf")

__all__ = ["LanError", "check_packages", "is_loopback", "network_of"]


def network_of(settings: Settings) -> "Network | None":
    """The network as an operator has set it; None without `--lan`. Raises `LanError`."""
    if not settings.lan:
        return None
    check_packages()
    if not is_loopback(settings.host):
        raise LanError(
            f"--host {settings.host}: with --lan plain http stays on this machine; leave --host at 127.0.0.1"
        )
    from tour.lan.network import Network

    return Network(settings)


def check_packages() -> None:
    """Raises `LanError` where a package is missing."""
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise LanError(f"--lan needs {', '.join(missing)}: pip install 'caravanserai[lan]'")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
