"""What visitors of one language or country did.

Counted are people, never how often they did it: what is left of the stops' sums when the groups' are taken away would
tell of the few that no group shows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

import msgspec

from tour.analytics.deeds import Done, Kind
from tour.analytics.groups import FEWEST, shared_out, told

REACTIONS: tuple[Kind, ...] = ("like", "skip", "share", "more", "story", "wrong")


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Visitors of one language or country; None where fewer than five of them did it."""

    name: str
    """BCP 47 or ISO 3166-1; empty where they did not say, `others` for all that are few."""
    visitors: int
    dwell: float | None
    """Median seconds at stops of a visitor."""
    people: dict[str, int | None]
    """How many of them liked, skipped, shared… something."""
    asked: int | None
    unanswered: int | None
    """How many of them asked something that the facts could not answer."""


def slices(done: Iterable[Done], said: Mapping[str, str]) -> tuple[Slice, ...]:
    """Deeds by what their visitors said first of themselves."""
    by_visitor: dict[str, list[Done]] = defaultdict(list)
    for each in done:
        by_visitor[each.visitor].append(each)
    groups: dict[str, list[str]] = defaultdict(list)
    for visitor in by_visitor:
        groups[said.get(visitor, "")].append(visitor)
    return tuple(
        _slice(name, {visitor: by_visitor[visitor] for visitor in members})
        for name, members in shared_out(groups).items()
    )


def dwell(done: Iterable[Done]) -> float | None:
    """The median seconds that a visitor stayed, None for fewer than five who did."""
    seconds: Counter[str] = Counter()
    for each in done:
        if each.deed.kind == "dwelt":
            seconds[each.visitor] += each.deed.seconds  # type: ignore[assignment]
    return round(median(seconds.values()), 1) if len(seconds) >= FEWEST else None


def _slice(name: str, members: Mapping[str, list[Done]]) -> Slice:
    people: dict[str, set[str]] = defaultdict(set)
    for visitor, deeds in members.items():
        for each in deeds:
            people[each.deed.kind].add(visitor)
            if not each.deed.answered:
                people["unanswered"].add(visitor)
    count = {kind: told(len(people[kind]), len(people[kind])) for kind in (*REACTIONS, "asked", "unanswered")}
    return Slice(
        name=name,
        visitors=len(members),
        dwell=dwell(each for deeds in members.values() for each in deeds),
        people={kind: count[kind] for kind in REACTIONS},
        asked=count["asked"],
        unanswered=count["unanswered"],
    )
