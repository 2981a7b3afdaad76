"""The first people of a house, made from the machine itself."""

from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Connection

from tour.people import accounts, links, memberships
from tour.people.accounts import Person
from tour.people.refusal import Refusal
from tour.people.roles import GIVEN, Role
from tour.settings import Settings


def create(
    connection: Connection, login: str, name: str, now: datetime, *,
    language: str, site: str, roles: Iterable[Role], by: str,
) -> str:  # fmt: skip
    """Make an account with these roles at a site; the ticket of its one-time link. Raises `Refusal`."""
    person = accounts.create(connection, login, name, now, language=language, by=by)
    memberships.give(connection, person.id, site, frozenset(roles), now, by=by)
    return links.make(connection, person.id, now, by=by)


def by_login(connection: Connection, login: str) -> Person:
    """The person of a login; raises `Refusal`."""
    person = accounts.find_login(connection, login)
    if person is None:
        raise Refusal("unknown", f"{login!r}: nobody here has this login; tour admin list shows who does.")
    return person


def first_link(connection: Connection, login: str, now: datetime, *, by: str) -> str | None:
    """For a house where nobody has an account yet: make its first operator, with every role; the ticket of their link.

    While that operator has never come in, a fresh ticket in place of the one before. None once anybody has.
    """
    people = accounts.everybody(connection)
    if not people:
        return create(connection, login, login, now, language="en", site="*", roles=GIVEN, by=by)
    if len(people) == 1 and people[0].login == login and people[0].signed_in is None:
        return links.make(connection, people[0].id, now, by=by)
    return None


def studio_link(settings: Settings, word: str, secret: str) -> str:
    """An address of the studio with a ticket behind the #, where no server and no log sees it."""
    host = "localhost" if settings.host in {"0.0.0.0", "::", "127.0.0.1", "::1"} else settings.host  # noqa: S104
    return f"{settings.public_url.rstrip('/') or f'http://{host}:{settings.port}'}/studio#{word}={secret}"
