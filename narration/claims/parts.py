"""A sentence in the clauses that each claim something, so that a reviewer sees where it goes wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from narration.text.words import alike, content

Verdict = Literal["supported", "contradicted", "not-found", "wrong-language", "inappropriate", "biased", "copied"]
JOINING = "and|but|while|ed?|ma|mentre|et|mais|tandis que|y|pero|mientras|und|aber|и|но|а|ve|dan"
CUT = re.compile(rf"(?<!\d)[,;:](?=\s)|[;!?—，；：。！？、،؛]|\s(?:{JOINING})\s")
SHORTEST = 2
"""Content words below which a clause says nothing by itself."""


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


def parts(sentence: str, language: str, found: Sequence[Found], texts: Sequence[str]) -> tuple[Part, ...]:
    """The sentence's clauses, each with the finding whose words stand in it; those without any are supported.

    A finding whose words are nowhere to be seen is everybody's: it stands with every clause. `texts` are the facts' own
    in the sentence's language; a clause that shares no word with them is not found.
    """
    known = {word for text in texts for word in content(text, language)}
    return tuple(_part(sentence, start, end, language, found, known) for start, end in _spans(sentence))


def _spans(sentence: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in CUT.finditer(sentence)]
    spans = [(start, end) for start, end in zip([0, *ends], [*ends, len(sentence)], strict=True)]
    return [span for span in spans if any(char.isalnum() for char in sentence[span[0] : span[1]])]


def _part(sentence: str, start: int, end: int, language: str, found: Sequence[Found], known: set[str]) -> Part:
    text = sentence[start:end].strip(" ,;，；、")
    here = next((one for one in found if _concerns(one.reason, text, sentence)), None)
    if here is None and known and _strange(text, language, known):
        here = Found("not-found", "shares no word with what the fact says")
    if here is None:
        return Part(text=text, start=start, end=end, verdict="supported")
    return Part(text=text, start=start, end=end, verdict=here.verdict, reason=here.reason)


def _concerns(reason: str, text: str, sentence: str) -> bool:
    quoted = [words for words in re.findall("“(.+?)”", reason) if words in sentence]
    return any(words in text for words in quoted) if quoted else True


def _strange(text: str, language: str, known: set[str]) -> bool:
    said = content(text, language)
    return len(said) >= SHORTEST and not any(alike(word, known) for word in said)
