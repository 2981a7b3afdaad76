"""Whether two facts, or one in two languages, can both be so."""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace as changed

from narration.claims import Claim, check
from narration.claims.agreement import same
from narration.consistency.twins import Couple
from narration.text.numerals import Quantity, quantities
from scenes.facts import Fact, Term


def opposed(couple: Couple, facts: Mapping[str, Fact], glossary: Mapping[str, Term]) -> tuple[str, Claim] | None:
    """The first language in which two facts contradict each other, and how; None where none does."""
    one, other = facts[couple.one], facts[couple.other]
    for language in couple.languages:
        claim = contradiction(one, other, language, glossary) if _differ(one, other, language) else None
        if claim is not None:
            return language, claim
    return None


def contradiction(one: Fact, other: Fact, language: str, glossary: Mapping[str, Term]) -> Claim | None:
    """What one fact says that the other contradicts, by the rules (language: BCP 47), in the direction that finds it.

    Only the texts in that language are held against each other: another may still say what was mended here. Whatever
    the other fact merely does not say is no contradiction.
    """
    one, other = _only(one, language), _only(other, language)
    for said, known in ((one, other), (other, one)):
        claim = check(said.text[language], language, [known], glossary)
        found = next((part for part in claim.parts if part.verdict == "contradicted"), None)
        if claim.verdict == "contradicted" or found is not None:
            return claim
    return None


def _only(fact: Fact, language: str) -> Fact:
    return changed(fact, text={language: fact.text[language]})


def _differ(one: Fact, other: Fact, language: str) -> bool:
    return one.text[language].split() != other.text[language].split()


def discord(fact: Fact) -> tuple[str, str, str] | None:
    """The first two languages in which a fact has other numbers, with what is wrong; None where all agree.

    Only figures count that stand in one text alone where the other has another in their place: a number that one
    language writes and the other puts into words, or leaves out, is a translator's choice.
    """
    known = {tag: quantities(text, tag) for tag, text in fact.text.items() if text.strip()}
    first = next(iter(known), "")
    for tag, numbers in known.items():
        here, there = _alone(numbers, known[first]), _alone(known[first], numbers)
        if here and there:
            return tag, first, f"says “{here[0].text}” where the other says “{there[0].text}”"
    return None


def _alone(numbers: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """The figures that nothing in the other text stands for."""
    left = [each for each in numbers if re.search(r"\d", each.text)]
    return [each for each in left if not any(_matches(each, other) for other in others)]


def _matches(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value or same(one, other) or same(other, one)
