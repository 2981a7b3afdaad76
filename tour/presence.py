"""Who is at a site's desks right now, and at which record: in memory only, and gone a moment after they left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from msgspec import Struct

LASTS = 45.0
"""Seconds after which somebody who says nothing is gone."""
MOST_WINDOWS = 8
"""Open windows of one person at one site."""
MOST_PEOPLE = 500


class Spot(Struct, frozen=True, kw_only=True):
    """Where one window is: a section of the studio, and what is open in it."""

    section: str
    record: str = ""
    editing: bool = False
    """Whether something was changed there that is not published to colleagues yet, or was a moment ago."""


class Present(Struct, frozen=True, kw_only=True):
    """Somebody who is here."""

    person: str
    name: str
    spots: tuple[Spot, ...]


@dataclass(slots=True)
class _Window:
    name: str
    spot: Spot
    at: float


@dataclass(slots=True, kw_only=True)
class Presence:
    """The windows of everybody at every site; `now` is a clock in seconds."""

    now: Callable[[], float] = monotonic
    _windows: dict[str, dict[tuple[str, str], _Window]] = field(default_factory=dict)

    def come(self, site: str, person: str, name: str, window: str, spot: Spot) -> None:
        """Somebody is at a spot; with an empty section they leave. Beyond the limits they are not shown."""
        here = self._here(site)
        mine = [key for key in here if key[0] == person]
        here.pop((person, window), None)
        is_new = (person, window) not in mine
        full = is_new and (len(mine) >= MOST_WINDOWS or len(here) >= MOST_PEOPLE)
        if spot.section and not full:
            here[(person, window)] = _Window(name, spot, self.now())
        if not here:
            self._windows.pop(site, None)

    def here(self, site: str) -> tuple[Present, ...]:
        """Everybody who is at a site, by name."""
        found: dict[str, list[_Window]] = {}
        for (person, _), window in self._here(site).items():
            found.setdefault(person, []).append(window)
        people = (
            Present(person=person, name=each[-1].name, spots=tuple(dict.fromkeys(window.spot for window in each)))
            for person, each in found.items()
        )
        return tuple(sorted(people, key=lambda each: (each.name, each.person)))

    def _here(self, site: str) -> dict[tuple[str, str], _Window]:
        """The windows of a site that were heard of lately."""
        here = self._windows.setdefault(site, {})
        for key in [key for key, window in here.items() if self.now() - window.at > LASTS]:
            del here[key]
        return here
