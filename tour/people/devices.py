"""Browsers that somebody has signed in with: their tries count apart from those of strangers."""

from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people.tickets import digest, later, stamp, ticket

KNOWN_FOR = timedelta(days=180)
MOST = 10
"""Browsers of one person; the oldest becomes a stranger for one more."""


def remember(connection: Connection, person: str, now: datetime, secret: str = "") -> str:
    """Know this browser from now on; the secret for its cookie, which is new where it was no device of the person's."""
    if secret and knows(connection, person, secret, now):
        return secret
    secret = ticket()
    connection.execute("DELETE FROM devices WHERE since < ?", (later(now, -KNOWN_FOR),))
    connection.execute("INSERT INTO devices VALUES (?, ?, ?)", (digest(secret), person, stamp(now)))
    connection.execute(
        "DELETE FROM devices WHERE hash IN"
        " (SELECT hash FROM devices WHERE person = ? ORDER BY since DESC LIMIT -1 OFFSET ?)",
        (person, MOST),
    )
    return secret


def knows(connection: Connection, person: str, secret: str, now: datetime) -> bool:
    """Whether this person has signed in with this browser."""
    return bool(
        connection.execute(
            "SELECT 1 FROM devices WHERE hash = ? AND person = ? AND since > ?",
            (digest(secret), person, later(now, -KNOWN_FOR)),
        ).fetchone()
    )


def is_somebodys(connection: Connection, secret: str, now: datetime) -> bool:
    """Whether anybody here has signed in with this browser."""
    asked = (digest(secret), later(now, -KNOWN_FOR))
    return bool(connection.execute("SELECT 1 FROM devices WHERE hash = ? AND since > ?", asked).fetchone())
