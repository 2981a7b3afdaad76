"""People, invitations and tokens as the studio is told of them."""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from msgspec import Struct

from tour.people import accounts, codes, identities, invitations, memberships, sessions, tokens
from tour.people.accounts import Person
from tour.people.invitations import Invitation
from tour.people.roles import EVERYWHERE, Caller, Role
from tour.people.tokens import Token


class Me(Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    id: str
    login: str
    name: str
    language: str
    roles: dict[str, list[str]]
    """By site; `*` is the whole house."""
    csrf: str
    """What to send as X-CSRF-Token with everything that changes something; empty for a token."""
    password: bool
    """Whether there is one."""
    codes: bool
    """Whether one-time codes are asked for."""
    institutions: list[str]
    refused: int
    """Times that somebody was refused under this login between the last sign-in and this one."""


class PersonTold(Struct, frozen=True, kw_only=True):
    """Somebody with an account, as an operator sees them."""

    id: str
    login: str
    name: str
    roles: dict[str, list[str]]
    made: str
    signed_in: str | None
    closed: str | None
    codes: bool


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody who works at a site."""

    id: str
    login: str
    name: str
    roles: list[str]
    closed: bool


class InvitationTold(Struct, frozen=True, kw_only=True):
    """An invitation."""

    id: str
    site: str
    roles: list[str]
    note: str
    made_by: str
    made: str
    ends: str
    accepted_by: str | None


class TokenTold(Struct, frozen=True, kw_only=True):
    """A token, without its secret."""

    id: str
    label: str
    site: str
    roles: list[str]
    reads_only: bool
    made: str
    ends: str
    used: str | None


class SessionTold(Struct, frozen=True, kw_only=True):
    """A browser that is signed in."""

    id: str
    way: str
    opened: str
    seen: str
    ends: str
    current: bool


def me(connection: Connection, caller: Caller, csrf: str) -> Me:
    """Who is signed in, as they are told themselves; a token is told what it may do."""
    person, session = accounts.found(connection, caller.person), sessions.get(connection, caller.session)
    held = caller.roles if caller.token else memberships.roles_of(connection, person.id)
    return Me(
        id=person.id, login=person.login, name=person.name, language=person.language, roles=named(held), csrf=csrf,
        password=person.password is not None, codes=codes.wanted(connection, person.id),
        institutions=identities.issuers_of(connection, person.id), refused=session.refused if session else 0,
    )  # fmt: skip


def told(connection: Connection, person: Person) -> PersonTold:
    """A person as an operator of the house sees them."""
    return PersonTold(
        id=person.id, login=person.login, name=person.name, made=person.made, signed_in=person.signed_in,
        closed=person.closed, roles=named(memberships.roles_of(connection, person.id)),
        codes=codes.wanted(connection, person.id),
    )  # fmt: skip


def everybody(connection: Connection) -> list[PersonTold]:
    """Everybody with an account."""
    return [told(connection, person) for person in accounts.everybody(connection)]


def one(connection: Connection, person: str) -> PersonTold:
    """One person; raises `Refusal` where there is none."""
    return told(connection, accounts.found(connection, person))


def colleagues(connection: Connection, site: str) -> list[Colleague]:
    """Who holds roles given for exactly this site."""
    return [
        Colleague(
            id=person.id, login=person.login, name=person.name, roles=sorted(roles), closed=person.closed is not None
        )
        for identity, roles in memberships.people_at(connection, site).items()
        for person in [accounts.found(connection, identity)]
    ]


def names(connection: Connection, site: str) -> dict[str, str]:
    """What people are called who work at a site, or did and wrote something there, by id."""
    rows = connection.execute(
        "SELECT id, name FROM people WHERE id IN (SELECT person FROM memberships WHERE site IN (?, ?)"
        " UNION SELECT author FROM versions WHERE site = ? UNION SELECT who FROM audit WHERE site = ?) ORDER BY name",
        (site, EVERYWHERE, site, site),
    )
    return {row["id"]: row["name"] for row in rows}


def invited(connection: Connection, site: str, now: datetime) -> list[InvitationTold]:
    """The invitations of a site."""
    return [invitation_told(each) for each in invitations.listed(connection, site, now)]


def invitation_told(invitation: Invitation) -> InvitationTold:
    """An invitation as the studio is told of it."""
    return InvitationTold(
        id=invitation.id, site=invitation.site, roles=sorted(invitation.roles), note=invitation.note,
        made_by=invitation.made_by, made=invitation.made, ends=invitation.ends, accepted_by=invitation.accepted_by,
    )  # fmt: skip


def token_told(token: Token) -> TokenTold:
    """A token as its person is told of it."""
    return TokenTold(
        id=token.id, label=token.label, site=token.site, roles=sorted(token.roles), reads_only=token.reads_only,
        made=token.made, ends=token.ends, used=token.used,
    )  # fmt: skip


def tokens_of(connection: Connection, person: str) -> list[TokenTold]:
    """A person's tokens."""
    return [token_told(each) for each in tokens.of(connection, person)]


def sessions_of(connection: Connection, caller: Caller, now: datetime) -> list[SessionTold]:
    """A person's open sessions."""
    return [
        SessionTold(
            id=each.id, way=each.way, opened=each.opened, seen=each.seen, ends=each.ends,
            current=each.id == caller.session,
        )
        for each in sessions.of(connection, caller.person, now)
    ]  # fmt: skip


def named(roles: Mapping[str, frozenset[Role]]) -> dict[str, list[str]]:
    """Roles by site, in order."""
    return {site: sorted(held) for site, held in sorted(roles.items())}
