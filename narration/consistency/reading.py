"""Facts that say nearly the same, read by the reader of claims: does either bear the other out?"""

from collections.abc import AsyncGenerator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace as changed

from narration.claims.reading import read, reading
from narration.consistency.contradicting import opposed
from narration.consistency.notes import shortened
from narration.consistency.twins import Couple
from narration.engine import ClaimReader
from scenes.scene import Site

Judgement = Literal["contradicts", "differs", "fits", "unread"]


class Judged(Struct, frozen=True, kw_only=True):
    """Two facts and what was found of them."""

    one: str
    other: str
    language: str
    judgement: Judgement
    """`contradicts`: by the rules, and the reader is not sure of the opposite; `differs`: neither bears the other
    out, though they speak of the same; `unread`: the reader could not be had."""
    text: str = ""
    other_text: str = ""
    """The beginnings of what both say."""
    reason: str = ""
    probability: float | None = None
    """That one bears the other out, 0 to 1, in the better direction; None where it was not read."""


async def judged(site: Site, found: Sequence[Couple], reader: ClaimReader | None) -> AsyncGenerator[Judged, None]:
    """Each two facts in turn; without a reader the rules alone decide."""
    for couple in found:
        done = await _judged(site, couple, reader)
        texts = [shortened(site.facts[each], done.language) for each in (couple.one, couple.other)]
        yield changed(done, text=texts[0], other_text=texts[1])


async def _judged(site: Site, couple: Couple, reader: ClaimReader | None) -> Judged:
    found = opposed(couple, site.facts, site.glossary)
    if found is not None:
        language, claim = found
        if claim.arguable:
            claim = await read(claim, [site.facts[each] for each in claim.facts], language, reader)
        if claim.verdict != "supported":
            return _told(couple, "contradicts", language, claim.reason, claim.read)
    one, other = site.facts[couple.one], site.facts[couple.other]
    language = next((each for each in couple.languages if one.text[each] != other.text[each]), "")
    if reader is None or not language:
        return _told(couple, "unread" if language else "fits")
    both = [await reading([known.text[language]], said.text[language], language, reader)
            for known, said in ((one, other), (other, one))]  # fmt: skip
    if any(each.probability is None for each in both):
        return _told(couple, "unread", language, next((each.unread for each in both if each.unread), ""))
    best = max(each.probability or 0.0 for each in both)
    return _told(couple, "differs" if all(each.refusal for each in both) else "fits", language, "", best)


def _told(
    couple: Couple, judgement: Judgement, language: str = "", reason: str = "", probability: float | None = None
) -> Judged:
    return Judged(
        one=couple.one, other=couple.other, language=language, judgement=judgement, reason=reason,
        probability=None if probability is None else round(probability, 3),
    )  # fmt: skip
