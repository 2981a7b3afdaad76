"""What is missing is named, with how to get it, before and while a scan is taken in."""

import sys
from pathlib import Path
from threading import Event

import pytest

import scenes.node
from scenes.finding import Refused
from scenes.ingest.journal import Journal
from scenes.ingest.line import Line
from scenes.ingest.tools import missing
from scenes.worker import Limits


def test_nothing_is_missing_here() -> None:
    assert missing() == []


def test_packages_of_node_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scenes.node, "HERE", tmp_path)
    assert [str(tmp_path) in sentence and "make setup" in sentence for sentence in missing()] == [True]


def test_a_library_of_the_systems_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "open3d", None)
    assert ["libusb-1.0-0" in sentence for sentence in missing()] == [True]


def test_a_stage_that_lacks_something_says_so_and_not_that_the_file_is_bad(tmp_path: Path) -> None:
    line = Line(journal=Journal(tmp_path), file="a.glb", progress=lambda stage, done: None, cancelled=Event())
    with pytest.raises(Refused) as refused:
        line.stage("read", "tests.scenes.ingest.lacking:guard", Limits(wall=60))
    finding = refused.value.findings[0]
    assert finding.code == "WORKER_MISSING"
    assert "apt install lantern" in finding.message
    assert "same command again" in finding.remedy
