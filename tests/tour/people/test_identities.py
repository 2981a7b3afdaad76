"""Who comes back from an institution, and what is kept of them while they are there."""

from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from tour.people import accounts, identities, invitations, memberships
from tour.people.identities import Identity
from tour.people.refusal import Refusal
from tour.people.roles import Role
from tour.records.database import connect, transaction
from tour.records.migrate import migrate, migrations

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
CURATOR = frozenset({Role.CURATOR})
BERTA = Identity(issuer="https://museum.example", subject="s-1", name="Berta", login="berta")


def invited(connection: Connection) -> str:
    """A ticket to curate the well."""
    return invitations.invite(connection, "well", CURATOR, NOW, by="command:test")[1]


def come(connection: Connection, secret: str) -> str:
    """Leave with a ticket and come back as Berta; her account."""
    state, _ = identities.depart(connection, "browser", "https://here.example", NOW, invitation=secret)
    departure = identities.come_back(connection, state, "browser", NOW)
    return identities.settle(connection, BERTA, departure, NOW)


def test_of_an_invitation_on_its_way_the_digest_alone_is_kept(connection: Connection) -> None:
    secret = invited(connection)
    state, left = identities.depart(connection, "browser", "https://here.example", NOW, invitation=secret)
    assert secret not in "\n".join(connection.iterdump())
    assert identities.come_back(connection, state, "browser", NOW) == left
    berta = identities.settle(connection, BERTA, left, NOW)
    assert memberships.roles_of(connection, berta) == {"well": CURATOR}
    with pytest.raises(Refusal):
        invitations.look(connection, secret, NOW)


def test_an_invitation_that_was_kept_as_it_is_goes_when_the_program_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = connect(path)
    migrate(connection, path, tuple(step for step in migrations() if step.name != "departures"))
    with transaction(connection):
        secret = invited(connection)
    row = ("state", "browser", "verifier", "nonce", "https://here.example", secret, None, "2026-11-28T12:10:00.000Z")
    connection.execute("INSERT INTO departures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    assert migrate(connection, path) == 1
    assert secret not in "\n".join(connection.iterdump())
    assert invitations.look(connection, secret, NOW).site == "well"
    connection.close()


def test_a_closed_account_uses_no_invitation_up_and_gains_nothing(connection: Connection) -> None:
    berta = come(connection, invited(connection))
    accounts.close(connection, berta, True, NOW, by="command:test")
    roles = frozenset({Role.REVIEWER})
    _, secret = invitations.invite(connection, "hall", roles, NOW, by="command:test")
    with pytest.raises(Refusal) as refused:
        come(connection, secret)
    assert "closed" in str(refused.value)
    assert memberships.roles_of(connection, berta) == {"well": CURATOR}
    assert invitations.look(connection, secret, NOW).accepted_by is None
    accounts.close(connection, berta, False, NOW, by="command:test")
    assert come(connection, secret) == berta
    assert memberships.roles_of(connection, berta) == {"well": CURATOR, "hall": roles}
