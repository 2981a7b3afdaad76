"""What one visitor does, noted while they agree to it, and written to the house's books a little later."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from math import floor
from typing import Literal

from narration.guide import Spoken
from narration.phrases import recognised
from narration.questions.declining import DECLINES
from narration.utterance import Sentence
from scenes.pose import Pose
from tour.analytics.deeds import Deed, Kind
from tour.analytics.figures import SQUARE
from tour.analytics.keeping import Keeping
from tour.analytics.redaction import redacted
from tour.analytics.slices import REACTIONS
from tour.privacy.consents import Asked

log = logging.getLogger(__name__)

LONGEST_STEP = 2.0
"""Seconds between two looks that still count as standing there; a cut line is no dwelling."""
SHORTEST_STAY = 1.0
"""Seconds at a stop that are worth a note."""
MOST_CHANGES = 40
"""Times that one visit may change its mind; then it only takes back, and nobody can busy the disk so."""
ENOUGH = 24
"""Notes that are written down together; leaving a stop writes them too."""

Outcome = Literal["taken", "consent-refused", "withdrawal-failed"]
"""What came of a consent; in the last something was only taken back, and could not be crossed out."""


@dataclass(slots=True, kw_only=True)
class Diary:
    """Of one visit. Nothing is noted before the visitor agrees, and nothing of what they did before they did."""

    visit: str
    token: str
    site: str
    keeping: Keeping | None
    """The books; None where the house has none, and nothing is ever kept."""
    language: Callable[[], str]
    country: Callable[[], str]
    _agreed: frozenset[str] = frozenset()
    ledger: frozenset[str] | None = frozenset()
    """What stands in the books, None where that is not known."""
    _named: bool = False
    """Whether anything may stand in the books."""
    _changes: int = 0
    _notes: list[Deed] = field(default_factory=list)
    _stop: str = ""
    _before: str = ""
    _stayed: float = 0.0
    _at: float | None = None
    _places: Counter[tuple[int, int]] = field(default_factory=Counter)
    _questions: set[str] = field(default_factory=set)
    _writing: asyncio.Task[None] | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One change of the books after another, whoever asks for it."""

    async def agree(self, purposes: Iterable[str], words: str, language: str) -> Outcome:
        """Take in what the visitor agrees to from now on, in which words; on the disk when this returns.

        What is more than the house takes in just now is refused: of it only what stood before stands, or nothing.
        """
        async with self._turn:
            return await self._agree(purposes, words, language)

    async def _agree(self, purposes: Iterable[str], words: str, language: str) -> Outcome:
        asked = frozenset(purposes)
        more = asked - (self.ledger or frozenset())
        wanted = asked - more if more and self.keeping is not None and not self._has_room(self.keeping) else asked
        if "analytics" not in wanted:
            self._drop()
        if self.keeping is not None and wanted != self.ledger:
            self._changes += 1
            if not await self._put_down(self.keeping, wanted, words, language):
                return "consent-refused" if more else "withdrawal-failed"
        return "taken" if wanted == asked else "consent-refused"

    def _has_room(self, keeping: Keeping) -> bool:
        """Whether the house takes more in; what is taken back it always does."""
        return self._changes < MOST_CHANGES and keeping.has_room()

    async def _put_down(self, keeping: Keeping, wanted: frozenset[str], words: str, language: str) -> bool:
        """Write a consent into the ledger; False where that failed, and nothing is kept from then on."""
        self._named = True
        asked = Asked(visit=self.visit, token=self.token, site=self.site, language=language, words=words)
        self._agreed, self.ledger = frozenset(), None
        await self._written()
        try:
            await keeping.agree(asked, wanted)
        except Exception:
            log.exception("a consent could not be written down: nothing is kept of the visit")
            return False
        self._agreed = self.ledger = wanted
        return True

    def stands(self, stop: str, pose: Pose, now: float) -> None:
        """Take in where the visitor is at `now`, seconds: at which stop (empty: at none), and on which square."""
        if not self._noting:
            self._stop = stop
            return
        spent = 0.0 if self._at is None or now - self._at > LONGEST_STEP else now - self._at
        self._at = now
        x, _, z = pose.position
        self._places[floor(x / SQUARE), floor(z / SQUARE)] += spent  # type: ignore[assignment]
        if stop == self._stop:
            self._stayed += spent
            return
        self._leave()
        self._stop, self._stayed = stop, 0.0
        if stop:
            self._note("arrived", before=self._before)

    def reacted(self, reaction: str) -> None:
        """Take in what the visitor did with what they heard."""
        for kind in REACTIONS:
            if self._noting and kind == reaction:
                self._note(kind)

    async def overhear(self, question: str, text: str, answer: Spoken, *, aloud: bool = False) -> Spoken:
        """Pass an answer on, and note what was asked and whether the facts could answer it.

        What was asked aloud is noted only where the visitor agreed to `voice` too.
        """
        declined = said = False
        async with aclosing(answer) as sentences:
            try:
                async for item in sentences:
                    if isinstance(item, Sentence):
                        said, declined = True, declined or _declines(item)
                    yield item
            finally:
                if said:
                    self._asked(question, text, answered=not declined, aloud=aloud)

    async def forget(self) -> bool:
        """Drop what was noted and destroy what was written down; False where that failed."""
        self._agreed = frozenset()
        self._drop()
        async with self._turn:
            return await self._forget()

    async def _forget(self) -> bool:
        self._agreed = frozenset()
        self._drop()
        if self.keeping is None or not self._named:
            return True
        await self._written()
        try:
            await self.keeping.forget(self.visit)
        except Exception:
            log.exception("a visitor could not be forgotten")
            self.ledger = None
            return False
        self.ledger, self._named = frozenset(), False
        return True

    async def close(self) -> None:
        """Write down what is left of a visit that ends."""
        async with self._turn:
            await self._close()

    async def _close(self) -> None:
        if self._noting:
            self._leave()
            self._write()
        await self._written()
        self._agreed = frozenset()

    @property
    def _noting(self) -> bool:
        return "analytics" in self._agreed

    def _asked(self, question: str, text: str, *, answered: bool, aloud: bool) -> None:
        if self._noting and question not in self._questions and (not aloud or "voice" in self._agreed):
            self._questions.add(question)
            self._note("asked", words=redacted(text), answered=answered)

    def _note(self, kind: Kind, **said: object) -> None:
        deed = Deed(kind=kind, language=self.language(), country=self.country(), stop=self._stop, **said)  # type: ignore[arg-type]
        self._notes.append(deed)
        if len(self._notes) >= ENOUGH:
            self._write()

    def _leave(self) -> None:
        """Note how long the visitor was at the stop they leave, and where they spent their time since the last one."""
        if self._stop and self._stayed >= SHORTEST_STAY:
            self._note("dwelt", seconds=round(self._stayed, 1))
        places = tuple((x, z, round(spent, 1)) for (x, z), spent in self._places.items() if spent >= 0.1)
        if places:
            self._note("stood", places=places)
        self._places.clear()
        self._before = self._stop or self._before
        if self._notes:
            self._write()

    def _drop(self) -> None:
        self._notes.clear()
        self._places.clear()
        self._questions.clear()
        self._stop = self._before = ""
        self._at = None

    def _write(self) -> None:
        """Write down what was noted, beside the visit; what is noted meanwhile goes along."""
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._notes and self.keeping is not None:
            notes, self._notes = self._notes, []
            try:
                await self.keeping.keep(self.visit, notes)
            except Exception:
                log.exception("what a visitor did could not be written down")

    async def _written(self) -> None:
        if self._writing is not None:
            await asyncio.wait({self._writing})


def _declines(sentence: Sentence) -> bool:
    found = recognised(sentence.text, sentence.language) if sentence.origin != "live" else None
    return found is not None and found[0] in DECLINES
