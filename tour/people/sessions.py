"""Sessions of a browser: opened by signing in, kept as a hash, ended by rest, by age or by hand."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people.memberships import roles_of
from tour.people.roles import Caller
from tour.people.tickets import digest, fresh_id, later, stamp, ticket

IDLE = timedelta(hours=8)
"""How long a session lasts that nobody uses: a working day."""
LONGEST = timedelta(days=7)
"""How long one lasts at all."""
TOUCHED = timedelta(minutes=5)
"""How exactly it is known when a session was last used."""
MOST = 20
"""Sessions of one person; the oldest ends for one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser that is signed in."""

    id: str
    way: str
    """`password`, `link`, `institution` or `invitation`."""
    opened: str
    seen: str
    ends: str
    refused: int
    """Times that somebody was refused under this login since the sign-in before."""


def begin(connection: Connection, person: str, way: str, now: datetime) -> str:
    """Open a session; its secret, for the cookie."""
    secret = ticket()
    connection.execute("DELETE FROM sessions WHERE ends < ? OR seen < ?", (stamp(now), later(now, -IDLE)))
    connection.execute(
        "INSERT INTO sessions SELECT ?, ?, id, ?, ?, ?, ?, refused FROM people WHERE id = ?",
        (digest(secret), fresh_id(), way, stamp(now), stamp(now), later(now, LONGEST), person),
    )
    connection.execute("UPDATE people SET refused = 0, signed_in = ? WHERE id = ?", (stamp(now), person))
    connection.execute(
        "DELETE FROM sessions WHERE hash IN"
        " (SELECT hash FROM sessions WHERE person = ? ORDER BY opened DESC, rowid DESC LIMIT -1 OFFSET ?)",
        (person, MOST),
    )
    return secret


def find(connection: Connection, secret: str, now: datetime) -> tuple[Caller, Session] | None:
    """Who comes with this secret, while the session and the account are open."""
    row = connection.execute(
        "SELECT sessions.id, way, opened, seen, ends, sessions.refused, person, name FROM sessions"
        " JOIN people ON people.id = person WHERE hash = ? AND ends > ? AND seen > ? AND closed IS NULL",
        (digest(secret), stamp(now), later(now, -IDLE)),
    ).fetchone()
    if row is None:
        return None
    held = dict(row)
    person, name = held.pop("person"), held.pop("name")
    session = Session(**held)
    return Caller(
        person=person, name=name, roles=roles_of(connection, person), session=session.id
    ), session  # fmt: skip


def is_stale(session: Session, now: datetime) -> bool:
    """Whether it should be written down that the session was used."""
    return session.seen < later(now, -TOUCHED)


def touch(connection: Connection, session: str, now: datetime) -> None:
    """Write down that a session was used."""
    connection.execute("UPDATE sessions SET seen = ? WHERE id = ?", (stamp(now), session))


def rotate(connection: Connection, session: str, now: datetime) -> str:
    """A new secret for a session whose person changed what they sign in with; every other session of theirs ends."""
    secret = ticket()
    connection.execute(
        "DELETE FROM sessions WHERE id <> ? AND person = (SELECT person FROM sessions WHERE id = ?)",
        (session, session),
    )
    connection.execute("UPDATE sessions SET hash = ?, seen = ? WHERE id = ?", (digest(secret), stamp(now), session))
    return secret


def of(connection: Connection, person: str, now: datetime) -> list[Session]:
    """A person's open sessions, the newest first."""
    rows = connection.execute(
        "SELECT id, way, opened, seen, ends, refused FROM sessions WHERE person = ? AND ends > ? AND seen > ?"
        " ORDER BY opened DESC",
        (person, stamp(now), later(now, -IDLE)),
    )
    return [Session(**dict(row)) for row in rows]


def get(connection: Connection, session: str) -> Session | None:
    """A session by its id."""
    row = connection.execute(
        "SELECT id, way, opened, seen, ends, refused FROM sessions WHERE id = ?", (session,)
    ).fetchone()
    return Session(**dict(row)) if row is not None else None


def end(connection: Connection, person: str, session: str) -> bool:
    """End one session of a person; whether there was one."""
    done = connection.execute("DELETE FROM sessions WHERE person = ? AND id = ?", (person, session))
    return done.rowcount > 0


def end_secret(connection: Connection, secret: str) -> None:
    """End the session of this secret, if there is one."""
    connection.execute("DELETE FROM sessions WHERE hash = ?", (digest(secret),))


def csrf_of(secret: str) -> str:
    """What a page of ours must send beside the cookie, made from it: a page of another origin cannot read either."""
    return hashlib.sha256(b"caravanserai csrf " + secret.encode()).hexdigest()
