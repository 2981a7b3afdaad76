"""`/api/privacy…`: the words of consent, what is kept of a visitor for that visitor, and what is kept in numbers."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta, Struct

from tour.audit import append
from tour.errors import Absent
from tour.keys import HOUSE, RECORDS, SECRETS, SETTINGS
from tour.messages import ForgetMe
from tour.people.guard import caller
from tour.privacy.erasure import erase, wipe_log
from tour.privacy.kept import export, report
from tour.privacy.keys import VisitorKey
from tour.privacy.words import is_draft, named, shown
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body

Visit = Annotated[str, Meta(min_length=1, max_length=64)]


class WordsTold(Struct, frozen=True, kw_only=True):
    """What a visitor reads before they agree."""

    name: str
    """What to send as `words` with `consent`."""
    language: str
    ai: bool
    """Whether a machine wrote them, and no speaker of the language has read them yet."""
    days: int
    """How long what is agreed to is kept, at most."""
    purposes: dict[str, str]


class MyVisit(Struct, frozen=True, kw_only=True):
    """A visit, by what its visitor alone knows: `visit` and `resume` of `welcome`."""

    visit: Visit
    resume: Annotated[str, Meta(min_length=1, max_length=128)]


class ErasedVisit(MyVisit, frozen=True, kw_only=True):
    """A visit to be forgotten."""

    over: bool = False
    """Whether it is to end too; it does not matter then whether it had ended before, and nothing is refused."""


class SomeVisit(Struct, frozen=True, kw_only=True):
    """A visit whose visitor asks for what is kept of it, or to be forgotten."""

    visit: Visit


class VisitorTold(Struct, frozen=True, kw_only=True):
    """Everything that is kept of one visitor."""

    site: str
    since: str
    until: str
    consents: list[dict[str, Any]]
    deeds: list[dict[str, Any]]


class Forgotten(Struct, frozen=True, kw_only=True):
    """What was destroyed."""

    records: int
    consents: int
    """Rows of the ledger that no longer say whose they are."""


class Kept(Struct, frozen=True, kw_only=True):
    """What is kept of visitors, in numbers, and for how long."""

    visitors: int
    deeds: int
    oldest: str | None
    consents: list[dict[str, Any]]
    words_not_stated: int
    erased: int
    unreadable: int
    retention: list[dict[str, Any]]
    master_keys: dict[str, Any]
    sharings: int


async def words(request: web.Request) -> web.Response:
    """The words of consent in `?language=`."""
    language = request.query.get("language", "en")[:35]
    texts = shown(language)
    purposes = {purpose: each.text for purpose, each in texts.items()}
    tag = texts["analytics"].language
    days = request.app[SETTINGS].retention_days
    return answer(WordsTold(name=named(language), language=tag, ai=is_draft(tag), days=days, purposes=purposes))


async def my_export(request: web.Request) -> web.Response:
    """Everything that is kept of a visit, for its visitor: with what they just agreed to, where the visit goes on."""
    return answer(VisitorTold(**await request.app[RECORDS].read(export, await _mine(request))))


async def my_erase(request: web.Request) -> web.Response:
    """Forget a visit, for its visitor; one that goes on begins anew, unless it is said to be over."""
    given = await body(request, ErasedVisit)
    key = await asyncio.to_thread(request.app[SECRETS].keys.claim, given.visit, given.resume)
    visits = request.app[HOUSE].visits
    here = visits.find(given.resume)
    gone = await _erased(request, key, "visitor") if key is not None else Forgotten(records=0, consents=0)
    if here is not None and here.id == given.visit:
        await here.receive(ForgetMe())
        if given.over:
            visits.end(here)
    elif key is None and not given.over:
        raise Absent("Nothing is kept of such a visit.")
    return answer(gone)


async def kept(request: web.Request) -> web.Response:
    """What is kept of visitors, in numbers."""
    keys, days = request.app[SECRETS].keys, request.app[SETTINGS].retention_days
    return answer(Kept(**await request.app[RECORDS].read(report, keys, days)))


async def export_for(request: web.Request) -> web.Response:
    """Everything that is kept of a visit, for an operator whom its visitor asked."""
    key, who, now = await _theirs(request), caller(request).person, datetime.now(UTC)
    await request.app[RECORDS].write(append, who, "visitor-exported", site=key.site, now=now)
    return answer(VisitorTold(**await request.app[RECORDS].read(export, key)))


async def erase_for(request: web.Request) -> web.Response:
    """Forget a visit, for an operator whom its visitor asked."""
    return answer(await _erased(request, await _theirs(request), caller(request).person))


async def _mine(request: web.Request) -> VisitorKey:
    given = await body(request, MyVisit)
    here = request.app[HOUSE].visits.find(given.resume)
    if here is not None and here.id == given.visit:
        await here.agreeing.settled()
    return _known(await asyncio.to_thread(request.app[SECRETS].keys.claim, given.visit, given.resume))


async def _theirs(request: web.Request) -> VisitorKey:
    given = await body(request, SomeVisit)
    return _known(await asyncio.to_thread(request.app[SECRETS].keys.find, given.visit))


async def _erased(request: web.Request, key: VisitorKey, who: str) -> Forgotten:
    records, keys = request.app[RECORDS], request.app[SECRETS].keys
    gone = await records.write(erase, keys, key.visitor, key.site, who, datetime.now(UTC))
    await asyncio.to_thread(wipe_log, records.path)
    return Forgotten(records=gone.deeds, consents=gone.consents)


def _known(key: VisitorKey | None) -> VisitorKey:
    if key is None:
        raise Absent("Nothing is kept of such a visit.")
    return key


ROUTES = (
    web.get("/api/privacy/words", words),
    web.post("/api/privacy/mine/export", my_export),
    web.post("/api/privacy/mine/erase", my_erase),
    web.get("/api/privacy", kept),
    web.post("/api/privacy/export", export_for),
    web.post("/api/privacy/erase", erase_for),
)

OPERATIONS = {
    "GET /api/privacy/words": Operation(
        summary="The words in which consent is asked for.", gives=WordsTold, queries={"language": "BCP 47."}
    ),
    "POST /api/privacy/mine/export": Operation(
        summary="What is kept of my visit.", takes=MyVisit, gives=VisitorTold, refuses=(404,)
    ),
    "POST /api/privacy/mine/erase": Operation(
        summary="Forget my visit.", takes=ErasedVisit, gives=Forgotten, refuses=(404,)
    ),
    "GET /api/privacy": Operation(summary="What is kept of visitors, in numbers, and for how long.", gives=Kept),
    "POST /api/privacy/export": Operation(
        summary="What is kept of a visit, for its visitor.", takes=SomeVisit, gives=VisitorTold, refuses=(404,)
    ),
    "POST /api/privacy/erase": Operation(
        summary="Forget a visit, for its visitor.", takes=SomeVisit, gives=Forgotten, refuses=(404,)
    ),
}
