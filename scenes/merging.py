"""Two people's changes of one record joined, where they do not touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

ABSENT = type("Absent", (), {"__repr__": lambda _: "absent", "__slots__": ()})()
"""No value at all, which `null` is not."""


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place in which two versions differ."""

    pointer: str
    """JSON Pointer (RFC 6901)."""
    before: Any = None
    after: Any = None
    added: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of a merge."""

    value: Any
    """Where both changed the same thing, as they have it who saved first."""
    clashes: tuple[str, ...]
    """JSON Pointers of what both changed, each in another way."""


def compare(before: Any, after: Any) -> tuple[Change, ...]:
    """The places in which two JSON values differ, objects and lists of the same files looked into, all else whole."""
    return tuple(_differences("", before, after))


def merge(base: Any, theirs: Any, mine: Any) -> Merged:
    """Three JSON values as one: `theirs` and `mine` were both made from `base`.

    Objects are joined key by key, lists of different texts (ids) by what was added and removed, and what `mine` says of
    the files in a list goes to where `theirs` has them. Texts, numbers and every other list are whole: positions are
    not mixed of two.
    """
    clashes: list[str] = []
    value = _merged("", base, theirs, mine, clashes)
    return Merged(value=value, clashes=tuple(clashes))


def _differences(pointer: str, before: Any, after: Any) -> list[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        pairs = ((key, before.get(key, ABSENT), after.get(key, ABSENT)) for key in keys)
        return [change for key, old, new in pairs for change in _differences(_below(pointer, key), old, new)]
    if before == after:
        return []
    old, new = _files(before), _files(after)
    if old is not None and new is not None and list(old) == list(new):
        each = enumerate(zip(old.values(), new.values(), strict=True))
        return [change for place, (was, now) in each for change in _differences(f"{pointer}/{place}", was, now)]
    if before is ABSENT:
        return [Change(pointer=pointer, after=after, added=True)]
    if after is ABSENT:
        return [Change(pointer=pointer, before=before, removed=True)]
    return [Change(pointer=pointer, before=before, after=after)]


def _merged(pointer: str, base: Any, theirs: Any, mine: Any, clashes: list[str]) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if isinstance(theirs, dict) and isinstance(mine, dict):
        return _objects(pointer, base if isinstance(base, dict) else {}, theirs, mine, clashes)
    if all(_is_names(each) for each in (base, theirs, mine)):
        joined = _names(base, theirs, mine)
        if joined is not None:
            return joined
    told = _told_of_files(pointer, base, theirs, mine, clashes)
    if told is not None:
        return told
    clashes.append(pointer)
    return theirs


def _objects(
    pointer: str, base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any], clashes: list[str]
) -> Any:
    joined: dict[str, Any] = {}
    for key in dict.fromkeys([*theirs, *mine]):
        before, they, me = (each.get(key, ABSENT) for each in (base, theirs, mine))
        value = _merged(_below(pointer, key), before, they, me, clashes)
        if value is not ABSENT:
            joined[key] = value
    return joined


def _told_of_files(pointer: str, base: Any, theirs: Any, mine: Any, clashes: list[str]) -> list[Any] | None:
    """Their files with what I say of them; None where these are no such lists or I changed more than that.

    Clashes are told by where a file stood in `base`.
    """
    before, they, me = _files(base), _files(theirs), _files(mine)
    if before is None or they is None or me is None or list(before) != list(me):
        return None
    if any(me[file] != before[file] for file in before if file not in they):
        return None
    places = {file: place for place, file in enumerate(before)}
    return [
        _merged(f"{pointer}/{places.get(file)}", before.get(file, ABSENT), told, me.get(file, ABSENT), clashes)
        for file, told in they.items()
    ]


def _files(value: Any) -> dict[str, Any] | None:
    """What a list tells of files, by their names; None where it is no list of different files."""
    if not isinstance(value, list) or not value:
        return None
    files = {each["file"]: each for each in value if isinstance(each, dict) and isinstance(each.get("file"), str)}
    return files if len(files) == len(value) else None


def _names(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str] | None:
    """Their order with my additions where I put them and without what I removed; None where I moved things too."""
    if not (_keeps_order(base, theirs) or _keeps_order(base, mine)):
        return None
    ours, other = (theirs, mine) if _keeps_order(base, mine) else (mine, theirs)
    gone = set(base) - set(other)
    return _with_additions([name for name in ours if name not in gone], other, set(base))


def _with_additions(joined: list[str], other: Sequence[str], base: set[str]) -> list[str]:
    """`joined` with what `other` has beyond `base`: each behind the name it follows there, at the end without that."""
    known, follower, last = set(joined), dict[str | None, str](), list[str]()
    before = None
    for name in other:
        if name not in base and name not in known:
            known.add(name)
            if before is None or before in known:
                follower[before] = name
            else:
                last.append(name)
        before = name
    return [name for start in (None, *joined, *last) for name in _chain(start, follower)]


def _chain(start: str | None, follower: Mapping[str | None, str]) -> Iterator[str]:
    if start is not None:
        yield start
    while start in follower:
        start = follower[start]
        yield start


def _keeps_order(base: Sequence[str], changed: Sequence[str]) -> bool:
    old, new = set(base), set(changed)
    return [name for name in changed if name in old] == [name for name in base if name in new]


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


def _below(pointer: str, key: str) -> str:
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
