"""What the server needs to let people in, beside the records."""

from dataclasses import dataclass, field

from tour.people.institution import Institution, InstitutionDoor
from tour.people.passwords import PasswordDesk
from tour.people.tempo import Tempo
from tour.settings import Settings, SettingsError

TRIES_AT_ONCE, TRIES_A_MINUTE = 20, 20.0
"""Sign-ins and tickets tried from one address."""


@dataclass(slots=True, kw_only=True)
class Door:
    """How this house is reached, and who looks at passwords."""

    public_url: str = ""
    """Under which address people come; empty: the one of each request."""
    proxies: frozenset[str] = frozenset()
    """Addresses of reverse proxies that are believed about where a request comes from."""
    institution: InstitutionDoor | None = None
    desk: PasswordDesk = field(default_factory=PasswordDesk)
    tempo: Tempo = field(default_factory=lambda: Tempo(at_once=TRIES_AT_ONCE, a_minute=TRIES_A_MINUTE))


def door_of(settings: Settings) -> Door:
    """The door as an operator has set it; raises `SettingsError`."""
    for name in ("public_url", "oidc_issuer"):
        given = getattr(settings, name)
        if given and not given.startswith(("https://", "http://")):
            raise SettingsError(f"TOUR_{name.upper()}={given!r}: an address that begins with https:// is needed")
    if settings.oidc_issuer and not settings.oidc_client:
        raise SettingsError("TOUR_OIDC_CLIENT: the client id that TOUR_OIDC_ISSUER has given this house is needed")
    institution = Institution(
        issuer=settings.oidc_issuer, client=settings.oidc_client, secret=settings.oidc_secret, name=settings.oidc_name
    )
    return Door(
        public_url=settings.public_url.rstrip("/"),
        proxies=frozenset(each.strip() for each in settings.proxies.split(",") if each.strip()),
        institution=InstitutionDoor(institution) if institution.issuer else None,
    )
