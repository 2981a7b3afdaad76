"""The life of a take, by one reader and by two."""

import pytest

from narration.review import MOVES, NotAllowed, Standing, moved


def test_a_draft_becomes_words_that_somebody_answers_for() -> None:
    standing = Standing(state="draft")
    for act in ("screen", "take-up", "approve"):
        _, standing = moved(standing, act, "aziza")  # type: ignore[arg-type]
    assert standing == Standing(state="approved")


def test_what_was_edited_on_the_way_says_so() -> None:
    assert moved(Standing(state="in-review"), "edit", "aziza")[1] == Standing(state="approved", edited=True)


@pytest.mark.parametrize("act", ["approve", "edit", "reject"])
def test_nothing_is_decided_that_nobody_has_taken_up(act: str) -> None:
    for state in ("draft", "screened", "rejected", "retired", "approved"):
        with pytest.raises(NotAllowed, match=f"This take is {state}"):
            moved(Standing(state=state), act, "aziza")  # type: ignore[arg-type]


def test_two_readers_are_two_people() -> None:
    act, once = moved(Standing(state="in-review"), "approve", "aziza", two_readers=True)
    assert (act, once) == ("read", Standing(state="in-review", first_reader="aziza"))
    with pytest.raises(NotAllowed, match="a second person"):
        moved(once, "approve", "aziza", two_readers=True)
    assert moved(once, "approve", "marco", two_readers=True) == ("approve", Standing(state="approved"))


def test_who_edits_has_read_and_needs_another_reader() -> None:
    once = Standing(state="in-review", first_reader="aziza")
    act, changed = moved(once, "edit", "marco", two_readers=True)
    assert (act, changed) == ("edit", Standing(state="in-review", edited=True, first_reader="marco"))
    with pytest.raises(NotAllowed):
        moved(changed, "approve", "marco", two_readers=True)
    assert moved(changed, "approve", "aziza", two_readers=True)[1] == Standing(state="approved", edited=True)


def test_a_first_yes_outlives_a_pause_but_not_a_second_thought() -> None:
    once = Standing(state="in-review", first_reader="aziza")
    paused = moved(moved(once, "put-back", "aziza")[1], "take-up", "marco")[1]
    assert paused.first_reader == "aziza"
    rejected = moved(paused, "reject", "marco")[1]
    assert moved(rejected, "reopen", "aziza")[1].first_reader == ""


def test_every_state_can_be_reached_and_only_a_retired_take_is_at_its_end() -> None:
    assert set(MOVES.values()) == {state for state, _ in MOVES} - {"draft"} | {"retired"}
