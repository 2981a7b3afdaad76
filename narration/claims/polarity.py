"""Whether a sentence denies what its facts say, or claims a first, a largest, a cause that they do not."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.text.wordlists import words
from narration.text.words import alike, content
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
CLAUSE_END = re.compile(r"[,;:.!?—，；：。！？、،؛]|\s(?:and|but|e|ed|ma|et|mais|y|pero|und|aber|и|но|а|dan)\s")

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
    said = _scopes("negation", _plain(sentence, language), language)
    if (
        said
        and not _any("negation", facts)
        and not _any("denied", facts)
        and not _by_superlative(sentence, language, facts)
    ):
        return "contradicted", f"says “{said[0].sign}”, the fact denies nothing"
    affirmed, denied = _sides(facts, language)
    settled = _contrasted(sentence, language, facts) or _by_superlative(sentence, language, facts)
    for scope in said if not settled else ():
        if (
            scope.first
            and all(alike(w, affirmed) for w in scope.first)
            and not any(alike(w, denied) for w in scope.first)
        ):
            return "contradicted", f"says “{scope.sign}” of what the fact affirms"
    if not said and _says("surpassed", sentence, language) and _unsurpassed(sentence, language, facts):
        return "contradicted", "sets something above what the fact calls the highest degree"
    if not said and any(_repeats(scope, sentence, language, affirmed) for scope in _denials(facts, language)):
        return "contradicted", "leaves out the “not” that the fact says"
    return None


def _unsurpassed(sentence: str, language: str, facts: Sequence[Fact]) -> bool:
    """Whether the facts say the highest degree of something, and neither they nor the sentence compare otherwise."""
    return _any("superlative", facts) and not _any("surpassed", facts) and not _says("superlative", sentence, language)


def _by_superlative(sentence: str, language: str, facts: Sequence[Fact]) -> bool:
    """Whether the sentence says `none is larger` where the facts say `the largest`."""
    return _says("comparative", sentence, language) and _any("superlative", facts)


def _contrasted(sentence: str, language: str, facts: Sequence[Fact]) -> bool:
    """Whether the sentence speaks of what the facts set their own thing against: unlike most temples."""
    for text in _own_texts(facts, language):
        found = _first("contrast", text, language)
        against = _against(found, text, language) if found else ()
        said = content(sentence, language)
        if found and sum(alike(word, said) for word in against) * 2 > len(against):
            return True
    return False


def _against(found: re.Match[str], text: str, language: str) -> tuple[str, ...]:
    """The content of what a word of contrast is said of: within its own form, or the rest of its clause."""
    within = content(found.group(), language) if primary(language) == "zh" else ()
    return within or content(CLAUSE_END.split(text[found.end() :] or " ")[0], language)


def denies(sentence: str, language: str, facts: Sequence[Fact]) -> bool:
    """Whether the sentence has a word of denial where the facts have none, or none where they have one."""
    here = bool(_scopes("negation", _plain(sentence, language), language))
    return here != bool(_denials(facts, language))


def _plain(text: str, language: str) -> str:
    """The text without the turns that only look like a denial."""
    straight = text.replace("’", "'")
    pattern = _pattern("affirmation", primary(language))
    return pattern.sub(" ", straight) if pattern else straight


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a word of denial denies: the rest of its clause."""

    sign: str
    first: tuple[str, ...]
    """The first two content words of it."""
    whole: tuple[str, ...]
    start: int
    end: int


def _scopes(kind: str, text: str, language: str) -> list[_Scope]:
    pattern = _pattern(kind, primary(language))
    out = []
    for found in pattern.finditer(text) if pattern else ():
        clause = CLAUSE_END.split(text[found.end() :])[0]
        scope = content(found.group().partition(" ")[2] + " " + clause, language)
        out.append(_Scope(found.group().strip(), scope[:2], scope, found.start(), found.end() + len(clause)))
    return out


def _own_texts(facts: Sequence[Fact], language: str) -> list[str]:
    return [_plain(text_in(fact.text, language) or "", language) for fact in facts]


def _denials(facts: Sequence[Fact], language: str) -> list[_Scope]:
    return [scope for text in _own_texts(facts, language) for scope in _denials_of(text, language)]


@lru_cache(maxsize=1024)
def _denials_of(text: str, language: str) -> list[_Scope]:
    return _scopes("negation", text, language)


def _sides(facts: Sequence[Fact], language: str) -> tuple[set[str], set[str]]:
    """The content words that the facts affirm, and those that they deny."""
    affirmed: set[str] = set()
    denied: set[str] = set()
    for text in _own_texts(facts, language):
        yes, no = _sides_of(text, language)
        affirmed |= yes
        denied |= no
    return affirmed, denied


@lru_cache(maxsize=1024)
def _sides_of(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    scopes = [scope for kind in ("negation", "denied") for scope in _scopes(kind, text, language)]
    rest = text
    for scope in scopes:
        rest = rest[: scope.start] + " " * (scope.end - scope.start) + rest[scope.end :]
    denied = {word for scope in scopes for word in scope.whole}
    return frozenset(content(rest, language)), frozenset(denied)


def _repeats(scope: _Scope, sentence: str, language: str, affirmed: Collection[str]) -> bool:
    """Whether the sentence says what a fact denies and affirms nowhere else."""
    said = content(sentence, language)
    known = any(alike(word, affirmed) for word in scope.first)
    return bool(scope.first) and not known and all(alike(word, said) for word in scope.first)


def delicate(fact: Fact, language: str) -> bool:
    """Whether a paraphrase of the fact may turn it round: scholars disagree, or it denies something."""
    return fact.disputed or bool(_denials([fact], language))


def overclaim(sentence: str, language: str, facts: Sequence[Fact]) -> Finding | None:
    """The first superlative, limit or cause that no fact has, or None."""
    for kind in CLAIMS:
        said = _first(kind, sentence, language)
        if said and not any(_any(evidence, facts) for evidence in EVIDENCE.get(kind, (kind,))):
            return "not-found", f"{SAID[kind]} (“{said.group().strip()}”), no fact does"
    return None
