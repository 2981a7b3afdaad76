"""Deeds of many visitors, without records."""

from itertools import count
from typing import Any

from tour.analytics.deeds import Deed, Done

_ids = count(1)


def one(visitor: str, kind: str, **said: Any) -> Done:
    """A deed as it was kept."""
    deed = Deed(kind=kind, **{"language": "en", "stop": "mouth", **said})  # type: ignore[arg-type]
    return Done(id=next(_ids), visitor=visitor, day="2026-11-27", settled=False, deed=deed)


def many(people: int, kind: str, first: int = 0, **said: Any) -> list[Done]:
    """The same deed of so many visitors."""
    return [one(f"v{first + number}", kind, **said) for number in range(people)]
