"""What a question asks for: its words grouped by what may answer each, and the kind of answer wanted."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from narration.text.glossary import Glossary, well_known
from narration.text.numerals import quantities
from narration.text.wordlists import words
from narration.text.words import GRAM, TOKEN, UNSPACED, WRITTEN_TOGETHER, function_words, grams, senses, senses_of, stem
from scenes.language import primary

HAN = re.compile(r"[\u3400-\u9fff]")
THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")
PIECE = 0.6
"""What a pair of characters counts that facts have, beside a word."""
PIECE_OF_MORE = 0.3
"""The same of a longer piece: more of them overlap."""


@dataclass(frozen=True, slots=True)
class Group:
    """One word of a question: the features of a fact that bear it out, any of them, and how much it counts."""

    features: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question taken apart."""

    groups: tuple[Group, ...]
    own: tuple[Group, ...] = ()
    """Names of the site itself: they tell nothing of what is asked, but may break a tie."""
    focus: str = ""
    """`date`, `time`, `length`, `count`, `person`, or empty."""
    here: bool = False
    """It asks for whatever is here."""
    aside: bool = False
    """It asks about a visit of today (prices, hours, ways) or about the guide."""
    lent: tuple[Group, ...] = ()
    """What it takes up from the exchange before it."""
    more: bool = False
    """It asks for something else about the same."""


@lru_cache(maxsize=1)
def _asks() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    return tuple(
        (re.compile("|".join(row["patterns"]), re.IGNORECASE), row["focus"], tuple(row["meanings"]))
        for row in words("questions")["ask"]
    )


@lru_cache(maxsize=8)
def _listed(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(words("questions")[kind]["patterns"]), re.IGNORECASE)


def grants(question: str) -> bool:
    """Whether the question takes what it says for granted (why?) or wants a yes to it."""
    return any(_listed(kind).search(question) for kind in ("reason", "yes-or-no", "leading"))


def tongue_of(question: str, language: str) -> str:
    """The language whose words the question is read with: the visitor's, or English where the script is another."""
    if HAN.search(question):
        return "zh-Hans"
    if THAI.search(question):
        return "th"
    return "en" if primary(language) in {"zh", "ja", "th"} else language


def take_apart(
    question: str, language: str, glossary: Glossary, own_terms: frozenset[str], known: Container[str]
) -> Question:
    """Read a question; `own_terms` name the site itself and tell nothing, `known` are the features of the facts."""
    asked = question.replace("’", "'").strip()
    language = tongue_of(asked, language)
    rest, named, own = _named(asked, language, glossary, own_terms)
    rest, focus, meant = _asking(rest)
    numbers = quantities.__wrapped__(rest, language)  # nothing a visitor asked is remembered
    groups = [*named, *(Group(frozenset({"=" + meaning}), 0.8) for meaning in meant)]
    groups += [Group(frozenset({f"#{number.value:g}"}), 1.0 if number.value > 12 else 0.4) for number in numbers]
    for number in reversed(numbers):
        rest = rest[: number.start] + " " + rest[number.end :]
    return Question(
        groups=(*groups, *_words(rest, language, known)),
        own=tuple(own),
        focus=focus,
        here=_listed("here").search(asked) is not None,
        aside=_listed("aside").search(asked) is not None,
    )


def _named(
    text: str, language: str, glossary: Glossary, own_terms: frozenset[str]
) -> tuple[str, list[Group], list[Group]]:
    """Take the names out of a question: the site's own glossary first, then names known everywhere.

    What is left, the names of other things, and the names of the site itself.
    """
    groups: list[Group] = []
    site: list[Group] = []
    for names, own, weight in ((glossary, own_terms, 1.6), (well_known(), frozenset(), 2.0)):
        for form, found in names.found(_titled(text)):
            text, times = _form(form).subn(" ", text)
            terms = {name.term for name in found}
            if times:
                words_too = _word_features(form, language) if names is glossary else frozenset()
                group = Group(frozenset("@" + term for term in terms) | words_too, weight)
                (site if terms <= own else groups).append(group)
    return text, groups, site


@lru_cache(maxsize=1024)
def _form(form: str) -> re.Pattern[str]:
    return re.compile(re.escape(form) if UNSPACED.search(form) else rf"\b{re.escape(form)}\b", re.IGNORECASE)


def _titled(text: str) -> str:
    """The question with each word capitalised as well, so that `nero` typed small is found."""
    return (
        text if UNSPACED.search(text) else text + " " + re.sub(r"\b[a-z]", lambda letter: letter.group().upper(), text)
    )


def _asking(text: str) -> tuple[str, str, tuple[str, ...]]:
    focus: str = ""
    meant: tuple[str, ...] = ()
    for pattern, wanted, meanings in _asks():
        if pattern.search(text):
            text = pattern.sub(" ", text)
            focus, meant = focus or wanted, meant or meanings
    return text, focus, meant


def _words(text: str, language: str, known: Container[str]) -> list[Group]:
    tongue = primary(language)
    if tongue in WRITTEN_TOGETHER:
        return _characters(text, tongue, known)
    small = function_words(language) | frozenset(words("questions")["small"].get(tongue, ()))
    kept = [
        word for word in TOKEN.findall(text) if word.lower() not in small and len(word) > 1 and not word[0].isdigit()
    ]
    return [Group(_word_features(word, language)) for word in kept]


def _word_features(word: str, language: str) -> frozenset[str]:
    tongue = primary(language)
    if UNSPACED.search(word):
        return frozenset(f"{tongue}:{piece}" for piece in grams(word, tongue))
    return frozenset(feature for token in TOKEN.findall(word) for feature in features_of(stem(token, tongue), tongue))


def features_of(root: str, tongue: str) -> set[str]:
    """What a stem is found by: itself, its beginning, and the meanings it is listed under."""
    beginning = {f"{tongue}~{root[:5]}"} if len(root) >= 5 else set()
    return {f"{tongue}:{root}"} | beginning | {"=" + meaning for meaning in senses_of(root, tongue)}


def _characters(text: str, tongue: str, known: Container[str]) -> list[Group]:
    """Groups of an unspaced text: listed words first, then pairs that facts have, then runs that no fact has."""
    groups: list[Group] = []
    for meaning, listed in senses(tongue):
        word = next((word for word in sorted(listed, key=len, reverse=True) if word in text), "")
        if word:
            groups.append(Group(_word_features(word, tongue) | {"=" + meaning}))
            text = text.replace(word, " ")
    for word in sorted(words("questions")["small"].get(tongue, ()), key=len, reverse=True):
        text = text.replace(word, " ")
    small = function_words(tongue)
    for run in UNSPACED.findall(text):
        for piece in "".join(" " if char in small else char for char in run).split():
            groups += _pieces(piece, tongue, known)
    return groups


def _pieces(piece: str, tongue: str, known: Container[str]) -> list[Group]:
    size = GRAM.get(tongue, 2)
    held = [at for at, gram in enumerate(grams(piece, tongue)) if f"{tongue}:{gram}" in known]
    covered = {at + step for at in held for step in range(size)}
    strange = "".join(" " if at in covered else char for at, char in enumerate(piece)).split()
    weight = PIECE if size == 2 else PIECE_OF_MORE
    groups = [Group(frozenset({f"{tongue}:{piece[at : at + size]}"}), weight) for at in held]
    return groups + [Group(frozenset({f"{tongue}:{run}"}), 0.8 / size * min(3, len(run))) for run in strange]
