"""Checked sentences in, captions and speech out: clause by clause, one clause ahead of what is delivered."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

from narration.engine import Voice
from narration.text.clauses import clauses
from narration.utterance import Caption, Clause, Sentence, SpeechChunk
from narration.voice import opus, pcm
from narration.voice.clock import Clock, Piece
from narration.voice.demand import Demand
from narration.voice.rendering import Rendering, SpeechCodec, converted, render
from narration.voice.speech_cache import SpeechCache, digest
from narration.voice.spoken import spoken
from narration.voice.turn import TURN, Turn, Urgency
from narration.voice.voices import Spoken, Voices

T = TypeVar("T")
_Made = tuple[Rendering, Voice]
"""Sound, and the voice that made it in the end."""
AHEAD = 2
"""Clauses in the making or waiting: the one that is delivered and the next."""
KEPT = frozenset({"approved", "verbatim"})
"""Origins whose sound may be kept: a curator's words, never an answer with a visitor's."""


def keeps(sentence: Sentence) -> bool:
    """Whether the sound of a sentence may be kept for the next visitor."""
    return not sentence.quotes_visitor and (sentence.origin in KEPT or sentence.common)


class Speech:
    """The stage between checked sentences and the wire."""

    def __init__(
        self, voices: "Voices | _Silent", *, cache: SpeechCache | None = None, demand: Demand | None = None
    ) -> None:
        self._voices = voices
        self._cache = cache
        self.demand = demand or Demand()
        """What the voices are doing, and for whom."""

    async def speak(
        self,
        sentences: AsyncIterator[Sentence | Clause],
        *,
        language: str,
        voice: Voice | None,
        codec: SpeechCodec | None,
    ) -> AsyncGenerator[Caption | SpeechChunk, None]:
        """Yield each clause's caption just before its first chunk; joined, a sentence's captions are its text.

        Times are milliseconds of sound since the first chunk, pauses included. Without voice or codec there are
        captions only, timed by reading speed; without PyAV `opus` becomes `pcm_s16le`. A `Clause` is prepared and
        used when the next sentence begins with it. Closing stops the synthesis at once, and closes `sentences`.
        """
        utterance = _Utterance(self, voice, None if voice is None else self.codec(codec))
        clock = Clock()
        async with aclosing(utterance.pieces(sentences)) as pieces:
            async for piece in pieces:
                rendering = await piece.sound
                for chunk in clock.pause(piece, rendering):
                    yield chunk
                yield clock.caption(piece, rendering)
                for chunk in rendering.chunks() if rendering else ():
                    yield chunk

    async def prepare(self, text: str, voice: Voice) -> bool:
        """Render a sentence that may be kept, less urgently than anything that is heard; whether all of it is."""
        if self._cache is None:
            return False
        before = TURN.set(Turn(caller="prepare", urgency=Urgency.AHEAD))
        try:
            made = [await self.sound(clause, voice, self._stored_codec, keep=True) for clause in clauses(text)]
        finally:
            TURN.reset(before)
        return all(spoken is not None and spoken[1] == voice for spoken in made)

    def shelf(self) -> "Speech":
        """The same voices, of which only what is kept is heard: nothing is made."""
        return Speech(_Silent(self._voices), cache=self._cache)

    def codec(self, wanted: SpeechCodec | None) -> SpeechCodec | None:
        """The codec that will be sent when `wanted` is asked for."""
        if wanted is None or self._stored_codec == "pcm_s16le":
            return wanted and self._stored_codec
        return wanted

    @cached_property
    def _stored_codec(self) -> SpeechCodec:
        return "opus" if opus.available() else "pcm_s16le"

    async def sound(
        self, text: str, voice: Voice, codec: SpeechCodec, *, keep: bool, look: bool = False
    ) -> _Made | None:
        """A clause in `codec` and the voice that said it, from the cache where `keep` allows; None if nobody can.

        With `look` it may come from the cache, and still nothing is kept there.
        """
        text = spoken(text.strip(), voice.language)
        name = digest(text, voice.id, voice.engine, self._voices.version(voice))
        kept = self._cache.get(name) if (keep or look) and self._cache else None
        if kept is None:
            said = await self._voices.synthesize(text, voice)
            if said is None:
                return None
            stores = keep and self._cache is not None and said.voice == voice
            made = self._stored_codec if stores else codec
            kept = await asyncio.to_thread(_rendered, said, made)
            if stores and self._cache:
                await self._cache.put(name, kept)
            voice = said.voice
        if codec != "opus":
            kept = await asyncio.to_thread(converted, kept, codec)
        return kept, voice


@dataclass(frozen=True, slots=True)
class _Silent:
    """Voices that say nothing anew."""

    voices: "Voices | _Silent"

    def version(self, voice: Voice) -> str:
        return self.voices.version(voice)

    async def synthesize(self, text: str, voice: Voice) -> Spoken | None:
        return None


def _rendered(spoken: Spoken, codec: SpeechCodec) -> Rendering:
    return render(pcm.level(spoken.data), spoken.sample_rate, codec)


@dataclass(slots=True)
class _Guess:
    """The sound of a clause that may be spoken."""

    text: str
    sound: asyncio.Task[_Made | None]

    def taken(self, clause: str) -> Callable[[], Awaitable[_Made | None]] | None:
        """The sound if `clause` is what was guessed; else its making stops."""
        if clause.strip() == self.text:
            return self._wait
        self.sound.cancel()
        return None

    async def _wait(self) -> _Made | None:
        return await self.sound


class _Utterance:
    """The clauses of one utterance, each in the making while the one before is delivered."""

    def __init__(self, speech: Speech, voice: Voice | None, codec: SpeechCodec | None) -> None:
        self._speech = speech
        self._voice = voice
        self._codec = codec
        self._room = asyncio.Semaphore(AHEAD)
        self._queue: asyncio.Queue[Piece | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[object]] = set()
        self._guess: _Guess | None = None
        self._begun = False
        self._opening: asyncio.Future[Rendering | None] | None = None

    async def pieces(self, sentences: AsyncIterator[Sentence | Clause]) -> AsyncGenerator[Piece, None]:
        """The clauses in order; an error of `sentences` is raised after those that came before it."""
        reading = self._start(self._read(sentences))
        try:
            while (piece := await self._queue.get()) is not None:
                yield piece
                self._room.release()
            await reading
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _read(self, sentences: AsyncIterator[Sentence | Clause]) -> None:
        TURN.set(Turn(caller=id(self), urgency=Urgency.NOW))
        try:
            async for item in sentences:
                if isinstance(item, Clause):
                    self._prepare(item.text)
                else:
                    await self._take(item)
                    TURN.set(Turn(caller=id(self), urgency=Urgency.NEXT))
                    await self._opened()
        finally:
            self._queue.put_nowait(None)
            close = getattr(sentences, "aclose", None)
            if close is not None:
                await close()

    async def _opened(self) -> None:
        """Wait for the first sound: whoever writes the next sentence would take the processor from it."""
        if self._opening is not None:
            await asyncio.wait({self._opening})
            self._opening = None

    def _prepare(self, text: str) -> None:
        self._drop_guess()
        urgency = Urgency.AHEAD if self._begun else Urgency.NEXT
        self._guess = _Guess(text.strip(), self._start(self._sound(text, _Said(self._voice), urgency, keep=False)))

    def _drop_guess(self) -> None:
        if self._guess is not None:
            self._guess.sound.cancel()
            self._guess = None

    async def _take(self, sentence: Sentence) -> None:
        guess, self._guess = self._guess, None
        said = _Said(self._voice)
        texts = clauses(sentence.text, guess.text if guess else "")
        for position, text in enumerate(texts):
            await self._room.acquire()
            making: Callable[[], Awaitable[_Made | None]] = partial(
                self._sound, text, said, self._urgency, keep=keeps(sentence)
            )
            if guess is not None and position == 0:
                making = guess.taken(text) or making
            said.last = self._start(_render(making, said, said.last))
            self._queue.put_nowait(Piece(text, sentence, position == 0, position == len(texts) - 1, said.last))
            if not self._begun:
                self._opening = said.last
            self._begun = True

    @property
    def _urgency(self) -> Urgency:
        return Urgency.NEXT if self._begun else Urgency.NOW

    async def _sound(self, text: str, said: "_Said", urgency: Urgency, *, keep: bool) -> _Made | None:
        if said.voice is None or self._codec is None:
            return None
        TURN.set(Turn(caller=id(self), urgency=urgency))
        return await self._speech.sound(text, said.voice, self._codec, keep=keep)

    def _start(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


@dataclass(slots=True)
class _Said:
    """Who speaks a sentence, and its clause before."""

    voice: Voice | None
    last: asyncio.Future[Rendering | None] | None = None


async def _render(
    making: Callable[[], Awaitable[_Made | None]], said: _Said, before: asyncio.Future[Rendering | None] | None
) -> Rendering | None:
    """One clause after the one before it in its sentence, so that a voice that took over goes on."""
    if before is not None:
        await asyncio.wait({before})
    made = await making()
    said.voice = made[1] if made else None
    return made[0] if made else None
