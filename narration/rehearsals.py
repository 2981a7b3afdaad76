"""Narrations that may be heard soon, gone through ahead: sentences written and checked, their sound made and kept.

One house does one sentence at a time, and none while somebody waits for the engines: what is made ahead gives way. What
is no longer wished for is dropped, in the middle of a sentence if need be. Sentences and sound are kept where the next
narration finds them (`narration.written`, the speech cache); a rehearsal only sees to it that they are there.
"""

import asyncio
import logging
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from narration.engine import Voice
from narration.saying import Spoken
from narration.utterance import Sentence
from narration.voice.speech import Speech, keeps
from narration.voice.turn import TURN, Turn, Urgency

log = logging.getLogger(__name__)

FIRST = 2
"""Sentences that all wished narrations get before any gets more: an opening, and what is heard next."""
LIMIT = 24
"""Sentences of one narration that are made ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A narration that somebody may hear."""

    name: Hashable
    """What its words and sound depend on: a wish of the same name is not made again."""
    probability: float
    words: Callable[[], Spoken]
    """Begins the narration as the visitor would hear it."""
    voice: Callable[[], Voice | None]
    """Who would speak it; None for captions alone."""
    limit: int = LIMIT
    """Sentences that are enough."""


@dataclass(slots=True, kw_only=True)
class Rehearsal:
    """How far a wished narration is made."""

    wish: Wish
    ready: int = 0
    """Sentences from the first on that need no engine any more."""
    whole: bool = False
    """Whether that is all of it, or as much as is made ahead."""
    failed: bool = False
    _words: Spoken | None = None
    _place: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more is done about it."""
        return self.whole or self.failed

    async def step(self, speech: Speech) -> None:
        """Make one sentence more."""
        if self._words is None:
            self._words, self._place = self.wish.words(), 0
        async for item in self._words:
            if isinstance(item, Sentence):
                await self._sound(speech, item)
                break
        else:
            self.whole = True
            return
        self._place += 1
        self.ready = max(self.ready, self._place)
        self.whole = self.ready >= self.wish.limit

    async def pause(self) -> None:
        """Let go of what is half made; a later step begins anew, and what was kept costs nothing then."""
        words, self._words = self._words, None
        if words is not None:
            await words.aclose()

    async def _sound(self, speech: Speech, sentence: Sentence) -> None:
        voice = self.wish.voice()
        if voice is not None and keeps(sentence):
            await speech.prepare(sentence.text, voice)


@dataclass(slots=True)
class _Caller:
    wishes: dict[Hashable, Rehearsal] = field(default_factory=dict)
    rank: int = 0
    served: int = 0


class Rehearsals:
    """The rehearsals of a house; needs a running loop once something is wished for."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._callers: dict[Hashable, _Caller] = {}
        self._wished = asyncio.Event()
        self._count = 0
        self._loop: asyncio.Task[None] | None = None
        self._current: tuple[Rehearsal, asyncio.Task[None]] | None = None
        self._gone: list[Rehearsal] = []

    def want(self, caller: Hashable, wishes: Sequence[Wish], *, rank: int = 0) -> None:
        """Replace what `caller` wishes for; it waits until nobody of a lower rank has wishes left."""
        known = self._callers.setdefault(caller, _Caller(rank=rank))
        before, known.wishes = known.wishes, {}
        for wish in wishes:
            rehearsal = before.get(wish.name) or Rehearsal(wish=wish)
            rehearsal.wish = wish
            known.wishes[wish.name] = rehearsal
        self._forget(each for name, each in before.items() if name not in known.wishes)
        self._begin()

    def drop(self, caller: Hashable) -> None:
        """Forget everything `caller` wished for."""
        known = self._callers.pop(caller, None)
        self._forget(known.wishes.values() if known else ())

    def of(self, caller: Hashable, name: Hashable) -> Rehearsal | None:
        """How far a wish of `caller` is made, None if it is not wished for."""
        known = self._callers.get(caller)
        return known.wishes.get(name) if known else None

    async def settled(self) -> None:
        """Wait until everything wished for is made."""
        while any(not each.over for known in self._callers.values() for each in known.wishes.values()):
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Stop, and let go of everything."""
        for caller in tuple(self._callers):
            self.drop(caller)
        if self._loop is not None:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop
        await self._let_go()

    def _begin(self) -> None:
        self._wished.set()
        if self._loop is None:
            self._loop = asyncio.create_task(self._run())

    def _forget(self, rehearsals: Iterable[Rehearsal]) -> None:
        gone = list(rehearsals)
        self._gone += gone
        if self._current is not None and any(each is self._current[0] for each in gone):
            self._current[1].cancel()

    async def _let_go(self) -> None:
        while self._gone:
            await self._gone.pop().pause()

    async def _run(self) -> None:
        TURN.set(Turn(caller="ahead", urgency=Urgency.AHEAD))
        while True:
            await self._speech.demand.until_calm()
            await self._let_go()
            rehearsal = self._next()
            if rehearsal is None:
                self._wished.clear()
                await self._wished.wait()
            else:
                await self._step(rehearsal)

    def _next(self) -> Rehearsal | None:
        """Of the visitor who was served longest ago, the beginning of what they will likeliest hear, then the rest."""
        waiting = [
            (known.rank, known.served, known)
            for known in self._callers.values()
            if any(not each.over for each in known.wishes.values())
        ]
        if not waiting:
            return None
        known = min(waiting, key=lambda each: each[:2])[2]
        self._count += 1
        known.served = self._count
        left = [each for each in known.wishes.values() if not each.over]
        return min(left, key=lambda each: (each.ready >= FIRST, -each.wish.probability))

    async def _step(self, rehearsal: Rehearsal) -> None:
        work = asyncio.create_task(rehearsal.step(self._speech))
        pressing = asyncio.create_task(self._speech.demand.until_pressing())
        self._current = (rehearsal, work)
        try:
            await asyncio.wait({work, pressing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._current = None
            work.cancel()
            pressing.cancel()
            (failed, _) = await asyncio.gather(work, pressing, return_exceptions=True)
            if failed is not None:
                await self._interrupted(rehearsal, failed)

    async def _interrupted(self, rehearsal: Rehearsal, why: BaseException) -> None:
        await rehearsal.pause()
        if not isinstance(why, asyncio.CancelledError):
            log.warning("a narration could not be made ahead: %s", type(why).__name__)
            rehearsal.failed = True
