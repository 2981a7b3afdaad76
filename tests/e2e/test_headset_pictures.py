"""Pictures and sounds of what is told, beside the captions in a headset: seen, heard, turned over, put away."""

import hashlib
import json
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from scenes.media import Media, as_body
from tests.e2e.conftest import ARTEFACTS, ROOT, House
from tests.e2e.wearer import Wearer, at, wear

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LANGUAGES = ("en", "it", "zh-Hans")
PICTURES = ROOT / "scenes/sites/colosseum/pictures"


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory, colosseum: Path) -> Iterator[House]:
    """A server with a Colosseum where what is told at the first stop has two pictures and a sound."""
    folder = tmp_path_factory.mktemp("sites") / "colosseum"
    hum = tmp_path_factory.mktemp("hum") / "hum.wav"
    with wave.open(str(hum), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\x00\x10\x00\xf0" * 8_000 * 60)
    shutil.copytree(colosseum, folder)
    attach(folder, "colosseum", [*sorted(PICTURES.glob("*.jpg"))[:2], hum])
    arguments = ("--sites", str(folder.parent), "--data", str(tmp_path_factory.mktemp("data")))
    house = House(*arguments, "--model", "none", "--voices", "espeak", log=ARTEFACTS / "e2e" / "pictures-server.log")
    house.wait("/healthz")
    yield house
    house.stop()


async def test_somebody_looks_at_the_pictures_of_what_is_told_and_hears_its_sound(
    listening: Browser, illustrated: House
) -> None:
    visitor = await wear(listening, at(illustrated))
    shown = (await visitor.until(lambda state: picture(state) is not None))["headset"]["picture"]
    assert shown["title"] == "Picture 1"
    assert (shown["alt"], shown["credit"]) == ("What is to be seen on 1.", "The museum, CC0-1.0")
    assert (shown["count"], shown["plays"]) == ("1 / 3", None)
    await visitor.picture("headset-picture")

    await visitor.page.evaluate("caravanserai.goto('facade')")
    await visitor.until(lambda state: state["stop"] == "facade" and picture(state) is None)
    await visitor.page.evaluate("caravanserai.goto('piazza')")
    await visitor.until(lambda state: picture(state) == "Picture 1")
    where = (await visitor.state())["position"]
    await press(visitor)
    await visitor.until(lambda state: picture(state) == "Picture 2")
    await press(visitor)
    waits = await visitor.until(lambda state: picture(state) == "Sound 3")
    assert waits["headset"]["picture"]["plays"] is False
    await visitor.picture("headset-sound-waiting")
    await press(visitor)
    await visitor.until(lambda state: picture(state) is not None and state["headset"]["picture"]["plays"])
    await expect(visitor.page.locator("#cue")).to_have_text("♪ a sound")
    await visitor.picture("headset-sound")
    await press(visitor)
    away = await visitor.until(lambda state: picture(state) is None)
    assert away["stop"] == "piazza", "put away, though it is still told"
    assert away["position"] == pytest.approx(where, abs=0.05), "nobody was sent anywhere by it"
    assert visitor.errors == []


def picture(state: dict[str, Any]) -> str | None:
    shown = state["headset"]["picture"]
    return None if shown is None else str(shown["title"])


async def press(visitor: Wearer) -> None:
    """Point at the picture and press, once it rests where it is."""
    await visitor.clock(0.5)
    await visitor.does(f"choose('right', {(await visitor.headset())['picture']['at']})")


def attach(folder: Path, annotation: str, files: list[Path]) -> None:
    """Put pictures and sounds into a pack, each named by its bytes, and name them in an annotation."""
    (folder / "media").mkdir()
    notes = folder / "annotations.json"
    rows: list[dict[str, Any]] = json.loads(notes.read_text(encoding="utf-8"))
    bodies = next(row["body"] for row in rows if row["id"] == annotation)
    for number, path in enumerate(files, start=1):
        file = f"media/{hashlib.sha256(path.read_bytes()).hexdigest()}{path.suffix}"
        shutil.copy(path, folder / file)
        title = dict.fromkeys(LANGUAGES, f"{'Sound' if path.suffix == '.wav' else 'Picture'} {number}")
        alt = dict.fromkeys(LANGUAGES, f"What is to be {'heard' if path.suffix == '.wav' else 'seen'} on {number}.")
        bodies.append(as_body(Media(file=file, title=title, alt=alt, licence="CC0-1.0", holder="The museum"), file))
    notes.write_text(json.dumps(rows), encoding="utf-8")
