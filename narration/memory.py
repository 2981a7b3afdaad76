"""What one visitor has been told and has asked, for as long as the visit lasts."""

from collections.abc import Container, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Self

from narration.encounter import Encounter
from narration.text.forgetting import forget_texts
from scenes.language import LanguageMap

POINTED = 5.0
"""Seconds for which what was pointed at stays "that", whatever is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and the facts it was answered with, so that the next one may follow it up."""

    question: str
    language: str
    facts: tuple[str, ...]
    here: tuple[str, ...] = ()
    """What the visitor stood before when it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the visitor last pointed or looked at."""

    label: LanguageMap
    facts: tuple[str, ...] = ()
    annotation: str = ""
    close: bool = False
    """It has no name of its own; the label is that of the nearest thing that has one."""
    pointed: bool = False
    at: float = 0.0
    """Seconds, any origin."""


@dataclass(slots=True)
class Memory:
    """One visit's memory; the visit drops it when it ends or the visitor asks to be forgotten."""

    told: set[str] = field(default_factory=set)
    """Ids of the facts that were heard."""
    here: tuple[str, ...] = ()
    """Facts of the last encounter, in order."""
    thread: list[Exchange] = field(default_factory=list)
    """The last questions, oldest first."""
    seen: Seen | None = None
    """What "that" is."""
    welcomed: bool = False
    """Whether anything was said yet: the site's opening words come first or not at all."""
    heard: set[str] = field(default_factory=set)
    """Sentences of the last encounter that were heard."""
    unsaid: Encounter | None = None
    """What is being told, or was cut off before it was told to its end."""
    bridged: set[str] = field(default_factory=set)
    """Stops and things at which a bridge to the visitor's own culture was offered."""
    offered: str = ""
    """The story that was offered last."""
    stories: set[str] = field(default_factory=set)
    """Stories that were told."""

    def untold(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Those of `facts` that were not heard yet, in order."""
        return tuple(fact for fact in facts if fact not in self.told)

    def meets(self, encounter: Encounter) -> None:
        """Take in what the visitor stands before now."""
        self.here = encounter.facts
        self.unsaid = encounter
        self.heard.clear()

    def copy(self) -> Self:
        """One that may be written to without this one's knowing."""
        return deepcopy(self)

    def sees(self, thing: Seen) -> None:
        """Take in what is pointed or looked at; a gaze does not replace what was pointed at a moment ago."""
        pointing = self.seen is not None and self.seen.pointed and thing.at - self.seen.at < POINTED
        if thing.pointed or not pointing:
            self.seen = thing

    def keep(self, facts: Container[str], annotations: Container[str]) -> None:
        """Drop what names facts or things that are no longer told here."""
        self.here = tuple(fact for fact in self.here if fact in facts)
        if self.seen is not None and not all(fact in facts for fact in self.seen.facts):
            self.seen = None
        unsaid = self.unsaid
        if unsaid is not None:
            left = tuple(fact for fact in unsaid.facts if fact in facts)
            self.unsaid = replace(unsaid, facts=left) if unsaid.annotation in annotations else None

    def forget(self) -> None:
        """Begin anew; no reading of a visitor's words is kept anywhere either."""
        forget_texts()
        self.told.clear()
        self.heard.clear()
        self.unsaid = None
        self.thread.clear()
        self.seen = None
        self.stories.clear()
        self.withdraw()
        self.here = ()

    def withdraw(self) -> None:
        """Drop what came of what the visitor said of themselves, and no longer agrees to."""
        self.bridged.clear()
        self.offered = ""
