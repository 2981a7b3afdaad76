"""Sentences that visitors heard and that somebody should read: doubted ones, and a sample of what was said live.

Only the guide's own words are kept, with the facts and the check's verdict; of visitors nothing, and the day alone.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Literal

import msgspec
from msgspec import Struct

from narration.claims import Claim
from narration.review import Category, NotAllowed
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.decisions import LONGEST, Reader

Cause = Literal["wrong", "sample"]
MOST_WAITING = 2000
"""Of one site and cause; what comes then is not kept."""
PAGE, MOST = 50, 200

_CLAIMS = msgspec.json.Decoder(tuple[Claim, ...])
_FACTS = msgspec.json.Decoder(tuple[str, ...])


class Uttered(Struct, frozen=True, kw_only=True):
    """A sentence of the guide that was heard."""

    site: str
    language: str
    text: str
    facts: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    origin: str
    kind: str
    ai: bool
    model: str = ""


class Heard(Uttered, frozen=True, kw_only=True):
    """One that waits to be read, or was."""

    id: str
    cause: Cause
    draft: str
    """The approved take in which it stands, empty where it is in none."""
    times: int
    first_day: str
    last_day: str
    state: Literal["waiting", "settled"]
    category: Category | str
    reason: str
    decided_by: str
    decided: str


class HeardQueue(Struct, frozen=True, kw_only=True):
    """A page of heard sentences."""

    heard: tuple[Heard, ...]
    next: str | None
    waiting: dict[str, int]
    """How many wait, by cause."""


class NotHeard(LookupError):
    """There is no such sentence at the site."""


def keep(connection: Connection, cause: Cause, said: Uttered, now: datetime) -> str | None:
    """Put a sentence into the queue, or count it once more where it waits; its id, None where the queue is full."""
    day, facts = stamp(now)[:10], json.dumps(said.facts)
    known = connection.execute(
        "SELECT id FROM heard WHERE site = ? AND language = ? AND cause = ? AND text = ? AND facts = ?"
        " AND state = 'waiting'",
        (said.site, said.language, cause, said.text, facts),
    ).fetchone()
    if known is not None:
        connection.execute("UPDATE heard SET times = times + 1, last_day = ? WHERE id = ?", (day, known["id"]))
        return str(known["id"])
    if _waiting(connection, said.site).get(cause, 0) >= MOST_WAITING:
        return None
    row = (
        secrets.token_hex(8), said.site, said.language, cause, said.text, facts,
        msgspec.json.encode(said.claims).decode(), said.origin, said.kind, said.ai, said.model,
        _draft_with(connection, said), day, day,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO heard (id, site, language, cause, text, facts, claims, origin, kind, ai, model, draft, first_day,"
        " last_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    return str(row[0])


def heard(
    connection: Connection, site: str, *, language: str = "", cause: str = "", settled: bool = False, after: str = "",
    limit: int = PAGE,
) -> HeardQueue:  # fmt: skip
    """What waits to be read (or was, with `settled`): doubted sentences first, the most doubted before the others."""
    conditions, values = ["site = ?", "state = ?"], [site, "settled" if settled else "waiting"]
    for name, value in (("language", language), ("cause", cause)):
        if value:
            conditions.append(f"{name} = ?")
            values.append(value)
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    limit = max(1, min(limit, MOST))
    query = (
        f"SELECT * FROM heard WHERE {' AND '.join(conditions)}"  # noqa: S608 - conditions are ours
        " ORDER BY cause = 'wrong' DESC, times DESC, first_day, id LIMIT ? OFFSET ?"
    )
    rows = connection.execute(query, (*values, limit + 1, start)).fetchall()
    page = tuple(of_row(row) for row in rows[:limit])
    more = str(start + limit) if len(rows) > limit else None
    return HeardQueue(heard=page, next=more, waiting=_waiting(connection, site))


def settle(
    connection: Connection, site: str, name: str, category: Category, reason: str, by: Reader, now: datetime
) -> Heard:
    """Write down what a reader found of a heard sentence; `clean` where it is right.

    Raises `NotHeard`, and `NotAllowed` where it was settled already or a finding has no reason.
    """
    found = get(connection, site, name)
    if found.state == "settled":
        raise NotAllowed("This sentence was read already.")
    if category != "clean" and not reason.strip():
        raise NotAllowed("A finding needs a reason in words.")
    if len(reason) > LONGEST:
        raise NotAllowed(f"reason: {LONGEST} characters at most.")
    connection.execute(
        "UPDATE heard SET state = 'settled', category = ?, reason = ?, decided_by = ?, decided = ? WHERE id = ?",
        (category, reason, by.id, stamp(now), name),
    )
    append(connection, by.id, "heard-reviewed", name, site, {"cause": found.cause, "category": category}, now=now)
    return get(connection, site, name)


def get(connection: Connection, site: str, name: str) -> Heard:
    """A heard sentence by its id; raises `NotHeard`."""
    row = connection.execute("SELECT * FROM heard WHERE site = ? AND id = ?", (site, name)).fetchone()
    if row is None:
        raise NotHeard(name)
    return of_row(row)


def of_row(row: Row) -> Heard:
    """The sentence in a row of the table `heard`."""
    fields = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over values
    fields |= {"ai": bool(row["ai"]), "facts": _FACTS.decode(row["facts"]), "claims": _CLAIMS.decode(row["claims"])}
    return Heard(**fields)


def _waiting(connection: Connection, site: str) -> dict[str, int]:
    query = "SELECT cause, count(*) FROM heard WHERE site = ? AND state = 'waiting' GROUP BY cause"
    return dict(connection.execute(query, (site,)).fetchall())


def _draft_with(connection: Connection, said: Uttered) -> str:
    """The approved take that has this sentence."""
    if said.origin != "approved":
        return ""
    rows: Sequence[Row] = connection.execute(
        "SELECT d.id FROM drafts d, json_each(d.sentences) s WHERE d.site = ? AND d.language = ?"
        " AND d.state = 'approved' AND s.value ->> 'text' = ? LIMIT 1",
        (said.site, said.language, said.text),
    ).fetchall()
    return str(rows[0]["id"]) if rows else ""
