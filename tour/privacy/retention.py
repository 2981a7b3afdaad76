"""How long things are kept, and the job that sees to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

from tour.audit import append
from tour.audit.entry import stamp
from tour.privacy.erasure import erase
from tour.privacy.keys import Keys
from tour.records import unnamed

LEDGER_DAYS = 3 * 365
"""How long it can be shown that somebody agreed, after that ended."""

Expire = Callable[[Connection, Keys, datetime, datetime], int]
"""Removes what is older than the first moment, at the second; returns how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of record and how long it lasts."""

    name: str
    days: int
    expire: Expire


def rules(visitor_days: int) -> tuple[Rule, ...]:
    """What ends when of what is kept of visitors; `visitor_days` is the operator's setting."""
    return (
        Rule(name="visitors", days=visitor_days, expire=_visitors),
        Rule(name="deeds", days=visitor_days, expire=_deeds),
        Rule(name="consents", days=LEDGER_DAYS, expire=_consents),
    )


def enforce(connection: Connection, keys: Keys, visitor_days: int, now: datetime) -> dict[str, int]:
    """Remove everything that has lasted long enough; how much of each kind."""
    removed = {}
    for rule in rules(visitor_days):
        removed[rule.name] = rule.expire(connection, keys, now - timedelta(days=rule.days), now)
        connection.execute(
            "INSERT INTO retention_runs (at, rule, days, removed) VALUES (?,?,?,?)",
            (stamp(now), rule.name, rule.days, removed[rule.name]),
        )
    oldest = stamp(now - timedelta(days=LEDGER_DAYS))
    connection.execute("DELETE FROM retention_runs WHERE at < ?", (oldest,))
    if any(removed.values()):
        append(connection, "house", "retention-enforced", details=removed, now=now)
    return removed


def shown(connection: Connection, visitor_days: int) -> list[dict[str, Any]]:
    """Every rule, that of pictures and sounds too, when it was last enforced and what it has removed in all."""
    ends = [*((rule.name, rule.days) for rule in rules(visitor_days)), (unnamed.RULE, unnamed.DAYS)]
    return [_told(connection, name, days) for name, days in ends]


def _told(connection: Connection, name: str, days: int) -> dict[str, Any]:
    row = connection.execute(
        "SELECT max(at) AS last, coalesce(sum(removed), 0) AS removed FROM retention_runs WHERE rule = ?", (name,)
    ).fetchone()
    return {"kind": name, "days": days, "enforced": row["last"], "removed": row["removed"]}


def _visitors(connection: Connection, keys: Keys, before: datetime, now: datetime) -> int:
    gone = keys.unseen_since(before)
    keys.destroy(*gone)
    for visitor in gone:
        erase(connection, keys, visitor, "", "house", now, how="expired")
    return len(gone)


def _deeds(connection: Connection, keys: Keys, before: datetime, now: datetime) -> int:
    return connection.execute("DELETE FROM deeds WHERE day < ?", (stamp(before)[:10],)).rowcount


def _consents(connection: Connection, keys: Keys, before: datetime, now: datetime) -> int:
    gone = connection.execute("DELETE FROM consents WHERE ended_at < ?", (stamp(before),)).rowcount
    connection.execute("DELETE FROM consent_words WHERE digest NOT IN (SELECT words FROM consents WHERE words NOTNULL)")
    return gone
