"""What is done with a network's words before anybody believes them."""

import numpy as np
import pytest

from narration.engines.whisper_model import SAMPLE_RATE, _before, _believed, _surer, _windows, _without_echo

NAMES = ("Colosseum", "Rome", "amphitheatre")


@pytest.mark.parametrize(
    ("text", "rest", "echoed"),
    [
        ("Colosseum, Rome, when was it opened?", "when was it opened?", True),
        ("Colosseum.", "", True),
        ("Who built the Colosseum?", "Who built the Colosseum?", False),
        ("Colosseum is what?", "Colosseum is what?", False),
    ],
)
def test_names_that_were_told_beforehand_are_no_words_of_the_visitor(text: str, rest: str, echoed: bool) -> None:
    assert _without_echo(text, NAMES) == (rest, echoed)


def test_a_loop_and_words_in_what_is_hardly_speech_are_not_believed() -> None:
    assert _believed("the word of the " * 12, 0.9, 0.0) == 0.0
    assert _believed("Who knows?", 0.4, 0.8) == 0.0
    assert _believed("Who built it?", 0.9, 0.8) == 0.9
    assert _believed("", 0.9, 0.0) == 0.0


def test_the_second_language_has_to_be_clearly_surer() -> None:
    assert _surer(("it", "es"), {"it": ("chi", 0.71), "es": ("quién", 0.76)}) == "it"
    assert _surer(("en", "it"), {"en": ("what", 0.37), "it": ("che", 0.65)}) == "it"


def test_what_stood_before_is_in_the_script_that_is_wanted() -> None:
    assert _before(("斗兽场", "罗马"), "zh-Hans").endswith("斗兽场、罗马。")
    assert _before((), "hi").startswith("नमस्ते।")
    assert _before(NAMES, "en") == "Colosseum, Rome, amphitheatre."
    assert _before((), "en") == ""


def test_long_sound_is_cut_where_it_is_quiet_and_nothing_is_lost() -> None:
    samples = np.full(40 * SAMPLE_RATE, 0.2, np.float32)
    samples[24 * SAMPLE_RATE : 25 * SAMPLE_RATE] = 0.0
    pieces = _windows(samples)
    assert 24 < pieces[0].size / SAMPLE_RATE < 25
    assert sum(piece.size for piece in pieces) == samples.size
    assert all(piece.size <= 28 * SAMPLE_RATE for piece in pieces)
