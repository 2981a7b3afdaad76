"""Words that a person approved, sentence by sentence, each with the facts it rests on."""

from msgspec import Struct


class TakeSentence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One spoken sentence and the facts that bear it out; a sentence of pure welcome or direction names none."""

    text: str
    facts: tuple[str, ...] = ()


class Take(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A narration for one stop in one language, ready to be spoken."""

    stop: str
    language: str
    sentences: tuple[TakeSentence, ...]
    state: str = "approved"
    author: str = ""
    """Who or what wrote it; a machine is named as one."""
    reviewer: str = ""
    reviewed: str = ""
    """ISO 8601 date."""
    ai: bool = False
    """Whether a machine wrote the words."""
    audience: str = ""
    """Whom it was written for: `child`, `family`, `adult` or `expert`; everyone where it is empty."""
    rests_on: dict[str, str] = {}
    """What its facts said when it was approved, by their ids (`scenes.footing`); empty where nobody wrote it down."""
