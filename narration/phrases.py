"""The few lines the guide says that are no history, in every language it is offered in.

People's lines stand in `phrases.toml`, a language more in `phrases/<tag>.toml` as `name = "text"`; where both have a
line, `phrases.toml` wins.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from scenes.language import LanguageMap, text_in

PLACE = re.compile(r"\{(\w+)\}")


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


def rendered(name: str, language: str, values: Mapping[str, str]) -> str | None:
    """The line in a language with its places filled, or None where nobody wrote it."""
    text = text_in(_phrases()[name], language)
    return None if text is None else text.format(**values)


def recognised(text: str, language: str) -> tuple[str, dict[str, str]] | None:
    """Which line a text is and what fills its places, or None where it is none."""
    for name, pattern in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            return name, found.groupdict()
    return None


@lru_cache(maxsize=64)
def _patterns(language: str) -> list[tuple[str, re.Pattern[str]]]:
    found = [(name, text_in(texts, language) or texts["en"]) for name, texts in _phrases().items()]
    return [(name, re.compile(_filled(text), re.DOTALL)) for name, text in found]


def _filled(text: str) -> str:
    """A line as a regular expression, each place a group of its name."""
    parts = PLACE.split(text)
    return "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))


def phrase(name: str, language: str, **values: str) -> str:
    """The line `name` in `language`, or in English where nobody wrote it yet.

    Raises `KeyError` for a name that is no phrase.
    """
    texts = _phrases()[name]
    return (text_in(texts, language) or texts["en"]).format(**values)
