"""Engines that open late: the running server takes up what arrives."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from narration.compose import shared_turns
from narration.engines.scripted import Scripted
from narration.models.shelf import Shelf
from tour import plugins
from tour.engines import Engines, voice_names
from tour.settings import Settings, read_settings


async def until(what: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.02)


def engines(folder: Path, **settings: object) -> Engines:
    chosen = Settings(weights=folder, data=folder / "data", **{"recognizer": "none", "embedder": "none", **settings})  # type: ignore[arg-type]
    return Engines(settings=chosen, shelf=Shelf(folder))


async def test_a_model_that_is_missing_says_how_to_get_it(tmp_path: Path) -> None:
    house = engines(tmp_path, model="llama_cpp", voices="none")
    async with house.running():
        await house.settled()
        assert house.states() == {"model": "absent"}
        assert "tour models pull standard" in house.problems()["llama_cpp"]


@pytest.mark.engine
async def test_weights_that_arrive_while_the_server_runs_are_taken_up(tmp_path: Path) -> None:
    here = read_settings().weights / "smollm2-135m-instruct-q4_1"
    assert here.is_dir(), "run `tour models pull test`"
    house = engines(tmp_path / "weights", model="llama_cpp", guide="small", voices="none")
    async with house.running():
        await house.settled()
        assert house.model is None
        shutil.copytree(here, tmp_path / "weights" / here.name, copy_function=shutil.copy2)
        await until(lambda: house.states() == {"model": "open"}, 60)
        assert house.problems() == {}
    assert house.model is None


class Smattering(Scripted):
    """A model that writes English and Chinese only."""

    languages = ("en", "zh")


async def test_only_prompts_in_languages_that_a_model_writes_are_evaluated_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "engine", lambda group, name: Smattering)
    house = engines(tmp_path, model="smattering", voices="none")
    house.shared = {language: shared_turns(language) for language in ("th", "en", "zh-Hans", "it")}
    async with house.running():
        await house.warmed.wait()
        assert isinstance(house.model, Smattering)
        assert house.model.warmed == [shared_turns("en"), shared_turns("zh-Hans")]


async def test_an_engine_nobody_installed_is_named(tmp_path: Path) -> None:
    house = engines(tmp_path, model="oracle", voices="none")
    async with house.running():
        await house.settled()
        assert "no such engine" in house.problems()["oracle"]
        assert "llama_cpp" in house.problems()["oracle"]


def test_online_voices_speak_only_when_allowed_and_last(tmp_path: Path) -> None:
    assert voice_names(Settings(voices="edge_tts,kokoro")) == ["kokoro"]
    assert voice_names(Settings(voices="kokoro,espeak", edge_tts=True)) == ["kokoro", "espeak", "edge_tts"]
    assert voice_names(Settings(voices="none")) == []


async def test_a_recogniser_that_is_missing_says_how_to_get_it(tmp_path: Path) -> None:
    house = engines(tmp_path, model="none", voices="none", recognizer="whisper")
    async with house.running():
        await house.settled()
        assert house.states() == {"recognizer": "absent"}
        assert "tour models pull whisper-base-ct2" in house.problems()["whisper"]


@pytest.mark.engine
async def test_the_recogniser_is_open_while_the_house_runs(tmp_path: Path) -> None:
    chosen = Settings(model="none", voices="none", embedder="none", data=tmp_path, weights=read_settings().weights)
    house = Engines(settings=chosen, shelf=Shelf(chosen.weights))
    async with house.running():
        await house.settled()
        assert house.states() == {"recognizer": "open"}
        assert house.recognizer is not None
    assert house.recognizer is None


async def test_the_embedder_is_open_while_the_house_runs(tmp_path: Path) -> None:
    house = engines(tmp_path, model="none", voices="none", embedder="e5")
    async with house.running():
        await house.settled()
        assert house.states() == {"embedder": "open"}
        assert house.embedder is not None
        await house.embedder.learn(("Sand from the dunes.",))
        assert (await house.embedder.likeness("Where is the sand from?", ("Sand from the dunes.",)))[0]
    assert house.embedder is None


async def test_an_embedder_that_nobody_installed_is_named_and_the_house_opens(tmp_path: Path) -> None:
    house = engines(tmp_path, model="none", voices="none", embedder="oracle")
    async with house.running():
        await house.settled()
        assert house.states() == {"embedder": "absent"}
        assert "no such engine" in house.problems()["oracle"]
