"""Tokens with which a program acts for a person: some of their roles, at one site, until a day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection, Row

from tour.people.memberships import Roles, roles_of
from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, Caller, Role
from tour.people.tickets import digest, fresh_id, later, stamp, ticket
from tour.people.trail import note

PREFIX = "caravan_"
"""What a scanner for secrets that were published by mistake can look for."""
LONGEST = timedelta(days=366)
MOST = 50
"""Tokens of one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token may do; never more than its person may at that moment."""

    id: str
    label: str
    site: str
    roles: Roles
    reads_only: bool
    made: str
    ends: str
    used: str | None
    """The day it was last used."""


def make(
    connection: Connection, person: str, label: str, site: str, roles: Roles, now: datetime,
    *, reads_only: bool, good_for: timedelta, by: str = "",
) -> tuple[Token, str]:  # fmt: skip
    """A token and its secret, which is shown only now. Raises `Refusal` for roles that the person does not hold."""
    if not timedelta() < good_for <= LONGEST:
        raise Refusal("unfit", f"days: 1 to {LONGEST.days} are possible.")
    if not roles or not roles <= _within(roles_of(connection, person), site):
        raise Refusal("unfit", "roles: a token can be given some of the roles that you hold there, and no others.")
    connection.execute("DELETE FROM tokens WHERE ends < ?", (stamp(now),))
    if len(of(connection, person)) >= MOST:
        raise Refusal("too-many", f"You have {MOST} tokens. Remove some first.")
    secret, identity = ticket(PREFIX), fresh_id()
    connection.execute(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            identity, digest(secret), person, label, site, json.dumps(sorted(roles)), int(reads_only), stamp(now),
            later(now, good_for),
        ),
    )  # fmt: skip
    note(connection, by or person, "token-made", identity, now, site, roles=sorted(roles), reads_only=reads_only)
    return next(each for each in of(connection, person) if each.id == identity), secret


def find(connection: Connection, secret: str, now: datetime) -> Caller | None:
    """Who acts through this token: its roles as far as its person still holds them."""
    row = connection.execute(
        "SELECT tokens.id, person, name, site, roles, reads_only FROM tokens JOIN people ON people.id = person"
        " WHERE hash = ? AND ends > ? AND closed IS NULL",
        (digest(secret), stamp(now)),
    ).fetchone()
    if row is None:
        return None
    site = row["site"]
    roles = _roles(row) & _within(roles_of(connection, row["person"]), site)
    return Caller(
        person=row["person"], name=row["name"], roles={site: roles}, token=row["id"], reads_only=bool(row["reads_only"])
    )


def touch(connection: Connection, token: str, now: datetime) -> None:
    """Write down that a token was used today."""
    connection.execute("UPDATE tokens SET used = ? WHERE id = ?", (stamp(now)[:10], token))


def was_used(connection: Connection, token: str, now: datetime) -> bool:
    """Whether it is written down already that a token was used today."""
    row = connection.execute("SELECT used FROM tokens WHERE id = ?", (token,)).fetchone()
    return row is None or row["used"] == stamp(now)[:10]


def of(connection: Connection, person: str) -> list[Token]:
    """A person's tokens, the newest first."""
    rows = connection.execute("SELECT * FROM tokens WHERE person = ? ORDER BY made DESC, rowid DESC", (person,))
    return [_token(row) for row in rows]


def remove(connection: Connection, person: str, token: str, now: datetime) -> None:
    """End a token; raises `Refusal` where the person has no such one."""
    if not connection.execute("DELETE FROM tokens WHERE person = ? AND id = ?", (person, token)).rowcount:
        raise Refusal("unknown", "You have no such token.")
    note(connection, person, "token-removed", token, now)


def end_all(connection: Connection, person: str, now: datetime) -> int:
    """End every token of a person, who may no longer be the only one to know what opens their account; how many."""
    ended = connection.execute("DELETE FROM tokens WHERE person = ?", (person,)).rowcount
    if ended:
        note(connection, person, "tokens-ended", person, now, tokens=ended)
    return ended


def _within(held: Mapping[str, Roles], site: str) -> Roles:
    return held.get(site, frozenset()) | held.get(EVERYWHERE, frozenset())


def _roles(row: Row) -> Roles:
    return frozenset(Role(role) for role in json.loads(row["roles"]))


def _token(row: Row) -> Token:
    return Token(
        id=row["id"], label=row["label"], site=row["site"], roles=_roles(row), reads_only=bool(row["reads_only"]),
        made=row["made"], ends=row["ends"], used=row["used"],
    )  # fmt: skip
