"""The words in which visitors are asked for their consent, by purpose, language and version (`words.toml`).

Whoever changes a word raises the version: the ledger says which words somebody agreed to.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from scenes.language import lookup

PURPOSES = ("personalise", "analytics", "voice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is read to a visitor before they agree to one purpose."""

    purpose: str
    language: str
    """BCP 47 tag of the text, which may differ from the one asked for."""
    version: int
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 in hex over all of it."""
        parts = (self.purpose, self.language, str(self.version), self.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def version() -> int:
    """The version of the words that are shown now."""
    return int(_file()["version"])


def languages() -> tuple[str, ...]:
    """The languages in which every purpose is put into words."""
    tags = [set(_file()[purpose]) for purpose in PURPOSES]
    return tuple(tag for tag in _file()[PURPOSES[0]] if all(tag in known for known in tags))


def is_draft(language: str) -> bool:
    """Whether a machine wrote the words of a language, and no speaker of it has read them yet."""
    return language in _file()["drafts"]


def shown(language: str) -> dict[str, Words]:
    """The words by purpose in the language that serves the wanted one, else in English."""
    tag = lookup(language, languages()) or "en"
    return {
        purpose: Words(purpose=purpose, language=tag, version=version(), text=_file()[purpose][tag])
        for purpose in PURPOSES
    }


def stated(named: str) -> dict[str, Words]:
    """The words by purpose that a client says it showed (`version/language`), none where it names no such words."""
    number, _, tag = named.partition("/")
    return shown(tag) if number == str(version()) and tag in languages() else {}


def named(language: str) -> str:
    """What a client says to name the words of a language."""
    return f"{version()}/{shown(language)[PURPOSES[0]].language}"


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("tour.privacy").joinpath("words.toml").read_text("utf-8"))
