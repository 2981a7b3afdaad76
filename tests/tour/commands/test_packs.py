"""`tour pack`, `tour unpack` and `tour diff` as people type them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.tilesets import add_tiles
from tour.cli import main


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOUR_DATA", str(tmp_path / "data"))
    add_tiles(write_pack(tmp_path / "sites" / "well"))
    monkeypatch.setenv("TOUR_SITES", str(tmp_path / "sites"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "sites"


def tour(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_site_goes_from_one_house_to_another(sites: Path, tmp_path: Path) -> None:
    packed = tour("pack", "well")
    assert packed.exit_code == 0, packed.output
    assert "site well" in packed.stdout
    assert (tmp_path / "well.zip").is_file()
    unpacked = tour("unpack", "well.zip")
    assert unpacked.exit_code == 0, unpacked.output
    assert load_site(tmp_path / "data" / "sites" / "well").id == "well"
    assert "byte for byte" in tour("unpack", "well.zip").stdout
    assert "same" in tour("diff", "well.zip", str(sites / "well")).stdout


def test_a_folder_is_packed_where_it_is_asked_for(sites: Path, tmp_path: Path) -> None:
    told = json.loads(tour("pack", str(sites / "well"), "--out", "out/x.zip", "--json").stdout)
    assert told["site"] == "well"
    assert told["bytes"] == (tmp_path / "out" / "x.zip").stat().st_size


def test_a_site_that_differs_stays_until_it_is_said(sites: Path, tmp_path: Path) -> None:
    tour("pack", "well")
    tours = sites / "well" / "tours.toml"
    tours.write_text(tours.read_text(encoding="utf-8").replace("minutes = 5", "minutes = 9"), encoding="utf-8")
    refused = tour("unpack", "well.zip", "--into", str(sites))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert "minutes = 9" in tours.read_text(encoding="utf-8")
    told = tour("diff", "well", "well.zip")
    assert told.stdout == "tour short: minutes 9 → 5\n"
    assert tour("diff", "well", "well.zip", "--exit-code").exit_code == 1
    assert json.loads(tour("diff", "well", "well.zip", "--json").stdout) == [
        {"kind": "tour", "id": "short", "what": "changed", "words": ["minutes 9 → 5"]}
    ]
    replaced = tour("unpack", "well.zip", "--into", str(sites), "--replace", "--json")
    assert json.loads(replaced.stdout)["state"] == "replaced"
    assert "minutes = 5" in tours.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("pack", "atlantis"), "known: well"),
        (("diff", "well", "atlantis"), "known: well"),
        (("unpack", "none.zip"), "no such file"),
        (("unpack", "sites/well/plan.png"), "no zip"),
        (("diff", "sites/well/plan.png", "well"), "no zip"),
        (("pack", "well", "--out", "sites/well/x.zip"), "itself"),
        (("pack", "well", "--out", "/proc/x.zip"), "/proc"),
    ],
)
def test_what_stands_in_the_way_is_said(sites: Path, words: tuple[str, ...], reason: str) -> None:
    told = tour(*words)
    assert told.exit_code == 1
    assert reason in told.output
    assert "Traceback" not in told.output


def test_a_broken_site_says_what_is_wrong(sites: Path) -> None:
    (sites / "well" / "tours.toml").unlink()
    told = tour("pack", "well")
    assert told.exit_code == 1
    assert "tours.toml" in told.output


def test_check_tells_of_tiles_and_which_are_damaged(sites: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_MODEL", "none")
    monkeypatch.setenv("TOUR_VOICES", "scripted")
    tile = next((sites / "well" / "models" / "well").glob("*.glb"))
    for state, detail in (("ok", "2 files"), ("optional", f"1 of 2 are damaged and not sent: {tile}")):
        findings = json.loads(tour("check", "--json").stdout)
        [found] = [each for each in findings if each["what"] == "tiles of well"]
        assert found["state"] == state
        assert detail in found["detail"]
        tile.write_bytes(b"damaged")
