"""A server of its own, killed right after somebody was forgotten: their words are in no file of it."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.visitor import Visitor
from tests.builders import write_pack
from tests.e2e.conftest import ROOT, House, tour
from tests.tour.visits.test_forgetting import BENCH, MOUTH, SEAT, WELL, answered, forgotten, found
from tour.messages import Consent, ForgetMe, Hello, Profile

TYPED, INTEREST = "persimmon-gasket", "theremin-lichen"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """One without engines; everything it writes lies below the folder of the test."""
    write_pack(tmp_path / "sites" / "well")
    given = {"VOICES": "", "RECOGNIZER": "none", "MODEL": "none", "GAZE": "no", "LOG_LEVEL": "debug"}
    for name, value in {**given, "DATA": str(tmp_path / "data"), "WEIGHTS": str(tmp_path / "none")}.items():
        monkeypatch.setenv(f"TOUR_{name}", value)
    house = House("--sites", str(tmp_path / "sites"), log=tmp_path / "logs" / "server.log")
    try:
        house.wait()
        yield house
    finally:
        house.process.kill()
        house.process.wait()


def said_by(*words: str) -> str:
    """What a command says about the house's data folder."""
    return subprocess.run(tour(*words), cwd=ROOT, capture_output=True, text=True, check=True).stdout


async def test_nothing_is_left_of_who_was_forgotten(house: House, tmp_path: Path) -> None:
    hello = Hello(site="well", language="en", profile=Profile(interests=(INTEREST,), home_country="ir"))
    async with Visitor(f"ws://127.0.0.1:{house.port}/visit", hello) as visitor:
        await visitor.send(Consent(purposes=("personalise", "analytics"), words="1/en"))
        await visitor.stand(MOUTH, WELL)
        await visitor.hears(1, ended=False)
        await visitor.ask("q1", f"Who stole the {TYPED}?")
        await answered(visitor, "q1")
        await visitor.stand(BENCH, SEAT)
        await visitor.until(lambda: any(each.stop == "bench" for each in visitor.encounters))
        assert visitor.welcome is not None
        visit = visitor.welcome.visit
        while TYPED not in said_by("privacy", "export", visit):
            await asyncio.sleep(0.1)
        said_by("backup", str(tmp_path / "backup.sqlite"))
        await visitor.send(ForgetMe())
        await forgotten(visitor)
        house.process.kill()
        assert found(tmp_path, (TYPED, INTEREST, visit, visitor.welcome.resume)) == []
    assert "is whole" in said_by("audit", "verify")
    assert "0 visitors, 0 records" in said_by("privacy", "report")
