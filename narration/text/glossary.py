"""The names of people, places and things in every language, found in texts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narration.text.wordlists import words
from scenes.facts import Term
from scenes.language import lookup

PROPER = frozenset({"person", "place", "people", "work", "title"})
"""Kinds of terms that are names: a sentence may say one only if a fact does."""
HAN = re.compile(r"[\u3400-\u9fff]")
UNSPACED = re.compile(r"[\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Characters of scripts whose words stand together."""
JOINED = "وفبكل"
"""Arabic words of one letter, written together with the name after them."""
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SOFT = "аяоеийьыую"
"""Endings that a Russian name loses when it is inflected."""
INFLECTED = re.compile(r"[а-яё]{0,3}(?!\w)")
PLAIN = re.compile(r"(?!\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of a term."""

    term: str
    form: str
    language: str
    kind: str


class Glossary:
    """The names of a site's terms, found in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.names = [
            Name(term.id, form, language, term.kind)
            for term in terms
            for language, forms in term.names.items()
            for form in forms
        ]
        self.names.sort(key=lambda name: len(name.form), reverse=True)
        self._by_form: dict[str, list[Name]] = {}
        for name in self.names:
            self._by_form.setdefault(name.form, []).append(name)
            if name.kind not in PROPER and not UNSPACED.search(name.form):
                self._by_form.setdefault(name.form.capitalize(), []).append(name)
            if CYRILLIC.match(name.form) and len(name.form) > 5 and name.form[-1] in SOFT:
                self._by_form.setdefault(name.form[:-1], []).append(name)
        self._starts: dict[str, list[str]] = {}
        for form in sorted(filter(None, self._by_form), key=len, reverse=True):
            self._starts.setdefault(form[0], []).append(form)
        self._start = _start_pattern(self._starts)
        self._first = {
            (term.id, language): forms[0] for term in terms for language, forms in term.names.items() if forms
        }

        self.terms_of = lru_cache(maxsize=2048)(self.terms)
        """As `terms`, remembered: for the texts of facts, never for what a visitor said."""

    def found(self, text: str) -> list[tuple[str, list[Name]]]:
        """Each written form that stands in the text, longest first where they overlap, with the names it may be."""
        return [(form, names) for _, form, names in self.spans(text)]

    def spans(self, text: str) -> list[tuple[int, str, list[Name]]]:
        """As `found`, with where each form begins."""
        out: list[tuple[int, str, list[Name]]] = []
        end = 0
        for start in self._start.finditer(text):
            at = start.start()
            form = next((form for form in self._starts[text[at]] if _stands(form, text, at)), "") if at >= end else ""
            if form:
                out.append((at, form, self._by_form[form]))
                end = at + len(form)
        return out

    def terms(self, text: str) -> frozenset[str]:
        """The ids of every term the text may be speaking of."""
        return frozenset(name.term for _, names in self.found(text) for name in names)

    def first(self, term: str, language: str) -> str:
        """The name the guide uses in a language, or empty."""
        tags = [tag for known, tag in self._first if known == term]
        tag = lookup(language, tags)
        return self._first[(term, tag)] if tag else ""


def _start_pattern(starts: Iterable[str]) -> re.Pattern[str]:
    han = "".join(char for char in starts if UNSPACED.match(char))
    rest = "".join(re.escape(char) for char in starts if not UNSPACED.match(char))
    parts = [f"[{han}]"] * bool(han) + [rf"(?:(?<!\w)|(?<=\b[{JOINED}]))[{rest}]"] * bool(rest)
    return re.compile("|".join(parts) or r"(?!)")


def _stands(form: str, text: str, at: int) -> bool:
    if not text.startswith(form, at):
        return False
    if UNSPACED.search(form):
        return True
    ending = INFLECTED if len(form) > 3 and CYRILLIC.match(form) else PLAIN
    return ending.match(text, at + len(form)) is not None


def glossary_of(glossary: Mapping[str, Term]) -> Glossary:
    """The glossary's names ready to be searched, built once for the same terms."""
    return _built(tuple((term.id, term.kind, tuple(term.names.items())) for term in glossary.values()))


@lru_cache(maxsize=16)
def _built(rows: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]) -> Glossary:
    return Glossary([Term(id=key, kind=kind, names=dict(names)) for key, kind, names in rows])


@lru_cache(maxsize=1)
def well_known() -> Glossary:
    """Names that models like to say, whatever the site: emperors, popes, artists, cities."""
    table = words("names")
    return Glossary(
        [
            Term(id="known:" + key, names={tag: tuple(forms) for tag, forms in names.items()}, kind=kind)
            for kind, terms in table.items()
            for key, names in terms.items()
        ]
    )
