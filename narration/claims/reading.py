"""What comes after the rules: the reader of claims, on what they have nothing against, or an arguable point only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narration.claims.check import Claim
from narration.claims.parts import Found, parts
from narration.engine import ClaimReader, EngineUnavailable
from narration.text.forgetting import Kept
from narration.text.sentences import sentences
from scenes.facts import Fact
from scenes.language import text_in

KEPT = 2048
"""Readings; a sentence that is proposed again is not read again."""
SHORT = "is not borne out by the facts"
"""What a model is told of a sentence that the reader refuses: a number would find its way into the next."""

_kept: Kept[tuple[ClaimReader, tuple[str, ...], str], float] = Kept(KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader of claims found of one sentence."""

    probability: float | None = None
    """That the facts bear it out, 0 to 1; None where it was not read."""
    unread: str = ""
    """Why it was not read though it should have been."""
    refusal: str = ""
    """Why it may not be spoken, for a person."""
    certain: bool = False
    """Whether it is probable enough to be believed against an arguable rule."""


async def read(claim: Claim, facts: Sequence[Fact], language: str, reader: ClaimReader | None) -> Claim:
    """The claim with what the reader finds of it (language: BCP 47); where it finds little, the claim is refused.

    Read are sentences that the rules support, and those to which only arguable rules object: where the reader is
    certain they are supported after all. A curator's own sentence is never read. Where the reader is busy or gone the
    rules' verdict stands, and the claim says so.
    """
    supported = claim.verdict == "supported"
    if reader is None or not (supported or claim.arguable) or _curated(claim.sentence, facts):
        return claim
    found = await reading([_told(fact, language) for fact in facts], claim.sentence, language, reader)
    claim = replace(claim, read=found.probability, unread=found.unread)
    if not supported:
        overruled = replace(claim, verdict="supported", reason="", parts=parts(claim.sentence, ()))
        return overruled if found.certain else claim
    if not found.refusal:
        return claim
    refused = (Found("not-found", found.refusal),)
    return replace(claim, verdict="not-found", reason=found.refusal, parts=parts(claim.sentence, refused))


async def reading(premises: Sequence[str], sentence: str, language: str, reader: ClaimReader) -> Reading:
    """What the reader finds of a sentence (language: BCP 47), kept until a visitor goes whose words it may be."""
    least = reader.threshold(language)
    if not least:
        return Reading()
    name = (reader, tuple(premises), sentence)
    probability = _kept.get(name)
    if probability is None:
        try:
            probability = await reader.entails(premises, sentence)
        except EngineUnavailable as wrong:
            return Reading(unread=str(wrong))
        _kept.put(name, probability)
    refusal = "" if probability >= least else _refusal(probability, least)
    return Reading(probability=probability, refusal=refusal, certain=probability >= reader.certainty(language))


def _refusal(probability: float, least: float) -> str:
    return f"{SHORT}: the reader of claims gives it a probability of {probability:.2f} only, {least:.2f} is needed"


def _told(fact: Fact, language: str) -> str:
    """A person's words: in the language, else in English, else as they come."""
    return text_in(fact.text, language) or text_in(fact.text, "en") or next(iter(fact.text.values()))


def _curated(sentence: str, facts: Sequence[Fact]) -> bool:
    """Whether a person wrote this very sentence."""
    wanted = sentence.split()
    return any(
        wanted == each.split() for fact in facts for tag, text in fact.text.items() for each in sentences(text, tag)
    )
