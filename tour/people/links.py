"""One-time links that sign somebody in: the first operator's, or for who forgot a password."""

from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people.accounts import found
from tour.people.refusal import Refusal
from tour.people.tickets import digest, later, stamp, ticket
from tour.people.trail import note

GOOD_FOR = timedelta(hours=24)
PREFIX = "link_"


def make(connection: Connection, person: str, now: datetime, *, by: str, good_for: timedelta = GOOD_FOR) -> str:
    """A link's ticket for a person, shown only now; one made before ends."""
    if found(connection, person).closed:
        raise Refusal("gone", "This account is closed. Open it first.")
    secret = ticket(PREFIX)
    connection.execute("DELETE FROM links WHERE person = ? OR ends < ?", (person, stamp(now)))
    connection.execute("INSERT INTO links VALUES (?, ?, ?, ?)", (digest(secret), person, by, later(now, good_for)))
    note(connection, by, "link-made", person, now)
    return secret


def use(connection: Connection, secret: str, now: datetime) -> str:
    """The person whose link this is; it opens nothing again. Raises `Refusal`."""
    row = connection.execute(
        "DELETE FROM links WHERE hash = ? AND ends > ?"
        " AND person IN (SELECT id FROM people WHERE closed IS NULL) RETURNING person",
        (digest(secret), stamp(now)),
    ).fetchone()
    if row is None:
        raise Refusal("gone", "This link has been used or is too old. Ask an operator for a new one.")
    return str(row["person"])
