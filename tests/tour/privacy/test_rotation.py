"""A rotated house opens what it kept, and its old key opens nothing any more."""

from pathlib import Path

import pytest

from tests.tour.privacy.conftest import ANNA, NOW, VISIT
from tests.tour.privacy.test_consents import QUESTION
from tour.analytics.deeds import done, keep
from tour.audit import append, checkpoints
from tour.audit.chain import entries, verify
from tour.audit.checkpoints import breaches
from tour.privacy.consents import agree
from tour.privacy.house import Secrets
from tour.privacy.master import MasterKeyError, MasterKeys
from tour.privacy.rotation import begin_rotation, end_rotation, rotate
from tour.privacy.signing import HouseSigner
from tour.records import RecordsNow


@pytest.fixture
def secrets(records: RecordsNow, data: Path) -> Secrets:
    """A house that keeps something of a visitor and has signed its audit."""
    secrets = Secrets(data)
    records.write(agree, secrets.keys, ANNA, {"analytics"}, NOW)
    records.write(keep, secrets.keys, VISIT, [QUESTION], NOW)
    records.write(append, "ada", "signed-in", now=NOW)
    records.read(checkpoints.keep, secrets.checkpoint_file, secrets.signer, NOW)
    return secrets


def turn(records: RecordsNow, secrets: Secrets) -> int:
    before = secrets.master
    after = begin_rotation(secrets.master_file, before)
    return records.write(rotate, secrets.keys, before, after, secrets.checkpoint_file, "ada", NOW)


def test_everything_opens_with_the_new_key_alone(records: RecordsNow, secrets: Secrets, data: Path) -> None:
    assert turn(records, secrets) == 1
    old, fresh = secrets, Secrets(data)
    end_rotation(fresh.master_file)
    fresh = Secrets(data)
    assert fresh.master.ids != old.master.ids
    assert len(fresh.master.ids) == 1
    assert [each.deed for each in records.read(done, fresh.keys, "well")] == [QUESTION]
    assert records.read(done, old.keys, "well") == [], "the old master key opens nothing"


def test_the_audit_holds_under_the_new_signature(records: RecordsNow, secrets: Secrets, data: Path) -> None:
    turn(records, secrets)
    end_rotation(secrets.master_file)
    fresh = Secrets(data)
    assert records.read(verify) == []
    assert records.read(breaches, fresh.checkpoint_file, fresh.signer) == []
    assert {each.key for each in checkpoints.read(fresh.checkpoint_file)} == {fresh.signer.public}
    (entry, *_) = records.read(entries)
    assert entry.what == "master-key-rotated"


def test_a_copy_kept_elsewhere_still_holds(records: RecordsNow, secrets: Secrets, data: Path) -> None:
    copies = checkpoints.read(secrets.checkpoint_file)
    turn(records, secrets)
    end_rotation(secrets.master_file)
    assert records.read(checkpoints.against, copies, Secrets(data).signer) == []


def test_cut_short_after_the_key_was_made_it_is_taken_up_again(
    records: RecordsNow, secrets: Secrets, data: Path
) -> None:
    begin_rotation(secrets.master_file, secrets.master)
    again = Secrets(data)
    assert [each.deed for each in records.read(done, again.keys, "well")] == [QUESTION]
    assert records.write(rotate, again.keys, secrets.master, again.master, again.checkpoint_file, "ada", NOW) == 1
    assert len(records.read(done, again.keys, "well")) == 1


def test_nothing_changes_while_the_old_key_is_missing(records: RecordsNow, secrets: Secrets) -> None:
    stranger = MasterKeys(keys=(b"s" * 32,))
    with pytest.raises(MasterKeyError, match=secrets.master.ids[0]):
        records.write(rotate, secrets.keys, stranger, stranger, secrets.checkpoint_file, "ada", NOW)
    assert len(records.read(done, secrets.keys, "well")) == 1
    assert {each.key for each in checkpoints.read(secrets.checkpoint_file)} == {HouseSigner(secrets.master).public}
