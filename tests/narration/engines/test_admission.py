"""Admission: how long a new prompt would wait."""

import pytest

from narration.engines.admission import CLAUSE, OPENING, Load, beside, load, own_tokens, seconds_to_first_token
from narration.engines.pace import Pace
from narration.engines.requests import Lane, Request
from narration.prompt import Prompt, Turn
from narration.voice.turn import Turn as WhoseTurn
from narration.voice.turn import Urgency

PROMPT = Prompt(shared=(), own=(Turn(role="user", text="Fact: " + "stone " * 30),))
OWN = own_tokens(PROMPT, False)


@pytest.fixture
def pace() -> Pace:
    pace = Pace()
    pace.note(1, 0.04)
    pace.note(64, 0.64)
    return pace


def request(own: int, *, written: int = 0, clause: bool = False, urgency: Urgency = Urgency.NOW) -> Request:
    found = Request(
        prompt=PROMPT, deliver=lambda _: None, tokens=[1] * own, turn=WhoseTurn(urgency=urgency), clause=clause
    )
    if written:
        found.lane, found.written = Lane(0, found.tokens, own - 1), written
    return found


def test_an_idle_engine_takes_as_long_as_the_prompt(pace: Pace) -> None:
    assert 0.3 < seconds_to_first_token(OWN, Load(free=4), pace, 64) < 0.9


def test_who_waits_for_a_first_clause_is_waited_for(pace: Pace) -> None:
    busy = load([request(100), request(60, written=3)], [request(80)], slots=4)
    assert (busy.reading, busy.opening, busy.free, busy.queued) == (180, 33, 2, 1)
    assert seconds_to_first_token(OWN, busy, pace, 64) > 3


def test_replies_that_are_being_spoken_are_not_waited_for_while_slots_are_free(pace: Pace) -> None:
    spoken = load([request(60, written=15, clause=True) for _ in range(3)], [], slots=4)
    idle = seconds_to_first_token(OWN, Load(free=4), pace, 64)
    assert seconds_to_first_token(OWN, spoken, pace, 64) == idle
    full = load([request(60, written=15, clause=True) for _ in range(4)], [], slots=4)
    assert seconds_to_first_token(OWN, full, pace, 64) > idle + 0.5


def test_work_made_ahead_is_not_waited_for() -> None:
    assert load([request(500, urgency=Urgency.AHEAD)], [request(9, urgency=Urgency.AHEAD)], slots=2) == Load(free=2)


def test_requests_that_just_came_are_waited_for() -> None:
    crowd = beside(Load(free=2), [(PROMPT, False), (PROMPT, True)])
    assert crowd == Load(free=2, reading=OWN + OPENING, opening=2 * CLAUSE, queued=2)


def test_a_prompt_that_stands_in_the_context_is_short() -> None:
    assert own_tokens(PROMPT, True) < own_tokens(PROMPT, False) / 5


def test_an_engine_that_only_works_ahead_is_idle() -> None:
    assert load([request(500, urgency=Urgency.AHEAD)], [], slots=2).idle
    assert not load([request(5)], [], slots=2).idle
    assert not beside(Load(), [(PROMPT, False)]).idle
