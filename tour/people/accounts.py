"""Accounts: who has one, under which name, and how they end."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, IntegrityError, Row

from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, Role
from tour.people.tickets import fresh_id, stamp
from tour.people.trail import note

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One account."""

    id: str
    login: str
    name: str
    language: str
    password: str | None
    """The argon2id hash; none where somebody comes by link or institution only."""
    made: str
    closed: str | None
    """Since when the account is closed; it then opens nothing."""
    signed_in: str | None
    refused: int
    """Times that somebody was refused under this login since its owner last came in."""


def clean_login(text: str) -> str:
    """A login as it is kept; raises `Refusal` saying what it may be."""
    login = unicodedata.normalize("NFKC", text).strip().casefold()
    if not LOGIN.fullmatch(login):
        raise Refusal("unfit", "login: 2 to 64 letters a to z, digits or . _ @ + - are needed.")
    return login


def clean_name(text: str) -> str:
    """A person's name as it is kept; raises `Refusal` saying what it may be."""
    name = unicodedata.normalize("NFC", text).strip()
    if not 1 <= len(name) <= NAME_LENGTH or any(unicodedata.category(letter) in {"Cc", "Cs", "Zl"} for letter in name):
        raise Refusal("unfit", f"name: 1 to {NAME_LENGTH} characters on one line are needed.")
    return name


def create(
    connection: Connection,
    login: str,
    name: str,
    now: datetime,
    *,
    language: str = "en",
    password: str | None = None,
    by: str,
) -> Person:
    """Make an account; `password` is a hash already. Raises `Refusal` for a login that is taken or unfit."""
    login, name, identity = clean_login(login), clean_name(name), fresh_id()
    try:
        connection.execute(
            "INSERT INTO people (id, login, name, language, password, made) VALUES (?, ?, ?, ?, ?, ?)",
            (identity, login, name, language, password, stamp(now)),
        )
    except IntegrityError:
        raise Refusal("taken", "login: somebody here has it already. Choose another.") from None
    note(connection, by or identity, "person-made", identity, now)
    return found(connection, identity)


def find(connection: Connection, person: str) -> Person | None:
    """The account with this id."""
    return _one(connection.execute("SELECT * FROM people WHERE id = ?", (person,)).fetchone())


def found(connection: Connection, person: str) -> Person:
    """The same, where it must be there; raises `Refusal`."""
    there = find(connection, person)
    if there is None:
        raise Refusal("unknown", "There is no such person here.")
    return there


def find_login(connection: Connection, login: str) -> Person | None:
    """The account with this login, however it is written."""
    try:
        login = clean_login(login)
    except Refusal:
        return None
    return _one(connection.execute("SELECT * FROM people WHERE login = ?", (login,)).fetchone())


def everybody(connection: Connection) -> list[Person]:
    """All accounts by login."""
    return [Person(**dict(row)) for row in connection.execute("SELECT * FROM people ORDER BY login")]


def rename(connection: Connection, person: str, now: datetime, *, name: str | None, language: str | None) -> Person:
    """Change what a person is called and which language they read."""
    before = found(connection, person)
    connection.execute(
        "UPDATE people SET name = ?, language = ? WHERE id = ?",
        (before.name if name is None else clean_name(name), language or before.language, person),
    )
    note(connection, person, "person-changed", person, now)
    return found(connection, person)


def set_password(connection: Connection, person: str, password: str, now: datetime, *, by: str) -> None:
    """Keep a new hash; links that would let anybody in without it end."""
    connection.execute("UPDATE people SET password = ? WHERE id = ?", (password, person))
    connection.execute("DELETE FROM links WHERE person = ?", (person,))
    note(connection, by, "password-set", person, now)


def close(connection: Connection, person: str, closed: bool, now: datetime, *, by: str) -> Person:
    """Close an account, so that nothing opens with it any more, or open it again."""
    if closed:
        keep_an_operator(connection, person)
        end_everything(connection, person)
    connection.execute("UPDATE people SET closed = ? WHERE id = ?", (stamp(now) if closed else None, person))
    note(connection, by, "person-closed" if closed else "person-opened", person, now)
    return found(connection, person)


def remove(connection: Connection, person: str, now: datetime, *, by: str) -> None:
    """Remove an account and all that hangs on it; what the person wrote stays, under their id alone."""
    found(connection, person)
    keep_an_operator(connection, person)
    connection.execute("UPDATE invitations SET note = '' WHERE accepted_by = ?", (person,))
    connection.execute("DELETE FROM people WHERE id = ?", (person,))
    note(connection, by, "person-removed", person, now)


def end_everything(connection: Connection, person: str) -> None:
    """End a person's sessions, known devices, links and tokens."""
    for table in ("sessions", "devices", "links", "tokens"):
        connection.execute(f"DELETE FROM {table} WHERE person = ?", (person,))  # noqa: S608


def keep_an_operator(connection: Connection, person: str) -> None:
    """Raise `Refusal` where nobody but this person could run the house."""
    operators = {
        row["person"]
        for row in connection.execute(
            "SELECT person FROM memberships JOIN people ON people.id = person"
            " WHERE site = ? AND role = ? AND closed IS NULL",
            (EVERYWHERE, Role.OPERATOR),
        )
    }
    if operators == {person}:
        raise Refusal("last-operator", "This is the only operator of the house. Make another one first.")


def _one(row: Row | None) -> Person | None:
    return Person(**dict(row)) if row is not None else None
