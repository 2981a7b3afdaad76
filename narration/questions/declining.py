"""How the guide says that it does not know: kindly, with what it does know nearby."""

from collections.abc import Sequence

from narration.memory import Memory
from narration.notices import notice
from narration.questions.grounding import MEANT_NEARLY, Scored
from narration.saying import Saying
from narration.utterance import Sentence
from scenes.facts import told_in
from scenes.language import text_in
from scenes.scene import Site

RELATED = 0.35
"""The share of a question that a fact must bear out to be offered as the nearest there is."""
DECLINES = ("decline", "decline-related", "decline-here")
"""The phrases by which the guide says that it does not know."""


def declined(saying: Saying, found: Sequence[Scored], memory: Memory, language: str) -> list[Sentence]:
    """That it is not known, and one sentence of the nearest fact, or the name of what else may be asked about."""
    near = next((one.fact for one in found[:1] if _related(one) and told_in(one.fact, language)), None)
    if near is not None:
        return [notice("decline-related", language), *saying.verbatim([near], language)[:1]]
    label = _untold(saying.site, memory, language)
    return [notice("decline-here", language, label=label) if label else notice("decline", language)]


def _related(one: Scored) -> bool:
    return one.cover >= RELATED or one.near >= MEANT_NEARLY


def _untold(site: Site, memory: Memory, language: str) -> str:
    """The label of something here of which not everything was told, or empty."""
    left = memory.untold(memory.here)
    notes = (note for fact in left[:1] for note in site.scene.annotations if fact in note.facts)
    return next((label for note in notes if (label := text_in(note.label, language))), "")
