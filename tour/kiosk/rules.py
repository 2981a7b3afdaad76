"""How the kiosks of a site behave: when they are open, how loud they may be, how long they wait for a visitor."""

from datetime import datetime
from sqlite3 import Connection
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from tour.audit import append

Time = Annotated[str, Meta(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
"""Of the day on the kiosk's own clock, `HH:MM`."""
DAYS = 7
IDLE_SECONDS = 90


class Hours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a kiosk is open on one day of the week; where `closes` is not after `opens` it stays open past midnight."""

    opens: Time
    closes: Time


class KioskRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of the kiosks of one site."""

    hours: Annotated[tuple[Hours | None, ...], Meta(max_length=DAYS)] = ()
    """Monday first, null for a day on which they rest; none at all: always open."""
    volume: Annotated[float, Meta(ge=0, le=1)] = 1.0
    """The loudest that a visitor can make it."""
    idle_seconds: Annotated[int, Meta(ge=30, le=900)] = IDLE_SECONDS
    """Without a touch or a word, until it asks whether somebody is still there."""


def rules(connection: Connection, site: str) -> KioskRules:
    """The rules of a site's kiosks; the defaults where nobody set any."""
    row = connection.execute("SELECT rules FROM kiosks WHERE site = ?", (site,)).fetchone()
    return msgspec.json.decode(row["rules"], type=KioskRules) if row else KioskRules()


def set_rules(connection: Connection, site: str, wanted: KioskRules, who: str, now: datetime) -> KioskRules:
    """Set the rules of a site's kiosks; raises `ValueError` for hours that are neither none nor of a whole week."""
    if len(wanted.hours) not in {0, DAYS}:
        raise ValueError("hours: seven days, Monday first, or none for always open.")
    told = msgspec.json.encode(wanted).decode()
    connection.execute("INSERT OR REPLACE INTO kiosks VALUES (?, ?)", (site, told))
    append(connection, who, "kiosk-rules-set", "kiosk", site, msgspec.to_builtins(wanted), now=now)
    return wanted
