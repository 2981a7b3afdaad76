"""Stages are done once, and are there whole or not at all."""

from pathlib import Path

import pytest

from scenes.ingest.journal import KEPT, Journal, drop_old


def test_a_stage_is_done_once(tmp_path: Path) -> None:
    calls = []

    def work(folder: Path) -> dict[str, int]:
        calls.append(folder)
        (folder / "made").write_text("stone")
        return {"triangles": 3}

    first = Journal(tmp_path / "j").stage("read", work)
    again = Journal(tmp_path / "j").stage("read", work)
    assert len(calls) == 1
    assert (first.resumed, again.resumed) == (False, True)
    assert first.result == again.result == {"triangles": 3}
    assert (again.folder / "made").read_text() == "stone"


def test_a_stage_that_was_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def breaks(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Journal(tmp_path).stage("read", breaks)
    assert list(tmp_path.iterdir()) == []


def test_a_stage_whose_result_is_gone_is_done_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.stage("read", lambda folder: 1)
    (tmp_path / "read" / "result.json").write_text("{")
    assert journal.stage("read", lambda folder: 2).result == 2


def test_what_a_killed_stage_left_is_swept(tmp_path: Path) -> None:
    half = tmp_path / "j" / ".read-abc"
    half.mkdir(parents=True)
    Journal(tmp_path / "j").stage("read", lambda folder: {})
    assert not half.exists()


def test_journals_are_kept_for_a_week(tmp_path: Path) -> None:
    now = tmp_path.stat().st_mtime
    Journal(tmp_path / "site" / "key" / "scan").stage("read", lambda folder: {})
    drop_old(tmp_path, now + KEPT / 2)
    assert (tmp_path / "site").exists()
    drop_old(tmp_path, now + KEPT * 2)
    assert not (tmp_path / "site").exists()
