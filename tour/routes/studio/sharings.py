"""`/api/sites/{site}/sharings…`: leave to pass visitors' figures on, by two people, for a purpose, until a day."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta, Struct

from tour.analytics.deeds import done as kept
from tour.analytics.sheet import questions_sheet, sheet
from tour.analytics.wondering import unanswered
from tour.errors import Absent
from tour.keys import RECORDS, SECRETS
from tour.people.guard import caller
from tour.privacy import sharing
from tour.privacy.sharing import LONGEST, NEEDED, NoSuchSharing, NotShared, Sharing
from tour.routes.operations import Operation
from tour.routes.studio.analytics import counted, csv
from tour.routes.studio.exchange import LINE, answer, body, site_of

Words = Annotated[str, Meta(min_length=1, max_length=LONGEST, pattern=LINE)]


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody wants to pass on, to whom, what for and until when."""

    what: Literal["figures", "questions"]
    recipient: Words
    purpose: Words
    until: Annotated[datetime, Meta(tz=True)]
    month: Annotated[str, Meta(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$(?!\n)")] = ""


class Reason(Struct, frozen=True, kw_only=True):
    """Why not, or no longer."""

    reason: Annotated[str, Meta(max_length=LONGEST, pattern=LINE)] = ""


class SharingTold(Struct, frozen=True, kw_only=True):
    """Leave that was asked for or given."""

    id: str
    site: str
    what: str
    month: str
    recipient: str
    purpose: str
    until: str
    asked_by: str
    asked_at: str
    approved_by: tuple[str, ...]
    ended_by: str | None
    ended_at: str | None
    reason: str
    state: str
    needed: int = NEEDED
    tied: bool
    """Whether one of those who gave leave was invited by another of them."""


class SharingList(Struct, frozen=True, kw_only=True):
    """All that was asked for, newest first."""

    sharings: list[SharingTold]


async def everything(request: web.Request) -> web.Response:
    """All that was asked for at a site."""
    found = await request.app[RECORDS].read(sharing.of_site, site_of(request))
    return answer(SharingList(sharings=[_told(each) for each in found]))


async def ask(request: web.Request) -> web.Response:
    """Ask for leave."""
    wish, site, who = await body(request, Wish), site_of(request), caller(request).person
    try:
        made = await request.app[RECORDS].write(
            sharing.ask, site, wish.what, month=wish.month, recipient=wish.recipient, purpose=wish.purpose,
            until=wish.until, who=who, now=_now(),
        )  # fmt: skip
    except NotShared as wrong:
        raise web.HTTPUnprocessableEntity(text=str(wrong)) from None
    return answer(_told(made), 201)


async def approve(request: web.Request) -> web.Response:
    """Give leave, as one of two."""
    site, who = site_of(request), caller(request).person
    try:
        found = await request.app[RECORDS].write(sharing.approve, site, request.match_info["sharing"], who, _now())
    except NotShared as wrong:
        raise _refused(wrong) from None
    return answer(_told(found))


async def end(request: web.Request) -> web.Response:
    """Refuse, or take leave back."""
    given, site, who = await body(request, Reason), site_of(request), caller(request).person
    name = request.match_info["sharing"]
    try:
        found = await request.app[RECORDS].write(sharing.end, site, name, who, _now(), given.reason)
    except NotShared as wrong:
        raise _refused(wrong) from None
    return answer(_told(found))


async def data(request: web.Request) -> web.Response:
    """What may be passed on, as CSV: never of fewer than five visitors, never a record of one of them."""
    site, who, records = site_of(request), caller(request).person, request.app[RECORDS]
    try:
        found = await records.write(sharing.pass_on, site, request.match_info["sharing"], who, _now())
    except NotShared as wrong:
        raise _refused(wrong) from None
    keys = request.app[SECRETS].keys
    if found.what == "figures":
        return csv(sheet(await records.read(counted, keys, site, found.month)), f"visitors-{found.id}")
    asked = unanswered(await records.read(kept, keys, site, found.month))
    return csv(questions_sheet(each for each in asked if each.visitors is not None), f"questions-{found.id}")


def _told(found: Sharing) -> SharingTold:
    return SharingTold(**asdict(found), state=found.state(_now()))


def _refused(wrong: NotShared) -> web.HTTPException:
    return Absent(str(wrong)) if isinstance(wrong, NoSuchSharing) else web.HTTPConflict(text=str(wrong))


def _now() -> datetime:
    return datetime.now(UTC)


ROUTES = (
    web.get("/api/sites/{site}/sharings", everything),
    web.post("/api/sites/{site}/sharings", ask),
    web.post("/api/sites/{site}/sharings/{sharing}/approve", approve),
    web.post("/api/sites/{site}/sharings/{sharing}/end", end),
    web.get("/api/sites/{site}/sharings/{sharing}/data", data, allow_head=False),
)

OPERATIONS = {
    "GET /api/sites/{site}/sharings": Operation(summary="Leave to pass on that was asked for.", gives=SharingList),
    "POST /api/sites/{site}/sharings": Operation(
        summary="Ask for leave to pass figures on.", takes=Wish, gives=SharingTold, status=201, refuses=(422,)
    ),
    "POST /api/sites/{site}/sharings/{sharing}/approve": Operation(
        summary="Give leave, as one of two.", gives=SharingTold, refuses=(409,)
    ),
    "POST /api/sites/{site}/sharings/{sharing}/end": Operation(
        summary="Refuse, or take leave back.", takes=Reason, gives=SharingTold, refuses=(409,)
    ),
    "GET /api/sites/{site}/sharings/{sharing}/data": Operation(
        summary="What may be passed on, as CSV.", refuses=(409,), media="text/csv"
    ),
}
