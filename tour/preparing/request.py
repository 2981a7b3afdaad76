"""What is to be made ahead of a site."""

from collections.abc import Sequence

from msgspec import Struct

from narration.audience import AgeGroup
from scenes.scene import Site
from scenes.stops import Stop

EVERY: tuple[AgeGroup, ...] = ("", "child", "family", "expert")
"""Everybody, and those to whom the guide speaks otherwise."""


class Preparing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Drafts of narrations for stops × audiences × languages, translations where a language lacks them, their sound."""

    languages: tuple[str, ...] = ()
    """All that the site is told in where none is named."""
    audiences: tuple[AgeGroup, ...] = ("",)
    stops: tuple[str, ...] = ()
    """All where none is named."""
    sound: bool = True
    again: bool = False
    """Whether there shall be a new draft where one waits or was decided upon already."""


class Place(Struct, frozen=True, kw_only=True):
    """One narration: where, in which language, for whom."""

    stop: Stop
    language: str
    audience: AgeGroup


def places(site: Site, wanted: Preparing) -> list[Place]:
    """Every narration that is wanted, language by language in walking order."""
    languages = wanted.languages or site.spoken
    stops = [stop for stop in site.scene.stops if not wanted.stops or stop.id in wanted.stops]
    return [
        Place(stop=stop, language=language, audience=audience)
        for language in languages
        for stop in stops
        for audience in wanted.audiences
    ]


def unknown(site: Site, wanted: Preparing) -> str | None:
    """What is wanted and cannot be, for a person; None where all of it can."""
    strange: Sequence[str] = [stop for stop in wanted.stops if stop not in {each.id for each in site.scene.stops}]
    if strange:
        return f"there is no stop {strange[0][:64]!r} at {site.id}"
    if not wanted.audiences:
        return "name at least one audience; an empty name is everybody"
    return None
