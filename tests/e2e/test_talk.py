"""A person who asks aloud: real Chromium with a microphone, Whisper, the guide, Kokoro's voice."""

import asyncio
import shutil
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from narration.engine import EngineContext
from narration.engines.kokoro import Kokoro
from narration.models.shelf import Shelf
from tests.e2e.conftest import FLAGS, House
from tests.e2e.test_browser import enter
from tour.settings import read_settings

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(600)]

QUESTION = "How many people fitted in the Colosseum?"
BEFORE, AFTER = 4.0, 6.0
"""Seconds of silence around the question in what the microphone hears."""


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The question as a sound file, said by Kokoro."""
    file = tmp_path_factory.mktemp("voice") / "question.wav"
    asyncio.run(say(file))
    return file


@pytest.fixture
async def talking(question: Path) -> AsyncIterator[Browser]:
    """A browser whose microphone hears the question."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    heard = (
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={question}%noloop",
    )  # fmt: skip
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, *heard])
        yield browser
        await browser.close()


async def say(file: Path) -> None:
    async with Kokoro(EngineContext(weights=Shelf(read_settings().weights).path)) as kokoro:
        voice = next(voice for voice in kokoro.voices() if voice.language.startswith("en"))
        chunks = [chunk async for chunk in kokoro.synthesize(QUESTION, voice)]
    rate = chunks[0].sample_rate
    sound = b"".join(chunk.data for chunk in chunks)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(bytes(int(BEFORE * rate) * 2) + sound + bytes(int(AFTER * rate) * 2))


async def test_a_question_asked_aloud_silences_the_guide_and_is_answered(talking: Browser, house: House) -> None:
    visitor = await enter(talking, f"{house.url}/?detail=light")
    await visitor.page.locator("#begin").click()
    await visitor.until(lambda state: len(state["captions"]) > 0)
    talk = visitor.page.locator("#talk")
    await talk.focus()
    await visitor.page.keyboard.press("Enter")
    listening = await visitor.until(lambda state: state["utterance"] is None, 5)
    assert await talk.get_attribute("aria-pressed") == "true"
    before = len(listening["captions"])
    await visitor.page.wait_for_timeout(1000 * (BEFORE + 5))
    await visitor.picture("talk-listening")
    await visitor.page.keyboard.press("Enter")
    answered = await visitor.until(lambda state: "50,000" in " ".join(state["captions"][before:]), 120)
    await visitor.picture("talk-answer")
    asked = await visitor.page.locator("#history .asked p").all_inner_texts()
    assert "people" in asked[-1].lower(), "what was understood is kept in the visitor's own page"
    assert answered["connected"]
    assert visitor.errors == []
