"""What may be told: facts with their sources, and the names of things in every language."""

from msgspec import Struct

from scenes.language import LanguageMap, text_in


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published work, in the manner of CSL-JSON."""

    id: str
    author: str
    title: str
    year: int
    """Year of the edition cited; negative before our era."""
    publisher: str = ""
    url: str = ""


class Citation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where in a source a fact is found."""

    source: str
    locator: str = ""
    """Page, chapter or inscription number, as a scholar would write it."""


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is known, in the curator's own sentence for each language."""

    id: str
    text: LanguageMap
    cites: tuple[Citation, ...]
    licence: str = "CC0-1.0"
    """SPDX identifier of the statement's own licence."""
    themes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Glossary terms that the sentence speaks of."""
    disputed: bool = False
    """Scholars disagree, and the sentence says so."""
    translated: LanguageMap = {}
    """A machine's translations, for languages that no person wrote; told as such, and never evidence for a check."""


def told_in(fact: Fact, language: str) -> str | None:
    """The fact in a language: a person's words, else a machine's translation, else None."""
    return text_in(fact.text, language) or text_in(fact.translated, language)


def written_in(fact: Fact, language: str) -> bool:
    """Whether a person wrote the fact in this language."""
    return text_in(fact.text, language) is not None


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A proper name or a term of the field; the first name of a language is the one the guide uses."""

    id: str
    names: dict[str, tuple[str, ...]]
    kind: str = "thing"
    """`person`, `place`, `people`, `work`, `title` or `thing`."""
