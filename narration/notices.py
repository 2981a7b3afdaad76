"""Sentences of the guide's own that are no history."""

from narration.phrases import phrase
from narration.utterance import Sentence


def notice(name: str, language: str, **values: str) -> Sentence:
    """The line `name` of `phrases.toml`, ready to be spoken; `said` is the place for a visitor's own words."""
    text = phrase(name, language, **values)
    return Sentence(text=text, language=language, facts=(), origin="approved", quotes_visitor="said" in values)
