"""What the demonstration builds before the door opens, and what it fetches, as far as the settings want it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from narration.models.catalogue import the_catalogue
from scenes.sites import fingerprint
from tests.builders import write_pack
from tour.commands.building import demonstrations
from tour.commands.demo import demo, invite_operator, needed, plan
from tour.people import links, sessions
from tour.records import Records
from tour.records.records import FILE
from tour.settings import Settings


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(), ["kokoro", "whisper", "standard"]),
        (Settings(recognizer="none"), ["kokoro", "standard"]),
        (Settings(voices="espeak", model="none"), ["whisper"]),
        (Settings(guide="small"), ["kokoro", "whisper", "small"]),
    ],
)
def test_what_is_fetched(settings: Settings, names: list[str]) -> None:
    assert needed(settings) == names
    assert all(the_catalogue().resolve(name) for name in names)


def built(data: Path, *sites: str) -> Settings:
    """Settings of a house in whose data folder these sites stand."""
    for site in sites:
        write_pack(data / "sites" / site, id=site)
        (data / "sites" / f"{site}.built").write_text(fingerprint(site))
    return Settings(data=data)


def test_the_door_opens_when_the_first_site_stands(tmp_path: Path) -> None:
    every = demonstrations()
    assert len(every) > 1
    assert plan(built(tmp_path), every) == ([every[0]], [*every[1:]])


@pytest.mark.parametrize("standing", demonstrations())
def test_the_door_opens_at_once_where_any_site_stands(tmp_path: Path, standing: str) -> None:
    others = [site for site in demonstrations() if site != standing]
    assert plan(built(tmp_path, standing), demonstrations()) == ([], others)


def test_a_site_of_other_sources_is_built_anew(tmp_path: Path) -> None:
    settings = built(tmp_path, *demonstrations())
    assert plan(settings, demonstrations()) == ([], [])
    (tmp_path / "sites" / "dunhuang.built").write_text("0" * 64)
    assert plan(settings, demonstrations()) == ([], ["dunhuang"])


def test_after_an_upgrade_the_door_opens_at_once_to_what_was_built_before(tmp_path: Path) -> None:
    settings = built(tmp_path, *demonstrations())
    for site in demonstrations():
        (tmp_path / "sites" / f"{site}.built").write_text("0" * 64)
    assert plan(settings, demonstrations()) == ([], [*demonstrations()])


def test_a_damaged_pack_opens_no_door(tmp_path: Path) -> None:
    settings = built(tmp_path, "colosseum")
    (tmp_path / "sites" / "colosseum.built").write_text("0" * 64)
    (tmp_path / "sites" / "colosseum" / "tours.toml").write_text("[[stop")
    assert plan(settings, ["colosseum", "dunhuang"]) == (["colosseum"], ["dunhuang"])


def test_building_only_builds_all(tmp_path: Path) -> None:
    assert plan(built(tmp_path), demonstrations(), all_first=True) == ([*demonstrations()], [])


def test_a_site_that_nobody_knows_is_named_with_those_there_are(tmp_path: Path) -> None:
    shown = CliRunner().invoke(demo, ["--build-only", "--site", "atlantis", "--data", str(tmp_path)])
    assert shown.exit_code == 2
    assert "atlantis" in shown.output
    assert "colosseum, dunhuang" in shown.output


def printed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str | None:
    """The ticket of the link that the demonstration prints."""
    invite_operator(settings)
    found = re.search(r"http://localhost:8080/studio#sign-in=(\S+)", capsys.readouterr().err)
    return found.group(1) if found else None


def test_the_first_operators_link_is_printed_until_they_have_come_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=tmp_path)
    one, other = printed(settings, capsys), printed(settings, capsys)
    assert None not in (one, other)
    assert one != other
    with Records.open_now(tmp_path / FILE) as records:
        now = datetime.now(UTC)
        person = records.write(links.use, str(other), now)
        records.write(sessions.begin, person, "link", now)
    assert printed(settings, capsys) is None


def test_the_demonstration_goes_on_where_the_records_are_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_bytes(b"damaged " * 1000)
    assert printed(Settings(data=tmp_path), capsys) is None
