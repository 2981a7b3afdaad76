"""What a question takes for granted, held against the facts before it is answered.

A question may put a name, a number or a whole statement into the guide's mouth: "Why did Augustus build it?", "There
were 500 lifts, right?". What the facts contradict or do not bear out is never granted.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.claims import check
from narration.claims.agreement import disagreement
from narration.questions.grounding import ENOUGH, Grounding, Scored
from narration.questions.question import tongue_of
from narration.text.glossary import Glossary, glossary_of, well_known
from narration.text.numerals import Quantity, quantities
from narration.text.readings import BARE
from narration.text.units import DIMENSIONS
from narration.text.wordlists import words
from scenes.facts import Fact
from scenes.language import text_in
from scenes.scene import Site

READ = 300
"""Characters of a question that are looked at."""
BORNE = 0.6
"""The share of the rest of the question that a fact must bear out to say something of what was taken for granted."""
AKIN = 0.15
"""The same where it names what the question names."""
LOOKED_AT = 6
"""Facts among which what is taken for granted is looked for."""

MANY = 40
"""Facts that bear out the rest of a question, among which the one to put it right is chosen."""

Standing = Literal["contradicted", "unsupported"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with what a question takes for granted, and the fact that says how it is, if any does."""

    standing: Standing
    fact: Fact | None


@lru_cache(maxsize=8)
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(words("questions")[kind]["patterns"]), re.IGNORECASE)


@lru_cache(maxsize=2)
def _done(how: str) -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["done"][how]), re.IGNORECASE)


@lru_cache(maxsize=1)
def _deed_patterns() -> dict[str, re.Pattern[str]]:
    return {
        deed: re.compile("|".join(patterns), re.IGNORECASE) for deed, patterns in words("questions")["deeds"].items()
    }


def yes_or_no(question: str) -> bool:
    """Whether the question wants a yes or a no."""
    return any(_pattern(kind).search(question) for kind in ("yes-or-no", "leading"))


class Premises:
    """Examines the questions of one site's visitors; keeps none of them."""

    def __init__(self, site: Site, grounding: Grounding) -> None:
        self._site = site
        self._glossary = glossary_of(site.glossary)
        self._grounding = grounding

    def correction(self, question: str, language: str) -> Correction | None:
        """What is to be put right before the question is answered, or None where it grants nothing false."""
        asked = question[:READ]
        language = tongue_of(asked, language)
        led = _pattern("leading").search(asked) is not None
        asked = _pattern("claimless").sub(" ", asked).strip(" ?？.,!！。") if led else asked
        found = self._grounding.for_question(asked, language, limit=LOOKED_AT)
        return (
            self._about_people(asked, language, found, led)
            or self._about_numbers(asked, language)
            or (self._as_led(asked, language, found) if led else None)
        )

    def _about_people(self, asked: str, language: str, found: Sequence[Scored], led: bool) -> Correction | None:
        """A deed of somebody else, or a person of whom the facts that answer the rest do not speak."""
        people = _people(asked, self._glossary)
        grants = led or any(_pattern(kind).search(asked) for kind in ("yes-or-no", "granted"))
        if not people or not grants:
            return None
        rest = self._without(asked, language, people)
        deed, doer = _deed(asked, self._glossary)
        if deed and doer in people and not _done("intended").search(asked):
            return self._done_by_another(deed, doer, language, found, rest)
        held = any(one.cover >= ENOUGH and people <= _terms(one.fact, self._glossary) for one in found)
        return None if held or not rest else Correction("unsupported", rest[0].fact)

    def _done_by_another(
        self, deed: str, doer: str, language: str, found: Sequence[Scored], rest: Sequence[Scored]
    ) -> Correction | None:
        if any(doer in _doers(one.fact, deed, language, self._glossary) for one in (*found, *rest)):
            return None
        others = [one for one in rest if _doers(one.fact, deed, language, self._glossary)]
        if others:
            best = max(others, key=lambda one: (one.cover, self._grounding.about_site(one.fact)))
            return Correction("contradicted", best.fact)
        return Correction("unsupported", rest[0].fact) if rest else None

    def _about_numbers(self, asked: str, language: str) -> Correction | None:
        """A number or a year that no fact has which answers the rest."""
        said = [each for each in quantities.__wrapped__(asked, language) if not _small(each)]
        rest = self._without(asked, language, {f"#{each.value:g}" for each in said}) if said else []
        if any(disagreement(said, _numbers(one.fact)) is None for one in rest):
            return None
        rivals = [one.fact for one in rest if one.cover >= rest[0].cover] or self._of_the_site(asked, language, said)
        rivals = [fact for fact in rivals if _apart(said, fact) < math.inf]
        site = self._grounding.names_site(asked, language)
        measured = any(each.readings != BARE for each in said)
        rivals.sort(
            key=lambda fact: (site and not self._grounding.about_site(fact), _apart(said, fact) if measured else 0.0)
        )
        return Correction("contradicted", rivals[0]) if rivals else None

    def _of_the_site(self, asked: str, language: str, said: Sequence[Quantity]) -> list[Fact]:
        """The facts about the site as a whole, where the question measures the site and says nothing else."""
        measured = any(each.readings & DIMENSIONS for each in said) and self._grounding.names_site(asked, language)
        return [fact for fact in self._site.facts.values() if self._grounding.about_site(fact)] if measured else []

    def _as_led(self, statement: str, language: str, found: Sequence[Scored]) -> Correction | None:
        """A statement that the visitor wants a yes to, where the fact nearest to it does not say so."""
        named = {"@" + term for term in self._glossary.terms(statement)} - self._grounding.own
        akin = [one for one in found if not named or named & _terms(one.fact, self._glossary)]
        best = next((one for one in akin if one.cover >= (AKIN if named else BORNE)), None)
        if best is None:
            return Correction("unsupported", None)
        verdict = check(statement, language, [best.fact], self._site.glossary).verdict
        if verdict == "supported" and best.cover >= BORNE:
            return None
        return Correction("contradicted" if verdict == "contradicted" else "unsupported", best.fact)

    def _without(self, asked: str, language: str, features: set[str]) -> list[Scored]:
        found = self._grounding.for_question(asked, language, limit=MANY, without=features)
        return [one for one in found if one.cover >= BORNE]


def _people(text: str, glossary: Glossary) -> set[str]:
    """Features of every person whom the text names."""
    titled = text if not text.isascii() else f"{text} {text.title()}"
    return {
        "@" + names[0].term
        for known in (glossary, well_known())
        for _, names in known.found(titled)
        if names[0].kind == "person"
    }


def _terms(fact: Fact, glossary: Glossary) -> set[str]:
    texts = fact.text.values()
    named = {term for text in texts for known in (glossary, well_known()) for term in known.terms_of(text)}
    return {"@" + term for term in (*named, *fact.terms)}


def _numbers(fact: Fact) -> list[Quantity]:
    return [number for tag, text in fact.text.items() for number in quantities(text, tag)]


def _small(number: Quantity) -> bool:
    """A number that may be part of a phrase rather than a claim."""
    return number.value <= 2 or "ordinal" in number.readings


def _apart(said: Sequence[Quantity], fact: Fact) -> float:
    """How far the nearest number of the same kind in the fact lies from one of those said, as a share of it."""
    return min(
        (
            abs(each.value * each.factor - other.value * other.factor)
            / max(each.value * each.factor, other.value * other.factor)
            for each in said
            for other in _numbers(fact)
            if each.readings & other.readings
        ),
        default=math.inf,
    )


def _deed(text: str, glossary: Glossary) -> tuple[str, str]:
    """The first deed that the text says somebody did, and who; empty where it says none."""
    for at, deed in _deeds(text):
        if doer := _doer(text, at, glossary):
            return deed, doer
    return "", ""


def _doers(fact: Fact, deed: str, language: str, glossary: Glossary) -> set[str]:
    text = text_in(fact.text, language) or ""
    return {doer for at, each in _deeds(text) if each == deed and (doer := _doer(text, at, glossary))}


def _deeds(text: str) -> list[tuple[int, str]]:
    """Where in the text each deed is told."""
    return sorted(
        (told.start(), deed)
        for deed, pattern in _deed_patterns().items()
        for told in pattern.finditer(text)
        if not _done("undone").search(text[: told.start()])
    )


def _doer(text: str, at: int, glossary: Glossary) -> str:
    """The person nearest before the deed; after it where the deed is said to be done by them."""
    spans = [
        (start, names[0].term)
        for known in (glossary, well_known())
        for start, _, names in known.spans(text)
        if names[0].kind == "person"
    ]
    after = [(start, term) for start, term in sorted(spans) if start > at]
    if after and _done("by").search(text[at : after[0][0]]):
        return "@" + after[0][1]
    before = [(start, term) for start, term in sorted(spans) if start < at]
    return "@" + before[-1][1] if before else ""
