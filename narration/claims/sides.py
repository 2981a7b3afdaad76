"""Which of two things is the earlier, the cause, the upper, the greater: told by the small word between them.

A mark puts what it governs on one side and the rest of its stretch on the other: in `A fell after B`, B is the earlier.
Sentence and fact are compared by the sides on which they put the things that both speak of.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from narration.claims.lexing import Token
from narration.claims.mentions import Aligned

AXES = {
    "time": {"after": 1, "before": -1, "then": -1},
    "cause": {"because": 1, "so": -1},
    "level": {"above": 1, "below": -1},
    "measure": {"more": 1, "less": -1},
}
"""On which side each class of mark puts what it governs: earlier, cause, lower, less are 1."""
TO_THE_END = frozenset({"so", "then"})
REASONS = {
    "time": "turns round what came first",
    "cause": "turns round cause and effect",
    "level": "turns round what is above and what is below",
    "measure": "turns round which is the greater",
}
FAR = 1
"""Mentions that any mark governs where it begins a stretch without commas."""
THAN_TOO = frozenset({"che", "que", "di", "del", "della"})
NEAR = 3
"""Mentions that a mark of place or measure governs at most."""

Finding = tuple[Literal["contradicted"], str]
SPEAKING = frozenset({"word", "name"})


def reversed_sides(texts: Aligned, *, negated: bool) -> Finding | None:
    """The first pair of sides that the sentence turns round, or None; `negated`: a comparison is denied in it."""
    for axis, marks in AXES.items():
        if agreement(texts, axis, negated=negated) < 0:
            mark = next(token.text for token in texts.said_tokens if token.kind == "mark" and token.key in marks)
            return "contradicted", f"{REASONS[axis]} (“{mark}”)"
    return None


def agreement(texts: Aligned, axis: str, *, negated: bool = False) -> int:
    """How many more things stand on the fact's side of an axis than on the other; 0 where nothing tells."""
    shared = {token.key for token in texts.said_tokens if token.kind in SPEAKING}
    shared &= {token.key for token in texts.known_tokens if token.kind in SPEAKING}
    said, known = (_sides(tokens, AXES[axis], axis, shared) for tokens in (texts.said_tokens, texts.known_tokens))
    if axis == "time" and said.governed and not known.governed:
        known = _by_dates(texts.known_tokens, shared)
    flip = -1 if negated and axis == "measure" else 1
    return sum(_sign(flip * said.sides[key] * known.sides[key]) for key in said.governed | known.governed)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


@dataclass(frozen=True, slots=True)
class _Sides:
    """On which side each thing stands, and which things a mark governs."""

    sides: Counter[str]
    governed: set[str]


def _sides(tokens: Sequence[Token], marks: dict[str, int], axis: str, shared: set[str]) -> _Sides:
    out: Counter[str] = Counter()
    all_governed: set[str] = set()
    for at, token in enumerate(tokens):
        if token.kind == "mark" and token.key in marks:
            governed = set(_governed(tokens, at, axis)) & shared
            all_governed |= governed
            rest = set(_rest(tokens, at, axis)) & shared - governed
            if governed:
                out.update({key: marks[token.key] for key in governed})
                out.subtract({key: marks[token.key] for key in rest})
    return _Sides(out, all_governed)


def _by_dates(tokens: Sequence[Token], shared: set[str]) -> _Sides:
    """Earlier and later by the dates beside which things stand, where the facts tell of two times."""
    years = {at: year for at, token in enumerate(tokens) if (year := _year(token)) is not None}
    if len(set(years.values())) < 2:
        return _Sides(Counter(), set())
    middle = (min(years.values()) + max(years.values())) / 2
    out: Counter[str] = Counter()
    for at, token in enumerate(tokens):
        near = [
            other for other in years if not any(it.kind == "stop" for it in tokens[min(at, other) : max(at, other)])
        ]
        if token.kind in SPEAKING and token.key in shared and near:
            out[token.key] += 1 if years[min(near, key=lambda other: abs(other - at))] < middle else -1
    return _Sides(out, set(out))


def _year(token: Token) -> float | None:
    number = token.quantity
    if number is None or "date" not in number.readings or (number.unit and number.unit != "year"):
        return None
    if len(number.readings) > 3 and (number.value < 100 or number.value > 2200 or number.value % 1):
        return None
    return -number.value if number.era == "bc" else number.value


def _governed(tokens: Sequence[Token], at: int, axis: str) -> Iterator[str]:
    mark = tokens[at]
    wide = axis in {"time", "cause"}
    count = 0
    for token in reversed(tokens[:at]) if mark.after else tokens[_than(tokens, at, axis) + 1 :]:
        if token.kind == "stop" or (token.kind == "cut" and not _runs_on(mark, token, wide or not count)):
            return
        if token.kind == "mark" and not wide and count:
            return
        if token.kind in SPEAKING:
            count += 1
            yield token.key
        if count >= (FAR if wide and _commaless(tokens, at) else NEAR if not wide else count + 1):
            return


def _than(tokens: Sequence[Token], at: int, axis: str) -> int:
    """Where the `than` of a comparison stands, or the comparison itself."""
    for later in range(at + 1, min(at + 5, len(tokens))) if axis == "measure" else ():
        token = tokens[later]
        if token.kind in {"stop", "cut"} and token.text not in THAN_TOO:
            break
        if token.key in {"than", "from"} or token.text in THAN_TOO:
            return later
    return at


def _commaless(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark begins a stretch in which no comma tells where its clause ends."""
    if (at > 0 and tokens[at - 1].kind != "stop") or tokens[at].after:
        return False
    for token in tokens[at:]:
        if token.kind == "stop":
            return True
        if token.key == "," and token.kind == "cut":
            return False
    return True


def _runs_on(mark: Token, cut: Token, wide: bool) -> bool:
    return wide and (mark.key in TO_THE_END or cut.key != ",") and not mark.after


def _rest(tokens: Sequence[Token], at: int, axis: str) -> Iterator[str]:
    """What stands in the same stretch; before `therefore`, where that begins a stretch, in the one before."""
    start = at
    while start > 0 and tokens[start - 1].kind != "stop":
        start -= 1
    if tokens[at].key in TO_THE_END:
        before = [token.key for token in tokens[start:at] if token.kind in SPEAKING]
        yield from before or [token.key for token in tokens[:start] if token.kind in SPEAKING]
        return
    for token in tokens[start:]:
        if token.kind == "stop":
            return
        if token.kind in SPEAKING:
            yield token.key
