"""One thing of a site as a visitor would be told it now."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from narration.audience import Audience
from narration.encounter import Encounter
from narration.guide import Guide
from narration.memory import Memory
from narration.saying import Spoken
from narration.utterance import Sentence
from tour.previewing.wanted import Wanted


class NothingThere(LookupError):
    """There is nothing of that id to be told of."""


async def told(guide: Guide, wanted: Wanted, language: str) -> AsyncGenerator[Sentence, None]:
    """The sentences as they come; raises `NothingThere` before the first."""
    async with aclosing(_spoken(guide, wanted, language)) as said:
        async for item in said:
            if isinstance(item, Sentence):
                yield item
            await guide.demand.until_calm()


def seconds(guide: Guide, language: str, audience: Audience) -> dict[str, float]:
    """About how long each stop is told, in seconds of speech; nothing is made for that."""
    return {stop.id: guide.seconds(stop, language, audience) for stop in guide.site.scene.stops}


async def _spoken(guide: Guide, wanted: Wanted, language: str) -> Spoken:
    audience = Audience(age_group=wanted.audience, home_country=wanted.country)
    memory = Memory(told=set(wanted.told), welcomed=True)
    if wanted.thing in {"site", "bridge", "story"}:
        for sentence in _curated(guide, wanted, language, audience):
            yield sentence
        return
    alone = wanted.thing == "fact"
    async with aclosing(guide.narrate(_encounter(guide, wanted), memory, language, audience, live=alone)) as said:
        async for item in said:
            yield item


def _curated(guide: Guide, wanted: Wanted, language: str, audience: Audience) -> list[Sentence]:
    """What is told in its writer's words only."""
    site = guide.site
    if wanted.thing == "site" and wanted.id == site.id:
        return guide.welcome(language)
    if wanted.thing == "bridge" and wanted.id in site.bridges:
        ai = site.bridges[wanted.id].ai
        said = guide.saying.verbatim([site.bridges[wanted.id].fact], language)
        return [replace(each, ai=ai or each.ai) for each in said]
    if wanted.thing == "story" and wanted.id in site.stories:
        return list(guide.bridging.story(Memory(offered=wanted.id), replace(audience, age_group=""), language))
    raise NothingThere(wanted.id)


def _encounter(guide: Guide, wanted: Wanted) -> Encounter:
    """What a visitor meets who arrives there, or looks at it, or is told this one fact among others."""
    stops = {stop.id: stop for stop in guide.site.scene.stops}
    if wanted.thing == "stop" and wanted.id in stops:
        return guide.arrival(stops[wanted.id])
    if wanted.thing == "annotation" and wanted.id in guide.annotations:
        note = guide.annotations[wanted.id]
        return Encounter(annotation=note.id, stop=None, facts=note.facts, cause="gazed")
    if wanted.thing == "fact" and wanted.id in guide.site.facts:
        return Encounter(annotation="", stop=None, facts=(wanted.id,), cause="asked")
    raise NothingThere(wanted.id)


__all__ = ["NothingThere", "seconds", "told"]
