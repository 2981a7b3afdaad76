"""Every translated fact of a site held against what people wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

from narration.translation.agreement import Objection, checked_translation
from scenes.facts import Fact
from scenes.scene import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """An objection and where it stands."""

    language: str
    fact: str
    objection: Objection


def original(fact: Fact, site: Site) -> tuple[str, str]:
    """The language and the text of a fact that its translations are held against: the site's first that has it."""
    tag = next((each for each in site.languages if each in fact.text), next(iter(fact.text)))
    return tag, fact.text[tag]


def objections(site: Site) -> Iterator[Objected]:
    """What speaks against the site's translated facts, language by language."""
    for language in site.translations:
        for fact in site.facts.values():
            if language in fact.translated:
                tag, text = original(fact, site)
                for found in checked_translation(text, tag, fact.translated[language], language, site.glossary):
                    yield Objected(language=language, fact=fact.id, objection=found)
