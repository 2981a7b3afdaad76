"""The order in which a site is told (IIIF `Range`)."""

from msgspec import Struct

from scenes.language import LanguageMap
from scenes.pose import Vector


class Stop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place to stand, what to look at from there, and what is told about it."""

    id: str
    title: LanguageMap
    annotation: str
    position: Vector
    """Where the visitor's feet are, metres."""
    radius: float = 6.0
    """Metres around `position` within which the visitor is at the stop."""
    facts: tuple[str, ...] = ()
    """In the order of telling."""


class Tour(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stops in walking order for one audience."""

    id: str
    title: LanguageMap
    stops: tuple[str, ...]
    minutes: int
    audience: str = "general"
