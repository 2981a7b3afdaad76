"""Whether a sentence denies what its facts say, or claims a first, a largest, a cause that they do not."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from narration.wordlists import words
from narration.words import alike, content
from scenes.facts import Fact
from scenes.language import primary, text_in

CLAIMS = ("first", "last", "largest", "smallest", "only", "cause")
EVIDENCE = {"cause": ("cause", "cause_in_fact"), "only": ("only", "negation")}
"""What a fact may say for a sentence to say it; the same kind elsewhere."""
SAID = {
    "first": "calls something the first",
    "last": "calls something the last",
    "largest": "calls something the greatest",
    "smallest": "calls something the least",
    "only": "says that it is only so",
    "cause": "gives a cause",
}
CLAUSE_END = re.compile(r"[,;:.!?—，；：。！？、]")

Finding = tuple[Literal["contradicted", "not-found"], str]


@lru_cache(maxsize=256)
def _pattern(kind: str, tongue: str) -> re.Pattern[str] | None:
    parts = words("assertions")[kind].get(tongue)
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE) if parts else None


def _first(kind: str, text: str, language: str) -> re.Match[str] | None:
    pattern = _pattern(kind, primary(language))
    return pattern.search(text) if pattern else None


@lru_cache(maxsize=4096)
def _says(kind: str, text: str, language: str) -> bool:
    return _first(kind, text, language) is not None


def _any(kind: str, facts: Iterable[Fact]) -> bool:
    return any(
        _says(kind, _plain(text, tag) if kind == "negation" else text, tag)
        for fact in facts
        for tag, text in fact.text.items()
    )


def denial(sentence: str, language: str, facts: Sequence[Fact]) -> Finding | None:
    """Why the sentence's yes or no is not that of the facts, or None."""
    said = _first("negation", _plain(sentence, language), language)
    if said and not _any("negation", facts) and not _any("denied", facts):
        return "contradicted", f"says “{said.group().strip()}”, the fact denies nothing"
    if said is None:
        lost = next(
            (word for fact in facts for word in _denied(fact, language) if _repeats(word, sentence, language)), None
        )
        if lost:
            return "contradicted", "leaves out the “not” that the fact says"
    return None


def _plain(text: str, language: str) -> str:
    """The text without the turns that only look like a denial."""
    straight = text.replace("’", "'")
    pattern = _pattern("affirmation", primary(language))
    return pattern.sub(" ", straight) if pattern else straight


def _denied(fact: Fact, language: str) -> list[tuple[str, ...]]:
    """For each negation of the fact, the content words that it denies and that the fact affirms nowhere else."""
    text = _plain(text_in(fact.text, language) or "", language)
    pattern = _pattern("negation", primary(language))
    if pattern is None:
        return []
    out = []
    for found in pattern.finditer(text):
        scope = CLAUSE_END.split(found.group().partition(" ")[2] + " " + text[found.end() :])[0]
        denied = content(scope, language)[:2]
        affirmed = content(CLAUSE_END.sub(" ", text).replace(scope.strip(), " "), language)
        if denied and not any(alike(word, affirmed) for word in denied):
            out.append(denied)
    return out


def _repeats(denied: tuple[str, ...], sentence: str, language: str) -> bool:
    said = content(sentence, language)
    return all(alike(word, said) for word in denied)


def overclaim(sentence: str, language: str, facts: Sequence[Fact]) -> Finding | None:
    """The first superlative, limit or cause that no fact has, or None."""
    for kind in CLAIMS:
        said = _first(kind, sentence, language)
        if said and not any(_any(evidence, facts) for evidence in EVIDENCE.get(kind, (kind,))):
            return "not-found", f"{SAID[kind]} (“{said.group().strip()}”), no fact does"
    return None
