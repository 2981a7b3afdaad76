"""The same walk without eyes, in Italian and Chinese; and what a museum's machine goes through."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from clients.visitor import visiting
from scenes.site_pack import load_site
from tests.e2e.conftest import ARTEFACTS, STOPS, House

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


@pytest.mark.parametrize(("language", "script"), [("it", "l'"), ("zh-Hans", "。")])
async def test_three_stops_and_a_question(house: House, colosseum: Path, language: str, script: str) -> None:
    site = load_site(colosseum)
    stops = {stop.id: stop for stop in site.scene.stops}
    notes = {note.id: note for note in site.scene.annotations}
    question = {"it": "Quante persone conteneva il Colosseo?", "zh-Hans": "斗兽场能容纳多少人？"}[language]
    async with visiting(house.url, "colosseum", language) as visitor:
        for number, stop in enumerate(STOPS, start=1):
            await visitor.stand(stops[stop].position, notes[stops[stop].annotation].position)
            await visitor.until(
                lambda n=number: len(visitor.heard) >= n and len(visitor.heard[n - 1].chunks) > 100, 120
            )
            heard = visitor.heard[number - 1]
            assert visitor.encounters[number - 1].stop == stop
            assert heard.started.language == language
            assert heard.started.origin == "approved"
            assert heard.started.ai, "these words were drafted by a machine, and say so"
            assert heard.captions[0].text
        await visitor.cut()
        received = visitor.received
        await visitor.connect()
        await visitor.until(lambda: visitor.received > received)
        chunks = [chunk.index for chunk in visitor.heard[-1].chunks]
        assert chunks == list(range(len(chunks)))
        await visitor.ask("q1", question)
        answer = await visitor.hears(len(STOPS) + 1, within=180)
        assert answer.started.kind == "answer"
        assert answer.facts
        assert "50" in answer.text or "5万" in answer.text
        told = [fact for heard in visitor.heard[:-1] for fact in set(heard.facts)]
        assert script in " ".join(heard.text for heard in visitor.heard)
        assert len(told) == len(set(told)), "nothing twice"


async def test_sigterm_lets_the_sentence_be_heard_out(spoken: None, colosseum: Path) -> None:
    house = House("--model", "none", log=ARTEFACTS / "e2e" / "sigterm.log")
    try:
        house.wait()
        stop = next(stop for stop in load_site(colosseum).scene.stops if stop.id == STOPS[0])
        async with visiting(house.url, "colosseum", "en") as visitor:
            await visitor.stand(stop.position)
            await visitor.until(lambda: bool(visitor.heard and len(visitor.heard[0].chunks) > 20), 60)
            began = time.monotonic()
            house.process.send_signal(signal.SIGTERM)
            await visitor.until(lambda: visitor.heard[0].ended is not None, 20)
            assert visitor.heard[0].ended == "finished"
            assert visitor.heard[0].text.rstrip()[-1] in ".!?"
            await visitor.until(lambda: any(problem.code == "closing" for problem in visitor.problems), 20)
        assert await asyncio.to_thread(house.process.wait, 20) == 0
        assert time.monotonic() - began < 20
    finally:
        house.stop()


async def test_logs_hold_nothing_of_the_visitor(house: House) -> None:
    secret = "Zanzibar-Quarzuhr"
    async with visiting(house.url, "colosseum", "en") as visitor:
        await visitor.stand((-61.123, 0.0, -111.456))
        await visitor.ask("q1", f"Was {secret} here?")
        await visitor.hears(1, ended=False, within=120)
    log = house.log.read_text()
    assert secret not in log
    assert "61.123" not in log
    assert "127.0.0.1:" not in log.replace(f"127.0.0.1:{house.port}/", "")
