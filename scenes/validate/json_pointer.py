"""Walking a JSON document by pattern, with the pointer of what is found (RFC 6901)."""

from collections.abc import Iterator
from math import isfinite
from typing import Any


def escaped(key: str) -> str:
    """A key as it stands in a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def select(value: Any, pattern: str) -> Iterator[tuple[str, Any]]:
    """Pointers and values that `pattern` names, such as `meshes/*/primitives/*/indices`; what is not there is skipped.

    A star stands for every item of an array or every member of an object.
    """
    yield from _select(value, pattern.split("/") if pattern else [], "")


def _select(value: Any, steps: list[str], at: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield at, value
        return
    step, rest = steps[0], steps[1:]
    if step == "*" and len(rest) == 1 and rest[0] != "*":
        for key, each in members(value):
            if isinstance(each, dict) and rest[0] in each:
                yield f"{at}/{key}/{rest[0]}", each[rest[0]]
    elif step == "*":
        for key, each in members(value):
            yield from _select(each, rest, f"{at}/{key}")
    elif isinstance(value, dict) and step in value:
        yield from _select(value[step], rest, f"{at}/{step}")


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Steps and values of an array or an object; none of anything else."""
    if isinstance(value, list):
        yield from ((str(i), each) for i, each in enumerate(value))
    elif isinstance(value, dict):
        yield from ((escaped(key), each) for key, each in value.items())


def not_finite(document: Any) -> Iterator[tuple[str, float]]:
    """Every number in the document that is infinite, without recursion."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, float) and not isfinite(value):
            yield at, value
        waiting += [(f"{at}/{key}", each) for key, each in members(value) if isinstance(each, dict | list | float)]
