"""One utterance on its way to one visitor: paced to the ear, and remembered as far as it was heard."""

import math
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic

from narration import utterance as spoken
from narration.captions import Captions, Counterpart, Reading
from narration.engine import Voice
from narration.guide import Spoken
from narration.memory import Memory
from narration.voice.rendering import SpeechCodec
from narration.voice.speech import Speech
from tour import messages
from tour.heard import stretches
from tour.metrics import Metrics
from tour.outbox import Outbox
from tour.playhead import LEAD, Playhead

NOWHERE = Counterpart(text="")
"""Of a sentence that nobody wrote in the second visitor's language."""

STRIDE = 0.2
"""Seconds of sound that go out in one go: waking up for each packet of 20 ms would fill a full house's time."""

REACTION = 1.0
"""Seconds from hearing something to pressing a button about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """How one visitor listens."""

    language: str
    voice: Voice | None
    codec: SpeechCodec | None
    captions: Captions | None = None
    """Finds the captions' words where they are in another language than the voice."""
    beside: Captions | None = None
    """Finds the words of a second visitor's captions."""


@dataclass(slots=True, kw_only=True)
class Telling:
    """Sends one utterance; `run` ends when it was heard, and cancelling `run` interrupts it."""

    id: str
    kind: spoken.Kind
    outbox: Outbox
    playhead: Playhead
    memory: Memory
    metrics: Metrics
    listener: Listener
    question: str | None = None
    overheard: Callable[[spoken.Kind, spoken.Sentence], None] = lambda kind, sentence: None
    """Told of every sentence that was heard."""
    began: float = field(default_factory=monotonic)
    sentences: list[spoken.Sentence] = field(default_factory=list)
    """What was proposed to the visitor's ear, for `repeat`."""
    concluding: bool = False
    """Set to stop after the sentence that is being said."""
    _started: bool = False
    _chunks: int = 0
    _sent: float = 0.0
    _paced: float = -STRIDE
    _captions: list[spoken.Caption] = field(default_factory=list)
    _readings: deque[Reading] = field(default_factory=deque)
    """The sentences that are being spoken, and what is read beside them."""
    _second: deque[Reading] = field(default_factory=deque)
    """The same for the second visitor."""

    async def run(self, speech: Speech, sentences: Spoken) -> None:
        """Speak `sentences`; the visitor is told how the utterance ended whatever happens."""
        reason: spoken.Ending = "failed"
        try:
            async with aclosing(sentences), aclosing(self._items(speech, sentences)) as items:
                async for item in items:
                    if isinstance(item, spoken.Caption):
                        if self.concluding and self._captions and self._captions[-1].closes:
                            break
                        await self._caption(item)
                    else:
                        await self._chunk(item)
            if self._started:
                await self._finish()
            reason = "finished"
        except BaseException as why:
            reason = "failed" if isinstance(why, Exception) else "interrupted"
            raise
        finally:
            self._end(reason)

    def at_the_ear(self) -> spoken.Sentence | None:
        """The sentence that the visitor means who reacts now: the one they heard `REACTION` ago, else the first."""
        now = (self.playhead.seconds - REACTION) * 1000
        begun = sum(stretch.start_ms <= now for stretch in stretches(self._captions))
        return self.sentences[max(0, begun - 1)] if self._captions and self.sentences else None

    def _items(self, speech: Speech, sentences: Spoken) -> AsyncGenerator[spoken.Caption | spoken.SpeechChunk, None]:
        listener = self.listener
        return speech.speak(
            self._counted(sentences), language=listener.language, voice=listener.voice, codec=listener.codec
        )

    async def _counted(self, sentences: Spoken) -> AsyncIterator[spoken.Sentence | spoken.Clause]:
        async for item in sentences:
            if isinstance(item, spoken.Sentence):
                self.sentences.append(item)
                self._read(item)
                self.metrics.sentences.labels(item.origin).inc()
                for claim in item.claims:
                    self.metrics.claims.labels(claim.verdict).inc()
            yield item

    async def _caption(self, caption: spoken.Caption) -> None:
        if not self._started:
            await self._start(caption)
        self._captions.append(caption)
        self._sent = max(self._sent, caption.start_ms / 1000)
        await self._pace()
        text, ai = self._next(self._readings, caption)
        beside, beside_ai = self._next(self._second, caption) if self._second else (None, False)
        if text or beside:
            await self.outbox.send(
                messages.Caption(
                    utterance=self.id, index=caption.index, text=text, start_ms=caption.start_ms,
                    end_ms=caption.end_ms, facts=caption.facts, origin=caption.origin, ai=ai,
                    imaginative=caption.imaginative, offer=caption.offer, beside=beside, beside_ai=beside_ai,
                    sentence=caption.sentence,
                )
            )  # fmt: skip

    def _read(self, sentence: spoken.Sentence) -> None:
        """Look up what is read while a sentence is heard."""
        first, second = self.listener.captions, self.listener.beside
        self._readings.append(Reading(spoken=sentence.text, counterpart=first.of(sentence) if first else None))
        if second is not None:
            self._second.append(Reading(spoken=sentence.text, counterpart=second.of(sentence) or NOWHERE))

    def _next(self, readings: deque[Reading], caption: spoken.Caption) -> tuple[str, bool]:
        """What is read with a clause, and whether a machine wrote it."""
        read = readings[0].beside(caption)
        if caption.closes:
            readings.popleft()
        return read

    async def _start(self, caption: spoken.Caption) -> None:
        self._started = self.memory.welcomed = True
        self.playhead.rewind()
        voice = self.listener.voice
        await self.outbox.send(
            messages.UtteranceStarted(
                utterance=self.id, kind=self.kind, language=self.listener.language, origin=caption.origin,
                ai=caption.ai, voice=voice.id if voice else None, synthetic=voice is not None,
                model=self._model, imaginative=caption.imaginative, question=self.question,
                captions_language=self.listener.captions.language if self.listener.captions else None,
                captions_beside=self.listener.beside.language if self.listener.beside else None,
            )
        )  # fmt: skip
        self.metrics.first_caption.labels(self.kind).observe(monotonic() - self.began)

    @property
    def _model(self) -> str | None:
        return next((sentence.model for sentence in self.sentences if sentence.model), None)

    async def _chunk(self, chunk: spoken.SpeechChunk) -> None:
        if self._chunks == 0:
            self.metrics.first_audio.labels(self.kind).observe(monotonic() - self.began)
        await self._pace()
        await self.outbox.send(
            messages.SpeechChunk(
                utterance=self.id, index=self._chunks, codec=chunk.codec, sample_rate=chunk.sample_rate,
                data=chunk.data, sizes=chunk.sizes or None,
            )
        )  # fmt: skip
        self._chunks += 1
        self._sent += seconds_of(chunk)

    async def _pace(self) -> None:
        """Never more than `LEAD` and a stride ahead; a visitor who had to wait for sound has not heard further."""
        self.playhead.hold(self._sent)
        if self._sent - self._paced >= STRIDE:
            self._paced = self._sent
            await self.playhead.reach(self._sent - LEAD)

    async def _finish(self) -> None:
        if self._chunks:
            codec: messages.Codec = "pcm_s16le" if self.listener.codec == "pcm_s16le" else "opus"
            await self.outbox.send(
                messages.SpeechChunk(
                    utterance=self.id, index=self._chunks, codec=codec, sample_rate=48000, data=b"", last=True
                )
            )
        await self.playhead.reach(max(self._sent, self._captions[-1].end_ms / 1000))

    def _end(self, reason: spoken.Ending) -> None:
        if not self._started:
            return
        heard = math.inf if reason == "finished" else self.playhead.seconds * 1000
        for stretch, sentence in zip(stretches(self._captions), self.sentences, strict=False):
            if stretch.heard(heard):
                self.overheard(self.kind, sentence)
                self.memory.told.update(stretch.facts)
                self.memory.heard.update({stretch.text} if self.kind == "narration" else ())
        self.metrics.utterances.labels(self.kind, reason).inc()
        self.outbox.post(messages.UtteranceEnded(utterance=self.id, reason=reason))


def seconds_of(chunk: spoken.SpeechChunk) -> float:
    """How long a chunk sounds: an Opus packet is 20 ms here, PCM is counted."""
    return 0.02 * max(1, len(chunk.sizes)) if chunk.codec == "opus" else len(chunk.data) / 2 / chunk.sample_rate
