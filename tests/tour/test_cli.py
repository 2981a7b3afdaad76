"""The commands as people type them."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.builders import write_pack
from tour.cli import COMMANDS, main


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    write_pack(tmp_path / "sites" / "well")
    return tmp_path / "sites"


@pytest.fixture
def run(tmp_path: Path, sites: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("TOUR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOUR_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("TOUR_MODEL", "scripted")
    monkeypatch.setenv("TOUR_VOICES", "scripted")
    monkeypatch.setenv("TOUR_SITES", str(sites))
    return Run()


class Run:
    """`tour …` with an environment of its own."""

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(main, words)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 8


def test_narrate_prints_sentences_facts_sources_and_verdicts(run: Run) -> None:
    told = json.loads(run("narrate", "well", "mouth", "--language", "it", "--live", "--json").stdout)
    assert (told["site"], told["stop"], told["language"], told["model"]) == ("well", "mouth", "it", "scripted")
    first = told["sentences"][0]
    assert first["text"] == "Il pozzo è profondo 12 metri."
    assert first["origin"] == "live"
    assert first["facts"] == [
        {
            "id": "depth",
            "text": "Il pozzo è profondo 12 metri.",
            "sources": ["Anna Rossi, Wells of the Hill (1931), p. 4"],
        }
    ]
    assert first["claims"][0]["verdict"] == "supported"
    assert 0 <= first["ready_at"] <= told["seconds"]


def test_narrate_prints_the_approved_take_for_people(run: Run) -> None:
    shown = run("narrate", "well", "mouth").output
    assert "The well is 12 metres deep." in shown
    assert "Anna Rossi, Wells of the Hill (1931), p. 4" in shown
    assert "approved" in shown


def test_ask_answers_and_declines(run: Run) -> None:
    answered = json.loads(run("ask", "well", "How deep is the well?", "--json").stdout)
    assert answered["sentences"][0]["facts"][0]["id"] == "depth"
    declined = json.loads(run("ask", "well", "Who is the president of Peru?", "--json").stdout)
    assert declined["sentences"][0]["facts"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("narrate", "atlantis", "gate"), "colosseum, dunhuang, "),
        (("narrate", "well", "gate"), "mouth, bench"),
        (("narrate", "well", "mouth", "--language", "tlh"), "en, it, zh-Hans"),
        (("serve", "--port", "70000"), "65535"),
        (("serve", "--sites", "/nowhere/at/all"), "/nowhere/at/all"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(run: Run, words: tuple[str, ...], says: str) -> None:
    shown = run(*words)
    assert shown.exit_code != 0
    assert says in shown.output


def test_a_pack_with_a_broken_fact_is_named_by_file_and_field(run: Run, sites: Path) -> None:
    facts = sites / "well" / "facts" / "facts.toml"
    facts.write_text(facts.read_text("utf-8").replace('"zh-Hans" = "古井深12米。"', '"fr" = "Le puits"'), "utf-8")
    shown = run("narrate", "well", "mouth")
    assert shown.exit_code == 1
    assert "facts.toml" in shown.output
    assert "zh-Hans" in shown.output


def test_a_setting_that_cannot_be_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_PORT", "eighty")
    shown = run("serve")
    assert shown.exit_code == 2
    assert "TOUR_PORT='eighty'" in shown.output


def test_a_port_that_is_taken_is_named(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        shown = run("serve", "--port", str(taken.getsockname()[1]))
    assert shown.exit_code == 1
    assert "--port" in shown.output


def test_check_says_what_works_and_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_MODEL", "llama_cpp")
    shown = run("check", "--json")
    found = {each["what"]: each for each in json.loads(shown.stdout)}
    assert found["site well"]["state"] == "ok"
    assert found["voice scripted: scripted"]["state"] == "ok"
    assert found["model: llama_cpp"]["state"] == "optional"
    assert "tour models pull standard" in found["model: llama_cpp"]["detail"]
    assert found["gaze"]["state"] == "ok"
    assert shown.exit_code == 0


def test_check_says_whether_claims_are_read(run: Run) -> None:
    found = {each["what"]: each for each in json.loads(run("check", "--json").stdout)}
    assert found["reader of claims"]["state"] == "optional"
    assert found["reader of claims"]["detail"].startswith("scripted has none")


def test_check_fails_when_nobody_could_be_received(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_SITES", "")
    assert run("check").exit_code == 1


def test_prepare_speaks_the_takes_ahead(run: Run, tmp_path: Path) -> None:
    shown = run("prepare", "well", "--audio-only", "--language", "en")
    assert shown.exit_code == 0, shown.output
    assert len([path for path in (tmp_path / "data" / "speech").rglob("*") if path.is_file()]) == 2


def test_check_says_when_nobody_casts_rays(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_GAZE", "no")
    found = {each["what"]: each for each in json.loads(run("check", "--json").stdout)}
    assert found["gaze"]["state"] == "optional"
    assert "TOUR_GAZE" in found["gaze"]["detail"]
