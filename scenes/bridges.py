"""Links between a site and other cultures: bridges, which are facts, and stories imagined from them, which are not."""

from msgspec import Struct

from scenes.facts import Citation, Fact
from scenes.language import LanguageMap

THEME = "bridge"


class Bridge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ties the site to another culture, stated as fact with its sources; offered to visitors from there."""

    id: str
    cultures: tuple[str, ...]
    """ISO 3166-1 alpha-2 countries, or cultures of `narration/text/wordlists/cultures.toml` such as `arab`."""
    text: LanguageMap
    cites: tuple[Citation, ...]
    at: tuple[str, ...] = ()
    """Stops and annotations at whose telling it may be offered; anywhere where none is named."""
    facts: tuple[str, ...] = ()
    """Facts of the site that it rests on as well."""
    terms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    disputed: bool = False
    licence: str = "CC0-1.0"
    translated: LanguageMap = {}
    """A machine's translations, for languages that no person wrote."""
    author: str = ""
    """Who or what wrote it; a machine is named as one."""
    ai: bool = False
    """Whether a machine wrote the words."""
    reviewer: str = ""
    reviewed: str = ""
    """ISO 8601 date."""

    @property
    def fact(self) -> Fact:
        """The bridge as a fact of its own, under its own id."""
        return Fact(
            id=self.id,
            text=self.text,
            cites=self.cites,
            licence=self.licence,
            themes=(THEME, *self.themes),
            terms=self.terms,
            disputed=self.disputed,
            translated=self.translated,
        )


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story imagined from facts and bridges; always told as imagined and never among facts."""

    id: str
    title: LanguageMap
    text: LanguageMap
    bridges: tuple[str, ...]
    """Bridges that it was made from, and after which it is offered."""
    facts: tuple[str, ...] = ()
    """Facts of the site that it was made from as well."""
    themes: tuple[str, ...] = ()
    licence: str = "CC0-1.0"
    author: str = ""
    ai: bool = False
    reviewer: str = ""
    reviewed: str = ""
