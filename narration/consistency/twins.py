"""Facts that say nearly the same, found by the words they share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from narration.text.words import TOKEN, UNSPACED, function_words, stem
from scenes.facts import Fact
from scenes.language import primary

ALIKE = 0.4
"""The share of words in common from which two facts may speak of the same."""
TWIN = 0.7
"""From which they say nearly the same."""
COMMONEST = 60
"""Facts that a word may be in and still tell which belong together: the work stays linear in the facts."""
FEWEST = 2
"""Words that two facts have in common at least."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two facts and how alike they are in one language, 0 to 1."""

    alike: float
    one: str
    other: str
    language: str


def pairs(facts: Iterable[Fact], language: str) -> list[Pair]:
    """The facts that may speak of the same (language: BCP 47), most alike first; numbers count for nothing."""
    words = {fact.id: matter(fact.text[language], language) for fact in facts if fact.text.get(language)}
    shared = Counter(_meetings(words))
    found = []
    for (one, other), both in shared.items():
        alike = both / len(words[one] | words[other])
        if both >= FEWEST and alike >= ALIKE:
            found.append(Pair(alike, one, other, language))
    return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Couple:
    """Two facts that may speak of the same, and the languages in which both are written."""

    alike: float
    """In the language in which they are most alike."""
    one: str
    other: str
    languages: tuple[str, ...]


def couples(facts: Mapping[str, Fact], languages: Sequence[str]) -> list[Couple]:
    """Each two facts that may speak of the same in some language, once, most alike first."""
    best: dict[tuple[str, str], float] = {}
    for language in languages:
        for pair in pairs(facts.values(), language):
            best[pair.one, pair.other] = max(pair.alike, best.get((pair.one, pair.other), 0.0))
    found = [
        Couple(alike, one, other, tuple(each for each in languages if _both(facts[one], facts[other], each)))
        for (one, other), alike in best.items()
    ]
    return sorted(found, key=lambda each: (-each.alike, each.one, each.other))


def _both(one: Fact, other: Fact, language: str) -> bool:
    return bool(one.text.get(language, "").strip() and other.text.get(language, "").strip())


def matter(text: str, language: str) -> frozenset[str]:
    """The words that carry a text's matter, without endings; pairs of characters where words stand together."""
    tongue, small = primary(language), function_words(language)
    words = {stem(each, tongue) for each in TOKEN.findall(text) if each.lower() not in small and not each[0].isdigit()}
    runs = UNSPACED.findall(text)
    return frozenset(words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)})


def _meetings(words: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Two facts each time that they have a word in common which is not in too many."""
    holders: dict[str, list[str]] = defaultdict(list)
    for id_, each in words.items():
        for word in each:
            holders[word].append(id_)
    common = {word for word, ids in holders.items() if len(ids) > COMMONEST}
    seen: set[tuple[str, str]] = set()
    for word, ids in holders.items():
        if word in common:
            continue
        for at, one in enumerate(ids):
            for other in ids[at + 1 :]:
                pair = (one, other) if one < other else (other, one)
                if pair not in seen:
                    seen.add(pair)
                    yield from [pair] * len(words[one] & words[other])
