"""Questions as visitors word them, written from the facts alone; what meaning weighs was set on them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAt:
    """The questions of a site in one language."""

    answerable: tuple[tuple[str, frozenset[str]], ...]
    """Each with the facts that answer it, any of them."""
    unanswerable: tuple[str, ...]


def asked_at(site: str, language: str) -> AskedAt:
    """Read them; `site` is its id."""
    found = tomllib.loads((FOLDER / f"{site}.{language}.toml").read_text(encoding="utf-8"))
    rows = tuple((question, frozenset(facts)) for question, facts in found["answerable"])
    return AskedAt(answerable=rows, unanswerable=tuple(found["unanswerable"]))
