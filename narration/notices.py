"""Sentences of the guide's own that are no history."""

from narration.phrases import phrase
from narration.utterance import Sentence


def notice(name: str, language: str, **values: str) -> Sentence:
    """The line `name` of `phrases.toml`, ready to be spoken."""
    return Sentence(text=phrase(name, language, **values), language=language, facts=(), origin="approved")
