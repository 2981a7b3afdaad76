"""Whether what a sentence says of one name or number is what its facts say of that one, not of another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from narration.text.glossary import Glossary
from narration.text.numerals import Quantity, quantities
from narration.text.words import alike, content, meanings
from scenes.facts import Fact
from scenes.language import text_in

CLAUSE = re.compile(
    r"(?<!\d)[,.:](?!\d)|[,.](?=\s)|[;!?—，；：。！？、]|\s(?:and|but|while|whereas|e|ed|ma|mentre|und|et|y)\s|而且?|并且?|和"
)

KIN = "kin"
MEASURES = frozenset({"tall", "long", "wide", "deep"})

Finding = tuple[Literal["contradicted"], str]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of text with the people and numbers in it, and what is said of them."""

    people: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    measured: frozenset[str]
    """What the numbers count or measure: the word after each, and height, length, width or depth."""

    def bearers(self, kind: str) -> frozenset[str]:
        return self.people if kind == "@" else self.numbers

    def said(self, kind: str) -> frozenset[str]:
        """What is said of a bearer: of a person everything, numbers too; of a number what it counts."""
        return self.words | self.numbers if kind == "@" else self.measured


def swapped(sentence: str, language: str, facts: Sequence[Fact], glossary: Glossary) -> Finding | None:
    """The first person or number that bears what the facts let another one bear, or None."""
    known = [clause for text in _texts(facts, language) for clause in _clauses(text, language, glossary)]
    said = _clauses(sentence, language, glossary)
    return _swapped("@", said, known) or _swapped("#", said, known)


def _swapped(kind: str, said: Sequence[_Clause], known: Sequence[_Clause]) -> Finding | None:
    alone = [clause for clause in known if len(clause.bearers(kind)) == 1]
    bearers = {bearer for clause in alone for bearer in clause.bearers(kind)}
    for clause in said:
        mine = clause.bearers(kind) & bearers
        if len(bearers) > 1 and len(clause.bearers(kind)) == 1 and mine:
            (bearer,) = mine
            if other := _other(kind, bearer, clause, known, alone):
                return "contradicted", f"says of {_shown(bearer)} what the fact says of {_shown(other)}"
    return None


def _other(kind: str, bearer: str, said: _Clause, known: Sequence[_Clause], alone: Sequence[_Clause]) -> str:
    """Whose words the clause has when it has none that stand beside its own bearer in the facts."""
    own = {word for clause in known if bearer in clause.bearers(kind) for word in clause.said(kind)}
    if any(alike(word, own) for word in said.said(kind)):
        return ""
    for clause in alone:
        (other,) = clause.bearers(kind)
        if other != bearer and any(alike(word, clause.said(kind)) for word in said.said(kind)):
            return other
    return ""


def _texts(facts: Sequence[Fact], language: str) -> list[str]:
    return [text for fact in facts if (text := text_in(fact.text, language))]


def _clauses(text: str, language: str, glossary: Glossary) -> list[_Clause]:
    return [_clause(part, language, glossary) for part in CLAUSE.split(text) if part and part.strip()]


def _clause(text: str, language: str, glossary: Glossary) -> _Clause:
    found = [number for number in quantities(text, language) if "vague" not in number.readings]
    counted = {word for number in found for word in content(text[number.end :], language)[:1]}
    rest = text
    for number in reversed(found):
        rest = rest[: number.start] + " " + rest[number.end :]
    senses = meanings(rest, language) - {KIN}
    people = {"@" + names[0].term for _, names in glossary.found(rest) if names[0].kind == "person"}
    for form, _ in glossary.found(rest):
        rest = rest.replace(form, " ")
    return _Clause(
        frozenset(people),
        frozenset(f"#{_base(number)}" for number in found),
        frozenset({*_words(rest, language), *("=" + meaning for meaning in senses)}),
        frozenset({word for word in counted if len(word) > 1} | {"=" + meaning for meaning in senses & MEASURES}),
    )


def _words(text: str, language: str) -> list[str]:
    """The content words but those of kinship, which tie two people together and belong to either."""
    return [word for word in content(text, language) if KIN not in meanings(word, language)]


def _base(number: Quantity) -> str:
    """The number in its dimension's first unit, to three figures where it has one: 512 feet → 156."""
    return f"{number.value * number.factor:.3g}" if number.unit else f"{number.value:g}"


def _shown(bearer: str) -> str:
    return bearer[1:].replace("-", " ").title() if bearer[0] == "@" else bearer[1:]
