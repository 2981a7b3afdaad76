"""Passing visitors' data on to somebody outside: only with two people's leave, for one purpose, until one day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from secrets import token_hex
from sqlite3 import Connection, Row
from typing import Any, Literal

from tour.audit import append
from tour.audit.entry import stamp
from tour.people import kinship

NEEDED = 2
"""People who have to approve; whoever asks may be one of them."""
LONGEST_DAYS = 366
LONGEST = 500
"""Characters of a recipient, a purpose, a reason."""

What = Literal["figures", "questions"]
State = Literal["waiting", "approved", "refused", "ended"]


class NotShared(Exception):
    """What cannot be asked for, approved or passed on, with a sentence that says why."""


class NoSuchSharing(NotShared):
    """Nobody asked for that here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Leave to pass data of one site on, asked for or given."""

    id: str
    site: str
    what: What
    month: str
    """`YYYY-MM`, or empty for all that is kept."""
    recipient: str
    purpose: str
    until: str
    asked_by: str
    asked_at: str
    approved_by: tuple[str, ...]
    ended_by: str | None
    ended_at: str | None
    reason: str
    tied: bool = False
    """Whether one of those who gave leave was invited by another of them: the house cannot know that they are two."""

    def state(self, now: datetime) -> State:
        """Where it stands at a moment."""
        if self.ended_at is not None:
            return "ended" if len(self.approved_by) >= NEEDED else "refused"
        if self.until < stamp(now):
            return "ended"
        return "approved" if len(self.approved_by) >= NEEDED else "waiting"


def ask(
    connection: Connection,
    site: str,
    what: What,
    *,
    month: str,
    recipient: str,
    purpose: str,
    until: datetime,
    who: str,
    now: datetime,
) -> Sharing:
    """Ask for leave; raises `NotShared` where the recipient, the purpose or the end is missing or makes no sense."""
    _check(recipient, purpose, until, now)
    sharing = token_hex(8)
    connection.execute(
        "INSERT INTO sharings (id, site, what, month, recipient, purpose, until, asked_by, asked_at)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (sharing, site, what, month, recipient.strip(), purpose.strip(), stamp(until), who, stamp(now)),
    )
    details = {"what": what, "recipient": recipient.strip(), "purpose": purpose.strip(), "until": stamp(until)}
    append(connection, who, "sharing-asked", sharing, site, details, now=now)
    return find(connection, site, sharing)


def approve(connection: Connection, site: str, sharing: str, who: str, now: datetime) -> Sharing:
    """Give leave; raises `NotShared` for one who did so before or came later, and for what is no longer open."""
    found = _open(connection, site, sharing, now)
    if kinship.made_after(connection, who, found.asked_at):
        raise NotShared("Your account is newer than this request. Somebody has to approve it who was here before.")
    if who in found.approved_by:
        raise NotShared("You have approved this already. Another person has to approve it too.")
    connection.execute("INSERT INTO sharing_approvals VALUES (?,?,?)", (sharing, who, stamp(now)))
    given = find(connection, site, sharing)
    details = {"approvals": len(given.approved_by), "invited_by_another": given.tied}
    append(connection, who, "sharing-approved", sharing, site, details, now=now)
    return given


def end(connection: Connection, site: str, sharing: str, who: str, now: datetime, reason: str = "") -> Sharing:
    """Refuse what was asked for, or take leave back; nothing is passed on from now on."""
    found = _open(connection, site, sharing, now)
    what = "sharing-ended" if found.state(now) == "approved" else "sharing-refused"
    connection.execute(
        "UPDATE sharings SET ended_by = ?, ended_at = ?, reason = ? WHERE id = ?",
        (who, stamp(now), reason.strip()[:LONGEST], sharing),
    )
    append(connection, who, what, sharing, site, {"reason": reason.strip()[:LONGEST]}, now=now)
    return find(connection, site, sharing)


def pass_on(connection: Connection, site: str, sharing: str, who: str, now: datetime) -> Sharing:
    """Take out what may be passed on, and write down that it was; raises `NotShared` without leave."""
    found = find(connection, site, sharing)
    state = found.state(now)
    if state != "approved":
        left = NEEDED - len(found.approved_by)
        why = {"waiting": f"{left} more people have to approve it" if left > 1 else "one more person has to approve it"}
        raise NotShared(f"This may not be passed on: {why.get(state, 'the leave has ended')}.")
    append(connection, who, "sharing-passed-on", sharing, site, {"recipient": found.recipient}, now=now)
    return found


def find(connection: Connection, site: str, sharing: str) -> Sharing:
    """One of a site's; raises `NoSuchSharing` where there is none."""
    row = connection.execute("SELECT * FROM sharings WHERE id = ? AND site = ?", (sharing, site)).fetchone()
    if row is None:
        raise NoSuchSharing("There is no such request here.")
    return _sharing(connection, row)


def of_site(connection: Connection, site: str) -> list[Sharing]:
    """All that were asked for at a site, newest first."""
    rows = connection.execute("SELECT * FROM sharings WHERE site = ? ORDER BY asked_at DESC, rowid DESC", (site,))
    return [_sharing(connection, row) for row in rows.fetchall()]


def _open(connection: Connection, site: str, sharing: str, now: datetime) -> Sharing:
    found = find(connection, site, sharing)
    if found.state(now) in ("ended", "refused"):
        raise NotShared("This is over. Ask anew.")
    return found


def _sharing(connection: Connection, row: Row) -> Sharing:
    approvals = connection.execute("SELECT person FROM sharing_approvals WHERE sharing = ? ORDER BY at", (row["id"],))
    fields: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row is no mapping
    people = tuple(each["person"] for each in approvals)
    tied = any(kinship.invited(connection, *pair) for pair in combinations(people, 2))
    return Sharing(**fields, approved_by=people, tied=tied)


def _check(recipient: str, purpose: str, until: datetime, now: datetime) -> None:
    for name, text in (("recipient", recipient), ("purpose", purpose)):
        if not text.strip() or len(text) > LONGEST:
            raise NotShared(f"{name}: say who and what for, in {LONGEST} characters at most.")
    if not now < until <= now + timedelta(days=LONGEST_DAYS):
        raise NotShared("until: a day within the next year is needed.")
