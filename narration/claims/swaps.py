"""Whether a sentence puts one thing where its facts have another: who and whom, two numbers, two names, two places.

For two things that both texts speak of, it is asked whether the sentence would stand closer to the facts with the two
exchanged: by the words that govern them, by who comes first, by what stands beside them. If it would by far, they have
been exchanged.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Literal

from narration.claims.converses import turned
from narration.claims.mentions import Aligned, Mention
from narration.claims.sides import agreement

FADES = {"number": 0.2}
FADES_ELSEWHERE = 0.6
"""What is left of a neighbour's weight with each step away."""
REACH = 7.0
"""Steps after which a neighbour counts no more."""
ENOUGH = {"name": 0.7, "number": 0.2}
"""How much closer the exchanged sentence must stand; measured on tests/eval/injected/*.dev.toml."""
MARKED = 0.55
"""The same where the words that govern the two are exchanged: `from A to B`, `A by B`."""
MARKED_ALIKE = 0.05
"""The same for two people, or two names of one kind."""
BESIDE = 0.45
"""How much closer what stands beside two people must stand where they are in different clauses."""
BESIDE_TOO = 0.3
"""The same where who comes first says so as well."""
ALONE = 0.6
"""The share of its neighbours that a thing must have in common with another's to stand in its place,"""
PLACED = frozenset({"person", "place", "people"})
PRO_DROP = frozenset({"it", "es", "pt", "ar", "tr", "fa"})
"""Languages in which the first person named may go on to do what a later clause says, without being named again."""
STRANGE = 0.15
"""and the share that it has at most in common with its own."""
THINGS = frozenset({"thing", "work", "title"})
"""Kinds of terms that do nothing by themselves."""
GOVERNED = frozenset({"by", "object", "from", "to", "above", "below", "for", "with", "behind", "against", "oblique"})

Finding = tuple[Literal["contradicted"], str]


def exchanged(texts: Aligned) -> Finding | None:
    """The first two things that the sentence exchanges, with a reason for a person, or None."""
    said = [one for one in texts.said if one.known]
    flip = -1.0 if turned(texts) else 1.0
    settled = agreement(texts, "measure") > 0
    for one, two in combinations(said, 2):
        if settled and one.kind != "number":
            continue
        if one.key != two.key and _comparable(one, two) and _exchanged(one, two, texts, flip):
            return "contradicted", f"says of “{one.text}” what the fact says of “{two.text}”, and the other way round"
    return None


def _comparable(one: Mention, two: Mention) -> bool:
    if "number" in {one.kind, two.kind}:
        return one.kind == two.kind and one.sort == two.sort
    apart = abs(one.place - two.place) > 2 or one.kind == two.kind == "name"
    return apart and (not one.sort or not two.sort or one.sort == two.sort)


def _exchanged(one: Mention, two: Mention, texts: Aligned, flip: float) -> bool:
    if one.kind == "number":
        return closer(one, two, texts)[1] >= ENOUGH["number"]
    alike = _alike(one, two)
    gain, beside, marked = closer(one, two, texts, flip if alike else 1.0)
    if marked and gain >= (MARKED_ALIKE if alike else MARKED) and (alike or "oblique" not in {one.mark, two.mark}):
        return alike or flip > 0
    if not alike or any(_listed(one, two, text) or _of(one, two, text) for text in (texts.said, texts.known)):
        return False
    return beside >= BESIDE or (gain >= ENOUGH["name"] and (one.clause == two.clause or beside >= BESIDE_TOO))


def _alike(one: Mention, two: Mention) -> bool:
    """Whether the two could do what the other does: two people, two names of one kind."""
    names = one.kind == two.kind == "name"
    if {one.sort, two.sort} & THINGS:
        return False
    return (one.sort == two.sort and (one.sort == "person" or names)) or (names and one.mark == two.mark != "")


def _of(one: Mention, two: Mention, text: Sequence[Mention]) -> bool:
    """Whether a text says one of the other: the pyramid of the moon."""
    return any({a.key, b.key} == {one.key, two.key} and b.mark == "of" for a, b in pairwise(text))


def _listed(one: Mention, two: Mention, text: Sequence[Mention]) -> bool:
    """Whether a text names the two one after the other, as members of a list, whose order says nothing."""
    keys = [(it.key, it.clause) for it in text]
    return any(
        {first[0], second[0]} == {one.key, two.key} and first[1] != second[1] for first, second in pairwise(keys)
    )


def closer(one: Mention, two: Mention, texts: Aligned, flip: float = 1.0) -> tuple[float, float, bool]:
    """How much closer to the facts the sentence would stand with the two exchanged, in all and by what stands beside
    them, and whether marks say so.

    `flip` is −1 where the sentence tells the event from its other side.
    """
    pairs = [(a, b) for a in texts.known if a.key == one.key for b in texts.known if b.key == two.key]
    pairs = [(a, b) for a, b in pairs if a.stretch == b.stretch] or pairs
    if not pairs:
        return 0.0, 0.0, False
    straight = max(_fit(one, two, a, b, texts, swap=False) for a, b in pairs)
    crossed = max(_fit(one, two, a, b, texts, swap=True) for a, b in pairs)
    roles, beside = crossed[1] - straight[1], (crossed[0] - crossed[1]) - (straight[0] - straight[1])
    return flip * roles + beside, beside, flip * roles == 1.0 and bool(crossed[2])


def _fit(one: Mention, two: Mention, a: Mention, b: Mention, texts: Aligned, swap: bool) -> tuple[float, float, str]:
    """How well two things stand as two of the facts do: in all, by their roles alone, and the mark that says so."""
    roles, known = _roles(one, two, texts.said), _roles(a, b, texts.known)
    if swap:
        known, a, b = (known[1], known[0]), b, a
    same = (_same(roles[0], known[0]) + _same(roles[1], known[1])) / 2
    apart = {one.key, two.key}
    beside = _overlap(beside_of(one, texts.said, apart), beside_of(a, texts.known, apart))
    beside += _overlap(beside_of(two, texts.said, apart), beside_of(b, texts.known, apart))
    mark = next((role for role in (*roles, *known) if role in GOVERNED), "")
    return same + beside / 2, same, mark


def misplaced(texts: Aligned) -> Finding | None:
    """The first thing that stands in the sentence where the facts have another one, which it leaves out, or None."""
    said = {one.key for one in texts.said}
    for one in texts.said:
        if not one.known or one.sort in {"", "date", "century"} or (one.kind != "number" and one.sort not in PLACED):
            continue
        for other in texts.known:
            alike = (
                other.kind == one.kind and other.sort == one.sort and other.mark == one.mark and other.key not in said
            )
            if alike and _stands_for(one, other, texts):
                return "contradicted", f"says of “{one.text}” what the fact says of “{other.text}”"
    return None


def _stands_for(one: Mention, other: Mention, texts: Aligned) -> bool:
    apart = {one.key, other.key}
    mine = beside_of(one, texts.said, apart)
    goes_on = texts.tongue in PRO_DROP and one.clause == 0 and any(it.clause for it in texts.said)
    if goes_on or sum(it.key == one.key for it in texts.said) > 1:
        return False
    own = [beside_of(it, texts.known, apart) for it in texts.known if it.key == one.key]
    theirs = [beside_of(it, texts.known, apart) for it in texts.known if it.key == other.key]
    return len(mine) > 1 and _best(mine, theirs) >= ALONE and _best(mine, own) < STRANGE


def _roles(one: Mention, two: Mention, text: Sequence[Mention]) -> tuple[str, str]:
    first, second = _role(one, text), _role(two, text)
    if first == second == "" and one.stretch == two.stretch:
        return ("agent", "patient") if one.start < two.start else ("patient", "agent")
    return first or "core", second or "core"


def _role(one: Mention, text: Sequence[Mention]) -> str:
    if one.mark == "by":
        return "agent"
    if one.mark == "object":
        return "patient"
    if not one.mark and any(it.mark == "by" and it.clause == one.clause for it in text):
        return "patient"
    return "core" if not one.mark and one.passive else one.mark


def _same(role: str, other: str) -> float:
    if role == other:
        return 1.0
    return 0.5 if {role, other} <= {"core", "agent", "patient"} and "core" in {role, other} else 0.0


def beside_of(one: Mention, text: Sequence[Mention], apart: set[str]) -> dict[str, float]:
    """The shared mentions near one, each with a weight that fades with the distance."""
    near: dict[str, float] = {}
    fade = FADES.get(one.kind, FADES_ELSEWHERE)
    for other in text:
        steps = abs(other.place - one.place)
        if other.known and other.key not in apart and other is not one and steps <= REACH:
            near[other.key] = max(near.get(other.key, 0.0), fade**steps)
    return near


def _overlap(mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    least = min(sum(mine.values()), sum(theirs.values()))
    shared = sum(min(weight, theirs.get(key, 0.0)) for key, weight in mine.items())
    return shared / least if least else 0.0


def _best(mine: Mapping[str, float], theirs: Sequence[Mapping[str, float]]) -> float:
    return max((_overlap(mine, other) for other in theirs), default=0.0)
