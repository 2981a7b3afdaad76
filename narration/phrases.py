"""The few lines the guide says that are no history, in every language it is offered in."""

import tomllib
from functools import cache
from importlib.resources import files

from scenes.language import LanguageMap, text_in


@cache
def _phrases() -> dict[str, LanguageMap]:
    return tomllib.loads(files("narration").joinpath("phrases.toml").read_text("utf-8"))


def phrase(name: str, language: str, **values: str) -> str:
    """The line `name` in `language`, or in English where nobody wrote it yet.

    Raises `KeyError` for a name that is no phrase.
    """
    texts = _phrases()[name]
    return (text_in(texts, language) or texts["en"]).format(**values)
