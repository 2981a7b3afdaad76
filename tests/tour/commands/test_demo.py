"""What the demonstration fetches: a voice, an ear and a model, as far as the settings want them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from narration.models.catalogue import the_catalogue
from tour.commands.demo import invite_operator, needed
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
