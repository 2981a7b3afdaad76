"""The job `prepare`: what it does, with what, and what it passes over when it is taken up again."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from sqlite3 import Connection
from typing import Any

import msgspec

from narration.audience import Audience
from narration.draft import DraftSentence, drafted, screened
from narration.engine import EngineUnavailable, LanguageModel, Voice
from narration.guide import Guide
from narration.questions.grounding import Grounding
from narration.utterance import Sentence
from narration.voice.speech import Speech
from narration.voice.turn import TURN, Turn, Urgency
from scenes.language import lookup
from scenes.scene import Site
from tour.jobs import Errand, Job
from tour.jobs.runner import Failed
from tour.preparing.request import Place, Preparing, places, unknown
from tour.preparing.translating import Books, lacking, translate, wanting
from tour.review.adopting import adopt
from tour.review.drafts import Draft, lies_there, make, silent, voiced

KIND = "prepare"
CURATED = "the facts, word for word"
"""Who wrote a draft in which no model had a say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What preparing needs of the house."""

    site: Callable[[str], Awaitable[tuple[Site, bool]]]
    """A site by its id as its curators left it, and whether it is kept in records; raises `LookupError`."""
    ready: Callable[[], Awaitable[None]]
    """Waits until the engines are open; raises `Failed` where one that was asked for cannot be had."""
    model: Callable[[], LanguageModel | None]
    speech: Speech
    voice: Callable[[str], Voice | None]
    """The voice for a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Does jobs of the kind `prepare`, less urgently than anything a visitor waits for."""

    means: Means

    async def work(self, errand: Errand) -> Mapping[str, Any]:
        """Translate, draft, screen and speak; what lies there already is left alone."""
        TURN.set(Turn(caller="prepare", urgency=Urgency.AHEAD))
        wanted = msgspec.convert(errand.job.request, Preparing)
        site, in_records = await self._site(errand.job.site, wanted)
        await self.means.ready()
        await errand.records.write(adopt, site, errand.job.made_by, datetime.now(UTC))
        site = await self._translated(errand, Books(site=site, in_records=in_records), wanted)
        counts = {"drafts": await self._drafted(errand, site, wanted)}
        if wanted.sound:
            counts["spoken"] = await self._spoken(errand, site, wanted)
        return counts

    async def _site(self, name: str, wanted: Preparing) -> tuple[Site, bool]:
        try:
            site, in_records = await self.means.site(name)
        except LookupError as wrong:
            raise Failed(str(wrong)) from None
        if strange := unknown(site, wanted):
            raise Failed(strange)
        return site, in_records

    async def _translated(self, errand: Errand, books: Books, wanted: Preparing) -> Site:
        """The site told in every language that is wanted; needs a model where one is missing."""
        site, model = books.site, self.means.model()
        facts = tuple(dict.fromkeys(each for stop in _stops(site, wanted) for each in stop))
        for language in wanted.languages:
            if lookup(language, site.languages):
                continue
            books, missing = replace(books, site=site), lacking(site, language, facts)
            if not await wanting(errand, books, language, missing, wanted.stops):
                continue
            if model is None:
                raise Failed(f"no model is here that could translate into {language}")
            site = await _engine(translate(errand, books, language, missing, wanted.stops, model))
        return site

    async def _drafted(self, errand: Errand, site: Site, wanted: Preparing) -> int:
        """Every narration that is wanted and does not lie there, drafted and screened; how many those were."""
        every = places(site, wanted)
        left = every if wanted.again else await errand.records.read(_left, site, every)
        if wanted.again:
            left = await errand.records.read(_not_made_since, site.id, every, errand.job.made)
        guide = await asyncio.to_thread(self._guide, site)
        await errand.stage("drafting", errand.done + len(left) * (1 + wanted.sound))
        made = 0
        for place in left:
            found = await _engine(self._draft(guide, place))
            keep = partial(_keep, site=site, place=place, found=found, job=errand.job)
            await errand.step(f"{place.stop.id} ({place.language}{place.audience and ', ' + place.audience})", keep)
            made += bool(found)
        return made

    def _guide(self, site: Site) -> Guide:
        return Guide(
            site=site, grounding=Grounding(site), model=self.means.model, hints=False, demand=self.means.speech.demand
        )

    async def _draft(self, guide: Guide, place: Place) -> tuple[DraftSentence, ...]:
        """What the guide makes of a place, held against its facts."""
        await self.means.speech.demand.until_calm()
        audience = Audience(age_group=place.audience)
        async with aclosing(guide.draft(place.stop, place.language, audience)) as told:
            said = [drafted(each) async for each in told if isinstance(each, Sentence)]
        return await asyncio.to_thread(screened, said, guide.site, place.language, place.audience)

    async def _spoken(self, errand: Errand, site: Site, wanted: Preparing) -> int:
        """The sound of what was drafted, and of what is approved; how many narrations those were."""
        slots = {(each.stop.id, each.language, each.audience) for each in places(site, wanted)}
        every = await errand.records.read(silent, site.id, slots)
        left = [each for each in every if self.means.voice(each.language)]
        await errand.stage("speaking", errand.done + len(left))
        for draft in left:
            voice = self.means.voice(draft.language)
            whole = voice is not None and await self._speak(draft, voice)
            mark = partial(voiced, draft=draft.id, version=draft.version, voice=voice.id if voice and whole else "")
            await errand.step(f"{draft.stop} ({draft.language})", mark)
        return len(left)

    async def _speak(self, draft: Draft, voice: Voice) -> bool:
        """Whether all of it could be spoken."""
        whole = True
        for sentence in draft.sentences:
            await self.means.speech.demand.until_calm()
            whole = await self.means.speech.prepare(sentence.text, voice) and whole
        return whole


async def _engine(work: Awaitable[Any]) -> Any:
    """What comes of work that needs an engine; raises `Failed` where it goes away."""
    try:
        return await work
    except EngineUnavailable as wrong:
        raise Failed(str(wrong)) from None


def _stops(site: Site, wanted: Preparing) -> list[tuple[str, ...]]:
    notes = {note.id: note.facts for note in site.scene.annotations}
    chosen = [stop for stop in site.scene.stops if not wanted.stops or stop.id in wanted.stops]
    return [(*stop.facts, *notes.get(stop.annotation, ())) for stop in chosen]


def _left(connection: Connection, site: Site, every: Collection[Place]) -> list[Place]:
    """The places that need a draft."""
    return [each for each in every if not lies_there(connection, site, each.stop.id, each.language, each.audience)]


def _not_made_since(connection: Connection, site: str, every: Collection[Place], since: str) -> list[Place]:
    """The places that have had no draft since the job was asked for."""
    rows = connection.execute("SELECT stop, language, audience FROM drafts WHERE site = ? AND made >= ?", (site, since))
    known = {tuple(row) for row in rows}
    return [each for each in every if (each.stop.id, each.language, each.audience) not in known]


def _keep(connection: Connection, *, site: Site, place: Place, found: tuple[DraftSentence, ...], job: Job) -> None:
    """Keep a draft, unless nothing can be told there."""
    if not found:
        return
    model = next((each.model for each in found if each.model), "")
    make(
        connection, site, place.stop.id, place.language, place.audience, found, who=job.made_by,
        author=f"{model} (a language model)" if model else CURATED, now=datetime.now(UTC),
    )  # fmt: skip
