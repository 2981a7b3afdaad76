"""The few lines the guide says that are no history, in every language it is offered in.

People's lines stand in `phrases.toml`, a language more in `phrases/<tag>.toml` as `name = "text"`; where both have a
line, `phrases.toml` wins.
"""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from scenes.language import LanguageMap, text_in


@cache
def _phrases() -> dict[str, LanguageMap]:
    home = files("narration")
    folder = home.joinpath("phrases")
    found: dict[str, LanguageMap] = _read(home.joinpath("phrases.toml"))
    for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else ():
        if file.name.endswith(".toml"):
            _join(found, file.name.removesuffix(".toml"), _read(file))
    return found


def _join(found: dict[str, LanguageMap], tag: str, lines: dict[str, str]) -> None:
    """Add one language's lines, but none that `phrases.toml` does not have: nobody says those."""
    for name in lines.keys() & found.keys():
        found[name] = {tag: lines[name]} | found[name]


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def names() -> tuple[str, ...]:
    """Every line there is."""
    return tuple(_phrases())


def phrase(name: str, language: str, **values: str) -> str:
    """The line `name` in `language`, or in English where nobody wrote it yet.

    Raises `KeyError` for a name that is no phrase.
    """
    texts = _phrases()[name]
    return (text_in(texts, language) or texts["en"]).format(**values)
