"""Speech made ahead: every approved take of a site, so that arriving at a stop is answered at once."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from narration.voice.speech import Speech
from narration.voice.voices import Voices
from scenes.footing import spoken_as_approved
from scenes.scene import Site
from scenes.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One sentence more that needs no waiting."""

    take: Take
    done: int
    total: int


def takes_of(site: Site, languages: Iterable[str] = (), stops: Iterable[str] = ()) -> list[Take]:
    """The approved takes in these languages at these stops (all when none is named), in walking order."""
    spoken = tuple(languages) or site.languages
    order = [stop.id for stop in site.scene.stops]
    wanted = tuple(stops) or tuple(order)
    takes = [take for take in site.takes if spoken_as_approved(take, site.facts) and take.language in spoken]
    chosen = [take for take in takes if take.stop in wanted]
    return sorted(chosen, key=lambda take: (spoken.index(take.language), order.index(take.stop)))


async def render(speech: Speech, voices: Voices, takes: list[Take]) -> AsyncIterator[Rendered]:
    """Render every sentence of `takes` into the cache; what is there already costs nothing."""
    total = sum(len(take.sentences) for take in takes)
    done = 0
    for take in takes:
        voice = voices.choose(take.language)
        for words in take.sentences:
            if voice is not None:
                await speech.prepare(words.text, voice)
            done += 1
            yield Rendered(take=take, done=done, total=total)
