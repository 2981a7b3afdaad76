"""A reader of claims that finds what it is told to find, and keeps what it was asked and how urgently."""

from collections.abc import Mapping, Sequence

from narration.engines.scripted import Scripted
from narration.voice.turn import TURN, Urgency


class Finds:
    """Probabilities by sentence, an exception to be raised, or 1 for what is not named."""

    name = "finds"

    def __init__(self, found: Mapping[str, float | Exception], thresholds: Mapping[str, float] | None = None) -> None:
        self.found, self.thresholds, self.certain = found, thresholds or {}, 0.9
        self.asked: list[tuple[tuple[str, ...], str]] = []
        self.urgencies: list[Urgency] = []

    async def entails(self, premises: Sequence[str], hypothesis: str) -> float:
        self.asked.append((tuple(premises), hypothesis))
        self.urgencies.append(TURN.get().urgency)
        found = self.found.get(hypothesis, 1.0)
        if isinstance(found, Exception):
            raise found
        return found

    def threshold(self, language: str) -> float:
        return self.thresholds.get(language, 0.5)

    def certainty(self, language: str) -> float:
        return self.certain


class Reading(Scripted):
    """A scripted model that reads claims."""

    reader_problem = ""

    def __init__(self, script: Sequence[str], reader: Finds) -> None:
        super().__init__(script=script)
        self.reader = reader
