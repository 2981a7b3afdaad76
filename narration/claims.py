"""The check that comes before the voice: is every number, date, unit and name of a sentence in the facts it names?"""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "contradicted", "not-found", "wrong-language", "inappropriate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposed sentence, the facts it was held against, and what was found."""

    sentence: str
    facts: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    """For a person: which number or name, and what the facts say instead."""
