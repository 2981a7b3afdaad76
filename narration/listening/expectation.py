"""What a visitor is likely to say where they stand: the site's languages, and the names of what is around them."""

from collections.abc import Iterable

from narration.listening.transcription import Expectation
from scenes.scene import Site

MOST = 16
"""Names a language."""


def expectation(site: Site, here: Iterable[str], language: str) -> Expectation:
    """What is expected of a visitor who speaks `language` and was told the facts `here`; the nearest names first."""
    near = (term for fact in here if fact in site.facts for term in site.facts[fact].terms)
    terms = [site.glossary[term] for term in dict.fromkeys((*near, *site.glossary)) if term in site.glossary]
    names = {tag: tuple(term.names[tag][0] for term in terms if term.names.get(tag))[:MOST] for tag in site.spoken}
    return Expectation(language=language, languages=site.spoken, names=names)
