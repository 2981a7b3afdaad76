"""`/api/sites/{site}/visitors…`: what visitors did who agreed to that, for groups of five and more."""

from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.analytics.deeds import done as kept
from tour.analytics.figures import Figures, figures
from tour.analytics.sheet import sheet
from tour.analytics.wondering import Wondered, settle, unanswered
from tour.audit import append
from tour.keys import RECORDS, SECRETS
from tour.people.guard import caller
from tour.privacy.keys import Keys
from tour.routes.operations import Operation
from tour.routes.studio.audit import MONTH_ASKED, month_of
from tour.routes.studio.exchange import answer, body, done, site_of


class WonderedList(Struct, frozen=True, kw_only=True):
    """What visitors asked and the facts could not answer."""

    questions: list[Wondered]


class Settled(Struct, frozen=True, kw_only=True):
    """Questions that are off the list."""

    deeds: Annotated[list[Annotated[int, Meta(ge=0, le=2**53)]], Meta(min_length=1, max_length=500)]


async def in_figures(request: web.Request) -> web.Response:
    """Figures of `?month=`, or of all that is kept."""
    return answer(await _figures(request))


async def as_sheet(request: web.Request) -> web.Response:
    """The same as CSV; the audit says that they were taken out."""
    found, who = await _figures(request), caller(request).person
    details = {"month": found.month}
    await request.app[RECORDS].write(
        append, who, "figures-exported", "visitors", found.site, details, now=datetime.now(UTC)
    )
    return csv(sheet(found), f"visitors-{found.site}-{found.month or 'all'}")


async def questions(request: web.Request) -> web.Response:
    """What is to be written: questions without an answer, those that most visitors asked first."""
    settled = request.query.get("settled") == "yes"
    keys, site = request.app[SECRETS].keys, site_of(request)
    return answer(WonderedList(questions=await request.app[RECORDS].read(_wondered, keys, site, settled)))


async def settled(request: web.Request) -> web.Response:
    """Take questions off the list."""
    given, site, who = await body(request, Settled), site_of(request), caller(request).person
    await request.app[RECORDS].write(settle, site, given.deeds, who, datetime.now(UTC))
    return done()


def csv(text: str, name: str) -> web.Response:
    """A sheet to be saved under a name."""
    return web.Response(
        body=text.encode("utf-8-sig"),
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Content-Type": "text/csv; charset=utf-8",
        },
    )


async def _figures(request: web.Request) -> Figures:
    site, month, keys = site_of(request), month_of(request), request.app[SECRETS].keys
    return await request.app[RECORDS].read(counted, keys, site, month)


def counted(connection: Connection, keys: Keys, site: str, month: str) -> Figures:
    """The figures of a site from its records."""
    return figures(kept(connection, keys, site, month), site, month)


def _wondered(connection: Connection, keys: Keys, site: str, settled: bool) -> list[Wondered]:
    return unanswered(kept(connection, keys, site), settled=settled)


ROUTES = (
    web.get("/api/sites/{site}/visitors", in_figures),
    web.get("/api/sites/{site}/visitors.csv", as_sheet, allow_head=False),
    web.get("/api/sites/{site}/visitors/questions", questions),
    web.post("/api/sites/{site}/visitors/questions/settled", settled),
)

OPERATIONS = {
    "GET /api/sites/{site}/visitors": Operation(
        summary="What visitors did, in figures of five and more.", gives=Figures, refuses=(400,), queries=MONTH_ASKED
    ),
    "GET /api/sites/{site}/visitors.csv": Operation(
        summary="The same as CSV.", refuses=(400,), media="text/csv", queries=MONTH_ASKED
    ),
    "GET /api/sites/{site}/visitors/questions": Operation(
        summary="What visitors asked and the facts could not answer.",
        gives=WonderedList,
        queries={"settled": "`yes` for those that are off the list."},
    ),
    "POST /api/sites/{site}/visitors/questions/settled": Operation(
        summary="Take questions off that list.", takes=Settled, status=204
    ),
}
