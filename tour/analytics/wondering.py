"""What visitors asked and the facts could not answer: the curators' list of what is to be written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from sqlite3 import Connection

import msgspec

from tour.analytics.deeds import Done
from tour.analytics.groups import FEWEST
from tour.audit import append


class Wondered(msgspec.Struct, frozen=True, kw_only=True):
    """One question, however many asked it; who and when stays unsaid."""

    text: str
    language: str
    stop: str
    """Where it was asked first; empty: at none."""
    visitors: int | None
    """How many asked it, None for fewer than five."""
    deeds: tuple[int, ...]
    """What to settle once it is answered."""


def unanswered(done: Iterable[Done], *, settled: bool = False) -> list[Wondered]:
    """Questions without an answer in the facts, those that most visitors asked first."""
    alike: dict[tuple[str, str], list[Done]] = defaultdict(list)
    for each in done:
        if each.deed.kind == "asked" and not each.deed.answered and each.settled == settled:
            alike[each.deed.language, _bare(each.deed.words)].append(each)
    ranked = sorted(alike.values(), key=lambda group: (-_visitors(group), group[0].id))
    return [_wondered(group) for group in ranked if group[0].deed.words]


def settle(connection: Connection, site: str, deeds: Sequence[int], who: str, now: datetime) -> int:
    """Take questions off the list: they were answered, or never will be; how many there were of them."""
    marks = ",".join("?" * len(deeds))
    changed = connection.execute(
        f"UPDATE deeds SET settled = 1 WHERE site = ? AND settled = 0 AND id IN ({marks})",  # noqa: S608 - marks
        (site, *deeds),
    ).rowcount
    if changed:
        append(connection, who, "questions-settled", site=site, details={"questions": changed}, now=now)
    return changed


def _wondered(group: list[Done]) -> Wondered:
    first, visitors = group[0].deed, _visitors(group)
    return Wondered(
        text=first.words,
        language=first.language,
        stop=first.stop,
        visitors=visitors if visitors >= FEWEST else None,
        deeds=tuple(each.id for each in group),
    )


def _visitors(group: Iterable[Done]) -> int:
    return len({each.visitor for each in group})


def _bare(text: str) -> str:
    """A question without what makes no difference."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())
