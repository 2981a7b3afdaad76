"""The words of one question while it is spoken: recognised as it grows, and for good when it ends."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic

from narration.engine import EngineUnavailable, SpeechRecognizer, Transcript
from narration.listening.ear import Ear
from narration.listening.endpoint import Turning
from narration.voice.turn import TURN, Turn, Urgency

EVERY = 1.5
"""Seconds between recognitions of an unfinished question, and before the first: half a word is taken for another."""
SHARE = 3.0
"""How many times as long as a recognition took the next one waits: unfinished words take a third of the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is likely to be heard."""

    language: str
    languages: tuple[str, ...] = ()
    """Languages that may be spoken instead."""
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names that may well be said, by language."""


@dataclass(slots=True, kw_only=True)
class Transcription:
    """Recognises one question; what is stale is cancelled, and the sound is dropped at the end.

    When the speaker pauses, the words so far are recognised at once: if the pause was the end they are the last.
    """

    recognizer: SpeechRecognizer
    expectation: Expectation
    caller: Hashable = None
    """Who asks: the engine serves callers in turn."""
    ear: Ear = field(default_factory=Ear)
    clock: Callable[[], float] = monotonic
    heard_out: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the question has ended and only its words are awaited."""
    _task: asyncio.Task[Transcript] | None = None
    _sound: bytes = b""
    """What `_task` recognises."""
    _next: float = 0.0
    _shown: str = ""

    async def transcripts(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[Transcript, None]:
        """Take 16 kHz mono `pcm_s16le`, yield partial transcripts and a final one, empty where nobody spoke.

        Raises `EngineUnavailable` when the recogniser fails.
        """
        try:
            async for piece in pieces:
                if self._hear(piece):
                    break
                if (partial := self._partial()) is not None:
                    yield partial
            self.heard_out.set()
            yield await self._final()
        finally:
            self.ear.forget()
            await self._cancel()

    def _hear(self, piece: bytes) -> bool:
        """Whether the question ended."""
        for turning in self.ear.hear(piece):
            if turning is Turning.ENDED:
                return True
            if turning is Turning.BEGAN:
                self._next = self.clock() + EVERY
            if turning is Turning.PAUSED:
                self._begin(Urgency.NOW)
        if self._task is None and self.ear.endpoint.said_something and self.clock() >= self._next:
            self._begin(Urgency.AHEAD)
        return False

    def _begin(self, urgency: Urgency) -> None:
        if self._task is not None:
            self._task.cancel()
        self._sound = self.ear.speech()
        self._task = asyncio.create_task(self._recognize(self._sound, urgency)) if self._sound else None

    def _partial(self) -> Transcript | None:
        """What was understood meanwhile, if it is news."""
        if self._task is None or not self._task.done():
            return None
        done, self._task = self._task, self._task if self._stands() else None
        if done.cancelled() or done.exception() is not None or done.result().text in {"", self._shown}:
            return None
        self._shown = done.result().text
        return replace(done.result(), final=False)

    def _stands(self) -> bool:
        """Whether nothing was said since what `_task` recognises."""
        return self._sound == self.ear.speech()

    async def _final(self) -> Transcript:
        sound = self.ear.speech()
        if not sound:
            return Transcript(text="", language=self.expectation.language, final=True, confidence=0.0)
        if self._task is None or not self._stands() or (self._task.done() and self._task.exception()):
            await self._cancel()
            self._begin(Urgency.NOW)
        assert self._task is not None
        return await self._task

    async def _recognize(self, sound: bytes, urgency: Urgency) -> Transcript:
        TURN.set(Turn(caller=self.caller, urgency=urgency))
        expected, began = self.expectation, self.clock()
        found = None
        async for transcript in self.recognizer.recognize(
            _whole(sound), expected.language, languages=expected.languages, names=expected.names
        ):
            found = transcript
        self._next = self.clock() + max(EVERY, SHARE * (self.clock() - began))
        if found is None:
            raise EngineUnavailable(self.recognizer.name, "it gave no transcript")
        return replace(found, final=True)

    async def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError, EngineUnavailable):
                await task


async def _whole(sound: bytes) -> AsyncIterator[bytes]:
    yield sound
