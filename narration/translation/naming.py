"""What a site calls itself, its stops and what is seen there, in one more language: each checked like a fact.

Without its stops' titles a language is offered to nobody. A name that does not hold is kept as a draft, for a person to
mend, and not tried again.
"""

from collections.abc import AsyncGenerator, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from narration.engine import LanguageModel
from narration.translation.translator import Attempt, Translator
from scenes.facts import Fact
from scenes.scene import Site
from scenes.translation import Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A text of a site's own that a language lacks."""

    table: Literal["site", "stops", "labels"]
    id: str
    """Of the stop or annotation; `title`, `summary` or `welcome` of the site."""
    text: str
    """In the site's first language."""

    @property
    def key(self) -> str:
        """Its name among drafts."""
        return f"{self.table}.{self.id}"


def nameless(site: Site, book: Translation, stops: Collection[str] = ()) -> tuple[Name, ...]:
    """What the book lacks of the site's own texts, of those stops and what is looked at from there (of all: none)."""
    return tuple(each for each in _names(site, stops) if not _entry(book, each) and each.key not in book.drafts)


async def named(
    book: Translation, site: Site, model: LanguageModel, wanted: Collection[Name]
) -> AsyncGenerator[tuple[Name, Attempt, Translation], None]:
    """Translate those names; each with its attempt and the book as it then is. Raises `EngineUnavailable`."""
    source = site.languages[0]
    translator = Translator(model=model, glossary=site.glossary, language=source, other=book.language)
    for name in wanted:
        attempt = await translator.translate(Fact(id=name.id, text={source: name.text}, cites=()))
        book = _entered(book, name, attempt.text) if attempt.holds else _doubted(book, name, attempt)
        yield name, attempt, book


def _names(site: Site, wanted: Collection[str]) -> Iterator[Name]:
    source = site.languages[0]
    stops = [stop for stop in site.scene.stops if not wanted or stop.id in wanted]
    seen = {stop.annotation for stop in stops}
    for field, texts in (("title", site.title), ("summary", site.summary), ("welcome", site.welcome)):
        yield Name(table="site", id=field, text=texts.get(source, ""))
    for stop in stops:
        yield Name(table="stops", id=stop.id, text=stop.title.get(source, ""))
    for note in site.scene.annotations:
        if note.id in seen:
            yield Name(table="labels", id=note.id, text=note.label.get(source, ""))


def _entry(book: Translation, name: Name) -> str:
    if name.table == "site":
        return str(getattr(book.site, name.id))
    return str(getattr(book, name.table).get(name.id, ""))


def _entered(book: Translation, name: Name, text: str) -> Translation:
    if name.table == "site":
        return replace(book, site=replace(book.site, **{name.id: text}))
    return replace(book, **{name.table: {**getattr(book, name.table), name.id: text}})


def _doubted(book: Translation, name: Name, attempt: Attempt) -> Translation:
    return replace(
        book,
        drafts={**book.drafts, name.key: attempt.text},
        objections={**book.objections, name.key: attempt.objections},
    )
