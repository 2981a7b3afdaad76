"""Drafts: found in the fact, as long as they pay, and given up where they do not."""

from narration.engines.drafts import TRY_EVERY, Drafting, lookup
from narration.engines.pace import Pace
from narration.engines.requests import Lane, Request
from narration.prompt import Prompt


def writing(tokens: list[int], *, source: int = 0, most: int = 50, temperature: float = 0.0) -> Request:
    prompt = Prompt(shared=(), own=(), max_tokens=most, temperature=temperature)
    lane = Lane(0, tokens, len(tokens) - 1)
    return Request(prompt=prompt, deliver=lambda _: None, tokens=tokens, source=source, lane=lane, written=1)


def pace(**seconds: float) -> Pace:
    found = Pace()
    for size, took in seconds.items():
        found.note(int(size.removeprefix("n")), took)
    return found


FLAT = {"n1": 0.04, "n8": 0.05}
"""A machine that waits for its memory: a step of eight takes little more than one of one."""
STEEP = {"n1": 0.04, "n2": 0.08, "n3": 0.12, "n4": 0.16, "n8": 0.32}
"""A machine that computes all the time."""
REPEATING = [1, 2, 3, 4, 5, 6, 9, 1, 2]


def test_what_followed_the_last_two_tokens_is_found() -> None:
    assert lookup(REPEATING, 0, 3) == (3, 4, 5)
    assert lookup([1, 2, 3, 1, 2, 4, 9, 1, 2], 0, 2) == (4, 9)
    assert lookup([1, 2, 3, 4], 0, 3) == ()


def test_nothing_is_taken_from_before_the_fact() -> None:
    assert lookup(REPEATING, 1, 3) == ()


def test_a_draft_is_made_where_it_is_cheap() -> None:
    assert Drafting(pace(**FLAT), most=4).choose([writing(REPEATING)], 64) == [(3, 4, 5, 6)]


def test_none_is_made_where_it_is_dear() -> None:
    assert Drafting(pace(**STEEP), most=4).choose([writing(REPEATING)], 64) == [()]


def test_wrong_guesses_make_drafts_shorter_and_a_later_trial_longer_again() -> None:
    drafting = Drafting(pace(**FLAT), most=4)
    for _ in range(80):
        drafting.learn(4, 0)
    tries = [drafting.choose([writing(REPEATING)], 64)[0] for _ in range(2 * TRY_EVERY)]
    assert [len(each) for each in tries].count(1) == 2
    for _ in range(80):
        drafting.learn(4, 4)
    assert len(drafting.choose([writing(REPEATING)], 64)[0]) == 4


def test_a_draft_keeps_to_the_room_and_to_the_tokens_that_were_asked_for() -> None:
    drafting = Drafting(pace(**FLAT), most=6)
    assert drafting.choose([writing(REPEATING)], 2) == [(3,)]
    assert drafting.choose([writing(REPEATING, most=4)], 64) == [(3, 4)]
    assert drafting.choose([writing(REPEATING, most=2)], 64) == [()]


def test_drawn_words_are_never_guessed() -> None:
    assert Drafting(pace(**FLAT)).choose([writing(REPEATING, temperature=0.7)], 64) == [()]


def test_none_at_all_when_turned_off() -> None:
    assert Drafting(pace(**FLAT), most=0).choose([writing(REPEATING)], 64) == [()]


def test_a_step_that_writes_nothing_has_no_drafts() -> None:
    assert Drafting(pace(n1=0.04)).choose([], 64) == []
