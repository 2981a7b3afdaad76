"""What the scans of an ingest are called in their site."""

from collections.abc import Sequence
from itertools import chain, count

from scenes.ingest.request import Request, slug
from scenes.ingest.sources import Source

RESERVED = ("walk", "plan", "plinth")
"""What the ground that is walked on, the picture of it and what the scans stand on are called."""


def names_of(found: Sequence[Source], request: Request) -> list[tuple[str, str]]:
    """Id and label of each scan; the ids differ from one another and from those of the ground and its plan."""
    labels = [request.name or found[0].label] if len(found) == 1 else [each.label for each in found]
    used = set(RESERVED)
    names = []
    for label in labels:
        name = slug(label)
        numbered = (f"{name[:60]}-{number}" for number in count(2))
        free = next(each for each in chain([name], numbered) if each not in used)
        used.add(free)
        names.append((free, label))
    return names
