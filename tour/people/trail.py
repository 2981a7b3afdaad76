"""What happened to accounts, told to the audit."""

from datetime import datetime
from sqlite3 import Connection
from typing import Any

from tour.audit import append


def note(
    connection: Connection, who: str, what: str, about: str, now: datetime, site: str = "", **details: Any
) -> None:
    """Write down in the same transaction what `who` did about whom; never a secret, an address or a typed word."""
    append(connection, who, what, about, site, details, now=now)
