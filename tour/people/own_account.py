"""What somebody changes about how they sign in themselves: their password, their one-time codes."""

from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people import accounts, codes, lockout, passwords, sessions, tokens
from tour.people.passwords import PasswordDesk
from tour.people.refusal import Refusal
from tour.people.roles import Caller
from tour.people.tickets import later
from tour.people.trail import note
from tour.privacy.master import MasterKeys
from tour.records import Records

FRESH = timedelta(minutes=15)
"""How long after coming by a one-time link a forgotten password may be replaced."""


async def change_password(
    records: Records, desk: PasswordDesk, caller: Caller, password: str, current: str, now: datetime,
    *, keep_tokens: bool = False,
) -> str:  # fmt: skip
    """Set a new password; the session's new secret. Every other session of the person ends, and so do their tokens.

    With `keep_tokens` programs go on acting for the person. Raises `Refusal`.
    """
    person, needed = await records.write(_about, caller, now)
    passwords.check(password, person.login, person.name)
    if needed and not await desk.matches(person.password, current, known=True):
        raise Refusal("unfit", "current: this is not the password so far.")
    return await records.write(_set, caller, await desk.hashed(password), now, keep_tokens)


def confirm_codes(
    connection: Connection, caller: Caller, code: str, master: MasterKeys, now: datetime
) -> tuple[list[str], str]:
    """Ask for one-time codes from now on: the recovery codes, and the session's new secret."""
    recovery = codes.confirm(connection, caller.person, code, master, now)
    return recovery, sessions.rotate(connection, caller.session, now)


def remove_codes(connection: Connection, caller: Caller, code: str, master: MasterKeys, now: datetime) -> str | Refusal:
    """Ask for no codes any more, given one: the session's new secret. A refusal is returned: what it counts is kept."""
    if not codes.wanted(connection, caller.person):
        return Refusal("unknown", "There are no one-time codes to remove.")
    place = lockout.bucket(connection, "code", caller.person)
    if seconds := lockout.reserve(connection, place, now, free=lockout.CODES):
        return lockout.wait(seconds)
    if not codes.use(connection, caller.person, code, master, now):
        return Refusal("unfit", "code: it is not right, or was used already. Wait for the next one.")
    lockout.forgive(connection, place)
    codes.remove(connection, caller.person, now, by=caller.person)
    return sessions.rotate(connection, caller.session, now)


def end_session(connection: Connection, caller: Caller, session: str, now: datetime) -> bool:
    """Sign out another browser of one's own; whether there was one."""
    ended = sessions.end(connection, caller.person, session)
    if ended:
        note(connection, caller.person, "session-ended", session, now)
    return ended


def _about(connection: Connection, caller: Caller, now: datetime) -> tuple[accounts.Person, bool]:
    """The person, and whether they have to say their password so far."""
    person, session = accounts.found(connection, caller.person), sessions.get(connection, caller.session)
    by_link = session is not None and session.way == "link" and session.opened > later(now, -FRESH)
    if person.password is None or by_link:
        return person, False
    place = lockout.bucket(connection, "current", caller.person)
    if seconds := lockout.reserve(connection, place, now):
        raise lockout.wait(seconds)
    return person, True


def _set(connection: Connection, caller: Caller, password: str, now: datetime, keep_tokens: bool) -> str:
    lockout.forgive(connection, lockout.bucket(connection, "current", caller.person))
    accounts.set_password(connection, caller.person, password, now, by=caller.person)
    if not keep_tokens:
        tokens.end_all(connection, caller.person, now)
    return sessions.rotate(connection, caller.session, now)
