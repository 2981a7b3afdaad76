"""What the guide says to one visitor: one utterance at a time, what was cut off, and what is told after an answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from narration.guide import Spoken
from narration.memory import Memory
from narration.notices import notice
from narration.utterance import Kind, Sentence
from narration.voice.speech import Speech
from tour.metrics import Metrics
from tour.outbox import Outbox
from tour.playhead import Playhead
from tour.telling import Listener, Telling

log = logging.getLogger(__name__)

PAUSE = 1.5
"""Seconds after an answer until the guide takes up what it was telling: time to ask on."""


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Says what it is given, and what it says next silences what it said before."""

    speech: Speech
    outbox: Outbox
    playhead: Playhead
    memory: Memory
    metrics: Metrics
    listener: Callable[[str], Listener]
    """How the visitor listens in a language now."""
    language: Callable[[], str]
    """The visitor's language now."""
    failed: Callable[[], Awaitable[None]]
    """Tells the visitor that an utterance failed."""
    wanted: Callable[[], bool]
    """Whether something was cut off that is still wanted where the visitor is."""
    rest: Callable[[], Spoken]
    """What was cut off, but for what was heard of it."""
    overheard: Callable[[Kind, Sentence], None] = lambda kind, sentence: None
    """Told of every sentence that was heard."""
    told: tuple[Sentence, ...] = ()
    """The sentences of the last utterance that was no notice."""
    current: Telling | None = None
    """The last utterance."""
    count: int = 0
    """How many utterances there were."""
    _task: asyncio.Task[None] | None = None
    _cut: Callable[[], Awaitable[None]] | None = None
    """Says again what was interrupted, but for what was heard of it."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def busy(self) -> bool:
        """Whether something is being said, or about to be taken up."""
        return self._task is not None and not self._task.done()

    @property
    def imagining(self) -> bool:
        """Whether the last utterance was a story."""
        return self.current is not None and any(each.imaginative for each in self.current.sentences)

    async def say(
        self,
        kind: Kind,
        words: Callable[[], Spoken],
        *,
        question: str | None = None,
        language: str | None = None,
        tells_on: bool = False,
    ) -> None:
        """Say something; `tells_on` where it ends what the last encounter has to tell."""
        began = monotonic()
        async with self._turn:
            await self.hush()
            telling = self._begin(kind, language or self.language(), began, question)
            self._cut = partial(self.say, kind, words, question=question, language=language, tells_on=tells_on)
            self._task = asyncio.create_task(self._tell(telling, words(), tells_on=tells_on))

    async def remark(
        self, words: str, *, question: str | None = None, language: str | None = None, **values: str
    ) -> None:
        """Say a line of our own, which is no history; in the visitor's language where none is named."""
        await self.say(
            "notice",
            lambda: said((notice(words, language or self.language(), **values),)),
            question=question,
            language=language,
        )

    async def hush(self) -> None:
        """Interrupt what is being said, and wait until it is silent."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait({task})
        else:
            self._cut = None

    async def go_on(self) -> bool:
        """Say what was interrupted, but for what was heard of it; False when nothing was."""
        cut, self._cut = self._cut, None
        if cut is not None:
            await cut()
        return cut is not None

    async def silence(self) -> None:
        """Wait until what is being said has been heard."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def conclude(self) -> None:
        """Say the sentence that is being said to its end, and nothing after it."""
        if self.current is not None:
            self.current.concluding = True
        await self.silence()

    def _begin(self, kind: Kind, language: str, began: float, question: str | None = None) -> Telling:
        self.count += 1
        self.current = Telling(
            id=f"u{self.count}", kind=kind, outbox=self.outbox, playhead=self.playhead, memory=self.memory,
            metrics=self.metrics, listener=self.listener(language), question=question, began=began,
            overheard=self.overheard,
        )  # fmt: skip
        return self.current

    async def _tell(self, telling: Telling, words: Spoken, *, tells_on: bool) -> None:
        if await self._tell_out(telling, words):
            if tells_on:
                self.memory.unsaid = None
            elif telling.kind != "notice":
                await self._take_up(telling)

    async def _take_up(self, after: Telling) -> None:
        """Tell the rest of the stop after an answer, if it is still wanted and nothing more is asked."""
        if not self.wanted():
            return
        self._cut = partial(self.say, "narration", self.rest, tells_on=True)
        await asyncio.sleep(PAUSE)
        if self.wanted() and not after.concluding:
            await self._tell(self._begin("narration", self.language(), monotonic()), self.rest(), tells_on=True)

    async def _tell_out(self, telling: Telling, words: Spoken) -> bool:
        """Say it; False where it failed or the house was closing."""
        try:
            await telling.run(self.speech, words)
            return not telling.concluding
        except Exception:
            log.exception("an utterance failed")
            await self.failed()
            return False
        finally:
            if telling.kind != "notice" and telling.sentences:
                self.told = tuple(telling.sentences)


async def said(sentences: Iterable[Sentence]) -> Spoken:
    """The sentences as they are, one after another."""
    for sentence in sentences:
        yield sentence
