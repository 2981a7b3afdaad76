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
    _captions: list[spoken.Caption] = field(default_factory=list)
    _readings: deque[Reading] = field(default_factory=deque)
    """The sentences that are being spoken, and what is read beside them."""

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
                self._readings.append(Reading(spoken=item.text, counterpart=self._counterpart(item)))
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
        text, ai = self._beside(caption)
        if text:
            await self.outbox.send(
                messages.Caption(
                    utterance=self.id, index=caption.index, text=text, start_ms=caption.start_ms,
                    end_ms=caption.end_ms, facts=caption.facts, origin=caption.origin, ai=ai,
                    imaginative=caption.imaginative, offer=caption.offer,
                )
            )  # fmt: skip

    def _counterpart(self, sentence: spoken.Sentence) -> Counterpart | None:
        captions = self.listener.captions
        return captions.of(sentence) if captions else None

    def _beside(self, caption: spoken.Caption) -> tuple[str, bool]:
        """What is read beside a clause, and whether a machine wrote it."""
        beside = self._readings[0].beside(caption)
        if caption.closes:
            self._readings.popleft()
        return beside

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
                data=chunk.data,
            )
        )  # fmt: skip
        self._chunks += 1
        self._sent += seconds_of(chunk)

    async def _pace(self) -> None:
        """Never more than `LEAD` ahead of the ear; a visitor who had to wait for sound has not heard further."""
        self.playhead.hold(self._sent)
        await self.playhead.reach(self._sent - LEAD)

    async def _finish(self) -> None:
        if self._chunks:
            await self.outbox.send(
                messages.SpeechChunk(
                    utterance=self.id, index=self._chunks, codec=self.listener.codec or "pcm_s16le",
                    sample_rate=48000, data=b"", last=True,
                )
            )  # fmt: skip
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
    return 0.02 if chunk.codec == "opus" else len(chunk.data) / 2 / chunk.sample_rate
