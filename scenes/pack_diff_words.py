"""Differences as short phrases."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any


def texts(name: str, before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> Iterator[str]:
    """How a text in several languages differs: the languages concerned."""
    added, removed = [tag for tag in after if tag not in before], [tag for tag in before if tag not in after]
    changed = [tag for tag in before if tag in after and before[tag] != after[tag]]
    for what, tags in (("added", added), ("removed", removed), ("changed", changed)):
        if tags:
            yield f"{name} {what} in {', '.join(tags)}"


def names(name: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """How a list of names differs: what came, what went, or only the order."""
    first, second = list(before), list(after)
    for what, found in (
        ("added", [x for x in second if x not in first]),
        ("gone", [x for x in first if x not in second]),
    ):
        if found:
            yield f"{name} {what}: {', '.join(found)}"
    if first != second and sorted(first) == sorted(second):
        yield f"{name} in another order"


def value(name: str, before: Any, after: Any) -> Iterator[str]:
    """How one value differs."""
    if before != after:
        yield f"{name} {_shown(before)} → {_shown(after)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in ("", None) else "none"
