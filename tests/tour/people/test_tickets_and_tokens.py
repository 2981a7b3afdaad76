"""What is handed out: tokens, links and invitations."""

from datetime import UTC, datetime, timedelta
from sqlite3 import Connection

import pytest

from tour.people import accounts, codes, first, invitations, links, memberships, tokens, totp
from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, Role
from tour.privacy.master import MasterKeyError, MasterKeys

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
CURATOR, OPERATOR, REVIEWER = frozenset({Role.CURATOR}), frozenset({Role.OPERATOR}), frozenset({Role.REVIEWER})
MASTER, ANOTHER = MasterKeys(keys=(b"m" * 32,)), MasterKeys(keys=(b"a" * 32,))
DAY = timedelta(days=1)


@pytest.fixture
def anna(connection: Connection) -> str:
    """Somebody who curates and reviews the well and operates the hall."""
    person = accounts.create(connection, "anna", "Anna", NOW, by="command:test").id
    memberships.give(connection, person, "well", CURATOR | REVIEWER, NOW, by="command:test")
    memberships.give(connection, person, "hall", OPERATOR, NOW, by="command:test")
    return person


def make(connection: Connection, person: str, site: str = "well", roles: frozenset[Role] = CURATOR) -> str:
    return tokens.make(connection, person, "script", site, roles, NOW, reads_only=True, good_for=DAY)[1]


def test_a_token_does_what_it_was_made_for_and_no_more(connection: Connection, anna: str) -> None:
    secret = make(connection, anna)
    caller = tokens.find(connection, secret, NOW)
    assert caller is not None
    assert (caller.person, caller.reads_only, bool(caller.token), caller.session) == (anna, True, True, "")
    assert caller.at("well") == CURATOR | {Role.VISITOR}
    assert caller.at("hall") == {Role.VISITOR}
    assert secret not in "\n".join(connection.iterdump())


@pytest.mark.parametrize(
    ("site", "roles"),
    [("well", OPERATOR), ("hall", CURATOR), (EVERYWHERE, CURATOR), ("well", frozenset()), ("well", CURATOR | OPERATOR)],
)
def test_nobody_gives_a_token_more_than_they_have(
    connection: Connection, anna: str, site: str, roles: frozenset[Role]
) -> None:
    with pytest.raises(Refusal, match="roles: "):
        make(connection, anna, site, roles)


def test_a_token_loses_what_its_person_loses(connection: Connection, anna: str) -> None:
    secret = make(connection, anna, roles=CURATOR | REVIEWER)
    memberships.give(connection, anna, "well", REVIEWER, NOW, by="command:test")
    caller = tokens.find(connection, secret, NOW)
    assert caller is not None
    assert caller.at("well") == REVIEWER | {Role.VISITOR}
    accounts.close(connection, anna, True, NOW, by="command:test")
    assert tokens.find(connection, secret, NOW) is None


def test_a_token_ends(connection: Connection, anna: str) -> None:
    secret = make(connection, anna)
    assert tokens.find(connection, secret, NOW + DAY + timedelta(seconds=1)) is None
    [token] = tokens.of(connection, anna)
    with pytest.raises(Refusal):
        tokens.remove(connection, "somebody else", token.id, NOW)
    tokens.remove(connection, anna, token.id, NOW)
    assert tokens.find(connection, secret, NOW) is None


def test_a_link_opens_once(connection: Connection, anna: str) -> None:
    before, secret = (links.make(connection, anna, NOW, by="command:test") for _ in range(2))
    with pytest.raises(Refusal):
        links.use(connection, before, NOW)
    assert links.use(connection, secret, NOW) == anna
    with pytest.raises(Refusal) as refused:
        links.use(connection, secret, NOW)
    assert refused.value.reason == "gone"


def test_a_link_is_good_for_a_day(connection: Connection, anna: str) -> None:
    secret = links.make(connection, anna, NOW, by="command:test")
    with pytest.raises(Refusal):
        links.use(connection, secret, NOW + links.GOOD_FOR + timedelta(seconds=1))


def test_an_invitation_gives_its_roles_once(connection: Connection, anna: str) -> None:
    invitation, secret = invitations.invite(connection, "hall", CURATOR, NOW, by=anna)
    bert, carl = (accounts.create(connection, login, login, NOW, by=anna).id for login in ("bert", "carl"))
    assert invitations.accept(connection, secret, bert, NOW).id == invitation.id
    assert memberships.roles_of(connection, bert) == {"hall": CURATOR}
    with pytest.raises(Refusal):
        invitations.accept(connection, secret, carl, NOW)
    [listed] = invitations.listed(connection, "hall", NOW)
    assert listed.accepted_by == bert
    assert secret not in "\n".join(connection.iterdump())


def test_an_invitation_adds_to_what_somebody_has(connection: Connection, anna: str) -> None:
    _, secret = invitations.invite(connection, "hall", CURATOR, NOW, by=anna)
    invitations.accept(connection, secret, anna, NOW)
    assert memberships.roles_of(connection, anna)["hall"] == CURATOR | OPERATOR


def test_an_invitation_falls_with_the_rights_of_who_made_it(connection: Connection, anna: str) -> None:
    _, secret = invitations.invite(connection, "hall", CURATOR, NOW, by=anna)
    _, by_command = invitations.invite(connection, "hall", CURATOR, NOW, by="command:root")
    memberships.give(connection, anna, "hall", CURATOR, NOW, by="command:test")
    with pytest.raises(Refusal):
        invitations.look(connection, secret, NOW)
    assert invitations.look(connection, by_command, NOW).roles == CURATOR


def test_an_invitation_ends(connection: Connection, anna: str) -> None:
    invitation, secret = invitations.invite(connection, "hall", CURATOR, NOW, by=anna)
    with pytest.raises(Refusal):
        invitations.look(connection, secret, NOW + invitations.GOOD_FOR + timedelta(seconds=1))
    with pytest.raises(Refusal):
        invitations.withdraw(connection, "well", invitation.id, NOW, by=anna)
    invitations.withdraw(connection, "hall", invitation.id, NOW, by=anna)
    with pytest.raises(Refusal):
        invitations.look(connection, secret, NOW)


def test_recovery_codes_work_once_each(connection: Connection, anna: str) -> None:
    secret = codes.begin(connection, anna, MASTER, NOW)
    recovery = codes.confirm(connection, anna, totp.code_at(secret, totp.step_at(NOW)), MASTER, NOW)
    assert len(set(recovery)) == codes.RECOVERY_CODES
    assert codes.use(connection, anna, recovery[0].upper().replace("-", " "), MASTER, NOW)
    assert not codes.use(connection, anna, recovery[0], MASTER, NOW)
    assert codes.use(connection, anna, recovery[1], MASTER, NOW)
    assert not any(each.replace("-", "") in "\n".join(connection.iterdump()) for each in recovery)


def test_codes_are_not_asked_for_before_the_authenticator_has_shown_one(connection: Connection, anna: str) -> None:
    codes.begin(connection, anna, MASTER, NOW)
    secret = codes.begin(connection, anna, MASTER, NOW)
    assert not codes.wanted(connection, anna)
    with pytest.raises(Refusal):
        codes.confirm(connection, anna, "no code", MASTER, NOW)
    code = totp.code_at(secret, totp.step_at(NOW))
    codes.confirm(connection, anna, code, MASTER, NOW)
    assert codes.wanted(connection, anna)
    assert not codes.use(connection, anna, code, MASTER, NOW), "the code that confirmed is used up"
    with pytest.raises(Refusal):
        codes.begin(connection, anna, MASTER, NOW)


def test_the_first_operators_link(connection: Connection) -> None:
    one = first.first_link(connection, "operator", NOW, by="command:demo")
    other = first.first_link(connection, "operator", NOW, by="command:demo")
    assert one is not None
    assert other is not None
    with pytest.raises(Refusal):
        links.use(connection, one, NOW)
    person = links.use(connection, other, NOW)
    assert Role.OPERATOR in memberships.roles_of(connection, person)[EVERYWHERE]
    connection.execute("UPDATE people SET signed_in = 'now'")
    assert first.first_link(connection, "operator", NOW, by="command:demo") is None


def test_what_an_authenticator_knows_opens_with_the_master_key_alone(connection: Connection, anna: str) -> None:
    secret = codes.begin(connection, anna, MASTER, NOW)
    recovery = codes.confirm(connection, anna, totp.code_at(secret, totp.step_at(NOW)), MASTER, NOW)
    assert secret not in "\n".join(connection.iterdump())
    later = NOW + timedelta(minutes=1)
    code = totp.code_at(secret, totp.step_at(later))
    assert not codes.use(connection, anna, code, ANOTHER, later)
    with pytest.raises(MasterKeyError):
        codes.reseal(connection, ANOTHER)
    codes.reseal(connection, MasterKeys(keys=ANOTHER.keys + MASTER.keys))
    assert not codes.use(connection, anna, code, MASTER, later)
    assert codes.use(connection, anna, code, ANOTHER, later)
    assert codes.use(connection, anna, recovery[0], MASTER, later)
