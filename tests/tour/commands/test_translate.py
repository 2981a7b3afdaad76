"""`tour translate` from the command line."""

import json

import pytest
from click.testing import CliRunner

from scenes.translations import read_translations
from tests.builders import write_pack
from tour.cli import main


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setenv("TOUR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOUR_WEIGHTS", str(tmp_path / "weights"))
    return write_pack(tmp_path / "sites" / "well")


def tour(pack, *options):
    given = ("translate", "well", "--sites", str(pack.parent), "--model", "scripted", *options)
    return CliRunner().invoke(main, given)


def test_what_does_not_hold_becomes_a_draft_with_its_reasons(pack):
    done = tour(pack, "--language", "fr", "--facts", "depth", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["tried"], report["held"], report["model"]) == (1, 0, "scripted")
    kept = read_translations(pack)["fr"]
    assert set(kept.drafts) == set(kept.objections) == {"depth"}
    assert kept.facts == {}


def test_a_dry_run_writes_nothing(pack):
    assert tour(pack, "--language", "fr", "--facts", "depth", "--dry-run").exit_code == 0
    assert not (pack / "translations").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--language", "it"), "people write it"),
        (("--language", "fr", "--facts", "nothing"), "no fact 'nothing'"),
        (("--language", "../x"), "no language tag"),
    ],
)
def test_what_cannot_be_translated_is_said(pack, options, said):
    done = tour(pack, *options)
    assert done.exit_code == 1
    assert said in done.output
    assert not (pack / "translations").exists()
