"""Whether each number, date and name that was spoken stands in the facts or their sources.

None of it is the guide's own check, and it is another thing on purpose: plainer, knowing nothing of units, roles or
denials. A conversion into another unit counts as unsourced. Figures are held against what people wrote alone, names
against a translation too: nobody else wrote how the language spells them. Names are capitalised words, and in scripts
without capitals the names of the site's glossary. A known gap: a name at the beginning of a sentence is only noticed
where the site knows it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil

from scenes.facts import Fact, Term
from scenes.language import primary
from scenes.scene import Site
from tests.eval.figures import figures

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_CLOSING = re.compile(r"[.!?:;…»”\"“«(]\s*$")
_STEM = 5
_NUMERAL = re.compile(r"[IVXLCDM]+[a-zèé]{0,3}")
NOUNS_ARE_CAPITAL = {"de"}
"""Languages whose capitals say nothing of names."""
NO_NAMES = frozenset(
    {
        "i", "ad", "bc", "ce", "latin", "greek", "english", "italian", "chinese",
        "january", "february", "march", "april",
        "may", "june", "july", "august", "september", "october", "november", "december",
    }
)  # fmt: skip
"""Capitalised words that are no names."""


def unsourced(text: str, language: str, facts: Sequence[Fact], site: Site) -> list[str]:
    """The figures and names of a spoken text that neither the facts nor their sources have."""
    return [*_figures(text, language, facts, site), *_names(text, language, facts, site)]


def without_sources(text: str, facts: Sequence[Fact], site: Site) -> str:
    """The text less the words of the sources it cites, which stay in the language they were published in."""
    cites = [(site.sources[cite.source], cite.locator) for fact in facts for cite in fact.cites]
    cited = {word for source, at in cites for word in _WORD.findall(f"{source.author} {source.title} {at}")}
    return _WORD.sub(lambda match: "" if match.group() in cited else match.group(), text)


def _figures(text: str, language: str, facts: Sequence[Fact], site: Site) -> Iterable[str]:
    known = {value for fact in facts for value in _known(fact)}
    for cite in (cite for fact in facts for cite in fact.cites):
        known |= {float(abs(site.sources[cite.source].year)), *_known_in(cite.locator, "en")}
    known |= {ceil(value / 100) for value in known if value.is_integer() and 100 < value < 2100}
    for figure in figures(text, language):
        if not figure.values & known:
            yield figure.written


@lru_cache(maxsize=1024)
def _known_in(text: str, language: str) -> frozenset[float]:
    return frozenset(value for figure in figures(text, language) for value in figure.values)


def _known(fact: Fact) -> Iterable[float]:
    for tag, text in fact.text.items():
        years = _known_in(text, tag)
        yield from years
        yield from (year + 543 for year in years if tag.startswith("th") or 0 < year < 2100)


def _names(text: str, language: str, facts: Sequence[Fact], site: Site) -> Iterable[str]:
    evidence = _evidence(facts, site)
    if primary(language) not in NOUNS_ARE_CAPITAL:
        stems = _stems(evidence)
        yield from (
            word for word in _capitals(text, site) if not _stems(word) & stems and not _through(word, site, evidence)
        )
    yield from _foreign(text, site.glossary.values(), evidence)


def _evidence(facts: Sequence[Fact], site: Site) -> str:
    cites = [(site.sources[cite.source], cite.locator) for fact in facts for cite in fact.cites]
    texts = [text for fact in facts for text in (*fact.text.values(), *fact.translated.values())]
    sources = [f"{source.author} {source.title} {locator}" for source, locator in cites]
    terms = [
        name for fact in facts for term in fact.terms if term in site.glossary for name in _all(site.glossary[term])
    ]
    return "\n".join((*texts, *sources, *terms, *site.title.values()))


def _capitals(text: str, site: Site) -> Iterable[str]:
    """Capitalised words; one that opens a sentence only if the site knows it as a name."""
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[0].isupper() or word.lower() in NO_NAMES or _NUMERAL.fullmatch(word):
            continue
        opens = match.start() == 0 or _CLOSING.search(text[: match.start()])
        if not opens or _fold(word) in _proper(site):
            yield word


def _proper(site: Site) -> frozenset[str]:
    kinds = {"person", "place", "people"}
    names = (name for term in site.glossary.values() if term.kind in kinds for name in _all(term))
    return frozenset(
        _fold(word) for name in names for word in _WORD.findall(name) if word[0].isupper() and len(word) > 2
    )


def _through(word: str, site: Site, evidence: str) -> bool:
    """Whether a name of the glossary that holds this word has another form in the evidence."""
    terms = [term for term in site.glossary.values() if any(_fold(word) in _fold(name) for name in _all(term))]
    return any(name in evidence for term in terms for name in _all(term))


def _foreign(text: str, terms: Iterable[Term], evidence: str) -> Iterable[str]:
    """Names of the glossary, in scripts without capitals, that the text has and the facts have in no form."""
    for term in terms:
        said = [name for name in _all(term) if not name[0].isupper() and not name.isascii() and name in text]
        if said and term.kind in {"person", "place", "people"} and not any(name in evidence for name in _all(term)):
            yield said[0]


def _all(term: Term) -> list[str]:
    return [name for names in term.names.values() for name in names]


def _stems(text: str) -> set[str]:
    return {_fold(word)[:_STEM] for part in _WORD.findall(text) for word in (part, *re.split("[’'-]", part)) if word}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in plain if not unicodedata.combining(char))
