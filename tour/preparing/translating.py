"""The facts of a site in a language that nobody wrote, filled in step by step and kept with the site."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

import msgspec

from narration.engine import LanguageModel, named_weights
from narration.translation.book import NotTranslated, filled, opened
from narration.translation.naming import named, nameless
from scenes.facts import told_in
from scenes.language import lookup
from scenes.scene import Site
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.translation import Translation
from scenes.translations import read_translations, translated, write_translation
from tour.jobs import Errand
from tour.jobs.runner import Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where the translations of a site are kept: among its records where it has any, else in its pack."""

    site: Site
    in_records: bool

    def kept(self, connection: Connection, language: str) -> Translation | None:
        """The translation as it is kept, drafts of it included."""
        if not self.in_records:
            return read_translations(self.site.folder).get(language)
        found = sqlite.get(connection, self.site.id, "translation", language)
        return msgspec.convert(found.body, Translation) if found else None

    def keep(self, connection: Connection, book: Translation, who: str, now: datetime) -> None:
        """Keep it with one fact more."""
        if self.in_records:
            body = msgspec.to_builtins(book)
            sqlite.save(
                connection, self.site.id, "translation", book.language, body, author=who, now=now, expected=ANYTHING
            )
        else:
            write_translation(self.site.folder, book)


def lacking(site: Site, language: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The facts that nobody wrote or translated into a language; none where people write it."""
    if lookup(language, site.languages):
        return ()
    return tuple(each for each in ids if told_in(site.facts[each], language) is None)


async def wanting(errand: Errand, books: Books, language: str, ids: tuple[str, ...], stops: tuple[str, ...]) -> bool:
    """Whether something is to be translated: facts, or names in a language that a machine writes."""
    kept = await errand.records.read(books.kept, language)
    by_machine = kept is None or kept.ai
    return bool(ids) or (by_machine and (kept is None or bool(nameless(books.site, kept, stops))))


async def translate(
    errand: Errand, books: Books, language: str, ids: tuple[str, ...], stops: tuple[str, ...], model: LanguageModel
) -> Site:
    """Translate the facts, then names and titles, each a step; the site with what now may be told.

    What does not hold is kept with reasons. Raises `Failed` for a language that no machine should write here.
    """
    site, weights = books.site, named_weights(model)
    kept = await errand.records.read(books.kept, language)
    try:
        book = opened(site, language, kept, weights, datetime.now(UTC).date())
    except NotTranslated as wrong:
        raise Failed(str(wrong)) from None
    names = nameless(site, book, stops)
    await errand.stage(f"translating into {language}", errand.done + len(ids) + len(names))

    def keeping(found: Translation) -> Callable[[Connection], None]:
        return lambda connection: books.keep(connection, found, errand.job.made_by, datetime.now(UTC))

    async with aclosing(filled(book, site, model, ids, name=weights)) as facts:
        async for fact, _, found in facts:
            book = found
            await errand.step(f"{fact} in {language}", keeping(found))
    async with aclosing(named(book, site, model, names)) as titles:
        async for name, _, found in titles:
            book = found
            await errand.step(f"{name.id} in {language}", keeping(found))
    return await asyncio.to_thread(translated, site, {**site.translations, language: book})
