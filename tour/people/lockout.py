"""Slowing down who guesses, without letting anybody lock another person out.

Failures count for the login and the address that they came from together; a browser that its owner has signed in with
before counts apart from everybody else (OWASP's device cookies), so that neither a stranger at another address nor a
neighbour behind the same one can keep a person out. Nothing counts for a login alone, except wrong one-time codes:
those only somebody can get wrong who has the password already.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from sqlite3 import Connection

from tour.people.refusal import Refusal
from tour.people.tickets import later, stamp

FREE = 5
"""Failures that cost no waiting."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)
"""After this long without a failure it is as if there had been none."""
CODES = 20
"""Wrong one-time codes for one account that cost no waiting, wherever they come from."""


def bucket(connection: Connection, *parts: str) -> str:
    """Where to count, as a keyed hash: neither a login nor an address can be read from it."""
    text = "\0".join(parts)
    return hmac.digest(_key(connection), text.encode("utf-8", "replace"), "sha256").hex()


def reserve(
    connection: Connection, place: str, now: datetime, *, free: int = FREE, longest: timedelta = LONGEST_WAIT
) -> int:
    """Count a try before it is looked at, so that many at once are no way round; seconds to wait, 0 for go on."""
    connection.execute("DELETE FROM refusals WHERE last < ?", (later(now, -FORGOTTEN),))
    row = connection.execute("SELECT count, until FROM refusals WHERE bucket = ?", (place,)).fetchone()
    if row is not None and row["until"] > stamp(now):
        return max(1, round((datetime.fromisoformat(row["until"]) - now).total_seconds()))
    count = (row["count"] if row is not None else 0) + 1
    connection.execute(
        "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?)",
        (place, count, stamp(now), later(now, _wait(count - free, longest))),
    )
    return 0


def forgive(connection: Connection, place: str) -> None:
    """Forget the failures of who came in."""
    connection.execute("DELETE FROM refusals WHERE bucket = ?", (place,))


def give_back(connection: Connection, place: str, now: datetime) -> None:
    """Take back a try that was neither right nor wrong."""
    connection.execute("UPDATE refusals SET count = max(count - 1, 0), until = ? WHERE bucket = ?", (stamp(now), place))


def wait(seconds: int) -> Refusal:
    """What somebody is told who has to wait."""
    span = f"{seconds} seconds" if seconds < 100 else f"{round(seconds / 60)} minutes"
    return Refusal("slow-down", f"Too many tries from here. Please wait {span}, then try again.", seconds)


def _wait(beyond: int, longest: timedelta) -> timedelta:
    return min(FIRST_WAIT * 2 ** min(beyond, 20), longest) if beyond >= 0 else timedelta()


def _key(connection: Connection) -> bytes:
    row = connection.execute("SELECT value FROM people_keys WHERE name = 'refusals'").fetchone()
    if row is None:
        connection.execute("INSERT INTO people_keys VALUES ('refusals', ?)", (secrets.token_bytes(32),))
        return _key(connection)
    return bytes(row["value"])
