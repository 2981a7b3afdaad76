"""A checked sentence cut into the pieces that are spoken one by one, so that sound starts early."""

import re
from itertools import pairwise

from narration.text.sentences import CJK, CLAUSE

LONGEST = 200
"""Most that is synthesised at once; a character of a script without spaces weighs three."""
SHORTEST = 12
SHORTEST_CJK = 18
GROWTH = 2
"""A clause weighs at most so many times the one before: made faster than real time, it is ready when that ends."""
ROOM = 40
BREATH = 56
"""A beginning that weighs more is cut before a joining word, where a speaker could breathe."""
_SPACE = re.compile(r"\s+")
_JOINT = re.compile(
    r"\s+(?=(?:and|but|which|who|that|with|from|where|when|while|because|so"
    r"|e|ed|ma|che|con|dove|quando|mentre|perché)\s)"
)
"""Before the words that join clauses in the site languages that have spaces."""


def weight(text: str) -> int:
    """How long `text` takes to say, in letters of an alphabet."""
    return len(text) + 2 * len(CJK.findall(text))


def clauses(sentence: str, first: str = "") -> list[str]:
    """Pieces that joined are exactly `sentence`: a short one first, then at most twice the one before, 200 letters.

    `first` is a first clause whose sound is already being made; it is kept when the sentence begins with it.
    """
    found: list[str] = []
    rest = sentence
    if first and sentence.startswith(first) and (match := re.match(r"\s*", sentence[len(first) :])):
        end = len(first) + match.end()
        first, rest = sentence[:end], sentence[end:]
        found = [first]
    current = ""
    parts = _parts(rest)
    for part in parts if found else _breathed(parts):
        if current and not _fits(current, part, found):
            found.append(current)
            current = ""
        current += part
    found += [current] if current else []
    return found if found[:-1] == [first] else _join_short_end(found)


def _fits(current: str, part: str, found: list[str]) -> bool:
    together = weight(current) + weight(part)
    if not _speakable(current):
        return together <= LONGEST
    return bool(found) and together <= min(LONGEST, max(ROOM, GROWTH * weight(found[-1])))


def _speakable(text: str) -> bool:
    return weight(text.strip()) >= (SHORTEST_CJK if CJK.search(text) else SHORTEST)


def _join_short_end(found: list[str]) -> list[str]:
    if len(found) > 1 and not _speakable(found[-1]) and weight(found[-2]) + weight(found[-1]) <= LONGEST:
        found[-2:] = [found[-2] + found[-1]]
    return found


def _parts(text: str) -> list[str]:
    """`text` cut after every clause mark and the space behind it, and where a part would be too long."""
    ends = [_after_space(text, mark.end()) for mark in CLAUSE.finditer(text)]
    cuts = sorted({0, *ends, len(text)})
    return [piece for start, end in pairwise(cuts) for piece in _short(text[start:end])]


def _breathed(parts: list[str]) -> list[str]:
    """`parts` with a long first one cut at the last joint that keeps its beginning within a breath."""
    if not parts or weight(parts[0]) <= BREATH:
        return parts
    first, *rest = parts
    joints = [joint.end() for joint in _JOINT.finditer(first) if ROOM // 2 <= joint.end() <= BREATH]
    return [first[: joints[-1]], first[joints[-1] :], *rest] if joints else parts


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _short(part: str) -> list[str]:
    pieces: list[str] = []
    while weight(part) > LONGEST:
        end = _last_cut(part)
        pieces.append(part[:end])
        part = part[end:]
    return [*pieces, part] if part else pieces


def _last_cut(part: str) -> int:
    """The end of the last word that fits; without spaces, as many characters as fit."""
    end = LONGEST // 3 if CJK.search(part) else LONGEST
    spaces = [space.end() for space in _SPACE.finditer(part, 1, end)]
    return spaces[-1] if spaces else end
