"""What the demonstration fetches: a voice, an ear and a model, as far as the settings want them."""

import pytest

from narration.models.catalogue import the_catalogue
from tour.commands.demo import needed
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
