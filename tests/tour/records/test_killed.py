"""Killed at any moment: no acknowledged write is lost, nothing is half there, the audit is whole."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scenes.site_pack import load_site
from scenes.stores import sqlite
from scenes.stores.releases import latest
from tests.builders import write_pack
from tour.audit.chain import verify
from tour.editing.published import PUBLISHED, number_of, published_sites
from tour.records import Records
from tour.records.backup import restore
from tour.records.records import FILE

ROOT = Path(__file__).parents[3]
LONGEST = 0.6
"""Seconds that the writer lives once it has begun."""


def killed(data: Path, seed: int, seconds: float) -> list[dict[str, Any]]:
    """What the writer had acknowledged when it was killed."""
    command = [sys.executable, "-m", "tests.tour.records.restless", str(data), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        begun = child.stdout.readline()
        assert json.loads(begun) == {"begun": True}
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        told, wrong = child.communicate()
    assert child.returncode == -9, wrong.decode()
    lines = told.split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def examine(data: Path, told: list[dict[str, Any]]) -> None:
    """Hold what is on the disk against what was acknowledged."""
    with Records.open_now(data / FILE) as records:
        etags = {
            fact: {each.etag for each in records.read(sqlite.history, "well", "fact", fact)}
            for fact in ("depth", "year", "bench")
        }
        assert all(each["etag"] in etags[each["saved"]] for each in told if "saved" in each)
        released = max((each["published"] for each in told if "published" in each), default=0)
        assert records.read(latest, "well") >= released
        assert records.read(verify) == []
    folder = data / PUBLISHED / "well"
    if folder.exists():
        load_site(folder)
        assert number_of(folder) >= released
    sites, problems = published_sites(data)
    assert problems == []
    with Records.open_now(data / FILE) as records:
        number = records.read(latest, "well")
    assert number_of(folder) == number
    assert ("well" in sites) == (number > 0)
    if (data / "backup.sqlite").exists():
        restore(data / "backup.sqlite", data / "restored.sqlite", datetime.now(UTC), lambda _, __: None)


def go_through(data: Path, times: int, seed: int) -> int:
    """Kill the writer again and again over the same records; how many writes were acknowledged."""
    chance, count = random.Random(seed), 0
    write_pack(data / "pack")
    for number in range(times):
        told = killed(data, seed + number, chance.uniform(0.0, LONGEST))
        examine(data, told)
        count += len(told)
    return count


def test_twenty_times(tmp_path: Path) -> None:
    assert go_through(tmp_path, 20, 7) > 20


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_two_hundred_times(tmp_path: Path) -> None:
    assert go_through(tmp_path, 200, 1007) > 200
