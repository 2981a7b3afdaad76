"""When does a place deserve words? Dwell and hysteresis over locations, with time as an argument."""

from dataclasses import dataclass, field
from typing import Literal

from scenes.annotation import Annotation
from scenes.locate import Location
from scenes.stops import Stop

ARRIVE = 0.6
"""Seconds at a stop before it is told; passing through is no arrival."""

GAZE = 2.5
"""Seconds of looking at one thing, standing, before it is told."""

LEAVE = 1.4
"""How many radii away a stop is left: nobody flickers on its rim."""

STILL = 0.7
"""Metres a second below which a visitor stands."""

NEAR = 60.0
"""Metres beyond which looking at a thing is looking at the view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A meeting of a visitor and a thing worth words."""

    annotation: str
    stop: str | None
    facts: tuple[str, ...]
    """What may be told here, in order."""
    cause: Literal["arrived", "gazed", "asked"] = "arrived"


@dataclass(slots=True)
class Attention:
    """Follows one visitor's locations and says when something is encountered."""

    annotations: dict[str, Annotation]
    _stop: Stop | None = None
    _candidate: str = ""
    _since: float = 0.0
    _last: tuple[float, tuple[float, float, float]] | None = None
    _told: set[str] = field(default_factory=set)

    @property
    def stop(self) -> str:
        """The stop that was arrived at and not left, or empty."""
        return self._stop.id if self._stop else ""

    def notice(self, location: Location, now: float) -> Encounter | None:
        """The encounter that this location completes at `now` (seconds, any origin), or None."""
        still = self._stands(location, now)
        self._leave(location)
        candidate, dwell = self._candidate_of(location, still)
        if candidate != self._candidate:
            self._candidate, self._since = candidate, now
            return None
        if not candidate or now - self._since < dwell:
            return None
        return self._meet(location, candidate)

    def _stands(self, location: Location, now: float) -> bool:
        previous, self._last = self._last, (now, location.pose.position)
        if previous is None or now <= previous[0]:
            return previous is None
        moved = sum((a - b) ** 2 for a, b in zip(previous[1], location.pose.position, strict=True)) ** 0.5
        return bool(moved / (now - previous[0]) < STILL)

    def _leave(self, location: Location) -> None:
        if self._stop is None:
            return
        away = next((far for stop, far in location.nearest if stop.id == self._stop.id), None)
        if away is None or away > self._stop.radius * LEAVE:
            self._stop = None

    def _candidate_of(self, location: Location, still: bool) -> tuple[str, float]:
        if location.stop is not None and (self._stop is None or location.stop.id != self._stop.id):
            return "stop:" + location.stop.id, ARRIVE
        gazed = location.looked_at
        if gazed is not None and still and gazed.id not in self._told and self._close(location, gazed):
            return "gaze:" + gazed.id, GAZE
        return "", 0.0

    def _close(self, location: Location, gazed: Annotation) -> bool:
        if gazed.id not in self.annotations or (self._stop is not None and self._stop.annotation == gazed.id):
            return False
        return location.distance <= NEAR

    def _meet(self, location: Location, candidate: str) -> Encounter:
        self._candidate = ""
        if candidate.startswith("stop:") and location.stop is not None:
            self._stop = stop = location.stop
            self._told.add(stop.annotation)
            note = self.annotations[stop.annotation]
            facts = tuple(dict.fromkeys(stop.facts + note.facts))
            return Encounter(annotation=note.id, stop=stop.id, facts=facts)
        note = self.annotations[candidate.removeprefix("gaze:")]
        self._told.add(note.id)
        return Encounter(annotation=note.id, stop=None, facts=note.facts, cause="gazed")
