"""`tour privacy`, as an operator gives it whom a visitor asked."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.tour.privacy.conftest import ANNA, NOW, VISIT
from tests.tour.privacy.test_consents import QUESTION
from tour.analytics.deeds import done, keep
from tour.audit.chain import entries, verify
from tour.cli import main
from tour.privacy.consents import agree
from tour.privacy.house import Secrets
from tour.records import Records


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A house that keeps a question of one visitor."""
    secrets = Secrets(tmp_path)
    with Records.open_now(tmp_path / "records.sqlite") as records:
        records.write(agree, secrets.keys, ANNA, {"analytics"}, NOW)
        records.write(keep, secrets.keys, VISIT, [QUESTION], NOW)
    return tmp_path


def tour(data: Path, *words: str, status: int = 0) -> Result:
    done = CliRunner().invoke(main, ["privacy", *words, "--data", str(data)])
    assert done.exit_code == status, done.output
    return done


def test_a_visitor_gets_what_is_kept_and_the_audit_says_so(data: Path) -> None:
    told = json.loads(tour(data, "export", VISIT).output)
    assert told["deeds"][0]["words"] == QUESTION.words
    with Records.open_now(data / "records.sqlite") as records:
        (entry,) = records.read(entries)
        assert (entry.what, entry.about, entry.site) == ("visitor-exported", "", "well")


def test_a_visitor_is_forgotten_once(data: Path) -> None:
    assert "1 records removed" in tour(data, "erase", VISIT).output
    for act in ("erase", "export"):
        assert "Nothing is kept" in tour(data, act, VISIT, status=1).output
    assert "0 visitors, 0 records" in tour(data, "report").output
    with Records.open_now(data / "records.sqlite") as records:
        assert records.read(verify) == []


def test_what_is_kept_is_reported(data: Path) -> None:
    text = tour(data, "report").output
    assert "1 visitors, 1 records, the oldest of 2026-11-27." in text
    assert "well: analytics in it: 1 stand, 0 ended" in text
    assert "deeds: 30 days" in text
    assert json.loads(tour(data, "report", "--json").output)["visitors"] == 1


def test_a_missing_master_key_is_said(data: Path) -> None:
    (data / "master.key").unlink()
    assert "is missing: what it sealed cannot be read" in tour(data, "report").output


def test_retention_is_enforced_by_hand(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Secrets(data).keys
    with Records.open_now(data / "records.sqlite") as records:
        records.write(agree, keys, replace(ANNA, visit="long ago"), {"analytics"}, datetime(2020, 1, 1, tzinfo=UTC))
    assert "1 visitors, 0 deeds" in tour(data, "enforce").output
    assert keys.find("long ago") is None
    assert keys.find(VISIT) is not None
    monkeypatch.setenv("TOUR_RETENTION_DAYS", "0")
    assert "TOUR_RETENTION_DAYS=0: a day or more" in tour(data, "enforce", status=1).output


def test_a_rotated_house_reads_on(data: Path) -> None:
    before = (data / "master.key").read_bytes()
    assert "1 visitors' keys are wrapped" in tour(data, "rotate").output
    assert (data / "master.key").read_bytes() != before
    with Records.open_now(data / "records.sqlite") as records:
        assert len(records.read(done, Secrets(data).keys, "well")) == 1
        assert "server" in tour(data, "rotate", status=1).output, "nobody rotates while records are in use"


def test_a_key_of_the_environment_is_rotated_by_naming_both(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Secrets(data).master.keys[0].hex(), bytes(range(32)).hex()
    monkeypatch.setenv("TOUR_MASTER_KEY", f"{new},{old}")
    assert "1 visitors' keys" in tour(data, "rotate").output
    with Records.open_now(data / "records.sqlite") as records:
        assert len(records.read(done, Secrets(data, new).keys, "well")) == 1
        assert records.read(done, Secrets(data, old).keys, "well") == []


def test_a_bad_master_key_is_refused_with_the_remedy(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_MASTER_KEY", "secret")
    assert "openssl rand" in tour(data, "report", status=1).output
