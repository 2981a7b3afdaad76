"""A sentence in the clauses that each claim something, so that a reviewer sees where it goes wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Verdict = Literal["supported", "contradicted", "not-found", "wrong-language", "inappropriate", "biased", "copied"]
JOINING = "and|but|while|ed?|ma|mentre|et|mais|tandis que|y|pero|mientras|und|aber|и|но|а|ve|dan"
CUT = re.compile(rf"(?<!\d)[,;:](?=\s)|[;!?—，；：。！？、،؛]|\s(?:{JOINING})\s")
WORD = re.compile(r"\w+")
SHORTEST = 2
"""Words below which a clause says nothing by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A clause of a proposed sentence and what was found about it."""

    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong with a sentence."""

    verdict: Verdict
    reason: str
    arguable: bool = False
    """Found by a rule that reads grammar with few means: a reader of claims may know better."""


def parts(sentence: str, found: Sequence[Found]) -> tuple[Part, ...]:
    """The sentence's clauses, each with the finding whose words stand in it; those without any are supported.

    A finding whose words are nowhere to be seen is everybody's: it stands with every clause.
    """
    return tuple(_part(sentence, start, end, found) for start, end in spans(sentence))


def spans(sentence: str) -> list[tuple[int, int]]:
    """Where clauses begin and end: a mark belongs to the clause before it, a joining word to the one after."""
    cuts = [match.start() + 1 if match.group()[0].isspace() else match.end() for match in CUT.finditer(sentence)]
    bounds = sorted({0, *cuts, len(sentence)})
    out: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        if out and len(WORD.findall(sentence[slice(*out[-1])])) < SHORTEST:
            start = out.pop()[0]
        out.append((start, end))
    return [(start, end) for start, end in out if WORD.search(sentence[start:end])]


def _part(sentence: str, start: int, end: int, found: Sequence[Found]) -> Part:
    text = sentence[start:end].strip(" ,;，；、")
    here = next((one for one in found if _concerns(one.reason, text, sentence)), None)
    if here is None:
        return Part(text=text, start=start, end=end, verdict="supported")
    return Part(text=text, start=start, end=end, verdict=here.verdict, reason=here.reason)


def _concerns(reason: str, text: str, sentence: str) -> bool:
    quoted = [words for words in re.findall("“(.+?)”", reason) if words in sentence]
    return any(words in text for words in quoted) if quoted else True
