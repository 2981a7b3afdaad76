"""What one visitor comes upon: a look at where they stand, and words for what is worth some."""

from dataclasses import dataclass, field
from time import monotonic

from narration.encounter import Attention, Encounter
from narration.guide import Guide
from narration.memory import Memory
from narration.questions.pointing import seen
from scenes.locate import locate
from scenes.pose import Pose
from tour import messages
from tour.analytics.diary import Diary
from tour.foresight import Foresight
from tour.hearing import Hearing
from tour.metrics import Metrics
from tour.outbox import Outbox
from tour.personal import Personal
from tour.playhead import Playhead
from tour.reactions import Reactions
from tour.speaker import Speaker, said
from tour.steps import Steps
from tour.tongue import Tongue

ENTERED = 3.0
"""Seconds after which who has come in and met nothing is welcomed; looking at something long takes less."""


@dataclass(slots=True, kw_only=True)
class Meeting:
    """One visitor's way past what there is: at each pose what they meet, and what the guide begins to say of it."""

    tongue: Tongue
    memory: Memory
    personal: Personal
    diary: Diary
    speaker: Speaker
    playhead: Playhead
    hearing: Hearing
    foresight: Foresight
    reactions: Reactions
    steps: Steps
    outbox: Outbox
    metrics: Metrics
    _attention: Attention = field(init=False)
    _since: float | None = None
    """When the visitor was first seen."""

    def __post_init__(self) -> None:
        self._attention = Attention(annotations=self.tongue.guide.annotations)

    @property
    def stop(self) -> str:
        """The stop that was arrived at and not left, or empty."""
        return self._attention.stop

    def renew(self, guide: Guide) -> None:
        """Go on among what the guide knows now."""
        self._attention.annotations = guide.annotations

    async def look(self, at: Pose) -> None:
        """Look around from a pose, and begin to tell of what was met."""
        look = await self.steps.look(at)
        location = locate(self.tongue.guide.site.scene, at, look)
        stop = location.stop.id if location.stop else ""
        self.personal.stands(self.tongue.guide.site, stop, self.tongue.language, monotonic())
        if self.playhead.listening:
            self.diary.stands(stop, at, monotonic())
        if self.hearing.listening:
            return
        if location.looked_at is not None:
            self.memory.sees(seen(location.looked_at, monotonic()))
        self.foresight.follow(location, monotonic())
        encounter = self._attention.notice(location, self.steps.since)
        if encounter is None:
            await self._welcome(monotonic())
        elif encounter.cause != "gazed" or not self.speaker.busy:
            await self._meet(encounter)

    async def _welcome(self, now: float) -> None:
        """Say the site's opening words to who has come in and met nothing yet."""
        self._since = now if self._since is None else self._since
        if now - self._since >= ENTERED and self.speaker.count == 0 and not self.memory.welcomed:
            await self.speaker.say("narration", lambda: said(self.tongue.guide.welcome(self.tongue.language)))

    async def _meet(self, encounter: Encounter) -> None:
        note = self._attention.annotations[encounter.annotation]
        await self.speaker.hush()
        if encounter.stop:
            self.metrics.arrivals.labels(self.foresight.arrived(encounter.stop)).inc()
        self.memory.meets(encounter)
        self.reactions.quiet = False
        await self.outbox.send(
            messages.Encountered(annotation=note.id, stop=encounter.stop, label=self.tongue.label(note))
        )
        await self.speaker.say(
            "narration",
            lambda: self.tongue.guide.meet(encounter, self.memory, self.tongue.language, self.personal.audience),
            tells_on=True,
        )
