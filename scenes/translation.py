"""A site's texts in one further language, and who or what wrote them."""

from datetime import date
from typing import Literal

from msgspec import Struct

Tier = Literal["reviewed", "checked"]
State = Literal["draft", "checked", "reviewed"]


class SiteWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The site's own lines."""

    title: str = ""
    summary: str = ""
    welcome: str = ""


class Translation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `translations/<tag>.toml` holds, and who or what wrote it."""

    language: str
    author: str
    """A machine is named as one."""
    ai: bool
    state: State
    """`draft`: nobody and nothing has checked it, so that no visitor meets it."""
    model: str = ""
    made: date | None = None
    reviewer: str = ""
    site: SiteWords = SiteWords()
    stops: dict[str, str] = {}
    labels: dict[str, str] = {}
    """Annotations' labels by id."""
    facts: dict[str, str] = {}
    glossary: dict[str, tuple[str, ...]] = {}
    models: dict[str, str] = {}
    """Facts that another model than `model` translated, by id."""
    drafts: dict[str, str] = {}
    """Facts whose translation something speaks against: never told, kept for a reader to mend.

    Names are in here as `stops.<id>`, `labels.<id>` and `site.<field>`.
    """
    objections: dict[str, tuple[str, ...]] = {}
    """What speaks against each draft."""

    @property
    def tier(self) -> Tier:
        """How far a visitor may rely on it."""
        return "reviewed" if self.state == "reviewed" and not self.ai else "checked"
