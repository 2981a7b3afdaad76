"""Entries are written with what they tell of, and nobody changes them unseen."""

import hashlib
import json
import sqlite3
from datetime import datetime
from sqlite3 import Connection

import pytest

from tests.tour.audit.conftest import ACTS, NOON, Tamper, note
from tour.audit.chain import append, entries, head, verify
from tour.records import RecordsNow

HEAD_OFF = "DELETE FROM audit_head"


def test_a_chain_that_nobody_touched_is_whole(records: RecordsNow) -> None:
    assert records.read(verify) == []
    assert [entry.what for entry in records.read(entries)] == list(reversed(ACTS))
    assert records.read(head).number == len(ACTS)


def test_every_entry_is_sealed_with_sha_256_over_canonical_json(records: RecordsNow) -> None:
    second, first = records.read(entries, before=3)
    text = (
        '[2,"2026-11-27T12:01:00.000Z","anna","record-saved","well","well","{\\"step\\":1}","' + second.previous + '"]'
    )
    assert second.previous == first.hash
    assert second.hash == hashlib.sha256(text.encode()).hexdigest()
    assert second.told()["details"] == {"step": 1}


def test_an_entry_is_undone_with_what_it_tells_of(records: RecordsNow) -> None:
    def half(connection: Connection) -> None:
        append(connection, "anna", "record-saved", now=NOON)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        records.write(half)
    assert records.read(head).number == len(ACTS)
    note(records, "signed-in", 9)
    assert records.read(verify) == []


def test_an_entry_outside_a_transaction_is_refused(records: RecordsNow) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(ValueError, match="transaction"):
        append(connection, "anna", "signed-in", now=NOON)
    connection.close()


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"who": ""}, "who"),
        ({"what": "Signed in"}, "what"),
        ({"what": ""}, "what"),
        ({"about": "x" * 201}, "about"),
        ({"details": {"text": "x" * 20_000}}, "details"),
        ({"now": datetime(2026, 1, 1)}, "time zone"),
    ],
)
def test_what_is_not_fit_to_be_kept_is_refused(records: RecordsNow, fields: dict[str, object], named: str) -> None:
    given = {"who": "anna", "what": "signed-in", "now": NOON, **fields}
    with pytest.raises(ValueError, match=named):
        records.write(append, **given)  # type: ignore[arg-type]
    assert records.read(head).number == len(ACTS)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit", HEAD_OFF])
def test_the_records_themselves_refuse_a_change(records: RecordsNow, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        records.write(lambda connection: connection.execute(statement))


@pytest.mark.parametrize("column", ["at", "who", "what", "about", "site", "previous", "hash"])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_changed_entry_is_found(records: RecordsNow, tamper: Tamper, column: str, number: int) -> None:
    tamper(f"UPDATE audit SET {column} = 'other' WHERE number = {number}")
    assert number in {breach.number for breach in records.read(verify)}


def test_changed_details_are_found_even_where_they_mean_the_same(records: RecordsNow, tamper: Tamper) -> None:
    tamper("""UPDATE audit SET details = '{"step": 2}' WHERE number = 3""")
    assert [breach.number for breach in records.read(verify)] == [3]


@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_a_removed_entry_is_found(records: RecordsNow, tamper: Tamper, number: int) -> None:
    tamper(f"DELETE FROM audit WHERE number = {number}")
    (breach,) = [breach for breach in records.read(verify) if "removed" in breach.problem]
    assert breach.number == number


def test_a_removed_entry_whose_gap_was_closed_is_found(records: RecordsNow, tamper: Tamper) -> None:
    close = [f"UPDATE audit SET number = {number - 1} WHERE number = {number}" for number in (3, 4, 5)]
    tamper("DELETE FROM audit WHERE number = 2", *close)
    assert {breach.number for breach in records.read(verify)} >= {2, 3, 4}


def test_entries_in_another_order_are_found(records: RecordsNow, tamper: Tamper) -> None:
    tamper(*(f"UPDATE audit SET number = {to} WHERE number = {of}" for of, to in ((2, 90), (3, 2), (90, 3))))
    assert {breach.number for breach in records.read(verify)} >= {2, 3}


def test_entries_cut_off_the_end_are_found(records: RecordsNow, tamper: Tamper) -> None:
    tamper("DELETE FROM audit WHERE number > 3")
    assert [breach.number for breach in records.read(verify)] == [4]


@pytest.mark.parametrize("statements", [("DELETE FROM audit",), (HEAD_OFF,), ("UPDATE audit_head SET hash = 'x'",)])
def test_an_emptied_chain_and_a_lost_head_are_found(
    records: RecordsNow, tamper: Tamper, statements: tuple[str, ...]
) -> None:
    tamper(*statements)
    assert records.read(verify)


def test_a_forged_entry_in_the_middle_is_found(records: RecordsNow, tamper: Tamper) -> None:
    values = "'2026-11-27T12:02:00.000Z', 'eve', 'role-given', '', '', '{}'"
    tamper(
        *(f"UPDATE audit SET number = {number + 1} WHERE number = {number}" for number in (5, 4, 3)),
        f"INSERT INTO audit SELECT 3, {values}, hash, 'forged' FROM audit WHERE number = 2",
        "UPDATE audit_head SET number = 6",
    )
    assert {breach.number for breach in records.read(verify)} >= {3, 4}


def test_entries_are_chosen_by_who_what_site_and_month(records: RecordsNow) -> None:
    note(records, "signed-in", 60 * 24 * 10, who="ben")
    assert [entry.who for entry in records.read(entries, what="signed-in")] == ["ben", "anna"]
    assert [entry.what for entry in records.read(entries, who="ben")] == ["signed-in"]
    assert [entry.number for entry in records.read(entries, month="2026-12")] == [6]
    assert len(records.read(entries, month="2026-11")) == len(ACTS)
    assert records.read(entries, site="elsewhere") == []
    assert [entry.number for entry in records.read(entries, before=3, limit=1)] == [2]
    assert records.read(entries, who="' OR 1 --") == []


def test_details_keep_every_script(records: RecordsNow) -> None:
    records.write(append, "anna", "record-saved", details={"name": "古井 بئر"}, now=NOON)
    assert json.loads(records.read(entries, limit=1)[0].details) == {"name": "古井 بئر"}
    assert records.read(verify) == []
