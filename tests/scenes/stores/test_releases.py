"""What visitors get, and what they would get."""

from datetime import UTC, datetime
from sqlite3 import Connection

from scenes.gathered import caught_up, gather
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.stores.releases import latest, pending, release, released_sites, releases

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def put(records: Connection, name: str, title: str) -> None:
    body = {"id": name, "author": "Rossi", "title": title, "year": 1931}
    sqlite.save(records, "well", "source", name, body, author="ada", now=NOW, expected=ANYTHING)


def drop(records: Connection, name: str) -> None:
    sqlite.delete(records, "well", "source", name, author="ada", now=NOW, expected=ANYTHING)


def publish(records: Connection) -> int:
    return release(records, "well", pending(records, "well"), author="ben", now=NOW).number


def titles(records: Connection, *, published: bool) -> dict[str, str]:
    found = gather(records, "well", published=published).kinds.get("source", {})
    return {name: entry.value.title for name, entry in found.items()}


def test_visitors_get_what_was_published_and_not_what_is_written_since(records: Connection) -> None:
    put(records, "a", "first")
    assert titles(records, published=True) == {}
    assert publish(records) == 1
    put(records, "a", "second")
    put(records, "b", "new")
    assert titles(records, published=True) == {"a": "first"}
    assert titles(records, published=False) == {"a": "second", "b": "new"}
    assert [(each.id, each.published, each.version) for each in pending(records, "well")] == [("a", 1, 2), ("b", 0, 1)]
    assert publish(records) == 2
    assert titles(records, published=True) == {"a": "second", "b": "new"}
    assert pending(records, "well") == []


def test_what_is_deleted_stays_until_that_is_published(records: Connection) -> None:
    put(records, "a", "first")
    publish(records)
    drop(records, "a")
    assert titles(records, published=True) == {"a": "first"}
    assert [each.deleted for each in pending(records, "well")] == [True]
    publish(records)
    assert titles(records, published=True) == {}
    assert pending(records, "well") == []


def test_what_came_and_went_in_between_is_nothing_to_publish(records: Connection) -> None:
    put(records, "a", "first")
    drop(records, "a")
    assert pending(records, "well") == []


def test_what_is_caught_up_with_is_what_would_be_gathered(records: Connection) -> None:
    for name in ("a", "b", "c"):
        put(records, name, "first")
    publish(records)
    known = gather(records, "well", published=True)
    put(records, "b", "second")
    drop(records, "a")
    found, anew = caught_up(records, known, pending(records, "well")), gather(records, "well", known)
    assert found == anew
    assert list(found.held) == list(anew.held)
    assert (found.fresh, found.gone) == ({("source", "b")}, {("source", "a")})


def test_releases_are_kept_in_their_order(records: Connection) -> None:
    for number in range(4):
        put(records, "a", str(number))
        publish(records)
    assert [each.number for each in releases(records, "well", limit=3)] == [4, 3, 2]
    assert [each.number for each in releases(records, "well", before=2)] == [1]
    assert latest(records, "well") == 4
    assert latest(records, "other") == 0
    assert released_sites(records) == {"well": 4}
