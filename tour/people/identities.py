"""Who somebody is at an institution, and which account here is theirs."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people import accounts, invitations
from tour.people.refusal import Refusal
from tour.people.tickets import digest, later, stamp, ticket
from tour.people.trail import note

AWAY = timedelta(minutes=10)
"""How long somebody may be on the way to the institution and back."""
MOST_AWAY = 50_000
"""The first who left is forgotten for one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an institution says of somebody, verified."""

    issuer: str
    subject: str
    name: str = ""
    login: str = ""
    """What they are called there: a login to begin with, never a proof of anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Somebody on the way: what must come back with them."""

    verifier: str
    nonce: str
    back: str
    """The address to which the institution sends them."""
    invitation: str
    """The digest of the ticket that they come with, empty without one."""
    person: str | None
    """Who they are here already, where they only join an identity to their account."""


def depart(
    connection: Connection, browser: str, back: str, now: datetime, *, invitation: str = "", person: str | None = None
) -> tuple[str, Departure]:
    """Write down who leaves; the state that the address carries.

    `browser` is the secret of a cookie, `invitation` a ticket: of both the digest alone is kept.
    """
    connection.execute("DELETE FROM departures WHERE ends < ?", (stamp(now),))
    connection.execute(
        "DELETE FROM departures WHERE rowid IN (SELECT rowid FROM departures ORDER BY ends DESC LIMIT -1 OFFSET ?)",
        (MOST_AWAY,),
    )
    kept = digest(invitation) if invitation else ""
    state, departure = (
        ticket(),
        Departure(verifier=ticket(), nonce=ticket(), back=back, invitation=kept, person=person),
    )
    connection.execute(
        "INSERT INTO departures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            digest(state), digest(browser), departure.verifier, departure.nonce, back, kept, person,
            later(now, AWAY),
        ),
    )  # fmt: skip
    return state, departure


def come_back(connection: Connection, state: str, browser: str, now: datetime) -> Departure:
    """Who left with this state from this browser; each comes back once. Raises `Refusal`."""
    row = connection.execute(
        "DELETE FROM departures WHERE hash = ? AND browser = ? AND ends > ? RETURNING *",
        (digest(state), digest(browser), stamp(now)),
    ).fetchone()
    if row is None:
        raise Refusal("gone", "This sign-in was begun elsewhere, or too long ago. Please begin again.")
    return Departure(
        verifier=row["verifier"], nonce=row["nonce"], back=row["back"], invitation=row["invitation"],
        person=row["person"],
    )  # fmt: skip


def settle(connection: Connection, identity: Identity, departure: Departure, now: datetime) -> str:
    """The account of somebody who has come back: theirs already, joined now, or made for an invitation.

    Raises `Refusal` for who is neither known nor invited: an account elsewhere opens nothing here.
    """
    known = _person(connection, identity)
    if departure.person is not None:
        return _join(connection, identity, departure.person, known, now)
    if known is not None and accounts.found(connection, known).closed:
        raise Refusal("institution", "This account is closed. An operator can open it again.")
    if departure.invitation:
        return _invited(connection, identity, departure.invitation, known, now)
    if known is None:
        raise Refusal("institution", "Nobody here knows you yet. Ask an operator for an invitation and come with it.")
    return known


def issuers_of(connection: Connection, person: str) -> list[str]:
    """The institutions through which a person may come."""
    rows = connection.execute("SELECT issuer FROM identities WHERE person = ? ORDER BY at", (person,))
    return [row["issuer"] for row in rows]


def _invited(connection: Connection, identity: Identity, invitation: str, known: str | None, now: datetime) -> str:
    if known is None:
        inviter = invitations.look_kept(connection, invitation, now).made_by
        login, name = _free_login(connection, identity.login), _fit_name(identity)
        known = accounts.create(connection, login, name, now, by=inviter).id
        _keep(connection, identity, known, now)
    invitations.accept_kept(connection, invitation, known, now)
    return known


def _join(connection: Connection, identity: Identity, person: str, known: str | None, now: datetime) -> str:
    if known not in (None, person):
        raise Refusal("taken", "That identity belongs to another account here.")
    if known is None:
        _keep(connection, identity, person, now)
    return person


def _keep(connection: Connection, identity: Identity, person: str, now: datetime) -> None:
    connection.execute(
        "INSERT INTO identities VALUES (?, ?, ?, ?)", (identity.issuer, identity.subject, person, stamp(now))
    )
    note(connection, person, "identity-joined", person, now, issuer=identity.issuer)


def _person(connection: Connection, identity: Identity) -> str | None:
    row = connection.execute(
        "SELECT person FROM identities WHERE issuer = ? AND subject = ?", (identity.issuer, identity.subject)
    ).fetchone()
    return str(row["person"]) if row is not None else None


def _free_login(connection: Connection, wanted: str) -> str:
    base = re.sub(r"[^a-z0-9._@+-]", "", wanted.casefold())[:60].lstrip("._@+-")
    base = base if len(base) > 1 else "colleague"
    for number in range(1, 1000):
        login = base if number == 1 else f"{base}-{number}"
        if accounts.find_login(connection, login) is None:
            return login
    raise Refusal("taken", "login: everybody here is called so. Ask an operator for an account.")


def _fit_name(identity: Identity) -> str:
    for text in (identity.name, identity.login):
        try:
            return accounts.clean_name(text[: accounts.NAME_LENGTH])
        except Refusal:
            continue
    return "Colleague"
