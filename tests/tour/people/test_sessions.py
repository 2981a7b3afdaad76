"""Sessions end by rest, by age, by number and by hand."""

from datetime import UTC, datetime, timedelta
from sqlite3 import Connection

import pytest

from tour.people import accounts, devices, sessions
from tour.people.memberships import give
from tour.people.roles import Role

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def person(connection: Connection) -> str:
    """Somebody who curates the well."""
    made = accounts.create(connection, "anna", "Anna", NOW, by="command:test")
    give(connection, made.id, "well", frozenset({Role.CURATOR}), NOW, by="command:test")
    return made.id


def is_open(connection: Connection, secret: str, now: datetime) -> bool:
    return sessions.find(connection, secret, now) is not None


def test_who_comes_with_a_session(connection: Connection, person: str) -> None:
    secret = sessions.begin(connection, person, "password", NOW)
    found = sessions.find(connection, secret, NOW)
    assert found is not None
    caller, session = found
    assert (caller.person, caller.name, caller.session, session.way) == (person, "Anna", session.id, "password")
    assert caller.at("well") == {Role.CURATOR, Role.VISITOR}
    assert caller.at("hall") == {Role.VISITOR}
    assert secret not in "\n".join(connection.iterdump())


def test_a_session_rests_eight_hours_and_lives_seven_days(connection: Connection, person: str) -> None:
    secret = sessions.begin(connection, person, "password", NOW)
    hours = timedelta(hours=1)
    assert is_open(connection, secret, NOW + 7.9 * hours)
    assert not is_open(connection, secret, NOW + 8.1 * hours)
    at = NOW
    while at < NOW + timedelta(days=7) - 6 * hours:
        at += 6 * hours
        found = sessions.find(connection, secret, at)
        assert found is not None
        assert sessions.is_stale(found[1], at)
        sessions.touch(connection, found[1].id, at)
    assert not is_open(connection, secret, NOW + timedelta(days=7, seconds=1))


def test_a_session_just_used_is_not_written_down_again(connection: Connection, person: str) -> None:
    secret = sessions.begin(connection, person, "password", NOW)
    found = sessions.find(connection, secret, NOW)
    assert found is not None
    assert not sessions.is_stale(found[1], NOW + timedelta(minutes=4))
    assert sessions.is_stale(found[1], NOW + timedelta(minutes=6))


def test_rotation_makes_the_old_secret_worthless_and_ends_the_others(connection: Connection, person: str) -> None:
    here, there = (sessions.begin(connection, person, "password", NOW) for _ in range(2))
    found = sessions.find(connection, here, NOW)
    assert found is not None
    fresh = sessions.rotate(connection, found[1].id, NOW)
    assert [is_open(connection, each, NOW) for each in (here, there, fresh)] == [False, False, True]


def test_the_oldest_session_ends_for_one_too_many(connection: Connection, person: str) -> None:
    secrets = [
        sessions.begin(connection, person, "password", NOW + timedelta(seconds=number))
        for number in range(sessions.MOST + 1)
    ]
    later = NOW + timedelta(minutes=1)
    assert [is_open(connection, each, later) for each in secrets] == [False] + [True] * sessions.MOST


def test_sessions_that_have_ended_are_swept(connection: Connection, person: str) -> None:
    sessions.begin(connection, person, "password", NOW)
    sessions.begin(connection, person, "password", NOW + timedelta(days=8))
    assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1


def test_somebody_ends_only_their_own(connection: Connection, person: str) -> None:
    other = accounts.create(connection, "bert", "Bert", NOW, by="command:test")
    secret = sessions.begin(connection, person, "password", NOW)
    [session] = sessions.of(connection, person, NOW)
    assert not sessions.end(connection, other.id, session.id)
    assert is_open(connection, secret, NOW)
    assert sessions.end(connection, person, session.id)
    assert not is_open(connection, secret, NOW)


def test_a_device_is_known_half_a_year_to_its_person_alone(connection: Connection, person: str) -> None:
    other = accounts.create(connection, "bert", "Bert", NOW, by="command:test")
    secret = devices.remember(connection, person, NOW)
    assert devices.remember(connection, person, NOW, secret) == secret
    assert devices.remember(connection, other.id, NOW, secret) != secret
    assert devices.knows(connection, person, secret, NOW + timedelta(days=179))
    assert not devices.knows(connection, person, secret, NOW + timedelta(days=181))
    assert not devices.knows(connection, other.id, secret, NOW)


def test_only_so_many_devices_are_known(connection: Connection, person: str) -> None:
    secrets = [
        devices.remember(connection, person, NOW + timedelta(seconds=number)) for number in range(devices.MOST + 2)
    ]
    known = [devices.knows(connection, person, each, NOW) for each in secrets]
    assert known == [False, False] + [True] * devices.MOST
