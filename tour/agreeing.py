"""What one visitor agrees to, taken in one after another and answered once it stands in the books."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from narration.audience import EVERYONE
from narration.memory import Memory
from tour import messages
from tour.analytics.diary import Diary
from tour.outbox import Outbox
from tour.personal import Personal
from tour.speaker import Speaker


@dataclass(slots=True, kw_only=True)
class Agreeing:
    """Takes in one visitor's consents; a line that is cut meanwhile leaves none half done."""

    personal: Personal
    diary: Diary
    memory: Memory
    speaker: Speaker
    outbox: Outbox
    reading: Callable[[], str]
    """BCP 47 tag of what the visitor reads."""
    problem: Callable[[str, str], Awaitable[None]]
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, given: messages.Consent) -> None:
        """Take in what the visitor agrees to; where they no longer do, the general tour goes on at once."""
        taking = asyncio.create_task(self._take(given))
        self._under_way.add(taking)
        taking.add_done_callback(self._under_way.discard)
        await asyncio.shield(taking)

    async def settled(self) -> None:
        """Wait until everything that came so far is in the books, or was refused."""
        if self._under_way:
            await asyncio.wait(set(self._under_way))

    async def _take(self, given: messages.Consent) -> None:
        before = self.personal.audience
        self.personal.consent(given.purposes, given.profile)
        outcome = await self.diary.agree(self.personal.lasting, given.words, self.reading())
        if outcome != "taken":
            await self.problem(outcome, outcome)
        await self.outbox.send(messages.Consented(change=given.change, outcome=outcome, purposes=self._standing))
        if before == EVERYONE or self.personal.agreed:
            return
        self.memory.withdraw()
        imagined = self.speaker.imagining
        await self.speaker.hush()
        if not imagined:
            await self.speaker.go_on()

    @property
    def _standing(self) -> tuple[messages.Purpose, ...] | None:
        """What stands: in the books, and for this visit alone; None where the books could not be written."""
        if self.diary.ledger is None:
            return None
        stands = self.diary.ledger | (self.personal.purposes & {"personalise"})
        return tuple(each for each in messages.PURPOSES if each in stands)
