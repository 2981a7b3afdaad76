"""What an operator does about the accounts of others."""

from datetime import datetime
from sqlite3 import Connection

from tour.people import accounts, codes


def change(
    connection: Connection, person: str, now: datetime, *, closed: bool | None, codes_off: bool, by: str
) -> None:
    """Close or open an account, and take its one-time codes away. Raises `Refusal`."""
    accounts.found(connection, person)
    if codes_off:
        codes.remove(connection, person, now, by=by)
    if closed is not None:
        accounts.close(connection, person, closed, now, by=by)


def remove(connection: Connection, person: str, now: datetime, *, by: str) -> None:
    """Remove an account. Raises `Refusal`."""
    accounts.remove(connection, person, now, by=by)
