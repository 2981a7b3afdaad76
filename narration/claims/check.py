"""The check that comes before the voice: is everything that a sentence claims in the facts it names?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from narration.audience import AgeGroup
from narration.claims.agreement import disagreement
from narration.claims.bias import biased
from narration.claims.bindings import swapped
from narration.claims.drift import drifted
from narration.claims.listing import counts_names
from narration.claims.misbound import misbound
from narration.claims.names import stranger
from narration.claims.parts import Found, Part, Verdict, parts
from narration.claims.polarity import denial, denies, overclaim
from narration.claims.roles import rearranged
from narration.claims.screening import unfit
from narration.claims.tongue import foreign
from narration.text.glossary import glossary_of
from narration.text.numerals import quantities
from scenes.facts import Fact, Term

__all__ = ["Claim", "Part", "Verdict", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposed sentence, the facts it was held against, and what was found."""

    sentence: str
    facts: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    """For a person: which number or name, and what the facts say instead."""
    parts: tuple[Part, ...] = ()
    """The sentence's clauses, each with its own verdict; none where the sentence is unfit as a whole."""
    arguable: bool = False
    """Only rules that read who did what to whom, denials and degrees object to it: they err more often than others."""
    read: float | None = None
    """The probability, 0 to 1, that the facts bear it out, by the reader of claims; None where it was not read."""
    unread: str = ""
    """Why the reader did not read it though it should have; the rules' verdict stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What a sentence is held against."""

    sentence: str
    language: str
    facts: Sequence[Fact]
    glossary: Mapping[str, Term]
    extra: Sequence[str]
    example: str
    age_group: AgeGroup


def check(
    sentence: str,
    language: str,
    facts: Sequence[Fact],
    glossary: Mapping[str, Term],
    *,
    extra_names: Sequence[str] = (),
    example: str = "",
    age_group: AgeGroup = "",
) -> Claim:
    """Hold a sentence (language: BCP 47) against the facts it rests on.

    `extra_names` may be said though no fact has them: the site's own titles. `example` is the prompt's worked example,
    whose words may not leak. `age_group` makes the list of what is not said to children count. The first finding
    decides, gravest first: unfit, wrong language, biased, a number, a name, an exchange, a denial, a claim beyond the
    facts, drift.
    """
    case = _Case(
        sentence=sentence, language=language, facts=facts, glossary=glossary,
        extra=extra_names, example=example, age_group=age_group,
    )  # fmt: skip
    found = tuple(_unfit(case)) or tuple(_unborne(case))
    first = found[0] if found else Found("supported", "")
    return Claim(
        sentence=sentence,
        facts=tuple(fact.id for fact in facts),
        verdict=first.verdict,
        reason=first.reason,
        parts=parts(sentence, found),
        arguable=bool(found) and all(one.arguable for one in found),
    )


def _unfit(case: _Case) -> Iterator[Found]:
    """What makes a sentence unfit whatever the facts say: the first thing only."""
    texts = [text for fact in case.facts for text in fact.text.values()]
    if reason := unfit(case.sentence, case.language, case.age_group):
        yield Found("inappropriate", reason)
    elif reason := foreign(case.sentence, case.language, [*texts, *case.extra]):
        yield Found("wrong-language", reason)
    elif reason := biased(case.sentence, case.language):
        yield Found("biased", reason)
    elif not case.facts:
        yield Found("not-found", "rests on no fact")


def _unborne(case: _Case) -> Iterator[Found]:
    """Everything in a sentence that its facts do not bear out, gravest first."""
    sentence, language, facts = case.sentence, case.language, case.facts
    known = [quantity for fact in facts for tag, text in fact.text.items() for quantity in quantities(text, tag)]
    said = [number for number in quantities(sentence, language) if not counts_names(number, sentence, language, facts)]
    names = glossary_of(case.glossary)
    for finding, arguable in (
        (disagreement(said, known), False),
        (misbound(sentence, language, facts), True),
        (stranger(sentence, language, facts, names, case.extra), False),
        (swapped(sentence, language, facts, names), True),
        (rearranged(sentence, language, facts, names, negated=denies(sentence, language, facts)), True),
        (denial(sentence, language, facts), True),
        (overclaim(sentence, language, facts), True),
        (drifted(sentence, language, facts, names, case.example), False),
    ):
        if finding is not None:
            yield Found(*finding, arguable)
