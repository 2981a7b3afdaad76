"""Slowing down who guesses, and nobody else."""

from datetime import UTC, datetime, timedelta
from sqlite3 import Connection

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tour.people import lockout

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def tries(connection: Connection, place: str, times: int, now: datetime = NOW) -> list[int]:
    """Seconds to wait of each of so many tries at once."""
    return [lockout.reserve(connection, place, now) for _ in range(times)]


def test_five_tries_are_free_and_the_next_waits(connection: Connection) -> None:
    place = lockout.bucket(connection, "anna", "192.0.2.1")
    assert tries(connection, place, 7) == [0, 0, 0, 0, 0, 30, 30]


def test_waiting_doubles_up_to_an_hour_and_ends(connection: Connection) -> None:
    place, now = lockout.bucket(connection, "anna", "192.0.2.1"), NOW
    waits = []
    for _ in range(13):
        while seconds := lockout.reserve(connection, place, now):
            waits.append(seconds)
            now += timedelta(seconds=seconds)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600]


def test_another_address_another_login_and_a_known_device_count_apart(connection: Connection) -> None:
    tries(connection, lockout.bucket(connection, "anna", "192.0.2.1"), 10)
    for other in (("anna", "192.0.2.2"), ("bert", "192.0.2.1"), ("anna", "device")):
        assert tries(connection, lockout.bucket(connection, *other), 1) == [0]


def test_who_came_in_begins_anew(connection: Connection) -> None:
    place = lockout.bucket(connection, "anna", "192.0.2.1")
    tries(connection, place, 5)
    lockout.forgive(connection, place)
    assert tries(connection, place, 5) == [0] * 5


def test_a_try_that_was_neither_right_nor_wrong_is_given_back(connection: Connection) -> None:
    place = lockout.bucket(connection, "anna", "192.0.2.1")
    for _ in range(20):
        assert lockout.reserve(connection, place, NOW) == 0
        lockout.give_back(connection, place, NOW)


def test_a_day_without_failures_forgets_them(connection: Connection) -> None:
    place = lockout.bucket(connection, "anna", "192.0.2.1")
    tries(connection, place, 6)
    assert tries(connection, place, 5, NOW + timedelta(days=1, seconds=1)) == [0] * 5
    assert connection.execute("SELECT count(*) FROM refusals").fetchone()[0] == 1


def test_neither_login_nor_address_can_be_read_from_the_records(connection: Connection) -> None:
    tries(connection, lockout.bucket(connection, "anna", "192.0.2.1"), 1)
    kept = "".join(str(tuple(row)) for row in connection.execute("SELECT * FROM refusals"))
    assert "anna" not in kept
    assert "192.0.2.1" not in kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=8), min_size=2, max_size=4, unique=True))
def test_places_never_fall_together(connection: Connection, parts: list[str]) -> None:
    assert lockout.bucket(connection, *parts) != lockout.bucket(connection, *reversed(parts))
    assert lockout.bucket(connection, *parts) != lockout.bucket(connection, "".join(parts))
