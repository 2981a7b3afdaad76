"""Where a phone finds the house, as far as the house itself knows."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tour.keys import SETTINGS


@dataclass(slots=True)
class WayIn:
    """The way in from the museum's network, known while the house listens there."""

    find: Callable[[str], str] | None = None
    """From an address of this machine to an https origin."""

    def origin(self, came_by: str = "") -> str:
        """`https://ADDRESS:PORT`, with the address under which somebody reached this machine if it is one; or empty."""
        return self.find(came_by) if self.find else ""


WAY_IN: web.AppKey[WayIn] = web.AppKey("way-in", WayIn)


def outside(request: web.Request) -> str:
    """The origin under which others reach the house: as its operator said, else in its own network; or empty."""
    socket = request.transport.get_extra_info("sockname") if request.transport else None
    said = request.app[SETTINGS].public_url.rstrip("/")
    return said or request.app[WAY_IN].origin(socket[0] if socket else "")
