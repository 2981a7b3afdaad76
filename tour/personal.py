"""What a visitor said of themselves, and what they agreed it may be used for."""

from collections.abc import Iterable
from dataclasses import dataclass

from narration.audience import EVERYONE, Audience
from tour import messages


@dataclass(slots=True)
class Personal:
    """Held for one visit; nothing of it is used before the visitor agrees, and nothing outlives the visit."""

    purposes: frozenset[str] = frozenset()
    _offered: messages.Profile | None = None

    def introduce(self, profile: messages.Profile | None) -> None:
        """Hold what the visitor said of themselves."""
        self._offered = profile

    def consent(self, purposes: Iterable[str], profile: messages.Profile | None = None) -> None:
        """Replace what was agreed before, and what was said where it is said anew."""
        self.purposes = frozenset(purposes)
        self._offered = profile or self._offered

    def forget(self) -> None:
        """Drop all of it, consent included."""
        self.purposes = frozenset()
        self._offered = None

    @property
    def profile(self) -> messages.Profile | None:
        """What may be used of what the visitor said."""
        return self._offered if "personalise" in self.purposes else None

    @property
    def audience(self) -> Audience:
        """Whom the guide speaks to."""
        profile = self.profile
        if profile is None:
            return EVERYONE
        return Audience(
            interests=profile.interests,
            age_group=profile.age_group,
            home_country=profile.home_country.upper(),
            detail=profile.detail,
        )
