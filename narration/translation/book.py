"""A site's translation file, filled fact by fact: what holds may be told, the rest is kept as drafts with reasons."""

from collections.abc import AsyncGenerator, Collection
from datetime import date

from msgspec.structs import replace

from narration.engine import LanguageModel
from narration.translation.translator import Attempt, Translator
from scenes.language import is_tag, lookup
from scenes.scene import Site
from scenes.translation import Translation


class NotTranslated(ValueError):
    """A language that no machine should write here: why, and what to do."""


def opened(site: Site, language: str, kept: Translation | None, model: str, today: date) -> Translation:
    """The file to go on with: the one that is there, or a new one.

    Raises `NotTranslated` for a language that people write, and for what is no language tag.
    """
    if not is_tag(language):
        raise NotTranslated(f"{language[:40]!r} is no language tag: write one such as fr or pt-BR")
    if lookup(language, site.languages):
        raise NotTranslated(f"people write {language} at {site.id}: put their words into facts/*.toml")
    if kept is not None and not kept.ai:
        raise NotTranslated(f"translations/{language}.toml is a person's work: no machine writes in it")
    if kept is not None:
        return kept
    return Translation(
        language=language, author=f"{model} (a language model)", ai=True, state="checked", model=model, made=today
    )


async def filled(
    book: Translation, site: Site, model: LanguageModel, wanted: Collection[str], *, name: str = "", anew: bool = False
) -> AsyncGenerator[tuple[str, Attempt, Translation], None]:
    """Translate the wanted facts that the book lacks; each with its attempt and the book as it then is.

    `name` says which weights the model thinks with. `anew` tries drafts again; what already may be told is never
    touched. Raises `EngineUnavailable`.
    """
    source = site.languages[0]
    translator = Translator(model=model, glossary=site.glossary, language=source, other=book.language)
    for fact in site.facts.values():
        done = fact.id in book.facts or (fact.id in book.drafts and not anew)
        if fact.id not in wanted or done:
            continue
        attempt = await translator.translate(fact)
        book = _entered(book, fact.id, attempt, name or model.name)
        yield fact.id, attempt, book


def _entered(book: Translation, fact: str, attempt: Attempt, model: str) -> Translation:
    """The book with one attempt more."""
    drafts = {key: text for key, text in book.drafts.items() if key != fact}
    against = {key: reasons for key, reasons in book.objections.items() if key != fact}
    if not attempt.holds:
        return replace(book, drafts=drafts | {fact: attempt.text}, objections=against | {fact: attempt.objections})
    models = book.models | ({fact: model} if model != book.model else {})
    return replace(book, facts=book.facts | {fact: attempt.text}, models=models, drafts=drafts, objections=against)
