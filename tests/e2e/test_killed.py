"""Killed at any moment, a house has everything it acknowledged, nothing half, and opens again.

KILL_SEED of the environment chooses other moments.
"""

import hashlib
import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import psutil
import pytest
import requests

from scenes.gathered import gather
from scenes.site_pack import load_site
from scenes.stores import sqlite
from scenes.stores.releases import latest
from tests.builders import write_pack
from tests.e2e.busy import AT, FACTS, SITE, TUS, Busy, Told
from tests.e2e.conftest import ARTEFACTS, House
from tests.people import come
from tour.audit.chain import verify
from tour.editing.published import PUBLISHED
from tour.jobs.job import MOST_STARTS
from tour.records import Records
from tour.records.backup import restore
from tour.records.records import FILE
from tour.uploads.files import FOLDER

SEED = int(os.environ.get("KILL_SEED", "11"))
PEACE = 240.0
"""Seconds within which everything that was begun ends."""
LONGEST = 2.0
"""Seconds that a house lives once people are at work in it."""
GIVEN_UP = f"It was begun {MOST_STARTS} times and never got a step further."
EVERYTHING = {"*": ["operator", "curator", "reviewer", "translator"]}


@contextmanager
def opened(data: Path) -> Iterator[House]:
    """A house that answers."""
    engines = ("--model", "scripted", "--voices", "scripted")
    house = House("--sites", str(data.parent / "sites"), "--data", str(data), *engines, log=ARTEFACTS / "killed.log")
    try:
        house.wait("/healthz")
        yield house
    finally:
        house.process.kill()
        house.process.wait()


def live_and_die(data: Path, head: dict[str, str], seed: int) -> Busy:
    """What was told before the end, which comes without a warning."""
    with opened(data) as house:
        busy = Busy(house.url, head, data, seed)
        below = []

        def end() -> None:
            below.extend(psutil.Process(house.process.pid).children(recursive=True))
            house.process.kill()

        busy.work_until(end, random.Random(seed).uniform(0.0, LONGEST))
    _, alive = psutil.wait_procs(below, timeout=20)
    assert alive == [], "its workers ended with it"
    return busy


def examine(data: Path, told: Told) -> dict[str, str]:
    """Hold what is on the disk against what was acknowledged; what the facts say that are published."""
    with Records.open_now(data / FILE) as records:
        assert records.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"
        assert records.read(lambda c: c.execute("PRAGMA foreign_key_check").fetchall()) == []
        assert records.read(verify) == []
        assert records.read(latest, SITE) >= told.release
        records.read(_holds, told)
        published = records.read(_published)
    for blob in (data / "assets").rglob("*.*"):
        if blob.is_file() and len(blob.stem) == 64:
            assert hashlib.sha256(blob.read_bytes()).hexdigest() == blob.stem
    assert all(each.is_file() for each in told.backups)
    for backup in data.parent.glob("backup-*.sqlite"):
        restore(backup, data.parent / "restored" / FILE, datetime.now(UTC), lambda _, __: None)
        shutil.rmtree(data.parent / "restored")
        backup.unlink()
    return published


def _published(connection: Connection) -> dict[str, str]:
    if not latest(connection, SITE):
        return {}
    held = gather(connection, SITE, published=True).held
    return {fact: held["fact", fact].entry.value.text["en"] for fact in FACTS}


def _holds(connection: Connection, told: Told) -> None:
    for etag, (fact, words) in told.facts.items():
        found = sqlite.by_etag(connection, SITE, "fact", fact, etag)
        assert found is not None, etag
        assert found.body["text"]["en"] == words
    for table, names in (("jobs", told.jobs), ("drafts", told.drafts), ("invitations", told.invitations)):
        there = {row[0] for row in connection.execute(f"SELECT id FROM {table}")}
        assert set(names) <= there, table
    audited = {row[0] for row in connection.execute("SELECT about FROM audit")}
    assert {*told.jobs, *told.uploads, *told.dropped} <= audited


def visit(data: Path, head: dict[str, str], told: Told, published: dict[str, str]) -> None:
    """Open the house once more: visitors get what was published last, uploads go on where they stood."""
    with opened(data) as house:
        busy = Busy(house.url, head, data, 0)
        if published:
            heard = requests.get(f"{house.url}/api/sites/{SITE}/facts?language=en", timeout=30).json()["facts"]
            assert {fact: heard[fact]["text"] for fact in FACTS} == published
        for id_, (whole, offset) in told.uploads.items():
            go_on(busy, data, id_, whole, offset)
        for id_ in told.dropped:
            assert requests.head(f"{house.url}{AT}/uploads/{id_}", headers=head | TUS, timeout=30).status_code == 404
        assert busy.unexpected == []


def go_on(busy: Busy, data: Path, id_: str, whole: bytes, offset: int) -> None:
    """Send the rest of an upload, see that all of it is there, and throw it away."""
    place = f"{AT}/uploads/{id_}"
    there = int(busy.ask("HEAD", place, 200, head=TUS).headers["Upload-Offset"])
    assert offset <= there <= len(whole)
    while there < len(whole):
        there = int(busy.patch(place, whole, there).headers["Upload-Offset"])
    assert (data / FOLDER / id_).read_bytes() == whole
    busy.ask("DELETE", place, 204, head=TUS)


def finish(data: Path, head: dict[str, str], times: int) -> dict[str, int]:
    """Leave the house in peace until its jobs have ended, after so many kills; how many ended.

    A job that was begun again and again without a step is given up: it may be what kills the house.
    """
    with opened(data) as house:
        until = time.monotonic() + PEACE
        while requests.get(f"{house.url}{AT}/jobs?open=yes", headers=head, timeout=30).json()["jobs"]:
            assert time.monotonic() < until, "its jobs do not end"
            time.sleep(0.2)
        requests.post(f"{house.url}{AT}/releases", headers=head, timeout=60)
        house.stop()
    with Records.open_now(data / FILE) as records:
        wrong = records.read(lambda c: c.execute("SELECT problem FROM jobs WHERE state = 'failed'").fetchall())
        assert [problem for (problem,) in wrong if problem != GIVEN_UP] == []
        assert not wrong or times >= MOST_STARTS
        ended = records.read(lambda c: c.execute("SELECT kind, count(*) FROM jobs GROUP BY kind").fetchall())
    return {each[0]: each[1] for each in ended}


def go_through(folder: Path, times: int, seed: int) -> int:
    """Kill a house again and again; how much it had acknowledged."""
    print(f"KILL_SEED={seed}")
    data, chance, told = folder / "data", random.Random(seed), Counter[str]()
    write_pack(folder / "sites" / SITE)
    with Records.open_now(data / FILE) as records:
        head = come(records, EVERYTHING)
    with opened(data) as house:
        requests.post(f"{house.url}{AT}/records", headers=head, timeout=30).raise_for_status()
    for _ in range(times):
        busy = live_and_die(data, head, chance.randrange(2**32))
        assert busy.unexpected == []
        published = examine(data, busy.told)
        visit(data, head, busy.told, published)
        told.update(busy.told.counts())
    jobs = finish(data, head, times)
    load_site(data / PUBLISHED / SITE)
    found = {"seed": seed, "killed": times, "acknowledged": dict(told), "jobs_ended": jobs}
    (ARTEFACTS / "killed.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return told.total()


@pytest.mark.timeout(300)
def test_killed_a_few_times(tmp_path: Path) -> None:
    assert go_through(tmp_path, 5, SEED) > 20


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_killed_two_hundred_times(tmp_path: Path) -> None:
    assert go_through(tmp_path, 200, SEED) > 2000
