"""A visitor who is forgotten is gone: from the records, from copies made before, and from what comes back with one."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tour.privacy.conftest import ANNA, MASTER, NOW, VISIT
from tests.tour.privacy.test_consents import QUESTION, rows
from tour.analytics.deeds import done, keep
from tour.audit.chain import entries, verify
from tour.privacy.consents import agree
from tour.privacy.erasure import Erased, erase, sweep, wipe_log
from tour.privacy.kept import export, of_site, report
from tour.privacy.keys import Keys, VisitorKey
from tour.privacy.retention import enforce
from tour.records import Records, RecordsNow


@pytest.fixture
def anna(records: RecordsNow, keys: Keys) -> VisitorKey:
    """She agreed, and asked."""
    key = records.write(agree, keys, ANNA, {"analytics"}, NOW)
    records.write(keep, keys, VISIT, [QUESTION, QUESTION], NOW)
    assert key is not None
    return key


def test_she_can_have_everything_that_is_kept_of_her(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    told = records.read(export, anna)
    assert json.loads(json.dumps(told)) == told
    assert [deed["words"] for deed in told["deeds"]] == [QUESTION.words] * 2
    assert [consent["purpose"] for consent in told["consents"]] == ["analytics"]
    assert VISIT not in json.dumps(told)


def test_forgetting_leaves_a_ledger_without_her_and_an_entry_without_her(
    records: RecordsNow, keys: Keys, anna: VisitorKey
) -> None:
    assert records.write(erase, keys, anna.visitor, "well", "visitor", NOW) == Erased(key=True, deeds=2, consents=1)
    assert [(row["visitor"], row["ended"]) for row in records.read(rows, "consents")] == [("", "forgotten")]
    (entry,) = records.read(entries)
    assert (entry.what, entry.about, entry.who) == ("visitor-erased", "", "visitor")
    assert wipe_log(records.path)
    for path in keys.path.parent.iterdir():
        assert anna.visitor.encode() not in path.read_bytes(), path
    assert records.read(verify) == []


def test_forgetting_twice_is_forgetting_once(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    records.write(erase, keys, anna.visitor, "well", "visitor", NOW)
    assert records.write(erase, keys, anna.visitor, "well", "visitor", NOW) == Erased(key=False)
    assert len(records.read(entries)) == 1


def test_a_copy_of_the_records_made_before_cannot_be_read_even_with_the_master_key(
    records: RecordsNow, keys: Keys, anna: VisitorKey, data: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(data / "records.sqlite")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    assert QUESTION.words.encode() not in copy.read_bytes()
    records.write(erase, keys, anna.visitor, "well", "visitor", NOW)
    with Records.open_now(copy) as old:
        assert len(old.read(rows, "deeds")) == 2
        assert old.read(done, Keys(path=keys.path, master=MASTER), "well") == []


def test_a_restored_backup_is_swept_of_who_was_forgotten(
    records: RecordsNow, keys: Keys, anna: VisitorKey, data: Path, tmp_path: Path
) -> None:
    ben = records.write(agree, keys, replace(ANNA, visit="b", token="t"), {"analytics"}, NOW)
    records.write(keep, keys, "b", [QUESTION], NOW)
    copy = tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(data / "records.sqlite")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    records.write(erase, keys, anna.visitor, "well", "visitor", NOW)
    with Records.open_now(copy) as old:
        assert old.read(report, keys, 30)["unreadable"] == 1
        assert old.write(sweep, keys, NOW) == 1
        assert old.write(sweep, keys, NOW) == 0
        assert ben is not None
        assert {row["visitor"] for row in old.read(rows, "deeds")} == {ben.visitor}
        assert {row["visitor"] for row in old.read(rows, "consents")} == {"", ben.visitor}


def test_a_transaction_that_fails_still_destroys_the_key_and_the_sweep_does_the_rest(
    records: RecordsNow, keys: Keys, anna: VisitorKey
) -> None:
    def half(connection: sqlite3.Connection) -> None:
        erase(connection, keys, anna.visitor, "well", "visitor", NOW)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        records.write(half)
    assert records.read(done, keys, "well") == []
    assert len(records.read(rows, "deeds")) == 2
    assert records.write(sweep, keys, NOW) == 1
    assert records.read(rows, "deeds") == []


def test_what_lasted_long_enough_goes(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    shutil.copy(keys.path, keys.path.with_suffix(".before"))
    assert records.write(enforce, keys, 30, NOW + timedelta(days=29)) == {"visitors": 0, "deeds": 0, "consents": 0}
    assert records.write(enforce, keys, 30, NOW + timedelta(days=31))["visitors"] == 1
    assert keys.visitors() == set()
    assert records.read(rows, "deeds") == []
    assert [(row["visitor"], row["ended"]) for row in records.read(rows, "consents")] == [("", "expired")]
    assert records.write(enforce, keys, 30, NOW + timedelta(days=1200))["consents"] == 1
    assert records.read(rows, "consents") == []
    assert records.read(rows, "consent_words") == []


def test_old_deeds_go_while_their_visitor_still_comes(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    records.write(keep, keys, VISIT, [QUESTION], NOW + timedelta(days=20))
    assert records.write(enforce, keys, 30, NOW + timedelta(days=40)) == {"visitors": 0, "deeds": 2, "consents": 0}
    assert len(records.read(done, keys, "well")) == 1


def test_retention_is_shown_with_what_it_did(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    before = records.read(report, keys, 30)
    assert (before["visitors"], before["deeds"], before["oldest"]) == (1, 2, "2026-11-27")
    assert before["consents"] == [
        {"site": "well", "purpose": "analytics", "language": "it", "standing": 1, "ended": 0},
    ]
    records.write(enforce, keys, 30, NOW + timedelta(days=31))
    after = records.read(report, keys, 30)
    assert (after["visitors"], after["deeds"], after["oldest"], after["erased"]) == (0, 0, None, 1)
    assert [(rule["kind"], rule["days"], rule["removed"]) for rule in after["retention"]] == [
        ("visitors", 30, 1),
        ("deeds", 30, 0),
        ("consents", 1095, 0),
        ("media", 7, 0),
    ]


def test_what_everybody_may_know_of_a_site_tells_of_no_few(records: RecordsNow, keys: Keys, anna: VisitorKey) -> None:
    days = {"visitors": 30, "deeds": 30, "consents": 1095}
    few = records.read(of_site, "well", 30)
    assert few == {"agreed": {"personalise": 0, "analytics": None, "voice": 0}, "days": days, "sharings": 0}
    for number in range(4):
        records.write(agree, keys, replace(ANNA, visit=f"v{number}", token="t"), {"analytics"}, NOW)
    assert records.read(of_site, "well", 30)["agreed"]["analytics"] == 5
    assert records.read(of_site, "elsewhere", 30)["agreed"]["analytics"] == 0
