"""What each fact of a site is found by."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from narration.questions.question import features_of
from narration.text.glossary import Glossary, well_known
from narration.text.numerals import Quantity, quantities
from narration.text.units import DIMENSIONS
from narration.text.wordlists import words
from narration.text.words import GRAM, UNSPACED, WRITTEN_TOGETHER, content, grams, meanings
from scenes.annotation import Annotation
from scenes.facts import Fact
from scenes.language import primary
from scenes.scene import Site


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact and the features that a question may share with it.

    `tongue:stem` a word, `tongue~stem` its beginning, `=meaning`, `@term` a name, `#value` a number, `!id` the fact.
    """

    fact: Fact
    features: dict[str, int]
    """A plain dict of strings and numbers: Python's collector passes those by, and a large site has millions."""
    length: float
    kinds: frozenset[str]
    """The kinds of question that it may answer: `date`, `time`, `length`, `count`, `person`, `cause`."""
    heading: frozenset[str]
    """Features of the fact's id and of the labels of what it is told at first."""
    things: tuple[Annotation, ...] = ()
    """What it is told of at first."""


def entries_of(
    site: Site, glossary: Glossary, people: frozenset[str], known: Mapping[str, Entry] = MappingProxyType({})
) -> list[Entry]:
    """An entry for every fact of the site; `people` are the terms that name persons.

    `known` are entries by fact, made with the same glossary and people, that are taken where nothing changed.
    """
    told = _told_first(site)
    found = []
    for fact in site.facts.values():
        things, old = told.get(fact.id, ()), known.get(fact.id)
        same = old is not None and (old.fact is fact or old.fact == fact) and old.things == things
        found.append(old if old is not None and same else _entry(fact, glossary, people, things))
    return found


def topics(entry: Entry, own: Collection[str]) -> set[str]:
    """What a fact is about, in the words of its id and labels and the names in it, but for the site itself."""
    named = {feature for feature in entry.features if feature[0] == "@"}
    return (named | {feature for feature in entry.heading if feature[0] == "="}) - set(own)


def _told_first(site: Site) -> dict[str, tuple[Annotation, ...]]:
    """The things of which each fact is the first that is told."""
    told: dict[str, tuple[Annotation, ...]] = {}
    for note in site.scene.annotations:
        for fact in note.facts[:1]:
            told[fact] = (*told.get(fact, ()), note)
    return told


def _entry(fact: Fact, glossary: Glossary, people: frozenset[str], things: tuple[Annotation, ...]) -> Entry:
    features: Counter[str] = Counter()
    for tag, text in fact.text.items():
        features.update(_words(text, tag))
    numbers = [number for tag, text in fact.text.items() for number in quantities(text, tag)]
    terms = set(fact.terms)
    terms |= {
        term for text in fact.text.values() for known in (glossary, well_known()) for term in known.terms_of(text)
    }
    features.update({"@" + term for term in terms})
    features.update({f"#{number.value:g}" for number in numbers})
    length = float(sum(features.values()))
    for tag, text in fact.translated.items():
        features.update(_words(text, tag))
    features["!" + fact.id] = 1
    causes = any(_gives_cause(text, primary(tag)) for tag, text in fact.text.items())
    kinds = _kinds(numbers, bool(terms & people), causes)
    return Entry(fact, dict(features), length, kinds, _heading(fact, glossary, things), things)


def _heading(fact: Fact, glossary: Glossary, things: Sequence[Annotation]) -> frozenset[str]:
    heading = set(_words(fact.id.replace("-", " "), "en"))
    for tag, label in (named for thing in things for named in thing.label.items()):
        heading |= {*_words(label, tag), *("@" + term for term in glossary.terms_of(label))}
    return frozenset(heading)


def _words(text: str, tag: str) -> list[str]:
    tongue = primary(tag)
    found = [feature for word in content(text, tag) for feature in features_of(word, tongue)]
    if tongue in GRAM:
        found = [feature for feature in found if not UNSPACED.match(feature.partition(":")[2])]
        found += [f"{tongue}:{gram}" for run in UNSPACED.findall(text) for gram in grams(run, tongue)]
    return found + (["=" + meaning for meaning in meanings(text, tag)] if tongue in WRITTEN_TOGETHER - {"ja"} else [])


def _gives_cause(text: str, tongue: str) -> bool:
    patterns: Sequence[str] = words("questions")["reasons"].get(tongue, ())
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _kinds(found: Sequence[Quantity], person: bool, causes: bool) -> frozenset[str]:
    readings = {reading for quantity in found for reading in quantity.readings if len(quantity.readings) < 4}
    kinds = {"person"} if person else set()
    kinds |= {"date"} if readings & {"date", "century"} else set()
    kinds |= {"length"} if readings & (DIMENSIONS - {"time", "money"}) else set()
    kinds |= {"cause"} if causes else set()
    kinds |= {"time"} if "time" in readings else set()
    kinds |= {"count"} if readings & {"count", "share"} | (readings & DIMENSIONS) else set()
    return frozenset(kinds)
