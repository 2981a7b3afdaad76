"""Invitations: roles at a site for whoever comes with the ticket first."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection, Row

from tour.people import memberships
from tour.people.accounts import find
from tour.people.memberships import Roles
from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, Role
from tour.people.tickets import digest, fresh_id, later, stamp, ticket
from tour.people.trail import note

GOOD_FOR = timedelta(days=7)
PREFIX = "invitation_"
COMMAND = "command:"
"""Before the name of who gave a command, where an account's id would stand."""
MOST_OPEN = 200
"""Invitations of one site that wait to be accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What somebody is invited to."""

    id: str
    site: str
    roles: Roles
    note: str
    """For whom, as the inviter wrote it."""
    made_by: str
    made: str
    ends: str
    accepted_by: str | None


def invite(
    connection: Connection, site: str, roles: Roles, now: datetime, *, by: str, remark: str = ""
) -> tuple[Invitation, str]:
    """An invitation and its ticket, which is shown only now."""
    if not roles:
        raise Refusal("unfit", "roles: an invitation gives one at least.")
    if sum(each.accepted_by is None for each in listed(connection, site, now)) >= MOST_OPEN:
        raise Refusal("too-many", f"{MOST_OPEN} invitations are open. Withdraw some first.")
    connection.execute("DELETE FROM invitations WHERE accepted IS NULL AND ends < ?", (stamp(now),))
    secret, identity = ticket(PREFIX), fresh_id()
    connection.execute(
        "INSERT INTO invitations (id, hash, site, roles, note, made_by, made, ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity, digest(secret), site, json.dumps(sorted(roles)), remark, by, stamp(now), later(now, GOOD_FOR)
        ),
    )  # fmt: skip
    note(connection, by, "invited", identity, now, site, roles=sorted(roles))
    return look(connection, secret, now), secret


def look(connection: Connection, secret: str, now: datetime) -> Invitation:
    """The open invitation of a ticket; raises `Refusal`."""
    return look_kept(connection, digest(secret), now)


def look_kept(connection: Connection, kept: str, now: datetime) -> Invitation:
    """The open invitation of which the ticket's digest was kept; raises `Refusal`."""
    row = connection.execute(
        "SELECT * FROM invitations WHERE hash = ? AND ends > ? AND accepted IS NULL", (kept, stamp(now))
    ).fetchone()
    if row is None or not _stands(connection, row["made_by"], row["site"]):
        raise Refusal("gone", "This invitation has been used, withdrawn or is too old. Ask for a new one.")
    return _invitation(row)


def _stands(connection: Connection, inviter: str, site: str) -> bool:
    """An invitation stands as long as its inviter may still make one; one made by a command, until its end."""
    if inviter.startswith(COMMAND):
        return True
    person = find(connection, inviter)
    if person is None or person.closed:
        return False
    held = memberships.roles_of(connection, inviter)
    return Role.OPERATOR in held.get(site, frozenset()) | held.get(EVERYWHERE, frozenset())


def accept(connection: Connection, secret: str, person: str, now: datetime) -> Invitation:
    """Give a person what the ticket promises; it gives nothing again. Raises `Refusal`."""
    return accept_kept(connection, digest(secret), person, now)


def accept_kept(connection: Connection, kept: str, person: str, now: datetime) -> Invitation:
    """The same by the ticket's digest."""
    invitation = look_kept(connection, kept, now)
    connection.execute(
        "UPDATE invitations SET accepted = ?, accepted_by = ? WHERE id = ?", (stamp(now), person, invitation.id)
    )
    note(connection, person, "invitation-accepted", invitation.id, now, invitation.site)
    memberships.add(connection, person, invitation.site, invitation.roles, now, by=invitation.made_by)
    return invitation


def listed(connection: Connection, site: str, now: datetime) -> list[Invitation]:
    """The invitations of a site that were accepted or still can be, the newest first."""
    rows = connection.execute(
        "SELECT * FROM invitations WHERE site = ? AND (ends > ? OR accepted IS NOT NULL) ORDER BY made DESC LIMIT 500",
        (site, stamp(now)),
    )
    return [_invitation(row) for row in rows]


def withdraw(connection: Connection, site: str, invitation: str, now: datetime, *, by: str) -> None:
    """End an invitation that nobody has accepted; raises `Refusal`."""
    done = connection.execute(
        "DELETE FROM invitations WHERE site = ? AND id = ? AND accepted IS NULL", (site, invitation)
    )
    if not done.rowcount:
        raise Refusal("unknown", "There is no such open invitation here.")
    note(connection, by, "invitation-withdrawn", invitation, now, site)


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"], site=row["site"], roles=frozenset(Role(role) for role in json.loads(row["roles"])),
        note=row["note"], made_by=row["made_by"], made=row["made"], ends=row["ends"], accepted_by=row["accepted_by"],
    )  # fmt: skip
