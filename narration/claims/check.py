"""The check that comes before the voice: is every number, date, unit and name of a sentence in the facts it names?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from narration.claims.agreement import disagreement
from narration.claims.bindings import swapped
from narration.claims.drift import drifted
from narration.claims.names import stranger
from narration.claims.polarity import denial, denies, overclaim
from narration.claims.roles import rearranged
from narration.claims.screening import unfit
from narration.claims.tongue import foreign
from narration.text.glossary import glossary_of
from narration.text.numerals import quantities
from scenes.facts import Fact, Term

Verdict = Literal["supported", "contradicted", "not-found", "wrong-language", "inappropriate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposed sentence, the facts it was held against, and what was found."""

    sentence: str
    facts: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    """For a person: which number or name, and what the facts say instead."""


def check(
    sentence: str,
    language: str,
    facts: Sequence[Fact],
    glossary: Mapping[str, Term],
    *,
    extra_names: Sequence[str] = (),
    example: str = "",
) -> Claim:
    """Hold a sentence (language: BCP 47) against the facts it rests on.

    `extra_names` may be said though no fact has them: the site's own titles. `example` is the prompt's worked example,
    whose words may not leak. The first finding decides, gravest first: unfit, wrong language, a number, a name, a
    denial, a claim beyond the facts, drift.
    """
    verdict, reason = _finding(sentence, language, facts, glossary, extra_names, example)
    return Claim(sentence=sentence, facts=tuple(fact.id for fact in facts), verdict=verdict, reason=reason)


def _finding(
    sentence: str,
    language: str,
    facts: Sequence[Fact],
    glossary: Mapping[str, Term],
    extra: Sequence[str],
    example: str,
) -> tuple[Verdict, str]:
    texts = [text for fact in facts for text in fact.text.values()]
    if reason := unfit(sentence, language):
        return "inappropriate", reason
    if reason := foreign(sentence, language, [*texts, *extra]):
        return "wrong-language", reason
    if not facts:
        return "not-found", "rests on no fact"
    known = [quantity for fact in facts for tag, text in fact.text.items() for quantity in quantities(text, tag)]
    names = glossary_of(glossary)
    return (
        disagreement(quantities(sentence, language), known)
        or stranger(sentence, language, facts, names, extra)
        or swapped(sentence, language, facts, names)
        or rearranged(sentence, language, facts, names, negated=denies(sentence, language, facts))
        or denial(sentence, language, facts)
        or overclaim(sentence, language, facts)
        or drifted(sentence, language, facts, names, example)
        or ("supported", "")
    )
