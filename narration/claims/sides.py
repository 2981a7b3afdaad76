"""Which of two things is the earlier, the cause, the upper, the greater: told by the small word between them.

A mark puts what it governs on one side and the rest of its stretch on the other: in `A fell after B`, B is the earlier.
Sentence and fact are compared by the sides on which they put the things that both speak of.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from narration.claims.lexing import Token
from narration.claims.mentions import Aligned
from narration.claims.scopes import SPEAKING, clause_scope, near_scope

AXES: dict[str, dict[str, int]] = {
    "cause": {"because": 1, "so": -1},
    "time": {"after": 1, "before": -1, "then": -1, "because": 1, "so": -1},
    "order": {"after": 1, "before": -1, "then": -1},
    "level": {"above": 1, "below": -1},
    "measure": {"more": 1, "less": -1},
    "origin": {"origin": 1, "yields": -1},
}
"""On which side each class of mark puts what it governs: the cause, the earlier, the lower, the less are 1.

A cause comes before its effect: where one text tells the order and the other the cause, they are compared as well."""
REASONS = {
    "time": "turns round what came first",
    "cause": "turns round cause and effect",
    "level": "turns round what is above and what is below",
    "origin": "turns round what comes from what",
    "measure": "turns round which is the greater",
}

Finding = tuple[Literal["contradicted"], str]


@dataclass(frozen=True, slots=True)
class _Sides:
    """On which side each thing stands, and which things a mark governs."""

    sides: Mapping[str, int]
    governed: frozenset[str] = frozenset()


def reversed_sides(texts: Aligned, *, negated: bool) -> Finding | None:
    """The first pair of sides that the sentence turns round, or None; `negated`: a comparison is denied in it."""
    for axis in REASONS:
        marks = AXES[axis]
        if agreement(texts, axis, negated=negated) < 0:
            mark = next(token.text for token in texts.said_tokens if token.kind == "mark" and token.key in marks)
            return "contradicted", f"{REASONS[axis]} (“{mark}”)"
    return None


def agreement(texts: Aligned, axis: str, *, negated: bool = False) -> int:
    """How many more things stand on the fact's side of an axis than on the other; 0 where nothing tells."""
    shared = _keys(texts.said_tokens) & _keys(texts.known_tokens)
    said, known = (_sides(tokens, axis, shared, texts.tongue) for tokens in (texts.said_tokens, texts.known_tokens))
    if axis == "time" and not known.governed:
        said = _sides(texts.said_tokens, "order", shared, texts.tongue)
        known = _by_dates(texts.known_tokens, said.sides.keys())
    flip = -1 if negated and axis == "measure" else 1
    told = said.governed | known.governed
    return sum(_sign(flip * said.sides.get(key, 0) * known.sides.get(key, 0)) for key in told)


def _keys(tokens: Sequence[Token]) -> set[str]:
    return {token.key for token in tokens if token.kind in SPEAKING}


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _sides(tokens: Sequence[Token], axis: str, shared: set[str], tongue: str) -> _Sides:
    out: Counter[str] = Counter()
    told: set[str] = set()
    for at, token in enumerate(tokens):
        side = AXES[axis].get(token.key, 0) if token.kind == "mark" else 0
        if side:
            wide = axis in {"time", "cause", "order"}
            scope = clause_scope(tokens, at) if wide else near_scope(tokens, at, axis == "measure", tongue)
            governed, rest = set(scope[0]) & shared, set(scope[1]) & shared - set(scope[0])
            told |= governed
            out.update(dict.fromkeys(governed, side) | dict.fromkeys(rest if governed else (), -side))
    return _Sides(out, frozenset(told))


def _by_dates(tokens: Sequence[Token], asked: Collection[str]) -> _Sides:
    """Earlier and later by the dates beside which things stand, where the facts tell of two times."""
    years = {at: year for at, token in enumerate(tokens) if (year := _year(token)) is not None}
    dated: dict[str, float] = {}
    for at, token in enumerate(tokens):
        near = [other for other in years if _together(tokens, at, other, {"stop", "cut"})]
        near = near or [other for other in years if _together(tokens, at, other, {"stop"})]
        if token.kind in SPEAKING and token.key in asked and near:
            dated.setdefault(token.key, years[min(near, key=lambda other: abs(other - at))])
    if len(set(dated.values())) < 2:
        return _Sides({})
    middle = (min(dated.values()) + max(dated.values())) / 2
    sides = {key: 1 if year < middle else -1 for key, year in dated.items()}
    return _Sides(sides, frozenset(sides))


def _together(tokens: Sequence[Token], at: int, other: int, ends: set[str]) -> bool:
    return not any(token.kind in ends for token in tokens[min(at, other) : max(at, other)])


def _year(token: Token) -> float | None:
    number = token.quantity
    if number is None or "date" not in number.readings or (number.unit and number.unit != "year"):
        return None
    if len(number.readings) > 3 and not (100 <= number.value <= 2200 and number.value % 1 == 0):
        return None
    return -number.value if number.era == "bc" else number.value
