"""`/api/sites/{site}/records…`: what a site is made of, record by record, in every version."""

from sqlite3 import Connection
from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta, Struct

from scenes.bodies import settled
from scenes.merging import compare
from scenes.store import ANYTHING, Kind
from scenes.stores import sqlite
from scenes.stores.releases import approved_takes, latest, pending, reordered
from tour.errors import Absent, Unreadable, problem
from tour.keys import EDITING, RECORDS
from tour.people.guard import caller
from tour.people.rights import STAFF
from tour.routes.conditions import evaluate
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body, site_of
from tour.routes.studio.only_words import within_rights
from tour.routes.studio.versions import (
    Comparison,
    History,
    RecordTold,
    expected,
    kind_of,
    seen,
    tagged,
    told,
    writing,
)

PAGE, MOST = 100, 500
MOST_PENDING = 200


class Written(Struct, frozen=True, kw_only=True):
    """A site that is written here."""

    id: str
    title: dict[str, str]


class WrittenSites(Struct, frozen=True, kw_only=True):
    """The sites that somebody works at and that are written here."""

    sites: tuple[Written, ...]


class Waiting(Struct, frozen=True, kw_only=True):
    """A record that visitors do not get as it is."""

    kind: str
    id: str
    deleted: bool
    new: bool


class Overview(Struct, frozen=True, kw_only=True):
    """How much of a site there is, and what its visitors do not have yet."""

    counts: dict[str, int]
    release: int
    """Number of the newest release, 0 where nothing was published."""
    pending: tuple[Waiting, ...]
    """At most 200."""
    reordered: tuple[str, ...]
    """The kinds whose records visitors get in another order."""
    approved_takes: int
    """Approved takes that visitors hear with the next release only: what they rest on goes out with them."""


class Page(Struct, frozen=True, kw_only=True):
    """Some records of a kind, in their order."""

    records: tuple[RecordTold, ...]
    next: str | None
    """For `after`; none on the last page."""


class RecordBody(Struct, frozen=True, kw_only=True):
    """The fields of the kind, as scenes/README.md describes them for a pack."""


class VersionWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version is to come back."""

    version: Annotated[int, Meta(ge=1)]


async def written(request: web.Request) -> web.Response:
    """The sites written here at which the caller works."""
    found = await request.app[RECORDS].read(sqlite.sites)
    mine = (each for each in found if caller(request).at(each.id) & STAFF)
    return answer(WrittenSites(sites=tuple(Written(id=each.id, title=each.body["title"]) for each in mine)))


async def overview(request: web.Request) -> web.Response:
    """How much of a site there is, and what waits to be published."""
    return answer(await request.app[RECORDS].read(overview_of, site_of(request)))


async def page(request: web.Request) -> web.Response:
    """Records of a kind, searched where words are given."""
    asked = request.query
    limit = _limit(asked.get("limit", str(PAGE)))
    found = await request.app[RECORDS].read(
        sqlite.find, site_of(request), kind_of(request), search=asked.get("search", ""),
        after=asked.get("after", "")[:160], limit=limit + 1,
    )  # fmt: skip
    more = found[limit - 1].id if len(found) > limit else None
    return answer(Page(records=tuple(told(each) for each in found[:limit]), next=more))


async def record(request: web.Request) -> web.Response:
    """One record as it is."""
    found = await request.app[RECORDS].read(sqlite.get, *_name(request))
    if found is None:
        raise Absent("There is no such record.")
    match evaluate(request, found.etag):
        case "failed":
            return problem(412)
        case "not modified":
            return web.Response(status=304, headers={"ETag": f'"{found.etag}"', "Cache-Control": "no-store"})
    return tagged(found, told(found))


@writing
async def save(request: web.Request) -> web.Response:
    """Save a record; what somebody else saved meanwhile is joined where it does not touch."""
    site, kind, id_ = _written_here(request)
    tag, given = expected(request), await body(request, dict[str, Any])
    if tag == ANYTHING and await request.app[RECORDS].read(sqlite.get, site, kind, id_) is None:
        return problem(412, "There is nothing here yet; If-None-Match: * says that it is new.")
    tag = await within_rights(request, (site, kind, id_), tag, given)
    saved = await request.app[EDITING].save(site, kind, id_, given, caller(request).person, tag)
    mine = settled(kind, id_, given)
    return tagged(saved, told(saved, mine), 201 if saved.version == 1 else 200)


@writing
async def delete(request: web.Request) -> web.Response:
    """Say that a record is gone; its versions stay."""
    gone = await request.app[EDITING].delete(*_written_here(request), caller(request).person, seen(request))
    return tagged(gone, told(gone))


async def history(request: web.Request) -> web.Response:
    """The versions of a record, newest first."""
    before = _number(request, "before") if "before" in request.query else None
    found = await request.app[RECORDS].read(sqlite.history, *_name(request), before=before, limit=PAGE)
    if not found:
        raise Absent("There is no such record, or nothing before that.")
    return answer(History(versions=tuple(told(each) for each in found)))


async def compared(request: web.Request) -> web.Response:
    """Where two versions of a record differ."""
    before, after = _number(request, "before"), _number(request, "after")
    name = _name(request)
    one = await request.app[RECORDS].read(sqlite.version_of, *name, before)
    other = await request.app[RECORDS].read(sqlite.version_of, *name, after)
    if one is None or other is None:
        raise Absent("There is no such version.")
    return answer(Comparison(before=before, after=after, changes=compare(one.body, other.body)))


@writing
async def restore(request: web.Request) -> web.Response:
    """Save an old version as the newest."""
    tag, wanted = seen(request), await body(request, VersionWanted)
    done = await request.app[EDITING].restore(*_written_here(request), wanted.version, caller(request).person, tag)
    return tagged(done, told(done))


def overview_of(connection: Connection, site: str) -> Overview:
    """How much of a site there is, and what waits."""
    waiting = pending(connection, site, MOST_PENDING)
    return Overview(
        counts=sqlite.count(connection, site),
        release=latest(connection, site),
        pending=tuple(
            Waiting(kind=each.kind, id=each.id, deleted=each.deleted, new=not each.published) for each in waiting
        ),
        reordered=reordered(connection, site),
        approved_takes=approved_takes(connection, site),
    )


def _written_here(request: web.Request) -> tuple[str, Kind, str]:
    """The record of the address, to be written; raises 409 for a take, for which a reviewer has to answer."""
    site, kind, id_ = _name(request)
    if kind == "take":
        raise web.HTTPConflict(text=f"A take is written as a draft and approved in review: /api/sites/{site}/drafts.")
    return site, kind, id_


def _name(request: web.Request) -> tuple[str, Kind, str]:
    return site_of(request), kind_of(request), request.match_info["id"][:160]


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MOST):
        raise Unreadable(f"limit: a number from 1 to {MOST} is needed.")
    return int(text)


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable(f"{name}: the number of a version is needed.")
    return int(text)


BASE = "/api/sites/{site}/records"
ONE = f"{BASE}/{{kind}}/{{id}}"
READ = "The record as ETag gave it; * for whatever is there."
ROUTES = (
    web.get("/api/records", written),
    web.get(BASE, overview),
    web.get(f"{BASE}/{{kind}}", page),
    web.get(ONE, record),
    web.put(ONE, save),
    web.delete(ONE, delete),
    web.get(f"{ONE}/history", history),
    web.get(f"{ONE}/compare", compared),
    web.post(f"{ONE}/restore", restore),
)

OPERATIONS = {
    "GET /api/records": Operation(summary="The sites written here at which one works.", gives=WrittenSites),
    f"GET {BASE}": Operation(summary="How much there is, and what visitors do not have yet.", gives=Overview),
    f"GET {BASE}/{{kind}}": Operation(
        summary="Records of a kind, in their order.", gives=Page, refuses=(400,),
        queries={
            "search": "Words that are all to be in it, in any language.", "after": "`next` of the page before.",
            "limit": f"At most {MOST}.",
        },
    ),
    f"GET {ONE}": Operation(summary="A record as it is.", gives=RecordTold, refuses=(412,)),
    f"PUT {ONE}": Operation(
        summary="Save a record; If-Match names what was read, If-None-Match: * says that it is new.",
        takes=RecordBody, gives=RecordTold, refuses=(409, 412, 422, 428),
        headers={"If-Match": READ, "If-None-Match": "* where the record is new."},
    ),
    f"DELETE {ONE}": Operation(
        summary="Say that a record is gone.", gives=RecordTold, refuses=(400, 409, 412, 428),
        headers={"If-Match": READ},
    ),
    f"GET {ONE}/history": Operation(
        summary="The versions of a record, newest first, 100 at a time.", gives=History, refuses=(400,),
        queries={"before": "Only those before this number."},
    ),
    f"GET {ONE}/compare": Operation(
        summary="Where two versions differ.", gives=Comparison, refuses=(400,),
        queries={"before": "Number of a version.", "after": "Number of another."},
    ),
    f"POST {ONE}/restore": Operation(
        summary="Save an old version as the newest.", takes=VersionWanted, gives=RecordTold,
        refuses=(409, 412, 422, 428), headers={"If-Match": READ},
    ),
}  # fmt: skip
