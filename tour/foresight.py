"""What one visitor will likely hear next, made while they walk; the tallies of their house help to guess it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from narration.audience import Audience
from narration.encounter import Encounter
from narration.engine import Voice
from narration.guide import Guide, Spoken
from narration.memory import Memory
from narration.prefetch import Course, Habits
from narration.rehearsals import FIRST, Rehearsals, Wish
from scenes.locate import Location
from scenes.stops import Stop

Prepared = Literal["whole", "begun", "no"]

STOPS = 3
"""Stops that are prepared for one visitor at a time."""
UNLIKELY = 0.03
"""Stops less probable than this are not prepared."""
EVERY = 0.5
"""Seconds between two guesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """How a narration would be told to a visitor who arrived now."""

    language: str
    audience: Audience
    voice: Callable[[], Voice | None]
    memory: Memory
    """Theirs: it is read, never written to."""


@dataclass(slots=True, kw_only=True)
class Foresight:
    """Follows one visitor, and wishes for the narrations of the stops ahead of them."""

    guide: Guide
    rehearsals: Rehearsals | None
    """Those of the house; None where nothing is to be made ahead."""
    habits: Habits
    caller: str
    hearer: Callable[[], Hearer]
    last: Prepared = "no"
    """How well the last arrival was prepared."""
    _course: Course = field(init=False)
    _stops: dict[str, Stop] = field(init=False)
    _guessed: float | None = None

    def __post_init__(self) -> None:
        site = self.guide.site
        self._course = Course(stops=site.scene.stops, tours=site.tours)
        self._stops = {stop.id: stop for stop in site.scene.stops}

    def follow(self, location: Location, now: float) -> None:
        """Take in where the visitor is at `now`, seconds of any origin."""
        self._course.moved(location.pose.position, location.pose.forward, now)
        if self.rehearsals is not None and (self._guessed is None or now - self._guessed >= EVERY):
            self._guessed = now
            self._wish(self.rehearsals)

    def arrived(self, stop: str) -> Prepared:
        """Take in that the visitor is at a stop; how much of its narration was prepared for them."""
        self.last = self._prepared(stop)
        self.habits.went(self._course.last, stop)
        self._course.arrived(stop)
        self._guessed = None
        return self.last

    def renew(self, guide: Guide) -> None:
        """Go on with the site as it is told now; what was wished for of the former is dropped."""
        self.guide, site = guide, guide.site
        self._stops = {stop.id: stop for stop in site.scene.stops}
        self._course.renew(site.scene.stops, site.tours)
        self._guessed = None
        self.close()

    def close(self) -> None:
        """Wish for nothing any more."""
        if self.rehearsals is not None:
            self.rehearsals.drop(self.caller)

    def _prepared(self, stop: str) -> Prepared:
        if self.rehearsals is None:
            return "no"
        made = self.rehearsals.of(self.caller, self._name(stop, self.hearer()))
        if made is None:
            return "no"
        return "whole" if made.whole else "begun" if made.ready >= FIRST else "no"

    def _wish(self, rehearsals: Rehearsals) -> None:
        hearer = self.hearer()
        likely = [each for each in self._course.likely(self.habits)[:STOPS] if each.probability >= UNLIKELY]
        wishes = [
            Wish(
                name=self._name(each.stop, hearer),
                probability=each.probability,
                words=partial(self._words, each.stop, hearer),
                voice=hearer.voice,
            )
            for each in likely
        ]
        rehearsals.want(self.caller, wishes)

    def _name(self, stop: str, hearer: Hearer) -> tuple[object, ...]:
        told = frozenset(hearer.memory.told) & frozenset(self._encounter(stop).facts)
        first = not hearer.memory.welcomed
        return (stop, hearer.language, hearer.audience, hearer.voice(), first, told, id(self.guide.model()))

    def _words(self, stop: str, hearer: Hearer) -> Spoken:
        memory, encounter = hearer.memory.copy(), self._encounter(stop)
        memory.meets(encounter)
        return self.guide.meet(encounter, memory, hearer.language, hearer.audience)

    def _encounter(self, stop: str) -> Encounter:
        return self.guide.arrival(self._stops[stop])
