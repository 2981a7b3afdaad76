"""Names that facts say and no glossary has."""

import re
from collections.abc import Iterable, Iterator

from narration.claims.names import CAPITALISED, COMMON_NOUN_CAPITALS, NOT_NAMES, SENTENCE_START
from narration.text.glossary import Glossary
from narration.text.wordlists import words
from narration.text.words import function_words
from scenes.facts import Fact
from scenes.language import primary

LINK = re.compile(r"\s+(?:(?:of|the|de|del|della|di|da|du|la|al|von|van)\s+){0,2}$")
ROMAN = re.compile(r"[IVXLCDM]+(?:ème|er|e|st|nd|rd|th)?")


def nameless(facts: Iterable[Fact], language: str, glossary: Glossary) -> dict[str, list[str]]:
    """Names in facts' texts in a language that writes them with capitals, by name: the facts that say each."""
    found: dict[str, list[str]] = {}
    if primary(language) in COMMON_NOUN_CAPITALS:
        return found
    for fact in facts:
        for name in dict.fromkeys(_names(fact.text.get(language, ""), language, glossary)):
            found.setdefault(name, []).append(fact.id)
    return found


def _names(text: str, language: str, glossary: Glossary) -> Iterator[str]:
    """Runs of capitalised words within sentences that no term of the glossary covers."""
    covered = [(start, start + len(form)) for start, form, _ in glossary.spans(text)]
    run = ""
    end = -1
    for match in CAPITALISED.finditer(text):
        word = re.sub(r"[’']s$", "", match.group()).rstrip("’'-")
        if _plain(word, language) or SENTENCE_START.search(text[: match.start()]) or _within(match, covered):
            continue
        between = text[end : match.start()] if end >= 0 else ""
        if run and LINK.fullmatch(between):
            run = f"{run}{between}{word}"
        else:
            if run:
                yield run
            run = word
        end = match.start() + len(word)
    if run:
        yield run


def _within(match: re.Match[str], covered: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in covered)


def _plain(word: str, language: str) -> bool:
    low = word.lower()
    months = any(low in names for names in words("numerals")["months"].values())
    small = len(word) < 3 or word in NOT_NAMES or low in function_words(language)
    return months or small or ROMAN.fullmatch(word) is not None
