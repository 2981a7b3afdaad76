"""What a house makes ahead of its own while nobody waits: the first words of every stop, then all of its general tour.

The first words in every language of the site, so that no arrival meets silence; the rest in the languages that somebody
has come with.
"""

from collections.abc import Callable
from functools import partial

from narration.engine import Voice
from narration.guide import Guide, Spoken
from narration.memory import Memory
from narration.rehearsals import Wish
from scenes.stops import Stop

LIMIT = 400
"""Sentences of one site and language that are spoken ahead: some 20 MB of sound."""


def openings(guide: Guide, language: str, voice: Callable[[], Voice | None]) -> list[Wish]:
    """Wishes for the site's welcome and for the first sentence of every stop, in walking order."""
    stops = guide.site.scene.stops[:LIMIT]
    begun = [
        Wish(
            name=("opening", stop.id),
            probability=1.0 - number / len(stops),
            words=partial(_narration, guide, stop, language),
            voice=voice,
            limit=1,
        )
        for number, stop in enumerate(stops)
    ]
    welcome = Wish(name="welcome", probability=1.0, words=partial(_welcome, guide, language), voice=voice)
    return [welcome, *begun]


def narrations(guide: Guide, language: str, voice: Callable[[], Voice | None]) -> list[Wish]:
    """Wishes for what everybody is told at every stop, in walking order."""
    stops = guide.site.scene.stops[:LIMIT]
    return [
        Wish(
            name=("narration", stop.id),
            probability=1.0 - number / len(stops),
            words=partial(_narration, guide, stop, language),
            voice=voice,
        )
        for number, stop in enumerate(stops)
    ]


def _narration(guide: Guide, stop: Stop, language: str) -> Spoken:
    return guide.narrate(guide.arrival(stop), Memory(), language)


async def _welcome(guide: Guide, language: str) -> Spoken:
    for sentence in guide.welcome(language):
        yield sentence
