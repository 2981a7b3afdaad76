"""Where a visitor will stand next: from their way, the tours of the site, what they have heard and where others went.

A stop's probability is what is usual from here (the order of the tours, what is near, where others went) times how well
the way walked so far leads to it. Nothing here knows a clock or an engine: time is an argument, seconds of any origin.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scenes.pose import Vector
from scenes.stops import Stop, Tour

SUCCESSORS = (0.75, 0.14, 0.06)
"""How likely who follows a tour goes to the next stop of it they have not seen, the one after, and so on."""
FOLLOWED, LATER, STRAYED = 0.8, 0.12, 0.03
"""How well going on to the next stop of a tour, to a later one, or to any other speaks for following it."""
AGAIN = 0.08
"""How likely somebody comes back to a stop, beside going on."""
FLOOR = 0.01
"""Nobody's next stop is ever certain."""
TOUR, NEAR = 0.65, 0.35
"""How much the order of the tours counts where nothing is known of others, and how much what is near."""
KNOWN = 8.0
"""Visitors who went on from a stop until what they did counts as much as tours and nearness."""
DETOUR = 5.0
"""Metres of detour that make a destination about three times less likely."""
TURN = 1.6
"""How much the present direction counts for who walks at `BRISK`."""
GLANCE = 0.4
"""How much the direction of view counts for who stands."""
BRISK = 1.0
"""Metres a second."""
SMOOTH = 0.8
"""Seconds over which a velocity is smoothed."""
LEAP = 4.0
"""Metres between two poses that nobody walks: a headset's teleport, which begins a new way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A stop where the visitor may be next."""

    stop: str
    probability: float


@dataclass(slots=True)
class Habits:
    """How often visitors of a site went from one stop to another: tallies of the house, nothing of anybody."""

    _went: dict[str, Counter[str]] = field(default_factory=dict)

    def went(self, before: str, after: str) -> None:
        """Count one visitor more who went from `before` (empty: from the entrance) to `after`."""
        self._went.setdefault(before, Counter())[after] += 1

    def counts(self, before: str) -> Mapping[str, int]:
        """How many went where from `before`."""
        return self._went.get(before, Counter())


@dataclass(slots=True, kw_only=True)
class Course:
    """One visitor's way through a site."""

    stops: Sequence[Stop]
    tours: Sequence[Tour] = ()
    chosen: str = ""
    """The tour they chose, if they did."""
    seen: list[str] = field(default_factory=list)
    """Stops they were at, in order."""
    _began: Vector | None = None
    _at: Vector | None = None
    _when: float = 0.0
    _walked: float = 0.0
    _velocity: tuple[float, float] = (0.0, 0.0)
    _forward: tuple[float, float] = (0.0, 0.0)

    @property
    def last(self) -> str:
        """The stop they were at last, empty before the first."""
        return self.seen[-1] if self.seen else ""

    def moved(self, position: Vector, forward: Vector, now: float) -> None:
        """Take in where the visitor is and looks."""
        before, passed = self._at, now - self._when
        self._at, self._when = position, now
        self._forward = (forward[0], forward[2])
        step = math.dist(before, position) if before else 0.0
        if before is None or step > LEAP:
            self._begin(position)
        elif passed > 0:
            self._walked += step
            share = 1.0 - math.exp(-passed / SMOOTH)
            self._velocity = (
                self._velocity[0] + share * ((position[0] - before[0]) / passed - self._velocity[0]),
                self._velocity[1] + share * ((position[2] - before[2]) / passed - self._velocity[1]),
            )

    def arrived(self, stop: str) -> None:
        """Take in that they are at a stop; their next way begins here."""
        self.seen.append(stop)
        if self._at is not None:
            self._begin(self._at)

    def renew(self, stops: Sequence[Stop], tours: Sequence[Tour]) -> None:
        """Go on among the stops and tours that there are now."""
        self.stops, self.tours = stops, tours
        known = {stop.id for stop in stops}
        self.seen = [stop for stop in self.seen if stop in known]
        if self.chosen not in {tour.id for tour in tours}:
            self.chosen = ""

    def likely(self, habits: Habits) -> tuple[Likely, ...]:
        """Where they will be next, likeliest first; the probabilities add up to 1."""
        others = [stop for stop in self.stops if stop.id != self.last]
        usual = self._usual(others, habits)
        weights = {stop.id: usual[stop.id] * self._leads_to(stop) for stop in others}
        total = sum(weights.values())
        ranked = sorted(weights.items(), key=lambda pair: -pair[1])
        return tuple(Likely(stop=name, probability=weight / total) for name, weight in ranked)

    def _begin(self, position: Vector) -> None:
        self._began, self._walked, self._velocity = position, 0.0, (0.0, 0.0)

    def _usual(self, others: Sequence[Stop], habits: Habits) -> dict[str, float]:
        """What is usual from here, whatever way they took since."""
        near, toured = self._nearness(others), self._toured()
        counts = habits.counts(self.last)
        many = sum(counts.values())
        trust = many / (many + KNOWN)
        usual = {}
        for stop in others:
            planned = TOUR * toured.get(stop.id, 0.0) + NEAR * near[stop.id]
            known = counts.get(stop.id, 0) / many if many else 0.0
            share = trust * known + (1.0 - trust) * planned
            usual[stop.id] = (share + FLOOR) * (AGAIN if stop.id in self.seen else 1.0)
        return usual

    def _nearness(self, others: Sequence[Stop]) -> dict[str, float]:
        begun = self._began
        if begun is None:
            return {stop.id: 1.0 / len(others) for stop in others}
        metres = {stop.id: math.dist(begun, stop.position) for stop in others}
        scale = 2.0 * min(metres.values(), default=1.0) + 5.0
        weights = {name: math.exp(-far / scale) for name, far in metres.items()}
        total = sum(weights.values()) or 1.0
        return {name: weight / total for name, weight in weights.items()}

    def _toured(self) -> dict[str, float]:
        """Where the tours go on to, each weighed by how well it explains what they have seen."""
        trust = {tour.id: self._follows(tour) for tour in self.tours}
        total = sum(trust.values()) or 1.0
        found: Counter[str] = Counter()
        for tour in self.tours:
            for stop, share in zip(self._ahead(tour), SUCCESSORS, strict=False):
                found[stop] += trust[tour.id] / total * share  # type: ignore[assignment]
        return dict(found)

    def _follows(self, tour: Tour) -> float:
        if self.chosen:
            return 1.0 if tour.id == self.chosen else 0.02
        trust = 1.0
        for count, stop in enumerate(self.seen):
            ahead = _after(tour, self.seen[:count])
            trust *= FOLLOWED if ahead[:1] == [stop] else LATER if stop in ahead else STRAYED
        return max(trust, 1e-9)

    def _ahead(self, tour: Tour) -> list[str]:
        return _after(tour, self.seen)

    def _leads_to(self, stop: Stop) -> float:
        """How well the way so far leads to a stop: little detour, and the present direction."""
        if self._began is None or self._at is None:
            return 1.0
        detour = self._walked + math.dist(self._at, stop.position) - math.dist(self._began, stop.position)
        way = math.exp(-max(0.0, detour) / (DETOUR + 0.15 * self._walked))
        return way * math.exp(self._heads_to(stop))

    def _heads_to(self, stop: Stop) -> float:
        assert self._at is not None
        towards = (stop.position[0] - self._at[0], stop.position[2] - self._at[2])
        speed = math.hypot(*self._velocity)
        walks = min(1.0, speed / BRISK)
        heading = TURN * walks * _cosine(self._velocity, towards)
        return heading + GLANCE * (1.0 - walks) * _cosine(self._forward, towards)


def _after(tour: Tour, seen: Sequence[str]) -> list[str]:
    """The stops of a tour that follow the last one seen of it, those left out before it at the end."""
    last = max((tour.stops.index(stop) for stop in seen[-1:] if stop in tour.stops), default=-1)
    order = (*tour.stops[last + 1 :], *tour.stops[: last + 1])
    return [stop for stop in order if stop not in seen]


def _cosine(one: tuple[float, float], other: tuple[float, float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return (one[0] * other[0] + one[1] * other[1]) / lengths if lengths > 1e-6 else 0.0
