"""`/api/sites/{site}/here`: which colleagues are at a site right now, and where; kept in memory for a moment."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.keys import PRESENCE
from tour.people.guard import caller
from tour.presence import Present, Spot
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body, site_of

PLACE = Annotated[str, Meta(max_length=160, pattern=r"^[A-Za-z0-9._+-]*$(?!\n)")]


class SpotGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one's window is; an empty section says that it is closed."""

    window: Annotated[str, Meta(pattern=r"^[a-z0-9]{4,32}$(?!\n)")]
    """What this window calls itself."""
    section: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]*$(?!\n)")] = ""
    record: PLACE = ""
    editing: bool = False


class Here(Struct, frozen=True, kw_only=True):
    """Everybody who is here, oneself included."""

    people: tuple[Present, ...]


async def who(request: web.Request) -> web.Response:
    """Who is at the site."""
    return answer(Here(people=request.app[PRESENCE].here(site_of(request))))


async def come(request: web.Request) -> web.Response:
    """Say where one is; who else is there comes back. To be said again within 45 seconds."""
    given, me, site = await body(request, SpotGiven), caller(request), site_of(request)
    spot = Spot(section=given.section, record=given.record, editing=given.editing)
    request.app[PRESENCE].come(site, me.person, me.name, given.window, spot)
    return answer(Here(people=request.app[PRESENCE].here(site)))


BASE = "/api/sites/{site}/here"
ROUTES = (web.get(BASE, who), web.post(BASE, come))
OPERATIONS = {
    f"GET {BASE}": Operation(summary="Which colleagues are at a site right now, and where.", gives=Here),
    f"POST {BASE}": Operation(summary="Say where one is, every so often.", takes=SpotGiven, gives=Here),
}
