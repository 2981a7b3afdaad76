"""`/api/audit…`: who did what, and whether the record of it is whole."""

from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from msgspec import Struct

from tour.audit.chain import MOST, PAGE, entries
from tour.audit.report import MONTH, Report, State, report, state
from tour.errors import Unreadable
from tour.keys import RECORDS, SECRETS
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of


class EntryTold(Struct, frozen=True, kw_only=True):
    """Who did what."""

    number: int
    at: str
    who: str
    """An account's id, `command:USER`, `visitor` or `house`."""
    what: str
    about: str
    site: str
    details: dict[str, Any]
    hash: str


class EntryList(Struct, frozen=True, kw_only=True):
    """Entries, the newest first."""

    entries: list[EntryTold]
    before: int | None
    """What to ask for as `before` to read on; None at the beginning."""


async def house(request: web.Request) -> web.Response:
    """Entries of the whole house: `?who=`, `?what=`, `?site=`, `?month=`, `?before=`, `?limit=`."""
    return await _entries(request, site=request.query.get("site", ""))


async def site(request: web.Request) -> web.Response:
    """Entries about one site."""
    return await _entries(request, site=site_of(request))


async def whole(request: web.Request) -> web.Response:
    """Whether the chain is whole."""
    secrets = request.app[SECRETS]
    return answer(await request.app[RECORDS].read(state, secrets.checkpoint_file, secrets.signer))


async def monthly(request: web.Request) -> web.Response:
    """What was done in `?month=`."""
    secrets, month = request.app[SECRETS], month_of(request) or f"{datetime.now(UTC):%Y-%m}"
    return answer(await request.app[RECORDS].read(report, month, secrets.checkpoint_file, secrets.signer))


def month_of(request: web.Request) -> str:
    """The month that is asked for, empty for none; raises `Unreadable`."""
    month = request.query.get("month", "")
    if month and not MONTH.fullmatch(month):
        raise Unreadable("month: a month such as 2026-11 is needed.")
    return month


async def _entries(request: web.Request, site: str) -> web.Response:
    limit = _number(request, "limit") or PAGE
    found = await request.app[RECORDS].read(
        entries, before=_number(request, "before"), who=request.query.get("who", ""),
        what=request.query.get("what", ""), site=site, month=month_of(request), limit=limit,
    )  # fmt: skip
    before = found[-1].number if len(found) >= min(limit, MOST) and found[-1].number > 1 else None
    return answer(EntryList(entries=[EntryTold(**entry.told()) for entry in found], before=before))


def _number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Unreadable(f"{name}: a whole number is needed.")
    return int(text)


ROUTES = (
    web.get("/api/audit", house),
    web.get("/api/audit/state", whole),
    web.get("/api/audit/report", monthly),
    web.get("/api/sites/{site}/audit", site),
)

MONTH_ASKED = {"month": "A month such as 2026-11."}
CHOSEN = {
    "who": "An account's id, `command:USER`, `visitor` or `house`.", "what": "An act, such as signed-in.",
    "before": "Older than the entry of this number.", "limit": f"At most so many; {PAGE} where it is left out.",
    **MONTH_ASKED,
}  # fmt: skip

OPERATIONS = {
    "GET /api/audit": Operation(
        summary="Who did what in the house.",
        gives=EntryList,
        refuses=(400,),
        queries={**CHOSEN, "site": "A site's id."},
    ),
    "GET /api/audit/state": Operation(summary="Whether the record of it is whole.", gives=State),
    "GET /api/audit/report": Operation(
        summary="What was done in a month.", gives=Report, refuses=(400,), queries=MONTH_ASKED
    ),
    "GET /api/sites/{site}/audit": Operation(
        summary="Who did what about a site.", gives=EntryList, refuses=(400,), queries=CHOSEN
    ),
}
