"""Simulated visitors: where they go next and how they get there, from a seed.

*Tour*: in the order of one of the site's tours. *Skipping*: the same, but one stop in four is left out and now and then
a visitor turns back for it. *Wandering*: to one of the stops near by, mostly one not seen yet, sometimes far across.
They walk in bends, not straight, at their own speed.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scenes.pose import Vector
from scenes.scene import Site
from scenes.stops import Stop

Style = Literal["tour", "skipping", "wandering"]
STYLES: tuple[Style, ...] = ("tour", "skipping", "wandering")
POSES_A_SECOND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way to one stop: where the feet are, pose by pose."""

    stop: Stop
    feet: tuple[Vector, ...]


def plan(site: Site, style: Style, rng: random.Random, count: int) -> list[Stop]:
    """The stops a visitor of this style goes to, in order."""
    stops = {stop.id: stop for stop in site.scene.stops}
    if style == "wandering":
        return _wander(list(stops.values()), rng, count)
    tour = rng.choice(site.tours)
    order = [stops[each] for each in tour.stops]
    return (_skip(order, rng) if style == "skipping" else order)[:count]


def _skip(order: list[Stop], rng: random.Random) -> list[Stop]:
    kept = [stop for number, stop in enumerate(order) if number == 0 or rng.random() > 0.25]
    missed = [stop for stop in order if stop not in kept]
    if missed and rng.random() < 0.5:
        kept.insert(rng.randrange(1, len(kept) + 1), rng.choice(missed))
    return kept


def _wander(stops: list[Stop], rng: random.Random, count: int) -> list[Stop]:
    went = [rng.choice(stops)]
    while len(went) < count:
        here = went[-1]
        fresh = [stop for stop in stops if stop not in went]
        others = fresh if fresh and rng.random() > 0.1 else [stop for stop in stops if stop is not here]
        near = sorted(others, key=lambda stop: math.dist(stop.position, here.position))
        went.append(rng.choice(near[:4]) if rng.random() > 0.15 else rng.choice(near))
    return went


def legs(site: Site, stops: list[Stop], rng: random.Random, speed: float | None = None) -> Iterator[Leg]:
    """The ways between them, from the entrance on; `speed` is metres a second."""
    x, _, z = site.scene.entrance.position
    at: Vector = (x, 0.0, z)
    for stop in stops:
        pace = speed or rng.uniform(0.9, 1.6)
        feet = tuple(_bend(at, stop, rng, pace))
        yield Leg(stop=stop, feet=feet)
        at = feet[-1]


def _bend(begin: Vector, stop: Stop, rng: random.Random, speed: float) -> Iterator[Vector]:
    """A bent way that ends somewhere within the stop."""
    angle, radius = rng.uniform(0, math.tau), rng.uniform(0, stop.radius * 0.6)
    x, y, z = stop.position
    end = (x + radius * math.cos(angle), y, z + radius * math.sin(angle))
    across = rng.gauss(0.0, 0.12)
    middle = (
        (begin[0] + end[0]) / 2 + across * (end[2] - begin[2]),
        (begin[1] + end[1]) / 2,
        (begin[2] + end[2]) / 2 - across * (end[0] - begin[0]),
    )
    steps = max(2, round(math.dist(begin, end) / speed * POSES_A_SECOND))
    for step in range(1, steps + 1):
        t = step / steps
        yield (
            _curve(t, begin[0], middle[0], end[0]),
            _curve(t, begin[1], middle[1], end[1]),
            _curve(t, begin[2], middle[2], end[2]),
        )


def _curve(t: float, begin: float, middle: float, end: float) -> float:
    return (1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t * t * end
