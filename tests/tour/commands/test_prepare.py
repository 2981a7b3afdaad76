"""`tour prepare` and `tour jobs` from the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.builders import write_pack
from tour.cli import main
from tour.jobs.job import ask, jobs
from tour.records import Records
from tour.review.queue import Wanted, queue

ROOT = Path(__file__).parents[3]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    write_pack(tmp_path / "sites" / "well")
    return tmp_path


def options(house: Path) -> list[str]:
    return ["--sites", str(house / "sites"), "--data", str(house / "data"), "--model", "scripted"]


def tour(house: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, *options(house)])


def found(house: Path) -> Any:
    with Records.open_now(house / "data" / "records.sqlite") as records:
        return records.read(queue, "well", Wanted(), limit=200)


def test_drafts_wait_for_review_and_are_spoken_ahead(house: Path) -> None:
    done = tour(
        house, "prepare", "well", "--languages", "en,it", "--audiences", "everyone,child", "--voices", "scripted"
    )
    assert done.exit_code == 0, done.output
    assert "7 drafts, 8 spoken. Drafts wait for review" in done.stdout
    drafts = found(house).drafts
    assert len(drafts) == 7
    assert all(each.voice for each in drafts)
    assert {each.author for each in drafts} == {"scripted (a language model)", "the facts, word for word"}
    assert len(list((house / "data" / "speech").rglob("*.speech"))) > 4


def test_the_same_command_again_has_nothing_to_do(house: Path) -> None:
    for made in ("2 drafts", "0 drafts"):
        done = tour(house, "prepare", "well", "-l", "it", "--voices", "none")
        assert made in done.stdout, done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "site 'nowhere' is not here"),
        (("well", "--stop", "moat"), "no stop 'moat' at well"),
        (("well", "--audiences", "kings"), "'kings' is none"),
        (("well", "-l", "tlh-x-nothing-like-it-at-all-no"), "no language tag"),
    ],
)
def test_what_cannot_be_prepared_is_said_kindly(house: Path, words: tuple[str, ...], said: str) -> None:
    done = tour(house, "prepare", *words, "--voices", "none")
    assert done.exit_code != 0
    assert said in done.output
    assert "Traceback" not in done.output


def test_broken_off_by_anything_the_same_command_goes_on(house: Path) -> None:
    audiences = "everyone,child,family,adult,expert"
    command = [sys.executable, "-m", "tour", "prepare", "well", "--audiences", audiences, "--voices", "none"]
    for number in (signal.SIGINT, signal.SIGKILL):
        process = subprocess.Popen([*command, *options(house)], cwd=ROOT, stderr=subprocess.DEVNULL)
        before, deadline = 0, time.monotonic() + 60
        while process.poll() is None and before < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
            before = len(found(house).drafts) if (house / "data" / "records.sqlite").exists() else 0
        os.kill(process.pid, number) if process.poll() is None else None
        process.wait(30)
    done = tour(house, "prepare", "well", "--audiences", audiences, "--voices", "none")
    assert done.exit_code == 0, done.output
    slots = [(each.stop, each.language, each.audience) for each in found(house).drafts]
    assert len(slots) == len(set(slots)) == 2 * 3 * 5 - 1


def test_jobs_are_listed_and_cancelled(house: Path) -> None:
    data = ["--data", str(house / "data")]
    with Records.open_now(house / "data" / "records.sqlite") as records:
        job = records.write(ask, "prepare", "well", {}, "p-aziza", datetime.now(UTC))
    assert job.id in CliRunner().invoke(main, ["jobs", "list", *data]).stdout
    done = CliRunner().invoke(main, ["jobs", "cancel", job.id, *data])
    assert f"{job.id} cancelled" in done.stdout, done.output
    listed = json.loads(CliRunner().invoke(main, ["jobs", "list", "well", "--json", *data]).stdout)
    assert [(each["id"], each["state"]) for each in listed] == [(job.id, "cancelled")]
    assert "no job 'lost'" in CliRunner().invoke(main, ["jobs", "cancel", "lost", *data]).output
    with Records.open_now(house / "data" / "records.sqlite") as records:
        assert records.read(jobs, only_open=True) == []
