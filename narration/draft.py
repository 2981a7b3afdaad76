"""What the guide would say, sentence by sentence, for somebody to review before it is a take."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace as changed

from narration.audience import AgeGroup
from narration.claims import Claim, check
from narration.claims.reading import read
from narration.engine import ClaimReader
from narration.text.numerals import quantities
from narration.translation.agreement import checked_translation
from narration.translation.of_site import original
from narration.utterance import Origin, Sentence
from scenes.facts import Fact, told_in, written_in
from scenes.language import text_in
from scenes.scene import Site
from scenes.take import TakeSentence


class DraftSentence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence for review, with what the check says of it and of everything that was proposed in its place."""

    text: str
    facts: tuple[str, ...] = ()
    origin: Origin | Literal["person"] = "live"
    """`person`: a curator or reviewer wrote it; `verbatim`: a fact's own words; `live`: a model's."""
    ai: bool = False
    model: str = ""
    claim: Claim | None = None
    """The verdict on the sentence as it stands, clause by clause; none before it was screened."""
    proposals: tuple[Claim, ...] = ()
    """Verdicts on all that the model proposed here, refused proposals included."""


def drafted(sentence: Sentence) -> DraftSentence:
    """A sentence of the guide as one for review."""
    return DraftSentence(
        text=sentence.text, facts=sentence.facts, origin=sentence.origin, ai=sentence.ai, model=sentence.model,
        proposals=sentence.claims,
    )  # fmt: skip


def screened(
    sentences: Iterable[DraftSentence], site: Site, language: str, age_group: AgeGroup = "", *, moved: bool = False
) -> tuple[DraftSentence, ...]:
    """The sentences, each held against the facts it names as they are now; one of welcome or direction names none.

    What the reader of claims found while a sentence was drafted counts, unless its facts have `moved` since.
    """
    return tuple(changed(each, claim=_claim(each, site, language, age_group, moved)) for each in sentences)


async def read_over(
    sentences: Iterable[DraftSentence], site: Site, language: str, reader: ClaimReader | None
) -> tuple[DraftSentence, ...]:
    """Screened sentences with what the reader of claims finds of those that nobody has read."""
    found = []
    for each in sentences:
        facts = [site.facts[fact] for fact in each.facts if fact in site.facts]
        if each.claim is not None and facts and each.claim.read is None:
            each = changed(each, claim=await read(each.claim, facts, language, reader))
        found.append(each)
    return tuple(found)


def objected(sentences: Iterable[DraftSentence]) -> int:
    """How many sentences the check speaks against."""
    return sum(each.claim is not None and each.claim.verdict != "supported" for each in sentences)


def refused(sentences: Iterable[DraftSentence]) -> int:
    """How many proposals of the model the check refused on the way."""
    return sum(claim.verdict != "supported" for each in sentences for claim in each.proposals)


def taken(sentences: Iterable[DraftSentence]) -> tuple[TakeSentence, ...]:
    """The sentences as a take has them."""
    return tuple(TakeSentence(text=each.text, facts=each.facts) for each in sentences)


def edited(
    before: Sequence[DraftSentence], after: Iterable[TakeSentence], readings: Sequence[Claim] = ()
) -> tuple[DraftSentence, ...]:
    """The words a reviewer left, with what is known of those they did not touch; `readings` are of those they wrote."""
    read = {(each.sentence, each.facts): (each,) for each in readings}
    known = {(each.text, each.facts): each for each in before}
    return tuple(
        known.get((each.text, each.facts))
        or DraftSentence(
            text=each.text, facts=each.facts, origin="person", proposals=read.get((each.text, each.facts), ())
        )
        for each in after
    )


def _claim(sentence: DraftSentence, site: Site, language: str, age_group: AgeGroup, moved: bool) -> Claim:
    known = [site.facts[each] for each in sentence.facts if each in site.facts]
    if not all(written_in(fact, language) for fact in known):
        known = [_as_told(fact, language) for fact in known]
    claim = check(sentence.text, language, known, site.glossary, age_group=age_group)
    if not sentence.facts and claim.verdict == "not-found" and not quantities(sentence.text, language):
        return replace(claim, verdict="supported", reason="", parts=())
    held = None if moved else _held(sentence)
    if held is not None and (claim.verdict == "supported" or claim.arguable):
        claim = held
    if claim.verdict != "supported":
        return claim
    return _translated(claim, [site.facts[each.id] for each in known], site, language)


def _held(sentence: DraftSentence) -> Claim | None:
    """The verdict by which the sentence was let through when it was drafted."""
    held = (each for each in sentence.proposals if each.verdict == "supported" and each.sentence == sentence.text)
    return next(held, None)


def _as_told(fact: Fact, language: str) -> Fact:
    """The fact with its machine's translation: a person reads the draft beside it, and answers for both."""
    told = told_in(fact, language)
    return changed(fact, text={**fact.text, language: told}) if told else fact


def _translated(claim: Claim, facts: Sequence[Fact], site: Site, language: str) -> Claim:
    """A sentence that holds against machine's translations holds no better than they do against the originals."""
    for fact in facts:
        told = text_in(fact.translated, language) if not written_in(fact, language) else None
        if told:
            tag, text = original(fact, site)
            found = checked_translation(text, tag, told, language, site.glossary)
            grave = next((each for each in found if each.grave), None)
            if grave:
                return replace(claim, verdict="contradicted", reason=f"{fact.id} in {language}: {grave.reason}")
    return claim
