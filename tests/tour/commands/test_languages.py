"""`tour check --languages`."""

import json

import pytest
from click.testing import CliRunner

from narration.engine import EngineContext
from narration.engines.scripted_voice import ScriptedVoice
from narration.voice.voices import Voices
from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.scenes.test_translations import FRENCH
from tour.cli import main
from tour.commands.languages import WANTED, rows

WHOLE = FRENCH.replace("[labels]", 'bench = "Le banc"\n[labels]') + 'bench = "Le banc est en pierre."\n'


@pytest.fixture
def pack(tmp_path):
    folder = write_pack(tmp_path / "sites" / "well")
    (folder / "translations").mkdir()
    (folder / "translations" / "fr.toml").write_text(WHOLE, encoding="utf-8")
    return folder


async def test_each_language_says_its_tier_and_its_voice(pack):
    context = EngineContext(weights=lambda name: None)
    async with Voices({"scripted": ScriptedVoice}, context) as voices:
        found = {row.tag: row for row in rows([load_site(pack)], voices)}
    assert (found["fr"].told, found["it"].told) == ({"well": "checked"}, {"well": "reviewed"})
    assert found["en"].voice.startswith("scripted/")
    assert (found["km"].voice, found["km"].told, found["km"].name) == ("", {}, "Khmer")
    assert (found["ar"].direction, found["fr"].direction) == ("rtl", "ltr")
    assert set(WANTED) <= set(found)


def test_the_command_prints_them_and_check_says_whether_translations_hold(pack, tmp_path, monkeypatch):
    monkeypatch.setenv("TOUR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOUR_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("TOUR_VOICES", "scripted")
    given = ("--sites", str(pack.parent), "--model", "none")
    table = CliRunner().invoke(main, ("check", "--languages", "--json", *given))
    assert {"tag": "fr", "told": {"well": "checked"}}.items() <= {
        key: value for row in json.loads(table.stdout) if row["tag"] == "fr" for key, value in row.items()
    }.items()
    monkeypatch.setenv("TOUR_RECOGNIZER", "none")
    (pack / "translations" / "fr.toml").write_text(WHOLE.replace("12", "21"), encoding="utf-8")
    findings = json.loads(CliRunner().invoke(main, ("check", "--json", *given)).stdout)
    held = next(each for each in findings if each["what"] == "translations of well")
    assert held["state"] == "optional"
    assert "says 21, which the original does not" in held["detail"]
