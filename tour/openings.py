"""The first words of every stop, spoken ahead while nobody asks for anything, so that no arrival meets silence."""

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
            words=partial(_opening, guide, stop, language),
            voice=voice,
            limit=1,
        )
        for number, stop in enumerate(stops)
    ]
    welcome = Wish(name="welcome", probability=1.0, words=partial(_welcome, guide, language), voice=voice)
    return [welcome, *begun]


def _opening(guide: Guide, stop: Stop, language: str) -> Spoken:
    return guide.narrate(guide.arrival(stop), Memory(), language)


async def _welcome(guide: Guide, language: str) -> Spoken:
    for sentence in guide.welcome(language):
        yield sentence
