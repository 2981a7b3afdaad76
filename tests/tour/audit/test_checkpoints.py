"""What the chain alone cannot show stands against its checkpoints: an end cut off, or all of it written anew."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tour.audit.conftest import NOON, Tamper, note
from tour.audit import checkpoints
from tour.audit.chain import Head, entries, head, verify
from tour.audit.checkpoints import CheckpointsUnreadable, against, breaches, keep, restored
from tour.privacy.master import MasterKeys
from tour.privacy.signing import HouseSigner, Unsigned
from tour.records import Records, RecordsNow

HOUSE, STRANGER = (HouseSigner(MasterKeys(keys=(bytes([number] * 32),))) for number in (1, 2))


@pytest.fixture
def file(records: RecordsNow, tmp_path: Path) -> Path:
    """Checkpoints of records that say they are kept, at their sixth entry."""
    file = tmp_path / "audit.checkpoints"
    assert records.write(checkpoints.begin, file, "house", NOON)
    records.read(keep, file, HOUSE, NOON, anew=True)
    return file


def found(records: RecordsNow, file: Path) -> list[int]:
    return [breach.number for breach in records.read(breaches, file, HOUSE)]


def test_a_chain_that_went_on_holds(records: RecordsNow, file: Path) -> None:
    assert found(records, file) == []
    note(records, "signed-in", 7)
    assert found(records, file) == []
    records.read(keep, file, HOUSE, NOON + timedelta(days=1))
    assert found(records, file) == []
    assert [each.number for each in checkpoints.read(file)] == [6, 7]


def test_a_chain_that_did_not_grow_is_not_signed_again(records: RecordsNow, file: Path) -> None:
    before = file.read_bytes()
    assert records.read(keep, file, HOUSE, NOON + timedelta(days=1)) is not None
    assert file.read_bytes() == before


def test_an_end_cut_off_with_its_head_is_found(records: RecordsNow, file: Path, tamper: Tamper) -> None:
    tamper(
        "DELETE FROM audit WHERE number > 3",
        "UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3)",
    )
    assert records.read(verify) == [], "the chain alone does not show it"
    assert found(records, file) == [6]


def test_a_chain_written_anew_is_found(records: RecordsNow, file: Path, tamper: Tamper) -> None:
    tamper("DELETE FROM audit", "UPDATE audit_head SET number = 0, hash = ''")
    for step in range(8):
        note(records, "signed-in", step, who="eve")
    assert records.read(verify) == [], "the chain alone does not show it"
    assert found(records, file) == [6]


@pytest.mark.parametrize("text", ["", None])
def test_checkpoints_that_are_gone_are_missed(records: RecordsNow, file: Path, text: str | None) -> None:
    file.unlink()
    if text is not None:
        file.write_text(text)
    (breach,) = records.read(breaches, file, HOUSE)
    assert "gone" in str(breach)
    note(records, "signed-in", 9)
    assert not records.write(checkpoints.begin, file, "house", NOON)
    with pytest.raises(CheckpointsUnreadable, match="gone"):
        records.read(keep, file, HOUSE, NOON)


def test_lost_checkpoints_are_begun_anew_by_somebody_and_the_chain_says_by_whom(
    records: RecordsNow, file: Path
) -> None:
    file.unlink()
    assert records.write(checkpoints.begin, file, "command:ada", NOON, anew=True)
    records.read(keep, file, HOUSE, NOON, anew=True)
    assert found(records, file) == []
    assert [entry.who for entry in records.read(entries, what="audit-begun")] == ["command:ada", "house"]


@pytest.mark.parametrize("text", ["{", "[]", '{"number": "6"}', '{"number": 6}', "\x00\xff"])
def test_a_damaged_file_is_named_and_left_as_it_is(records: RecordsNow, file: Path, text: str) -> None:
    file.write_text(text)
    (breach,) = records.read(breaches, file, HOUSE)
    assert str(file) in str(breach)
    note(records, "signed-in", 9)
    with pytest.raises(CheckpointsUnreadable):
        records.read(keep, file, HOUSE, NOON)
    assert file.read_text() == text


@pytest.mark.parametrize("field", ["number", "hash", "at", "key", "signature"])
def test_a_changed_checkpoint_is_found(records: RecordsNow, file: Path, field: str) -> None:
    said = json.loads(file.read_text())
    said[field] = 5 if field == "number" else "0" * 64
    file.write_text(json.dumps(said) + "\n")
    assert found(records, file)


def test_a_stranger_cannot_sign(records: RecordsNow, file: Path) -> None:
    file.unlink()
    records.read(keep, file, STRANGER, NOON, anew=True)
    (breach,) = records.read(breaches, file, HOUSE)
    assert "not signed by this house" in str(breach)


def test_a_copy_kept_elsewhere_speaks_for_itself(records: RecordsNow, file: Path, tamper: Tamper) -> None:
    copy = checkpoints.read(file)
    assert records.read(against, copy, HOUSE) == []
    tamper("DELETE FROM audit WHERE number > 3", "UPDATE audit_head SET number = 3, hash = 'x'")
    assert [breach.number for breach in records.read(against, copy, HOUSE)] == [6]


def test_a_house_that_cannot_sign_keeps_checkpoints_all_the_same(records: RecordsNow, tmp_path: Path) -> None:
    file = tmp_path / "unsigned"
    records.read(keep, file, Unsigned(), NOON)
    assert records.read(breaches, file, Unsigned()) == []
    assert checkpoints.read(file)[0].signature == ""


def test_a_restored_backup_says_what_it_left_behind(records: RecordsNow, file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(records.path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    for step in (7, 8, 9):
        note(records, "record-saved", step)
    records.read(keep, file, HOUSE, NOON + timedelta(days=1))
    with Records.open_now(backup) as old:
        assert found(old, file) == [9]
        old.write(restored, file, "command:ada", NOON + timedelta(days=2), {"file": "backup.sqlite"})
        old.read(keep, file, HOUSE, NOON + timedelta(days=2))
        assert found(old, file) == []
        assert old.read(verify) == []
        (entry, *_) = old.read(entries)
        assert entry.told()["details"]["reached"] == 9
        assert old.read(head).number == 7


def test_a_backup_on_a_new_machine_begins_its_checkpoints_anew(records: RecordsNow, file: Path) -> None:
    file.unlink()
    records.write(restored, file, "command:ada", NOON, {"file": "backup.sqlite"})
    assert records.write(checkpoints.begin, file, "house", NOON)
    assert not records.write(checkpoints.begin, file, "house", NOON)
    records.read(keep, file, HOUSE, NOON, anew=True)
    assert found(records, file) == []


def test_a_day_keeps_its_last_and_the_first_stays(records: RecordsNow, file: Path) -> None:
    for step in range(10, 14):
        note(records, "signed-in", step)
        records.read(keep, file, HOUSE, NOON + timedelta(days=1, hours=step - 10))
    assert [each.number for each in checkpoints.read(file)] == [6, 10]


def test_records_without_entries_have_nothing_to_sign(tmp_path: Path) -> None:
    with Records.open_now(tmp_path / "records.sqlite") as blank:
        assert blank.read(head) == Head()
        assert blank.read(keep, tmp_path / "file", HOUSE, NOON) is None
        assert blank.read(breaches, tmp_path / "file", HOUSE) == []
