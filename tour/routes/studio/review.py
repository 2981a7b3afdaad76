"""`/api/sites/{site}/review…` and `/drafts…`: the queue, a draft with everything beside it, and what is decided."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from sqlite3 import Connection
from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from narration.audience import AgeGroup
from narration.claims import Claim
from narration.draft import DraftSentence, edited, read_over, screened
from narration.engine import reader_of
from narration.review import Category, NotAllowed
from scenes.footing import shifted
from scenes.scene import Site
from scenes.take import TakeSentence
from tour.errors import Absent, Unreadable, problem
from tour.keys import DESK, HOUSE, RECORDS
from tour.people.guard import caller
from tour.review import drafts
from tour.review import queue as queues
from tour.review.decisions import LONGEST, MOST_SENTENCES, Decision, Moved, Reader, check, decide
from tour.review.desk import Desk, NoSite
from tour.review.drafts import Draft, NoDraft
from tour.review.queue import Queue, Wanted, take_next
from tour.review.serving import speak_approved
from tour.review.sound import wav
from tour.review.steps import Step, steps
from tour.routes.description import FactDescription, tell
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag, number
from tour.routes.studio.exchange import answer, body, done, site_of

Route = Callable[[web.Request], Awaitable[web.Response]]

VERSION = re.compile(r'"(\d{1,9})"')


class DraftTold(Struct, frozen=True, kw_only=True):
    """A draft with its way so far and the facts it rests on."""

    draft: Draft
    steps: list[Step]
    facts: dict[str, FactDescription]
    """As they are now, in the draft's language."""
    changed: tuple[str, ...]
    """Those that say something else than when the draft was made or approved."""


class NextWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which drafts somebody wants to read."""

    language: Annotated[str, Meta(max_length=35)] = ""
    audience: AgeGroup | None = None


class SentenceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence as it should be."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    facts: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=32)] = ()


Sentences = Annotated[tuple[SentenceGiven, ...], Meta(max_length=MOST_SENTENCES)]


class DecisionGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reviewer decides."""

    act: Literal["take-up", "put-back", "approve", "edit", "reject", "reopen"]
    category: Category | None = None
    reason: Annotated[str, Meta(max_length=LONGEST)] = ""
    sentences: Sentences = ()


class WordsGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words to be held against the facts."""

    sentences: Sentences


class WordsChecked(Struct, frozen=True, kw_only=True):
    """The same words with the verdict on every clause."""

    sentences: tuple[DraftSentence, ...]


def kindly(route: Route) -> Route:
    """The route with the problem for an answer that stands in the way of work on drafts."""

    @wraps(route)
    async def answered(request: web.Request) -> web.Response:
        try:
            return await route(request)
        except (NoDraft, NoSite):
            raise Absent("There is nothing of that id at this site.") from None
        except NotAllowed as wrong:
            return problem(409, str(wrong))
        except Moved as late:
            detail = f"{late} Look at it again before you decide."
            return problem(412, detail, {"ETag": f'"{late.draft.version}"'}, theirs=msgspec.to_builtins(late.draft))

    return answered


async def queue(request: web.Request) -> web.Response:
    """A page of the queue."""
    asked = request.query
    states = tuple(filter(None, ",".join(asked.getall("state", [])).split(",")))
    wanted = Wanted(
        states=states or Wanted().states, language=asked.get("language", ""), stop=asked.get("stop", ""),
        audience=asked.get("audience"), reader=asked.get("reader", ""), model=asked.get("model", ""),
        objected=flag(request, "objected"),
    )  # fmt: skip
    limit = number(request, "limit", queues.PAGE)
    try:
        found: Queue = await request.app[RECORDS].read(
            queues.queue, site_of(request), wanted, after=asked.get("after", "")[:100], limit=limit
        )
    except ValueError as wrong:
        raise Unreadable(f"{wrong}.") from None
    return answer(found)


@kindly
async def take(request: web.Request) -> web.Response:
    """Take up the next draft that nobody reads; nothing where none is left."""
    given, by, name = await body(request, NextWanted), reader(request), site_of(request)

    def next_one(connection: Connection) -> DraftTold | None:
        site = request.app[DESK].site(connection, name)
        found = take_next(connection, site, by, datetime.now(UTC), given.language, given.audience)
        return _told(connection, site, found) if found else None

    told = await request.app[RECORDS].write(next_one)
    return tagged(told) if told else done()


@kindly
async def draft(request: web.Request) -> web.Response:
    """One draft with everything beside it."""
    return tagged(await request.app[RECORDS].read(_found, request.app[DESK], *_place(request)))


@kindly
async def decision(request: web.Request) -> web.Response:
    """Decide upon a draft; 412 with how it stands where somebody else did something with it meanwhile."""
    given, by, (name, which) = await body(request, DecisionGiven), reader(request), _place(request)
    expected, sentences = _expected(request), _sentences(given.sentences)
    readings: tuple[Claim, ...] = ()
    if given.act == "edit":
        judged = await _judged(request, name, which, sentences)
        readings = tuple(each.claim for each in judged if each.claim is not None)
    wanted = Decision(
        act=given.act, category=given.category, reason=given.reason.strip(), sentences=sentences, readings=readings
    )

    def decided(connection: Connection) -> DraftTold:
        site = request.app[DESK].site(connection, name)
        found = decide(connection, site, which, wanted, by, now=datetime.now(UTC), expected=expected)
        return _told(connection, site, found)

    told = await request.app[RECORDS].write(decided)
    await speak_approved(request.app[RECORDS], request.app[HOUSE], name)
    return tagged(told)


@kindly
async def words(request: web.Request) -> web.Response:
    """Hold words against the facts while they are being written; nothing is kept."""
    given, (name, which) = await body(request, WordsGiven), _place(request)
    return answer(WordsChecked(sentences=await _judged(request, name, which, _sentences(given.sentences))))


async def _judged(
    request: web.Request, name: str, which: str, sentences: tuple[TakeSentence, ...]
) -> tuple[DraftSentence, ...]:
    """Words in place of a draft's, held against its facts by the rules and by the reader of claims."""

    def judged(connection: Connection) -> tuple[Site, str, tuple[DraftSentence, ...]]:
        site = request.app[DESK].site(connection, name)
        found = drafts.get(connection, name, which)
        check(Decision(act="edit", sentences=sentences), site)
        said = edited(found.sentences, sentences)
        return site, found.language, screened(said, site, found.language, found.audience)

    site, language, found = await request.app[RECORDS].read(judged)
    return await read_over(found, site, language, reader_of(request.app[HOUSE].engines.model))


@kindly
async def sound(request: web.Request) -> web.Response:
    """One sentence of a draft as it would be heard."""
    house = request.app[HOUSE]
    told: Draft = await request.app[RECORDS].read(drafts.get, *_place(request))
    place = request.match_info["sentence"]
    voice = house.engines.voices.choose(told.language)
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(told.sentences)):
        raise Absent("There is no such sentence in this draft.")
    heard = await wav(house.speech, told.sentences[int(place)].text, voice) if voice else None
    if heard is None:
        raise Absent(f"No voice here speaks {told.language}.")
    return web.Response(body=heard, content_type="audio/wav", headers={"Cache-Control": "private, max-age=60"})


def reader(request: web.Request) -> Reader:
    """Who reviews."""
    found = caller(request)
    return Reader(id=found.person, name=found.name)


def tagged(told: DraftTold) -> web.Response:
    """A draft under the tag of its version."""
    response = answer(told)
    response.headers["ETag"] = f'"{told.draft.version}"'
    return response


def _place(request: web.Request) -> tuple[str, str]:
    return site_of(request), request.match_info["draft"][:64]


def _expected(request: web.Request) -> int | None:
    """The version that If-Match names, None for any; raises 428 where there is no such header."""
    text = request.headers.get("If-Match")
    if text is None:
        raise web.HTTPPreconditionRequired(text='Say with If-Match what you have seen, such as "3"; * for any.')
    found = VERSION.fullmatch(text.strip())
    if found is None and text.strip() != "*":
        raise Unreadable('If-Match: the tag of a draft is needed, such as "3".')
    return int(found[1]) if found else None


def _sentences(given: tuple[SentenceGiven, ...]) -> tuple[TakeSentence, ...]:
    return tuple(TakeSentence(text=each.text.strip(), facts=each.facts) for each in given)


def _found(connection: Connection, desk: Desk, name: str, which: str) -> DraftTold:
    return _told(connection, desk.site(connection, name), drafts.get(connection, name, which))


def _told(connection: Connection, site: Site, found: Draft) -> DraftTold:
    kept = drafts.rests_on(connection, found.id)
    named = {fact for sentence in found.sentences for fact in sentence.facts} | kept.keys()
    known = tell(site, found.language).facts
    return DraftTold(
        draft=found,
        steps=steps(connection, found.id),
        facts={fact: known[fact] for fact in sorted(named) if fact in known},
        changed=shifted(kept, site.facts),
    )


BASE = "/api/sites/{site}"
ROUTES = (
    web.get(f"{BASE}/review", queue),
    web.post(f"{BASE}/review/next", take),
    web.get(f"{BASE}/drafts/{{draft}}", draft),
    web.post(f"{BASE}/drafts/{{draft}}/decisions", decision),
    web.post(f"{BASE}/drafts/{{draft}}/check", words),
    web.get(f"{BASE}/drafts/{{draft}}/sentences/{{sentence}}/sound", sound),
)

OPERATIONS = {
    f"GET {BASE}/review": Operation(
        summary="Drafts that wait for review, a page at a time.", gives=Queue, refuses=(400,),
        queries={
            "state": "Of draft, screened, in-review, approved, rejected, retired, stale; separated by commas.",
            "language": "BCP 47.", "stop": "Id of a stop.", "audience": "Empty for everybody.",
            "reader": "Who has taken it up.", "model": "What wrote it.",
            "objected": "yes: only where the check speaks against a sentence.", "after": "`next` of the page before.",
            "limit": "At most 200.",
        },
    ),
    f"POST {BASE}/review/next": Operation(
        summary="Take up the next draft.", takes=NextWanted, gives=DraftTold, empty=True, refuses=(409,)
    ),
    f"GET {BASE}/drafts/{{draft}}": Operation(summary="One draft, its steps and its facts.", gives=DraftTold),
    f"POST {BASE}/drafts/{{draft}}/decisions": Operation(
        summary="Decide upon a draft; If-Match names the version that was read.", takes=DecisionGiven,
        gives=DraftTold, refuses=(409, 412, 428),
    ),
    f"POST {BASE}/drafts/{{draft}}/check": Operation(
        summary="Hold words against the facts; nothing is kept.", takes=WordsGiven, gives=WordsChecked, refuses=(409,)
    ),
    f"GET {BASE}/drafts/{{draft}}/sentences/{{sentence}}/sound": Operation(
        summary="A sentence as it would be heard, as WAV."
    ),
}  # fmt: skip
