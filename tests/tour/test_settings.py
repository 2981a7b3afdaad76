"""Settings from the environment, and the command line's last word."""

from pathlib import Path

import pytest

from tour.settings import SettingsError, read_settings


def test_the_environment_is_read_and_the_command_line_wins() -> None:
    found = read_settings({"TOUR_PORT": "9000", "TOUR_EDGE_TTS": "yes", "TOUR_DATA": "~/museum"}, port=7000, host=None)
    assert (found.port, found.edge_tts, found.host) == (7000, True, "127.0.0.1")
    assert found.data == Path.home() / "museum"


@pytest.mark.parametrize(("name", "text"), [("PORT", "many"), ("EDGE_TTS", "perhaps"), ("RESUME_SECONDS", "soon")])
def test_a_bad_one_is_named_with_what_it_said(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"TOUR_{name}='{text}'"):
        read_settings({f"TOUR_{name}": text})


def test_other_peoples_variables_are_left_alone() -> None:
    assert read_settings({"PORT": "1", "TOUR_OF_ITALY": "1"}) == read_settings({})
