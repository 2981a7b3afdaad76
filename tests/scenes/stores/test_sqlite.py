"""Records in append-only versions: nothing is overwritten unseen, nothing is lost."""

import sqlite3
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

import pytest

from scenes.pack_error import SitePackError
from scenes.store import ANYTHING, Conflict, SceneStore, Version
from scenes.stores import sqlite

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
STORE: SceneStore[Connection] = sqlite
"""The module is a store: mypy holds it against the protocol."""


def fact(**texts: str) -> dict[str, Any]:
    return {"id": "depth", "text": texts or {"en": "It is deep."}, "cites": [{"source": "rossi"}]}


def put(records: Connection, body: dict[str, Any], expected: str | None = None, author: str = "ada") -> Version:
    return STORE.save(records, "well", "fact", "depth", body, author=author, now=NOW, expected=expected)


def test_what_is_saved_is_there(records: Connection) -> None:
    saved = put(records, fact(en="It is 12 metres deep."))
    assert STORE.get(records, "well", "fact", "depth") == saved
    assert (saved.version, saved.author, saved.at) == (1, "ada", "2026-11-27T10:00:00+00:00")
    assert STORE.get(records, "other", "fact", "depth") is None


def test_every_version_has_a_tag_of_its_own(records: Connection) -> None:
    first = put(records, fact(en="A"))
    second = put(records, fact(en="B"), first.etag)
    third = put(records, fact(en="A"), second.etag)
    assert len({first.etag, second.etag, third.etag}) == 3
    assert [each.version for each in STORE.history(records, "well", "fact", "depth")] == [3, 2, 1]


def test_saving_the_same_again_makes_no_version(records: Connection) -> None:
    first = put(records, fact(en="A"))
    assert put(records, {**fact(en="A"), "disputed": False}, first.etag) == first
    assert put(records, fact(en="A")) == first


def test_two_curators_who_do_not_touch_are_joined(records: Connection) -> None:
    base = put(records, fact(en="A", it="A"))
    put(records, fact(en="B", it="A"), base.etag)
    joined = put(records, fact(en="A", it="C"), base.etag, author="ben")
    assert joined.body["text"] == {"en": "B", "it": "C"}
    assert (joined.version, joined.author) == (3, "ben")


def test_two_curators_who_touch_both_see_both(records: Connection) -> None:
    base = put(records, fact(en="A"))
    theirs = put(records, fact(en="B"), base.etag)
    with pytest.raises(Conflict) as met:
        put(records, fact(en="C"), base.etag)
    conflict = met.value
    assert conflict.mine["text"] == {"en": "C"}
    assert (conflict.theirs, conflict.base, conflict.clashes) == (theirs, base, ("/text/en",))
    assert STORE.get(records, "well", "fact", "depth") == theirs


def test_who_thought_there_was_nothing_sees_what_is_there(records: Connection) -> None:
    theirs = put(records, fact(en="A"))
    with pytest.raises(Conflict) as met:
        put(records, fact(en="B"))
    assert (met.value.theirs, met.value.base) == (theirs, None)


def test_a_tag_of_nothing_is_a_conflict(records: Connection) -> None:
    with pytest.raises(Conflict) as met:
        put(records, fact(), "0" * 32)
    assert met.value.theirs is None


def test_whatever_is_there_may_be_overwritten_knowingly(records: Connection) -> None:
    put(records, fact(en="A"))
    assert put(records, fact(en="B"), ANYTHING).version == 2


def test_a_deleted_record_is_gone_but_not_lost(records: Connection) -> None:
    saved = put(records, fact(en="A"))
    gone = STORE.delete(records, "well", "fact", "depth", author="ben", now=NOW, expected=saved.etag)
    assert gone.deleted
    assert STORE.get(records, "well", "fact", "depth") is None
    assert STORE.find(records, "well", "fact") == []
    with pytest.raises(KeyError):
        STORE.delete(records, "well", "fact", "depth", author="ben", now=NOW, expected=gone.etag)
    back = STORE.restore(records, "well", "fact", "depth", 1, author="ada", now=NOW, expected=gone.etag)
    assert (back.version, back.body) == (3, saved.body)
    assert [each.deleted for each in STORE.history(records, "well", "fact", "depth")] == [False, True, False]


def test_who_edits_what_another_deleted_is_told(records: Connection) -> None:
    base = put(records, fact(en="A"))
    STORE.delete(records, "well", "fact", "depth", author="ben", now=NOW, expected=base.etag)
    with pytest.raises(Conflict) as met:
        put(records, fact(en="B"), base.etag)
    assert met.value.theirs is not None
    assert met.value.theirs.deleted


def test_who_deletes_what_another_edited_is_told(records: Connection) -> None:
    base = put(records, fact(en="A"))
    put(records, fact(en="B"), base.etag)
    with pytest.raises(Conflict):
        STORE.delete(records, "well", "fact", "depth", author="ben", now=NOW, expected=base.etag)


def test_an_old_version_comes_back_as_a_new_one(records: Connection) -> None:
    first = put(records, fact(en="A"))
    second = put(records, fact(en="B"), first.etag)
    back = STORE.restore(records, "well", "fact", "depth", 1, author="ada", now=NOW, expected=second.etag)
    assert (back.version, back.body) == (3, first.body)
    with pytest.raises(Conflict):
        STORE.restore(records, "well", "fact", "depth", 2, author="ada", now=NOW, expected=second.etag)
    with pytest.raises(KeyError):
        STORE.restore(records, "well", "fact", "depth", 9, author="ada", now=NOW, expected=back.etag)


def test_versions_can_be_neither_changed_nor_removed(records: Connection) -> None:
    put(records, fact())
    for statement in ("UPDATE versions SET author = 'eve'", "DELETE FROM versions"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            records.execute(statement)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"id": "depth"}, ""),
        ({**fact(), "cites": "rossi"}, "cites"),
        ({**fact(), "colour": "red"}, ""),
        ({**fact(), "id": "other"}, "id"),
        ({**fact(), "text": {"en": 7}}, "text"),
        (fact(en="a" * 600_000), ""),
    ],
)
def test_a_body_that_is_none_is_refused_by_its_field(records: Connection, body: dict[str, Any], field: str) -> None:
    with pytest.raises(SitePackError) as met:
        put(records, body)
    assert met.value.field.startswith(field)
    assert met.value.file.as_posix() == "fact/depth"
    assert STORE.find(records, "well", "fact") == []


@pytest.mark.parametrize("name", ["", "Depth", "../etc", "a" * 65, "a b", "tiefe\n", "深"])
def test_an_id_that_is_none_is_refused(records: Connection, name: str) -> None:
    with pytest.raises(SitePackError, match="is no id"):
        STORE.save(records, "well", "fact", name, {**fact(), "id": name}, author="ada", now=NOW)


def many(records: Connection) -> None:
    for number, words in enumerate(["The Bench", "Il POZZO", "石井很深", "A bench by the pozzo"]):
        body = {**fact(en=words), "id": f"fact-{number}"}
        STORE.save(records, "well", "fact", f"fact-{number}", body, author="ada", now=NOW)


def test_records_come_in_their_order_page_by_page(records: Connection) -> None:
    many(records)
    first = STORE.find(records, "well", "fact", limit=3)
    rest = STORE.find(records, "well", "fact", after=first[-1].id)
    assert [each.id for each in (*first, *rest)] == ["fact-0", "fact-1", "fact-2", "fact-3"]
    sqlite.put_in_order(records, "well", "fact", ["fact-3", "fact-1", "fact-0", "fact-2"])
    assert [each.id for each in STORE.find(records, "well", "fact")] == ["fact-3", "fact-1", "fact-0", "fact-2"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bench", ["fact-0", "fact-3"]),
        ("pozzo BENCH", ["fact-3"]),
        ("井", ["fact-2"]),
        ("FACT-1", ["fact-1"]),
        ("rossi", ["fact-0", "fact-1", "fact-2", "fact-3"]),
        ("％", []),
        ("'; DROP TABLE heads; --", []),
    ],
)
def test_records_are_found_by_all_their_words(records: Connection, search: str, found: list[str]) -> None:
    many(records)
    assert [each.id for each in STORE.find(records, "well", "fact", search=search)] == found


def test_an_edited_record_is_found_by_what_it_says_now(records: Connection) -> None:
    first = put(records, fact(en="alpha"))
    put(records, fact(en="beta"), first.etag)
    assert STORE.find(records, "well", "fact", search="alpha") == []
    assert len(STORE.find(records, "well", "fact", search="beta")) == 1


def test_sites_are_counted_by_kind(records: Connection) -> None:
    many(records)
    assert sqlite.count(records, "well") == {"fact": 4}
