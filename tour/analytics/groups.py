"""Nothing is told of fewer than five visitors, and nothing from which it could be worked out."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

FEWEST = 5
"""Visitors of whom something is told."""
OTHERS = "others"

T = TypeVar("T")


def told(count: int, visitors: int) -> int | None:
    """A count of what `visitors` people did, None where they are too few to tell; nobody is no group."""
    return count if visitors >= FEWEST or visitors == 0 else None


def shared_out(groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Visitors by what tells them apart, small groups made one: `others`.

    Each visitor stands in one group. Where the small ones together are too few still, the smallest of the large ones
    joins them, so that no group can be told by taking the others from the whole. Fewer than five in all: nothing.
    """
    whole = {name: sorted(members) for name, members in groups.items() if members}
    large = {name: members for name, members in whole.items() if len(members) >= FEWEST}
    others = [each for name, members in whole.items() if name not in large for each in members]
    while others and len(others) < FEWEST and large:
        smallest = min(large, key=lambda name: (len(large[name]), name))
        others += large.pop(smallest)
    if len(others) >= FEWEST:
        large[OTHERS] = others
    return dict(sorted(large.items(), key=lambda each: (each[0] == OTHERS, -len(each[1]), each[0])))
