"""`/api/sites/{site}/hear…`: what a visitor would be told now, from the records as they are; nothing is kept."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta, Struct

from narration.audience import AgeGroup, Audience
from narration.engine import named_weights
from narration.guide import Guide
from narration.utterance import Offer, Origin, Sentence
from scenes.scene import Site
from tour.errors import Absent, Unreadable, problem
from tour.keys import HOUSE, PREVIEWS
from tour.people.guard import caller
from tour.previewing import Busy
from tour.previewing.telling import NothingThere, seconds, told
from tour.previewing.wanted import Wanted
from tour.review.sound import wav
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body
from tour.routes.studio.lines import LINES, lined
from tour.routes.studio.written import as_written

LONGEST = 1000
"""Characters of a sentence that is to be heard."""
PATIENCE = 180.0
"""Seconds after which a telling that does not end is broken off."""


class Tongue(Struct, frozen=True, kw_only=True):
    """A language that visitors may choose."""

    tag: str
    translated: bool
    """Whether a machine wrote its facts."""
    voice: str
    """The one that speaks it, empty where none does."""


class Hearing(Struct, frozen=True, kw_only=True):
    """In what a site can be heard, by which model, and about how long each stop is told."""

    languages: tuple[Tongue, ...]
    audiences: tuple[AgeGroup, ...]
    model: str
    """The weights that say things in their own words; empty where facts are told word for word."""
    seconds: dict[str, float]
    """Of speech, by stop, in the language and for whom it was asked for."""


class Refused(Struct, frozen=True, kw_only=True):
    """What the guide wanted to say and its check did not let through."""

    text: str
    reason: str


class Heard(Struct, frozen=True, kw_only=True):
    """A line of the answer to POST: a sentence, or with `ended` the end."""

    text: str = ""
    facts: tuple[str, ...] = ()
    origin: Origin = "approved"
    ai: bool = False
    """Whether a machine wrote the words: a model's own, or with `verbatim` a translation."""
    model: str = ""
    imaginative: bool = False
    offer: Offer = ""
    refused: tuple[Refused, ...] = ()
    language: str = ""
    """The one it is told in, which may differ from the one that was asked for."""
    ended: Literal["", "finished", "late"] = ""


class Spoken(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that is to be heard."""

    language: Annotated[str, Meta(min_length=1, max_length=35)]
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


async def offered(request: web.Request) -> web.Response:
    """In what the site can be heard, and about how long."""
    guide, asked = await _guide(request), request.query
    audience = asked.get("audience", "")
    if audience not in AUDIENCES:
        raise Unreadable(f"audience: one of {', '.join(AUDIENCES[1:])}, or nothing.")
    house, site = request.app[HOUSE], guide.site
    language = _language(guide, asked.get("language", "")[:35])
    model = house.engines.model
    return answer(
        Hearing(
            languages=tuple(_tongue(request, site, tag) for tag in site.spoken),
            audiences=AUDIENCES,
            model=named_weights(model) if model else "",
            seconds=await asyncio.to_thread(seconds, guide, language, Audience(age_group=_group(audience))),
        )
    )


async def hear(request: web.Request) -> web.StreamResponse:
    """Tell one thing as a visitor would be told it: a line of JSON for each sentence, as it comes."""
    wanted = await body(request, Wanted)
    guide = await _guide(request)
    try:
        with request.app[PREVIEWS].turn(caller(request).person, "words"):
            async with aclosing(_lines(guide, wanted)) as lines:
                return await lined(request, lines)
    except Busy:
        return _busy()
    except NothingThere:
        raise Absent("There is nothing of that id to be told of; a stop needs something that is looked at.") from None


async def sound(request: web.Request) -> web.Response:
    """A sentence as it would be heard; nothing is kept."""
    wanted, house = await body(request, Spoken), request.app[HOUSE]
    voice = house.engines.voices.choose(wanted.language)
    try:
        with request.app[PREVIEWS].turn(caller(request).person, "sound"):
            heard = await wav(house.speech, wanted.text, voice, keep=False) if voice else None
    except Busy:
        return _busy()
    if heard is None:
        raise Absent(f"No voice here speaks {wanted.language}.")
    return web.Response(body=heard, content_type="audio/wav", headers={"Cache-Control": "no-store"})


async def _lines(guide: Guide, wanted: Wanted) -> AsyncGenerator[Heard, None]:
    """The sentences and, as the last line, how it ended."""
    language = _language(guide, wanted.language)
    ended: Literal["finished", "late"] = "finished"
    until = asyncio.get_running_loop().time() + PATIENCE
    async with aclosing(told(guide, wanted, language)) as said:
        try:
            while True:
                async with asyncio.timeout_at(until):
                    sentence = await anext(said, None)
                if sentence is None:
                    break
                yield _heard(sentence)
        except TimeoutError:
            ended = "late"
    yield Heard(ended=ended, language=language)


def _heard(sentence: Sentence) -> Heard:
    refused = tuple(
        Refused(text=claim.sentence, reason=claim.reason) for claim in sentence.claims if claim.verdict != "supported"
    )
    return Heard(
        text=sentence.text, facts=sentence.facts, origin=sentence.origin, ai=sentence.ai, model=sentence.model,
        imaginative=sentence.imaginative, offer=sentence.offer, refused=refused, language=sentence.language,
    )  # fmt: skip


async def _guide(request: web.Request) -> Guide:
    """The guide of the site as it is written."""
    return await request.app[PREVIEWS].guide(await as_written(request))


def _language(guide: Guide, wanted: str) -> str:
    """The one in which a visitor is told who asks for this."""
    return guide.language_for(wanted) or guide.site.languages[0]


def _tongue(request: web.Request, site: Site, tag: str) -> Tongue:
    voice = request.app[HOUSE].engines.voices.choose(tag)
    return Tongue(tag=tag, translated=tag not in site.languages, voice=voice.id if voice else "")


def _group(name: str) -> AgeGroup:
    return next(each for each in AUDIENCES if each == name)


def _busy() -> web.Response:
    detail = "As much is being listened to as can be at once. Please try again in a moment."
    return problem(429, detail, {"Retry-After": "3"})


AUDIENCES: tuple[AgeGroup, ...] = ("", "child", "family", "adult", "expert")
BASE = "/api/sites/{site}/hear"
ROUTES = (
    web.get(BASE, offered),
    web.post(BASE, hear),
    web.post(f"{BASE}/sound", sound),
)

OPERATIONS = {
    f"GET {BASE}": Operation(
        summary="In what a site can be heard as it is written now, and about how long each stop is told.",
        gives=Hearing, refuses=(400, 409),
        queries={"language": "BCP 47 tag of the estimate.", "audience": "For whom: child, family, adult or expert."},
    ),
    f"POST {BASE}": Operation(
        summary="Tell one thing as a visitor would be told it now: one JSON object a line, as it comes.",
        takes=Wanted, media=LINES, refuses=(409, 429),
    ),
    f"POST {BASE}/sound": Operation(
        summary="A sentence as it would be heard.", takes=Spoken, media="audio/wav", refuses=(429,)
    ),
}  # fmt: skip
