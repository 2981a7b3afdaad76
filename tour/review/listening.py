"""What visitors hear, on its way to be read by people: sentences they doubt, and a sample of those said live.

Nothing of a visitor comes along: of an answer in which their own words might stand only the facts are kept.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from narration.claims import Claim
from narration.text.words import content
from narration.utterance import Kind, Sentence
from scenes.facts import told_in
from scenes.scene import Site
from tour.records import Records
from tour.review.heard import Cause, Uttered, keep
from tour.review.rules import rules
from tour.scorecard.tally import Tally

log = logging.getLogger(__name__)

MOST_WAITING = 256
"""Sentences that wait to be written down; more are let go."""
FRESH = 60.0
"""Seconds for which a site's rules are taken as they were read."""


@dataclass(slots=True, kw_only=True)
class Listening:
    """Takes sentences from all visits of a house, and never keeps a visit waiting."""

    records: Records
    chance: Callable[[], float] = random.random
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    tally: Tally = field(init=False)
    """Whose words were heard, in numbers."""
    _queue: asyncio.Queue[tuple[Cause, Uttered]] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    _shares: dict[str, tuple[float, float]] = field(default_factory=dict)
    _writing: asyncio.Task[None] | None = None
    _reading: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.tally = Tally(records=self.records, clock=self.clock)

    def begin(self) -> None:
        """Write down what comes, from now on."""
        self.tally.begin()
        self._writing = asyncio.create_task(self._write())

    async def close(self) -> None:
        """Write down what has come, and stop."""
        if self._writing is None:
            return
        await self.tally.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._queue.join(), 5.0)
        self._writing.cancel()
        await asyncio.gather(self._writing, *filter(None, [self._reading]), return_exceptions=True)

    def doubted(self, site: Site, kind: Kind, sentence: Sentence) -> None:
        """Take in a sentence of which a visitor said that it sounds wrong."""
        whole = is_ours(sentence, site)
        if whole or sentence.facts:
            self._put("wrong", self._uttered(site.id, kind, sentence, whole=whole))

    def said(self, site: Site, kind: Kind, sentence: Sentence, *, first: bool = False) -> None:
        """Take in a sentence that was heard: of those in the model's words the site's share, and no other.

        Each is counted, with whether it was the `first` of its visit.
        """
        self.tally.heard(site.id, kind, sentence, first=first)
        if sentence.origin == "live" and self.chance() < self._share(site.id) and is_ours(sentence, site):
            self._put("sample", self._uttered(site.id, kind, sentence, whole=True))

    def _put(self, cause: Cause, said: Uttered) -> None:
        with suppress(asyncio.QueueFull):
            self._queue.put_nowait((cause, said))

    def _uttered(self, site: str, kind: Kind, sentence: Sentence, *, whole: bool) -> Uttered:
        return Uttered(
            site=site, language=sentence.language, text=sentence.text if whole else "", facts=sentence.facts,
            claims=_ours_of(sentence) if whole else (), origin=sentence.origin, kind=kind, ai=sentence.ai,
            model=sentence.model,
        )  # fmt: skip

    def _share(self, site: str) -> float:
        """The share as it was read last; nothing is sampled before it was read once."""
        share, read = self._shares.get(site, (0.0, -FRESH))
        now = asyncio.get_running_loop().time()
        if now - read >= FRESH:
            self._shares[site] = (share, now)
            self._reading = asyncio.create_task(self._read(site))
        return share

    async def _read(self, site: str) -> None:
        found = await self.records.read(rules, site)
        self._shares[site] = (found.live_share, asyncio.get_running_loop().time())

    async def _write(self) -> None:
        while True:
            cause, said = await self._queue.get()
            try:
                await self.records.write(keep, cause, said, self.clock())
            except Exception:
                log.exception("a heard sentence was not written down")
            finally:
                self._queue.task_done()


def _ours_of(sentence: Sentence) -> tuple[Claim, ...]:
    """The verdicts on the sentence itself; what else was proposed may hold a visitor's words where it was for one."""
    return tuple(each for each in sentence.claims if sentence.common or each.sentence == sentence.text)


def is_ours(sentence: Sentence, site: Site) -> bool:
    """Whether nothing that a visitor said can stand in it: each of its words of matter is in the facts it rests on."""
    if sentence.quotes_visitor:
        return False
    if sentence.common or sentence.origin != "live":
        return True
    facts = [site.facts[fact] for fact in sentence.facts if fact in site.facts]
    known = {word for fact in facts for word in content(told_in(fact, sentence.language) or "", sentence.language)}
    return set(content(sentence.text, sentence.language)) <= known


@dataclass(slots=True, kw_only=True)
class Doubts:
    """What one visitor doubts; each sentence counts once."""

    site: Callable[[], Site]
    """Where they are, as it is told now."""
    listening: Listening | None
    _said: set[str] = field(default_factory=set)
    _hears: bool = False

    def doubt(self, kind: Kind, sentence: Sentence) -> None:
        """They said that it sounds wrong."""
        if self.listening is not None and sentence.text not in self._said:
            self._said.add(sentence.text)
            self.listening.doubted(self.site(), kind, sentence)

    def hear(self, kind: Kind, sentence: Sentence) -> None:
        """They heard it."""
        if self.listening is not None:
            self.listening.said(self.site(), kind, sentence, first=not self._hears)
            self._hears = True

    def forget(self) -> None:
        """Begin anew."""
        self._said.clear()
