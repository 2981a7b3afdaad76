"""A curator hears a stop as somebody else would."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from narration.claims import Claim
from narration.utterance import Sentence
from tests.builders import build_site, write_pack
from tests.scenes.test_bridges import TOML
from tour.cli import main
from tour.commands.said import record


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites" / "well"
    folder.mkdir(parents=True)
    (folder / "bridges.toml").write_text(TOML, encoding="utf-8")
    write_pack(folder)
    return folder.parent


def narrated(sites: Path, *options: str) -> dict[str, object]:
    data = str(sites.parent / "data")
    fixed = ["narrate", "well", "mouth", "--sites", str(sites), "--data", data, "--model", "none", "--json"]
    done = CliRunner().invoke(main, [*fixed, *options])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def texts(report: dict[str, object]) -> list[str]:
    return [sentence["text"] for sentence in report["sentences"]]  # type: ignore[attr-defined]


def test_without_options_everyone_is_told(sites: Path) -> None:
    assert texts(narrated(sites)) == ["Lean over the edge.", "The well is 12 metres deep."]


def test_a_visitor_from_there_hears_the_bridge_and_where_it_is_from(sites: Path) -> None:
    report = narrated(sites, "--home-country", "ir")
    bridge, offer = report["sentences"][-2:]  # type: ignore[index]
    assert bridge["text"] == "Wells stand in Iran too."
    assert bridge["facts"][0]["sources"] == ["Li Wei, Benches (1988)"]
    assert offer["offer"] == "story"
    assert report["audience"]["home_country"] == "IR"  # type: ignore[index]


def test_the_story_comes_where_it_is_asked_for_and_is_marked(sites: Path) -> None:
    report = narrated(sites, "--home-country", "IR", "--story")
    marks = [(sentence["text"], sentence["imaginative"]) for sentence in report["sentences"]]  # type: ignore[attr-defined]
    assert marks[-1] == ("A bucket could sing.", True)
    assert [imagined for _, imagined in marks] == sorted(imagined for _, imagined in marks)


def test_an_expert_hears_the_sources(sites: Path) -> None:
    assert "Anna Rossi, p. 4" in texts(narrated(sites, "--age-group", "expert"))[-1]


def test_a_hurried_visitor_and_one_with_interests_can_be_heard(sites: Path) -> None:
    report = narrated(sites, "--pace", "0.5", "--interests", "measure, nature", "--detail", "brief")
    assert report["audience"]["interests"] == ["measure", "nature"]  # type: ignore[index]


def test_what_the_reader_of_claims_found_is_shown(sites: Path) -> None:
    site = build_site(sites / "well")
    claim = Claim(sentence="…", facts=("depth",), verdict="supported", read=0.87654)
    sentence = Sentence(text="…", language="en", facts=("depth",), origin="live", claims=(claim,))
    assert (record(site, sentence, 0.0)["claims"][0]["read"], record(site, sentence, 0.0)["claims"][0]["unread"]) == (
        0.877,
        "",
    )
