"""What a sentence and its facts both speak of, with where each stands and the small word that governs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from narration.claims.agreement import same
from narration.claims.cases import by_ending
from narration.claims.lexing import Token, people
from narration.text.words import alike_one, senses_of

Kind = Literal["name", "number", "word"]
SHORTEST = {"zh": 2, "ja": 2}
SHORTEST_ELSEWHERE = 4
"""Characters of a stretch that two unspaced texts must share to count as a word."""
FREE = frozenset({"passive", "more", "less", "bound"})
"""Classes of marks that govern nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something that both texts speak of, as one of them says it."""

    key: str
    """The same for the same thing in both texts."""
    kind: Kind
    sort: str
    """What kind of name or number: a glossary's `person`, a number's dimension; empty where unknown."""
    text: str
    start: int
    end: int
    place: float = 0.0
    """Where it stands, counted in mentions; a cut counts too."""
    stretch: int = 0
    """Which part between full stops and semicolons."""
    clause: int = 0
    """Which part between any cuts."""
    mark: str = ""
    """The class of the word that governs it (marks.toml), or empty."""
    passive: bool = False
    """Whether its clause is in the passive, as far as small words tell."""
    known: bool = True
    """Whether the other text speaks of it as well."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts over the same keys."""

    said: tuple[Mention, ...]
    known: tuple[Mention, ...]
    sentence: str
    fact: str
    tongue: str
    said_tokens: tuple[Token, ...] = ()
    known_tokens: tuple[Token, ...] = ()


def aligned(said: Sequence[Token], known: Sequence[Token], tongue: str, sentence: str, fact: str) -> Aligned:
    """Bring the tokens of a sentence and of its facts to the same keys and say how each is governed."""
    said, known = _cut_runs(_with_persons(said), _with_persons(known), tongue)
    theirs = [token for token in known if token.kind in {"word", "name", "number"}]
    said = [_keyed(token, theirs, tongue) for token in said]
    return Aligned(
        _placed(said, {token.key for token in theirs}),
        _placed(known, {token.key for token in said if token.kind in {"word", "name", "number"}}),
        sentence,
        fact,
        tongue,
        tuple(said),
        tuple(known),
    )


def _with_persons(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each he and she put in terms of the first person whom the stretch, or the one before, names."""
    out: list[Token] = []
    person: Token | None = None
    named = False
    before = ""
    for token in tokens:
        named = named and token.kind != "stop"
        if token.kind == "name" and token.sort == "person" and not token.case and before != "mark" and not named:
            person, named = token, True
        if token.kind == "pronoun" and person:
            token = replace(person, start=token.start, end=token.end)
        before = token.kind
        out.append(token)
    return out


def _keyed(token: Token, theirs: Sequence[Token], tongue: str) -> Token:
    if token.kind not in {"word", "name", "number"}:
        return token
    match = next((other for other in theirs if other.key == token.key and not token.quantity), None)
    match = match or next((other for other in theirs if _match(token, other, tongue)), None)
    if match is None:
        return token
    case = token.case or (by_ending(token.text, "", tongue, {match.text}) if match.kind == "name" else "")
    return replace(token, key=match.key, kind=match.kind, sort=match.sort, case=case)


def _match(token: Token, other: Token, tongue: str) -> bool:
    if token.quantity or other.quantity:
        return bool(token.quantity and other.quantity and same(token.quantity, other.quantity))
    if "@" in {token.key[0], other.key[0]} or token.kind == other.kind == "name":
        return _same_name(token, other)
    return alike_one(token.key, other.key) or bool(senses_of(token.key, tongue) & senses_of(other.key, tongue))


def _same_name(token: Token, other: Token) -> bool:
    """Whether a name may be another's, in full or in part: Ricci for Matteo Ricci."""
    if token.key == other.key:
        return True
    if token.key[0] == other.key[0] == "@" or not token.text[0].isupper():
        return False
    few, many = sorted((token.text.split(), other.text.split()), key=len)
    return all(any(alike_one(part.lower(), whole.lower()) for whole in many) for part in few)


def _cut_runs(said: Sequence[Token], known: Sequence[Token], tongue: str) -> tuple[Sequence[Token], Sequence[Token]]:
    runs = [token.text for token in known if token.kind == "run"]
    if not runs and not any(token.kind == "run" for token in said):
        return said, known
    shortest = SHORTEST.get(tongue, SHORTEST_ELSEWHERE)
    mine = [piece for token in said for piece in _pieces(token, runs, shortest)]
    keys = sorted({token.key for token in mine if token.kind == "word"}, key=len, reverse=True)
    return mine, [piece for token in known for piece in _found(token, keys)]


def _pieces(token: Token, runs: Sequence[str], shortest: int) -> Iterable[Token]:
    """The longest stretches of a run that other runs have too."""
    if token.kind != "run":
        yield token
        return
    at = 0
    while at < len(token.text):
        end = _longest(token.text, at, runs)
        if end - at >= shortest:
            yield _piece(token, at, end)
            at = end
        else:
            at += 1


def _longest(text: str, at: int, runs: Sequence[str]) -> int:
    end = at
    while end < len(text) and any(text[at : end + 1] in run for run in runs):
        end += 1
    return end


def _found(token: Token, keys: Sequence[str]) -> Iterable[Token]:
    if token.kind != "run":
        yield token
        return
    at = 0
    while at < len(token.text):
        key = next((key for key in keys if token.text.startswith(key, at)), "")
        if key:
            yield _piece(token, at, at + len(key))
        at += len(key) or 1


def _piece(token: Token, at: int, end: int) -> Token:
    text = token.text[at:end]
    sort = "person" if text in people("zh") | people("th") else ""
    return Token(kind="word", key=text, start=token.start + at, end=token.start + end, text=text, sort=sort)


def _placed(tokens: Sequence[Token], other: set[str]) -> tuple[Mention, ...]:
    out: list[Mention] = []
    place = 0.0
    stretch = clause = 0
    mark = ""
    passives: set[int] = set()
    for before, token in pairwise([Token(kind="stop", key="", start=0, end=0, text=""), *tokens]):
        if token.kind in {"stop", "cut"}:
            stretch += token.kind == "stop"
            clause += 1
            place += 2 if token.kind == "stop" else 1
            mark = ""
        elif token.kind == "mark":
            passives |= {clause} if token.key == "passive" else set()
            if token.key in FREE:
                continue
            if token.after and out and out[-1].clause == clause:
                out[-1] = replace(out[-1], mark=out[-1].mark or token.key)
            elif not token.after:
                mark = token.key
        else:
            place += 1
            passed_on = token.start - before.end <= 1 and (before.kind, token.kind) != ("number", "name")
            mark = mark if before.kind == "mark" or passed_on else ""
            out.append(_mention(token, place, stretch, clause, mark, token.key in other))
            mark = mark if token.kind in {"word", "number"} and before.kind == "mark" else ""
    return tuple(replace(one, passive=one.clause in passives) for one in out)


def _mention(token: Token, place: float, stretch: int, clause: int, mark: str, known: bool) -> Mention:
    kind: Kind = "number" if token.quantity else "name" if token.kind == "name" else "word"
    return Mention(
        key=token.key, kind=kind, sort=_sort(token), text=token.text, start=token.start, end=token.end,
        place=place, stretch=stretch, clause=clause, mark=mark or token.case, known=known,
    )  # fmt: skip


def _sort(token: Token) -> str:
    if token.quantity is None:
        return token.sort
    readings, value = token.quantity.readings, token.quantity.value
    bare_year = len(readings) > 3 and token.text[:1].isdigit() and 100 <= value <= 2200
    if "date" in readings and (len(readings) < 3 or bare_year):
        return "date"
    return next(iter(readings)) if len(readings) == 1 else ""
