"""What a visitor said of themselves and did, and what they agreed it may be used for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from narration.audience import EVERYONE, Audience
from scenes.countries import COUNTRIES
from scenes.facts import Fact
from scenes.scene import Site
from tour import messages
from tour.pace import Pace, planned_seconds

REACTIONS = {"like": 1, "share": 1, "more": 1, "skip": -1}
"""What reactions say of the themes of what was heard."""


@dataclass(slots=True)
class Personal:
    """Held for one visit; nothing is measured or used before the visitor agrees, and nothing outlives the visit."""

    purposes: frozenset[str] = frozenset()
    _offered: messages.Profile | None = None
    _pace: Pace = field(default_factory=Pace)
    _liking: Counter[str] = field(default_factory=Counter)
    """How often themes were liked or lingered at, less how often they were skipped."""

    def introduce(self, profile: messages.Profile | None) -> None:
        """Hold what the visitor said of themselves."""
        self._offered = profile

    def consent(self, purposes: Iterable[str], profile: messages.Profile | None = None) -> None:
        """Replace what was agreed before, and what was said where it is said anew; without consent, drop the rest."""
        self.purposes = frozenset(purposes)
        self._offered = profile or self._offered
        if not self.agreed:
            self._unlearn()

    def forget(self) -> None:
        """Drop all of it, consent included."""
        self.purposes = frozenset()
        self._offered = None
        self._unlearn()

    @property
    def agreed(self) -> bool:
        """Whether the guide may suit itself to this visitor."""
        return "personalise" in self.purposes

    @property
    def lasting(self) -> frozenset[str]:
        """The purposes for which something may outlive the visit; a child cannot agree to that for themselves."""
        child = self._offered is not None and self._offered.age_group == "child"
        return self.purposes - {"analytics", "voice"} if child else self.purposes

    @property
    def country(self) -> str:
        """Where the visitor is from, to be counted; empty unless they said so and agreed to that."""
        said = self._offered.home_country.upper() if self._offered and "analytics" in self.lasting else ""
        return said if said in COUNTRIES else ""

    def stands(self, site: Site, stop: str, language: str, now: float) -> None:
        """Take in at which stop the visitor stands (empty: at none) at `now`, seconds."""
        left = self._pace.at(stop, now) if self.agreed else None
        if left is None:
            return
        name, dwelt = left
        if self._pace.stayed(dwelt, planned_seconds(site, name, language)):
            told = next((each.facts for each in site.scene.stops if each.id == name), ())
            self._liking.update({theme for fact in told for theme in site.facts[fact].themes})

    def reacted(self, reaction: str, facts: Iterable[Fact]) -> None:
        """Take in what the visitor did with what they heard of `facts`."""
        if self.agreed and (sense := REACTIONS.get(reaction)):
            for theme in {theme for fact in facts for theme in fact.themes}:
                self._liking[theme] += sense

    @property
    def profile(self) -> messages.Profile | None:
        """What may be used of what the visitor said."""
        return self._offered if self.agreed else None

    @property
    def audience(self) -> Audience:
        """Whom the guide speaks to."""
        if not self.agreed:
            return EVERYONE
        said = self._offered or messages.Profile()
        country = said.home_country.upper()
        return Audience(
            interests=said.interests,
            age_group=said.age_group,
            home_country=country if country in COUNTRIES else "",
            detail=said.detail,
            pace=round(self._pace.value, 2),
            liked=tuple(sorted(theme for theme, count in self._liking.items() if count > 0)),
            skipped=tuple(sorted(theme for theme, count in self._liking.items() if count < 0)),
        )

    def _unlearn(self) -> None:
        self._pace = Pace()
        self._liking.clear()
