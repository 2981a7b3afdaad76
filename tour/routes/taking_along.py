"""`/api/kiosk/{site}/leaving` and `/api/take-along`: a visit that goes on from a kiosk on its visitor's own phone."""

from datetime import UTC, datetime
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.errors import Absent
from tour.keys import COMERS, DOOR, HOUSE
from tour.kiosk.handing_over import GOOD_FOR
from tour.people.origin import address_of
from tour.people.refusal import Refusal
from tour.routes.kiosks import BASE, KIOSKS, kiosk_site
from tour.routes.operations import Operation
from tour.routes.studio.exchange import Secret, answer, body


class Leaving(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A visit that its visitor wants to take along from a kiosk; only its client knows `visit` and `resume`."""

    visit: Annotated[str, Meta(min_length=1, max_length=64)]
    resume: Secret
    stop: Annotated[str, Meta(max_length=64)] = ""
    """Where they are."""


class LeavingCode(Struct, frozen=True, kw_only=True):
    """What takes the visit along, once."""

    code: str
    seconds: int


class TakeWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code of a visit that leaves a kiosk."""

    code: Secret


class VisitTaken(Struct, frozen=True, kw_only=True):
    """A visit, to be taken up with `hello`."""

    visit: str
    resume: str
    received: int
    """What to say as `received`."""
    site: str
    language: str
    stop: str


async def offer(request: web.Request) -> web.Response:
    """A code with which a phone takes along the visit that goes on at a kiosk."""
    given, site = await body(request, Leaving), kiosk_site(request)
    visit = request.app[HOUSE].visits.find(given.resume)
    if visit is None or visit.id != given.visit or visit.guide.site.id != site.id:
        raise Absent("There is no such visit here.")
    place = request.app[COMERS].place(address_of(request, request.app[DOOR].proxies))
    code = request.app[KIOSKS].leaving.offer(given.resume, site.id, given.stop, datetime.now(UTC), place)
    return answer(LeavingCode(code=code, seconds=int(GOOD_FOR.total_seconds())))


async def take(request: web.Request) -> web.Response:
    """Take a visit along: the kiosk lets go of it at once."""
    given = await body(request, TakeWanted)
    parting = request.app[KIOSKS].leaving.take(given.code, datetime.now(UTC))
    visit = request.app[HOUSE].visits.find(parting.resume) if parting else None
    if parting is None or visit is None:
        raise Refusal("gone", "That visit has been taken along already, or has ended. Begin a new one here.")
    received = await visit.depart()
    return answer(
        VisitTaken(
            visit=visit.id, resume=visit.resume, received=received, site=parting.site, language=visit.language,
            stop=parting.stop,
        )
    )  # fmt: skip


LEAVING = f"{BASE}/leaving"
TAKE = "/api/take-along"
ROUTES = (web.post(LEAVING, offer), web.post(TAKE, take))

OPERATIONS = {
    f"POST {LEAVING}": Operation(
        summary="A code with which a phone takes along the visit at a kiosk, once.", takes=Leaving, gives=LeavingCode,
        refuses=(403,),
    ),
    f"POST {TAKE}": Operation(
        summary="Take a visit along from a kiosk, by its code.", takes=TakeWanted, gives=VisitTaken, refuses=(403, 410)
    ),
}  # fmt: skip
