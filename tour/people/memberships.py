"""Which roles a person holds at which site."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Connection

from tour.people.accounts import found, keep_an_operator
from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, GIVEN, Role
from tour.people.tickets import stamp
from tour.people.trail import note

Roles = frozenset[Role]


def roles_of(connection: Connection, person: str) -> Mapping[str, Roles]:
    """A person's roles by site; `EVERYWHERE` stands for the whole house."""
    held: dict[str, set[Role]] = defaultdict(set)
    for row in connection.execute("SELECT site, role FROM memberships WHERE person = ?", (person,)):
        held[row["site"]].add(Role(row["role"]))
    return {site: frozenset(roles) for site, roles in held.items()}


def people_at(connection: Connection, site: str) -> Mapping[str, Roles]:
    """Who holds roles given for exactly this site, by person."""
    held: dict[str, set[Role]] = defaultdict(set)
    for row in connection.execute("SELECT person, role FROM memberships WHERE site = ? ORDER BY at", (site,)):
        held[row["person"]].add(Role(row["role"]))
    return {person: frozenset(roles) for person, roles in held.items()}


def checked(roles: Iterable[str]) -> Roles:
    """Roles that can be given; raises `Refusal` naming them."""
    try:
        wanted = frozenset(Role(role) for role in roles)
    except ValueError:
        wanted = frozenset({Role.VISITOR})
    if not wanted <= GIVEN:
        raise Refusal("unfit", f"roles: {', '.join(sorted(GIVEN))} can be given.")
    return wanted


def give(connection: Connection, person: str, site: str, roles: Roles, now: datetime, *, by: str) -> None:
    """Make these a person's roles at a site, in place of those before; none takes them all away.

    Raises `Refusal` where the house would be left without an operator.
    """
    found(connection, person)
    before = roles_of(connection, person).get(site, frozenset())
    if roles == before:
        return
    if site == EVERYWHERE and Role.OPERATOR in before - roles:
        keep_an_operator(connection, person)
    connection.execute("DELETE FROM memberships WHERE person = ? AND site = ?", (person, site))
    rows = [(person, site, role, by, stamp(now)) for role in sorted(roles)]
    connection.executemany("INSERT INTO memberships VALUES (?, ?, ?, ?, ?)", rows)
    note(connection, by, "roles-changed", person, now, site, before=sorted(before), after=sorted(roles))


def add(connection: Connection, person: str, site: str, roles: Roles, now: datetime, *, by: str) -> None:
    """Give roles beside those a person has at a site."""
    give(connection, person, site, roles | roles_of(connection, person).get(site, frozenset()), now, by=by)
