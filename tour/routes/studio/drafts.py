"""`/api/sites/{site}/drafts…`: one's own words, a draft with everything beside it, and what is decided."""

import re
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta, Struct

from narration.audience import AgeGroup
from narration.claims import Claim
from narration.draft import DraftSentence, edited, read_over, screened
from narration.engine import reader_of
from narration.review import Category
from scenes.scene import Site
from scenes.take import TakeSentence
from tour.errors import Absent, Unreadable
from tour.keys import DESK, HOUSE, RECORDS
from tour.review import drafts
from tour.review.by_hand import Slot, by_hand
from tour.review.decisions import LONGEST, MOST_SENTENCES, Decision, check, decide
from tour.review.desk import Desk
from tour.review.drafts import Draft
from tour.review.serving import rehearse, speak_approved
from tour.review.sound import wav
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body, site_of
from tour.routes.studio.telling import BASE, DraftTold, kindly, reader, tagged, told_of

VERSION = re.compile(r'"(\d{1,9})"')


class SentenceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence as it should be."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    facts: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=32)] = ()


Sentences = Annotated[tuple[SentenceGiven, ...], Meta(max_length=MOST_SENTENCES)]


class DraftGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A narration in somebody's own words."""

    stop: Annotated[str, Meta(max_length=64)]
    language: Annotated[str, Meta(max_length=35)]
    audience: AgeGroup = ""
    sentences: Annotated[tuple[SentenceGiven, ...], Meta(min_length=1, max_length=MOST_SENTENCES)]


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


@kindly
async def write(request: web.Request) -> web.Response:
    """Put one's own words into the queue; somebody else's draft for the same place that nobody reads gives way."""
    given, by, name = await body(request, DraftGiven), reader(request), site_of(request)

    def written(connection: Connection) -> DraftTold:
        site = request.app[DESK].site(connection, name)
        found = by_hand(
            connection, site, Slot(given.stop, given.language, given.audience), _sentences(given.sentences), by,
            datetime.now(UTC),
        )  # fmt: skip
        return told_of(connection, site, found)

    return tagged(await request.app[RECORDS].write(written), 201)


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
        return told_of(connection, site, found)

    told = await request.app[RECORDS].write(decided)
    await speak_approved(request.app[RECORDS], request.app[HOUSE], name)
    rehearse(request.app[HOUSE], told.draft)
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
    return told_of(connection, desk.site(connection, name), drafts.get(connection, name, which))


ROUTES = (
    web.post(f"{BASE}/drafts", write),
    web.get(f"{BASE}/drafts/{{draft}}", draft),
    web.post(f"{BASE}/drafts/{{draft}}/decisions", decision),
    web.post(f"{BASE}/drafts/{{draft}}/check", words),
    web.get(f"{BASE}/drafts/{{draft}}/sentences/{{sentence}}/sound", sound),
)

OPERATIONS = {
    f"POST {BASE}/drafts": Operation(
        summary="Put a narration in one's own words into the queue.", takes=DraftGiven, gives=DraftTold, status=201,
        refuses=(409,),
    ),
    f"GET {BASE}/drafts/{{draft}}": Operation(summary="One draft, its steps and its facts.", gives=DraftTold),
    f"POST {BASE}/drafts/{{draft}}/decisions": Operation(
        summary="Decide upon a draft; If-Match names the version that was read.", takes=DecisionGiven,
        gives=DraftTold, refuses=(409, 412, 428), headers={"If-Match": 'The draft, as "3"; * for any.'},
    ),
    f"POST {BASE}/drafts/{{draft}}/check": Operation(
        summary="Hold words against the facts; nothing is kept.", takes=WordsGiven, gives=WordsChecked, refuses=(409,)
    ),
    f"GET {BASE}/drafts/{{draft}}/sentences/{{sentence}}/sound": Operation(
        summary="A sentence as it would be heard.", media="audio/wav"
    ),
}  # fmt: skip
