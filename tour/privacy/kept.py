"""What is kept of visitors: of one of them in full, for them; of all of them in numbers, for everybody else."""

from sqlite3 import Connection
from typing import Any

import msgspec

from tour.analytics.deeds import of_visitor
from tour.analytics.groups import told
from tour.privacy import retention
from tour.privacy.consents import ledger
from tour.privacy.keys import Keys, VisitorKey
from tour.privacy.words import PURPOSES


def export(connection: Connection, key: VisitorKey) -> dict[str, Any]:
    """Everything that is kept of one visitor, in words a person can read."""
    return {
        "site": key.site,
        "since": key.since,
        "until": key.seen,
        "consents": ledger(connection, key.visitor),
        "deeds": [
            {"day": each.day, **msgspec.to_builtins(each.deed)}
            for each in of_visitor(connection, key.visitor, key.seal)
        ],
    }


def report(connection: Connection, keys: Keys, visitor_days: int) -> dict[str, Any]:
    """What is kept of visitors and for how long; nothing in it is about one of them."""
    known = keys.visitors()
    held = {row["visitor"] for row in connection.execute("SELECT DISTINCT visitor FROM deeds")}
    return {
        "visitors": len(known),
        "deeds": _number(connection, "SELECT count(*) FROM deeds"),
        "oldest": connection.execute("SELECT min(day) FROM deeds").fetchone()[0],
        "consents": _consents(connection),
        "words_not_stated": _number(connection, "SELECT count(*) FROM consents WHERE words IS NULL"),
        "erased": _number(connection, "SELECT count(*) FROM audit WHERE what = 'visitor-erased'"),
        "unreadable": len(held - known),
        "retention": retention.shown(connection, visitor_days),
        "master_keys": {"in_use": keys.master.ids[0], "missing": sorted(keys.masters() - set(keys.master.ids))},
        "sharings": _number(connection, "SELECT count(*) FROM sharings WHERE ended_at IS NULL"),
    }


def of_site(connection: Connection, site: str, visitor_days: int) -> dict[str, Any]:
    """What a site keeps of its visitors and for how long, fit for everybody's eyes."""
    rows = connection.execute(
        "SELECT purpose, count(*) AS given FROM consents WHERE site = ? AND ended_at IS NULL GROUP BY purpose", (site,)
    )
    given = {row["purpose"]: row["given"] for row in rows}
    return {
        "agreed": {purpose: told(given.get(purpose, 0), given.get(purpose, 0)) for purpose in PURPOSES},
        "days": {rule.name: rule.days for rule in retention.rules(visitor_days)},
        "sharings": _number(connection, "SELECT count(DISTINCT about) FROM audit WHERE what = 'sharing-passed-on'"
                            " AND site = ?", site),
    }  # fmt: skip


def _consents(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT site, purpose, language, count(*) - count(ended_at) AS standing, count(ended_at) AS ended"
        " FROM consents GROUP BY site, purpose, language ORDER BY site, purpose, language"
    )
    return [dict(row) for row in rows]


def _number(connection: Connection, query: str, *values: str) -> int:
    return int(connection.execute(query, values).fetchone()[0])
