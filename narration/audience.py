"""Whom the guide speaks to."""

from dataclasses import dataclass
from typing import Literal

AgeGroup = Literal["", "child", "family", "adult", "expert"]
Detail = Literal["", "brief", "normal", "deep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What the guide may take into account of a visitor who agreed to it; nothing of it identifies anybody."""

    interests: tuple[str, ...] = ()
    """Themes of facts, e.g. `engineering`."""
    age_group: AgeGroup = ""
    home_country: str = ""
    """ISO 3166-1 alpha-2, upper case."""
    detail: Detail = ""
    pace: float = 1.0
    """How long this visitor stays at stops beside the planned time: 0.5 hurries, 2 lingers."""
    liked: tuple[str, ...] = ()
    """Themes of what they liked or lingered at."""
    skipped: tuple[str, ...] = ()
    """Themes of what they skipped."""

    @property
    def manner(self) -> AgeGroup:
        """How sentences are worded for them; all visitors of one manner hear the same words."""
        return "" if self.age_group == "adult" else self.age_group


EVERYONE = Audience()
"""The good general tour: what is told without consent."""
