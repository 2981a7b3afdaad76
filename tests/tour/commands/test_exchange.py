"""`tour export` and `tour import` as people type them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scenes.site_pack import load_site
from tests.builders import write_pack
from tour.cli import main


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to type in, with the builders' site among the operator's."""
    write_pack(tmp_path / "sites" / "well")
    monkeypatch.setenv("TOUR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOUR_SITES", str(tmp_path / "sites"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_out_and_back(at: Path, form: str) -> None:
    out = run("export", "well", "--format", form)
    assert out.exit_code == 0
    assert "Not shown there, but kept" in out.output
    assert "3 facts" in out.output
    back = run("import", f"well-{form}", "--site", "again")
    assert back.exit_code == 0, back.output
    assert "2 annotations" in back.output
    assert load_site(at / "data" / "sites" / "again").facts == load_site(at / "sites" / "well").facts


def test_a_document_alone(at: Path) -> None:
    out = run("export", "well", "--format", "webannotation", "--document-only", "--out", "notes.json", "--json")
    assert out.exit_code == 0
    assert json.loads(out.stdout)["document"] == "notes.json"
    back = run("import", "notes.json", "--site", "well", "--into", "sites", "--json")
    assert json.loads(back.stdout)["taken"]["annotations"] == 2


def test_addresses_stand_under_the_base(at: Path) -> None:
    run("export", "well", "--format", "iiif", "--base", "https://museum.example/well/", "--out", "out")
    manifest = json.loads((at / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["id"] == "https://museum.example/well/manifest.json"
    assert (at / "out" / "models" / "well.glb").is_file()
    assert run("export", "well", "--format", "iiif", "--base", "ftp://x", "--out", "other").exit_code == 2


@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_what_is_published_says_nothing_of_reviewers(at: Path, form: str) -> None:
    out = run("export", "well", "--format", form, "--plain", "--document-only", "--out", "public.json")
    assert out.exit_code == 0
    assert "Not in it:" in out.output
    published = (at / "public.json").read_text(encoding="utf-8")
    assert "reviewer" not in published
    assert "caravanserai:" not in published


def test_what_is_there_stays(at: Path) -> None:
    (at / "mine").mkdir()
    (at / "mine" / "letter.txt").write_text("mine")
    refused = run("export", "well", "--format", "svx", "--out", "mine")
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert (at / "mine" / "letter.txt").read_text() == "mine"


def test_a_site_that_is_not_here(at: Path) -> None:
    refused = run("export", "nowhere", "--format", "svx")
    assert refused.exit_code == 1
    assert "well" in refused.output
    assert not (at / "nowhere-svx").exists()


def test_a_refusal_says_why_and_what_to_do(at: Path) -> None:
    (at / "odd.json").write_text('{"type": "Collection"}')
    refused = run("import", "odd.json", "--site", "odd")
    assert refused.exit_code == 1
    assert "Collection" in refused.output
    assert "nothing was changed" in refused.output
    told = run("import", "odd.json", "--site", "odd", "--json")
    assert json.loads(told.stdout)["refused"][0]["code"] == "UNKNOWN_DOCUMENT"
    assert not (at / "data" / "sites" / "odd").exists()
