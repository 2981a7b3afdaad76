"""Accounts, their roles, and the operator who must stay."""

from datetime import UTC, datetime
from sqlite3 import Connection

import pytest

from tour.people import accounts, links, memberships, sessions, tokens
from tour.people.accounts import Person
from tour.people.refusal import Refusal
from tour.people.roles import EVERYWHERE, Role

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def make(connection: Connection, login: str, *roles: Role, site: str = EVERYWHERE) -> Person:
    person = accounts.create(connection, login, login.title(), NOW, by="command:test")
    memberships.give(connection, person.id, site, frozenset(roles), NOW, by="command:test")
    return person


def acts(connection: Connection) -> list[str]:
    return [row["what"] for row in connection.execute("SELECT what FROM audit ORDER BY number")]


@pytest.mark.parametrize("login", ["a", "-anna", "an na", "an\nna", "änna", "a" * 65, "", "анна"])
def test_a_login_that_is_none(connection: Connection, login: str) -> None:
    with pytest.raises(Refusal, match="login: "):
        accounts.create(connection, login, "Anna", NOW, by="command:test")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00", "n" * 81, "\u2028"])
def test_a_name_that_is_none(connection: Connection, name: str) -> None:
    with pytest.raises(Refusal, match="name: "):
        accounts.create(connection, "anna", name, NOW, by="command:test")


def test_a_login_is_the_same_however_it_is_written(connection: Connection) -> None:
    anna = accounts.create(connection, " Anna@Museum.example ", "安娜 O'Neill", NOW, by="command:test")
    assert anna.login == "anna@museum.example"
    assert accounts.find_login(connection, "ＡＮＮＡ@museum.example") == anna
    with pytest.raises(Refusal, match="login: somebody here has it"):
        accounts.create(connection, "ANNA@museum.example", "Another", NOW, by="command:test")


def test_roles_are_held_where_they_were_given(connection: Connection) -> None:
    anna = make(connection, "anna", Role.CURATOR, Role.REVIEWER, site="well")
    memberships.add(connection, anna.id, "hall", frozenset({Role.TRANSLATOR}), NOW, by="command:test")
    assert memberships.roles_of(connection, anna.id) == {
        "well": {Role.CURATOR, Role.REVIEWER}, "hall": {Role.TRANSLATOR},
    }  # fmt: skip
    assert memberships.people_at(connection, "hall") == {anna.id: {Role.TRANSLATOR}}
    memberships.give(connection, anna.id, "well", frozenset(), NOW, by="command:test")
    assert set(memberships.roles_of(connection, anna.id)) == {"hall"}


@pytest.mark.parametrize("roles", [["visitor"], ["king"], ["curator", "king"]])
def test_roles_that_cannot_be_given(roles: list[str]) -> None:
    with pytest.raises(Refusal, match="roles: curator, operator, reviewer, translator"):
        memberships.checked(roles)


def test_one_operator_of_the_house_stays(connection: Connection) -> None:
    anna = make(connection, "anna", Role.OPERATOR)
    make(connection, "bert", Role.CURATOR)
    for attempt in (
        lambda: accounts.remove(connection, anna.id, NOW, by=anna.id),
        lambda: accounts.close(connection, anna.id, True, NOW, by=anna.id),
        lambda: memberships.give(connection, anna.id, EVERYWHERE, frozenset({Role.CURATOR}), NOW, by=anna.id),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.reason == "last-operator"
    carl = make(connection, "carl", Role.OPERATOR)
    accounts.close(connection, carl.id, True, NOW, by=anna.id)
    with pytest.raises(Refusal):
        accounts.remove(connection, anna.id, NOW, by=anna.id)
    accounts.close(connection, carl.id, False, NOW, by=anna.id)
    accounts.remove(connection, anna.id, NOW, by=carl.id)


def test_closing_an_account_ends_what_opens_with_it(connection: Connection) -> None:
    make(connection, "anna", Role.OPERATOR)
    bert = make(connection, "bert", Role.CURATOR)
    session, link = sessions.begin(connection, bert.id, "link", NOW), links.make(connection, bert.id, NOW, by="x")
    accounts.close(connection, bert.id, True, NOW, by="x")
    assert sessions.find(connection, session, NOW) is None
    with pytest.raises(Refusal):
        links.use(connection, link, NOW)
    with pytest.raises(Refusal, match="closed"):
        links.make(connection, bert.id, NOW, by="x")


def test_removing_an_account_leaves_nothing_of_it_but_its_id_in_the_audit(connection: Connection) -> None:
    make(connection, "anna", Role.OPERATOR)
    bert = make(connection, "bert.surname", Role.CURATOR)
    sessions.begin(connection, bert.id, "link", NOW)
    tokens.make(
        connection, bert.id, "x", "well", frozenset({Role.CURATOR}), NOW, reads_only=True, good_for=sessions.LONGEST
    )
    accounts.remove(connection, bert.id, NOW, by="x")
    dump = "\n".join(connection.iterdump())
    assert "surname" not in dump.casefold()
    tables = [row["tbl_name"] for row in connection.execute("SELECT DISTINCT tbl_name FROM sqlite_master")]
    holding = [
        each for each in tables if bert.id in str([tuple(row) for row in connection.execute(f"SELECT * FROM {each}")])
    ]
    assert holding == ["audit"]


def test_every_change_is_in_the_audit(connection: Connection) -> None:
    anna = make(connection, "anna", Role.OPERATOR)
    bert = make(connection, "bert", Role.CURATOR)
    accounts.set_password(connection, bert.id, "a hash", NOW, by=bert.id)
    accounts.rename(connection, bert.id, NOW, name="Bert B", language=None)
    accounts.close(connection, bert.id, True, NOW, by=anna.id)
    accounts.remove(connection, bert.id, NOW, by=anna.id)
    assert acts(connection) == [
        "person-made", "roles-changed", "person-made", "roles-changed", "password-set", "person-changed",
        "person-closed", "person-removed",
    ]  # fmt: skip
    assert "a hash" not in str([tuple(row) for row in connection.execute("SELECT * FROM audit")])
