"""Where what was said comes from, as a scholar would name it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from narration.text.wordlists import words
from scenes.facts import Fact, Source
from scenes.language import lookup
from scenes.scene import Site

WORK = {
    "en": "{author}, “{title}” ({year}{locator})",
    "it": "{author}, «{title}» ({year}{locator})",
    "zh-Hans": "{author}《{title}》（{year}{locator}）",
}
BETWEEN = {"en": (", ", "; and "), "it": (", ", "; e "), "zh-Hans": ("，", "；以及")}
"""What stands before a locator, and between two works."""
ERA = {"en": "{year} BC", "it": "{year} a.C.", "zh-Hans": "公元前{year}年"}


@lru_cache(maxsize=1)
def _asked() -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["source"]["patterns"]), re.IGNORECASE)


def asks_source(question: str) -> bool:
    """Whether the visitor wants to know where what was said comes from."""
    return _asked().search(" ".join(question.split())) is not None


def sources_of(facts: Iterable[Fact], site: Site, language: str) -> str:
    """The works that the facts cite, each once: author, title, year and where in it; titles as they are."""
    written = lookup(language, WORK) or "en"
    cited = dict.fromkeys((cite.source, cite.locator) for fact in facts for cite in fact.cites)
    works = [_work(site.sources[key], locator, written) for key, locator in cited if key in site.sources]
    return BETWEEN[written][1].join(works)


def _work(source: Source, locator: str, written: str) -> str:
    year = str(source.year) if source.year >= 0 else ERA[written].format(year=-source.year)
    place = BETWEEN[written][0] + locator if locator else ""
    return WORK[written].format(author=source.author, title=source.title, year=year, locator=place)
