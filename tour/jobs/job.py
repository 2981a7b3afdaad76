"""Jobs in the records: asked for, held by one process at a time, ended."""

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from sqlite3 import Connection, Row
from typing import Any, Literal

import msgspec
from msgspec import Struct

from tour.audit import append
from tour.audit.entry import canonical, stamp
from tour.jobs.holder import gone

State = Literal["waiting", "running", "done", "failed", "cancelled"]
OPEN = ("waiting", "running")
LEASE = timedelta(seconds=30)
"""For which a job is its holder's, from its last sign of life."""
MOST_STARTS = 20
"""Of a job that never gets a step further; then it has failed."""
MOST = 200
MOST_OPEN = 20
"""Jobs of one site that may wait: who works at one site keeps no other waiting for good."""


class Job(Struct, frozen=True, kw_only=True):
    """A piece of long work and how far it is."""

    id: str
    kind: str
    site: str
    request: dict[str, Any]
    state: State
    wish: Literal["", "cancel"]
    done: int
    total: int
    """Steps; 0 while nobody knows."""
    stage: str
    """What is being done, for a person."""
    problem: str
    result: dict[str, Any]
    begun_times: int
    """Since its last step."""
    made_by: str
    made: str
    begun: str
    ended: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN


class NoJob(LookupError):
    """There is no such job."""


class TooManyJobs(Exception):
    """So many jobs of the site wait that no more is taken in."""


class Cancelled(Exception):
    """Somebody wished the job to end."""


class Lost(Exception):
    """Another process holds the job now."""


def ask(connection: Connection, kind: str, site: str, request: Mapping[str, Any], who: str, now: datetime) -> Job:
    """Ask for work; the job that is open for the very same request, where there is one, is what was asked for.

    Raises `TooManyJobs`.
    """
    text = canonical(dict(request))
    row = connection.execute(
        "SELECT * FROM jobs WHERE kind = ? AND site = ? AND request = ? AND state IN ('waiting', 'running')",
        (kind, site, text),
    ).fetchone()
    if row is not None:
        return of_row(row)
    if len(jobs(connection, site, only_open=True, limit=MOST_OPEN)) >= MOST_OPEN:
        raise TooManyJobs(site)
    name = secrets.token_hex(8)
    connection.execute(
        "INSERT INTO jobs (id, kind, site, request, state, made_by, made) VALUES (?, ?, ?, ?, 'waiting', ?, ?)",
        (name, kind, site, text, who, stamp(now)),
    )
    append(connection, who, "job-asked", name, site, {"kind": kind, "request": json.loads(text)}, now=now)
    return get(connection, name)


def get(connection: Connection, job: str, site: str | None = None) -> Job:
    """A job by its id, at that site where one is named; raises `NoJob`."""
    row = connection.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
    if row is None or site not in (None, row["site"]):
        raise NoJob(job)
    return of_row(row)


def jobs(connection: Connection, site: str = "", *, only_open: bool = False, limit: int = 50) -> list[Job]:
    """The jobs of a site, or of all, newest first."""
    conditions = ["site = ?"] if site else ["1"]
    conditions += ["state IN ('waiting', 'running')"] if only_open else []
    rows = connection.execute(
        f"SELECT * FROM jobs WHERE {' AND '.join(conditions)} ORDER BY made DESC, id LIMIT ?",  # noqa: S608
        (*([site] if site else []), max(1, min(limit, MOST))),
    )
    return [of_row(row) for row in rows]


def cancel(connection: Connection, job: str, who: str, now: datetime, site: str | None = None) -> Job:
    """Wish that a job ends: what nobody has begun does so at once, what runs within its next step.

    Raises `NoJob`. A job that has ended stays as it is.
    """
    found = get(connection, job, site)
    if not found.is_open:
        return found
    if found.state == "waiting":
        connection.execute("UPDATE jobs SET state = 'cancelled', ended = ? WHERE id = ?", (stamp(now), job))
    else:
        connection.execute("UPDATE jobs SET wish = 'cancel' WHERE id = ?", (job,))
    append(connection, who, "job-cancelled", job, found.site, {"kind": found.kind}, now=now)
    return get(connection, job)


def take(connection: Connection, holder: str, now: datetime, kinds: Collection[str], job: str = "") -> Job | None:
    """Take hold of the oldest job that nobody holds (or of one by its id), of these kinds; None where there is none.

    A job whose holder's process is gone, or has shown no sign of life for `LEASE`, is nobody's.
    """
    rows = connection.execute(
        "SELECT * FROM jobs WHERE state IN ('waiting', 'running') AND ? IN ('', id) ORDER BY made, id", (job,)
    ).fetchall()
    for row in rows:
        if row["kind"] in kinds and _free(row, holder, now) and (found := _held(connection, row, holder, now)):
            return found
    return None


def advance(connection: Connection, job: str, holder: str, now: datetime, done: int, total: int, stage: str) -> None:
    """Write down how far a job is; its holder keeps it. Raises `Cancelled`, `Lost`."""
    keep(connection, job, holder, now)
    connection.execute(
        "UPDATE jobs SET begun_times = CASE WHEN done < :done THEN 0 ELSE begun_times END, done = :done,"
        " total = :total, stage = :stage WHERE id = :id",
        {"done": done, "total": total, "stage": stage[:200], "id": job},
    )


def keep(connection: Connection, job: str, holder: str, now: datetime) -> None:
    """Show a sign of life. Raises `Cancelled` where somebody wished that it ends, `Lost` where another holds it."""
    row = connection.execute("SELECT state, wish, holder FROM jobs WHERE id = ?", (job,)).fetchone()
    if row is None or row["holder"] != holder or row["state"] != "running":
        raise Lost(job)
    if row["wish"] == "cancel":
        raise Cancelled(job)
    connection.execute("UPDATE jobs SET held_until = ? WHERE id = ?", (stamp(now + LEASE), job))


def end(
    connection: Connection,
    job: str,
    holder: str,
    now: datetime,
    state: State,
    *,
    problem: str = "",
    result: Mapping[str, Any] | None = None,
) -> None:
    """Write down how a job ended; `waiting` gives it back. Nothing happens where another holds it.

    Without a `result` the one that was noted stays.
    """
    connection.execute(
        "UPDATE jobs SET state = ?, problem = ?, result = coalesce(?, result), ended = ?, holder = '', held_until = ''"
        " WHERE id = ? AND holder = ? AND state = 'running'",
        (
            state, problem[:500], None if result is None else canonical(dict(result)),
            "" if state == "waiting" else stamp(now), job, holder,
        ),
    )  # fmt: skip


def note_result(connection: Connection, job: str, result: Mapping[str, Any]) -> None:
    """Write down what a job came to, in the transaction of the last of its work: what is left needs no result."""
    connection.execute("UPDATE jobs SET result = ? WHERE id = ?", (canonical(dict(result)), job))


def of_row(row: Row) -> Job:
    """The job in a row of the table `jobs`."""
    fields = {name: row[name] for name in Job.__struct_fields__}
    for name in ("request", "result"):
        fields[name] = msgspec.json.decode(row[name])
    return Job(**fields)


def _free(row: Row, holder: str, now: datetime) -> bool:
    held = row["holder"]
    return row["state"] == "waiting" or held == holder or gone(held) or row["held_until"] < stamp(now)


def _held(connection: Connection, row: Row, holder: str, now: datetime) -> Job | None:
    """The job in this holder's hands; None where it ended instead."""
    if row["wish"] == "cancel" or row["begun_times"] >= MOST_STARTS:
        state = "cancelled" if row["wish"] else "failed"
        problem = "" if row["wish"] else f"It was begun {MOST_STARTS} times and never got a step further."
        connection.execute(
            "UPDATE jobs SET state = ?, problem = ?, ended = ?, holder = '', held_until = '' WHERE id = ?",
            (state, problem, stamp(now), row["id"]),
        )
        return None
    connection.execute(
        "UPDATE jobs SET state = 'running', holder = ?, held_until = ?, begun_times = begun_times + 1,"
        " begun = CASE WHEN begun = '' THEN ? ELSE begun END WHERE id = ?",
        (holder, stamp(now + LEASE), stamp(now), row["id"]),
    )
    return get(connection, row["id"])
