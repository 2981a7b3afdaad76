"""Where a question begins, pauses and ends."""

from narration.listening.endpoint import Endpoint, Turning

LOUD, QUIET, BETWEEN = 0.9, 0.05, 0.4


def turnings(chances: list[float], **limits: int) -> list[Turning]:
    return list(Endpoint(**limits).feed(chances))


def test_a_click_is_no_voice() -> None:
    assert turnings([QUIET, LOUD, LOUD, QUIET] * 5) == []


def test_three_frames_in_a_row_are_a_voice() -> None:
    endpoint = Endpoint()
    assert list(endpoint.feed([QUIET] * 4 + [LOUD] * 3)) == [Turning.BEGAN]
    assert endpoint.began_at == 4


def test_a_pause_and_going_on() -> None:
    said = [LOUD] * 10 + [QUIET] * 14 + [LOUD] * 10
    assert turnings(said) == [Turning.BEGAN, Turning.PAUSED, Turning.RESUMED]


def test_silence_ends_it_and_nothing_comes_after() -> None:
    endpoint = Endpoint(end_ms=640)
    assert list(endpoint.feed([LOUD] * 10 + [QUIET] * 40 + [LOUD] * 10)) == [
        Turning.BEGAN, Turning.PAUSED, Turning.ENDED,
    ]  # fmt: skip
    assert endpoint.last_voiced == 9
    assert list(endpoint.feed([LOUD] * 10)) == []


def test_soft_syllables_do_not_interrupt_a_word() -> None:
    assert turnings([LOUD] * 5 + [BETWEEN] * 40 + [LOUD] * 5) == [Turning.BEGAN]


def test_a_soft_sound_alone_is_nothing() -> None:
    assert turnings([BETWEEN] * 40) == []


def test_very_little_speech_says_nothing() -> None:
    endpoint = Endpoint()
    list(endpoint.feed([LOUD] * 3 + [QUIET] * 60))
    assert endpoint.over
    assert not endpoint.said_something
