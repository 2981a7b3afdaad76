"""What a server holds for its kiosks in memory, and the site that one of their addresses names."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from aiohttp import web

from scenes.scene import Site
from tour.errors import Absent
from tour.keys import SITES
from tour.kiosk.corner import Corner
from tour.kiosk.handing_over import HandOvers
from tour.kiosk.heard import Heard

BASE = "/api/kiosk/{site}"


@dataclass(slots=True, kw_only=True)
class Kiosks:
    """What a server holds for its kiosks in memory."""

    corner: Corner
    leaving: HandOvers = field(default_factory=HandOvers)
    started: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
    since: float = field(default_factory=monotonic)
    greeting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One greeting is made at a time: voices are there for visits."""
    heard: Heard = field(default_factory=lambda: Heard(since=monotonic()))


KIOSKS: web.AppKey[Kiosks] = web.AppKey("kiosks", Kiosks)


def kiosk_site(request: web.Request) -> Site:
    """The site whose kiosk asks; raises `Absent` where there is none."""
    site = request.app[SITES].get(request.match_info["site"])
    if site is None:
        raise Absent("There is no such site here. /api/sites lists the sites.")
    return site
