"""When each clause of an utterance is heard: its pauses, its silences, its captions' times."""

import asyncio
from dataclasses import dataclass

from narration.text.reading import reading_ms
from narration.utterance import Caption, Sentence, SpeechChunk
from narration.voice.rendering import Rendering, quiet

SENTENCE_PAUSE_MS = 240
CLAUSE_PAUSE_MS = 60


@dataclass(slots=True)
class Piece:
    """A clause on its way."""

    text: str
    sentence: Sentence
    opens: bool
    """Whether a sentence begins with it."""
    closes: bool
    """Whether a sentence ends with it."""
    sound: asyncio.Future[Rendering | None]


class Clock:
    """Where in the utterance's sound the next clause begins."""

    def __init__(self) -> None:
        self._ms = 0
        self._owed_ms = 0
        self._index = 0
        self._sentence = 0

    def pause(self, piece: Piece, rendering: Rendering | None) -> list[SpeechChunk]:
        """Silence before the clause: the pause, and the time of clauses that nobody could speak."""
        if self._index:
            self._owed_ms += SENTENCE_PAUSE_MS if piece.opens else CLAUSE_PAUSE_MS
        if rendering is None or not self._owed_ms:
            return []
        silence = quiet(self._owed_ms, rendering.codec, rendering.sample_rate, rendering.together)
        self._ms += silence.duration_ms
        self._owed_ms = 0
        return silence.chunks()

    def caption(self, piece: Piece, rendering: Rendering | None) -> Caption:
        """The caption of the clause; time moves to its end."""
        start = self._ms + self._owed_ms
        if rendering is None:
            end = start + reading_ms(piece.text)
            self._owed_ms += end - start
        else:
            end = self._ms = start + rendering.duration_ms
        index, sentence = self._index, self._sentence
        self._index += 1
        self._sentence += piece.closes
        return Caption(
            index=index,
            text=piece.text,
            start_ms=start,
            end_ms=end,
            facts=piece.sentence.facts,
            origin=piece.sentence.origin,
            ai=piece.sentence.ai,
            imaginative=piece.sentence.imaginative,
            offer=piece.sentence.offer,
            closes=piece.closes,
            sentence=sentence,
        )
