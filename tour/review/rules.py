"""How a site is reviewed: by one reader or two, and how much of what is said live comes back to be read."""

from datetime import datetime
from sqlite3 import Connection

from msgspec import Struct

from tour.audit import append

LIVE_SHARE = 0.02
"""Of the sentences in a model's own words."""


class Rules(Struct, frozen=True, kw_only=True):
    """The rules of one site."""

    two_readers: bool = False
    live_share: float = LIVE_SHARE
    """Of the sentences said live that are read afterwards, 0 to 1."""


def rules(connection: Connection, site: str) -> Rules:
    """The rules of a site; those of every house where nobody set any."""
    row = connection.execute("SELECT * FROM review_rules WHERE site = ?", (site,)).fetchone()
    return Rules(two_readers=bool(row["two_readers"]), live_share=row["live_share"]) if row else Rules()


def set_rules(connection: Connection, site: str, wanted: Rules, who: str, now: datetime) -> Rules:
    """Set the rules of a site."""
    connection.execute(
        "INSERT INTO review_rules VALUES (?, ?, ?) ON CONFLICT (site)"
        " DO UPDATE SET two_readers = excluded.two_readers, live_share = excluded.live_share",
        (site, wanted.two_readers, wanted.live_share),
    )
    details = {"two_readers": wanted.two_readers, "live_share": wanted.live_share}
    append(connection, who, "review-rules-set", "review", site, details, now=now)
    return wanted
