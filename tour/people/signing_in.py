"""Signing in: by password and code, by one-time link, by invitation; each ends in a session and a known device."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from tour.people import accounts, codes, devices, identities, invitations, links, lockout, passwords, sessions
from tour.people.identities import Departure, Identity
from tour.people.passwords import PasswordDesk
from tour.people.refusal import Refusal
from tour.people.trail import note
from tour.privacy.master import MasterKeys
from tour.records import Records

WRONG = "The login or the password is not right."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody typed, and where they come from."""

    login: str
    password: str
    code: str = ""
    address: str
    device: str = ""
    """The secret in the browser's device cookie."""
    session: str = ""
    """The secret of a session that the browser still has; it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session that was opened."""

    person: str
    session: str
    device: str
    """The secrets for the two cookies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    person: accounts.Person | None
    bucket: str
    known: bool
    wait: int


async def sign_in(records: Records, desk: PasswordDesk, master: MasterKeys, attempt: Attempt, now: datetime) -> Opened:
    """Open a session for whoever knows the password, and the code where one is asked for.

    Raises `Refusal`; it takes the same time and says the same whether or not there is such a login.
    """
    place = await records.write(_approach, attempt, now)
    if place.wait:
        raise lockout.wait(place.wait)
    try:
        right = await desk.matches(place.person.password if place.person else None, attempt.password, known=place.known)
    except Refusal:
        await records.write(lockout.give_back, place.bucket, now)
        raise
    if place.person is None or not right:
        await records.write(_refuse, place.person, now)
        raise Refusal("wrong", WRONG)
    entered = await records.write(_enter, place.person, place.bucket, attempt, master, now)
    if isinstance(entered, Refusal):
        raise entered
    if passwords.is_dated(place.person.password or ""):
        await records.write(_renew, place.person, await desk.hashed(attempt.password))
    return entered


def open_by_link(connection: Connection, secret: str, device: str, session: str, now: datetime) -> Opened:
    """Open a session for the person whose one-time link this is. Raises `Refusal`."""
    return opened(connection, links.use(connection, secret, now), "link", device, session, now)


def open_by_invitation(
    connection: Connection, secret: str, login: str, name: str, language: str, password: str, now: datetime
) -> Opened:
    """Make an account for whoever holds the invitation, give it what was promised, open a session. Raises `Refusal`.

    `password` is a hash already.
    """
    invitation = invitations.look(connection, secret, now)
    person = accounts.create(connection, login, name, now, language=language, password=password, by=invitation.made_by)
    invitations.accept(connection, secret, person.id, now)
    return opened(connection, person.id, "invitation", "", "", now)


def open_by_institution(
    connection: Connection, identity: Identity, departure: Departure, device: str, session: str, now: datetime
) -> Opened | None:
    """Open a session for who has come back from an institution; none for who only joined it to their account."""
    person = identities.settle(connection, identity, departure, now)
    if departure.person is not None:
        return None
    return opened(connection, person, "institution", device, session, now)


def is_known(connection: Connection, login: str, device: str, now: datetime) -> bool:
    """Whether the person of this login has signed in with this browser."""
    person = accounts.find_login(connection, login)
    return bool(device) and person is not None and devices.knows(connection, person.id, device, now)


def close(connection: Connection, person: str, session: str, now: datetime) -> None:
    """End a session."""
    if sessions.end(connection, person, session):
        note(connection, person, "signed-out", person, now)


def opened(connection: Connection, person: str, way: str, device: str, session: str, now: datetime) -> Opened:
    """Open a session in place of the one that the browser had."""
    if session:
        sessions.end_secret(connection, session)
    fresh = sessions.begin(connection, person, way, now)
    note(connection, person, "signed-in", person, now, way=way)
    return Opened(person=person, session=fresh, device=devices.remember(connection, person, now, device))


def _approach(connection: Connection, attempt: Attempt, now: datetime) -> _Place:
    person = accounts.find_login(connection, attempt.login)
    if person is not None and person.closed:
        person = None
    known = bool(attempt.device) and person is not None and devices.knows(connection, person.id, attempt.device, now)
    who = person.login if person is not None else attempt.login.casefold()[:100]
    where = ("device", attempt.device) if known else ("address", attempt.address)
    bucket = lockout.bucket(connection, "password", who, *where)
    return _Place(person=person, bucket=bucket, known=known, wait=lockout.reserve(connection, bucket, now))


def _refuse(connection: Connection, person: accounts.Person | None, now: datetime) -> None:
    """Count it, or take as long as if there were somebody to count it for."""
    connection.execute("UPDATE people_keys SET value = value")
    if person is not None:
        connection.execute("UPDATE people SET refused = refused + 1 WHERE id = ?", (person.id,))
        note(connection, "house", "sign-in-refused", person.id, now)


def _enter(
    connection: Connection, person: accounts.Person, bucket: str, attempt: Attempt, master: MasterKeys, now: datetime
) -> Opened | Refusal:
    """The password is right: see to the code, and open the session. A refusal is returned: what it counts is kept."""
    there = accounts.find(connection, person.id)
    if there is None or there.closed or there.password != person.password:
        return Refusal("wrong", WRONG)
    if codes.wanted(connection, person.id) and (refusal := _code(connection, person.id, attempt.code, master, now)):
        if refusal.reason == "code-needed":
            lockout.give_back(connection, bucket, now)
        return refusal
    lockout.forgive(connection, bucket)
    return opened(connection, person.id, "password", attempt.device, attempt.session, now)


def _code(connection: Connection, person: str, code: str, master: MasterKeys, now: datetime) -> Refusal | None:
    if not code:
        return Refusal("code-needed", "code: this account also needs the code that its authenticator shows.")
    place = lockout.bucket(connection, "code", person)
    if seconds := lockout.reserve(connection, place, now, free=lockout.CODES):
        return lockout.wait(seconds)
    if not codes.use(connection, person, code, master, now):
        note(connection, "house", "code-refused", person, now)
        return Refusal("code-wrong", "code: it is not right, or was used already. Wait for the next one.")
    lockout.forgive(connection, place)
    return None


def _renew(connection: Connection, person: accounts.Person, password: str) -> None:
    """Keep the same password with today's costs, unless it was changed meanwhile."""
    connection.execute(
        "UPDATE people SET password = ? WHERE id = ? AND password = ?", (password, person.id, person.password)
    )
