"""The injected-error set: facts of heritage sites, and sentences that tell them truly or with one thing changed.

Two halves about different facts. `dev` may be looked at and tuned on; `held` is only ever counted.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scenes.facts import Fact, Term

Half = Literal["dev", "held"]

FOLDER = Path(__file__).parent / "injected"
HALVES: tuple[Half, ...] = ("dev", "held")
KINDS = (
    "number", "date", "unit", "name", "negation", "roles", "order", "place", "cause", "superlative",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence about one fact."""

    language: str
    half: Half
    fact: Fact
    glossary: dict[str, Term]
    """The names that the site's curator would have listed; shared by all cases of a file."""
    text: str
    true: bool
    kind: str
    """What was changed; of a true sentence, what it tells in another way."""


def languages() -> list[str]:
    """The languages that have both halves."""
    return sorted(path.name.removesuffix(".dev.toml") for path in FOLDER.glob("*.dev.toml"))


def cases(half: Half, tags: list[str] | None = None) -> Iterator[Case]:
    """The sentences of one half, in these languages or in all."""
    for tag in tags or languages():
        yield from _read(tag, half)


def _read(tag: str, half: Half) -> Iterator[Case]:
    found = tomllib.loads((FOLDER / f"{tag}.{half}.toml").read_text(encoding="utf-8"))
    glossary = {key: _term(key, row, tag) for key, row in found.get("glossary", {}).items()}
    facts = {key: Fact(id=key, text={tag: row["text"]}, cites=()) for key, row in found["fact"].items()}
    for row in found["case"]:
        yield Case(
            language=tag, half=half, fact=facts[row["fact"]], glossary=glossary,
            text=row["text"], true=row["true"], kind=row["kind"],
        )  # fmt: skip


def _term(key: str, row: dict[str, Any], tag: str) -> Term:
    return Term(id=key, kind=row["kind"], names={tag: tuple(row["names"])})
