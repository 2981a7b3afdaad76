"""Killed at any moment, a house has everything it acknowledged, nothing half, and nobody whom it forgot."""

import random
import subprocess
import sys
import time
from pathlib import Path
from sqlite3 import Connection

import pytest

from tests.tour.privacy.conftest import MASTER, NOW
from tour.analytics.deeds import done
from tour.audit.chain import verify
from tour.privacy.erasure import sweep
from tour.privacy.keys import Keys
from tour.records import Records

ROOT = Path(__file__).parents[3]
HOUSE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.tour.privacy.conftest import MASTER
from tour.analytics.deeds import Deed, keep
from tour.audit import append
from tour.privacy.consents import Asked, agree
from tour.privacy.erasure import erase
from tour.privacy.keys import Keys
from tour.records import Records

data, turn = Path(sys.argv[1]), sys.argv[2]
keys = Keys(path=data / "keys.sqlite", master=MASTER)
with Records.open_now(data / "records.sqlite") as records:
    for number in range(10_000):
        now, visit = datetime.now(UTC), f"{turn}-{number}"
        asked = Asked(visit=visit, token="t", site="well", language="en")
        records.write(append, "anna", "signed-in", visit, now=now)
        print("entry", visit, flush=True)
        records.write(agree, keys, asked, {"analytics"}, now)
        records.write(keep, keys, visit, [Deed(kind="asked", language="en", words=visit)], now)
        print("kept", visit, flush=True)
        if number % 2:
            print("going", visit, flush=True)
            records.write(erase, keys, keys.find(visit).visitor, "well", "visitor", now)
            print("forgotten", visit, flush=True)
"""


def rounds(data: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)
    told: dict[str, set[str]] = {"entry": set(), "kept": set(), "forgotten": set(), "going": set()}
    for turn in range(count):
        house = subprocess.Popen(
            [sys.executable, "-c", HOUSE, str(data), f"turn{turn}"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert house.stdout is not None
        first = house.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.4))
        house.kill()
        for line in (first + house.stdout.read()).split("\n")[:-1]:
            act, visit = line.split(" ")
            told[act].add(visit)
        house.stdout.close()
        house.wait()
        check(data, told)
    assert all(told.values()), "something was done before each kill"


def check(data: Path, told: dict[str, set[str]]) -> None:
    keys = Keys(path=data / "keys.sqlite", master=MASTER)
    with Records.open_now(data / "records.sqlite") as records:
        assert records.read(verify) == []
        signed = records.read(
            lambda c: {row[0] for row in c.execute("SELECT about FROM audit WHERE what = 'signed-in'")}
        )
        assert told["entry"] <= signed
        records.write(sweep, keys, NOW)
        words = [each.deed.words for each in records.read(done, keys, "well")]
        assert len(words) == len(set(words))
        assert told["kept"] - told["going"] <= set(words)
        assert not told["forgotten"] & set(words)
        assert records.read(column, "SELECT visitor FROM deeds") <= keys.visitors()


def column(connection: Connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query)}


def test_killed_a_few_times(data: Path) -> None:
    rounds(data, 4, seed=1)


@pytest.mark.soak
def test_killed_many_times(data: Path) -> None:
    rounds(data, 100, seed=2)
