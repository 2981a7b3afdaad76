"""The injected-error set keeps what it promises, and the check what it has reached on the half nobody tunes on."""

import tomllib
from collections import Counter

import pytest

from narration.claims import Claim
from tests.eval import injected
from tests.eval.bag import balanced, separation, share
from tests.eval.cases import FOLDER, HALVES, KINDS, Half, cases, languages
from tests.eval.injected import judge, misses, tallies, tally

EVERY = [*cases("dev"), *cases("held")]
FLOOR = tomllib.loads((FOLDER / "floor.toml").read_text(encoding="utf-8"))
ONE_CHANGE = 0.7
"""The share of words that a sentence keeps which changes one thing of its fact and tells only part of it."""


def verdict(text: str, language: str, facts: object, glossary: object) -> Claim:
    return Claim(sentence=text, facts=(), verdict="supported" if len(text) % 2 else "not-found")


def test_there_are_enough_sentences_in_enough_languages() -> None:
    assert sum(one.true for one in EVERY) >= 600
    assert sum(not one.true for one in EVERY) >= 600
    assert len(languages()) >= 6


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_as_many_true_sentences_as_false_ones_about_every_fact(half: Half, tag: str) -> None:
    found = list(cases(half, [tag]))
    assert len(found) >= 75
    counts = Counter((one.fact.id, one.true) for one in found)
    assert {counts[key, True] - counts[key, False] for key, _ in counts} == {0}


def test_every_kind_of_error_was_injected_and_is_told_truly_too() -> None:
    for true in (True, False):
        assert {one.kind for one in EVERY if one.true == true} == set(KINDS)


def test_no_sentence_stands_twice_and_none_repeats_its_fact() -> None:
    texts = Counter(one.text for one in EVERY)
    assert [text for text, count in texts.items() if count > 1] == []
    assert [one.text for one in EVERY if one.text == one.fact.text[one.language]] == []


@pytest.mark.parametrize("tag", languages())
def test_the_halves_are_about_different_facts(tag: str) -> None:
    dev, held = ({one.fact.text[tag] for one in cases(half, [tag])} for half in HALVES)
    assert not dev & held


def test_half_of_the_errors_keep_the_words_of_the_fact() -> None:
    kept = [share(one) >= ONE_CHANGE for one in EVERY if not one.true]
    assert sum(kept) / len(kept) >= 0.45


@pytest.mark.parametrize("half", HALVES)
def test_a_bag_of_words_can_tell_neither_way(half: Half) -> None:
    some = list(cases(half))
    assert 0.4 <= separation(some) <= 0.6
    stopped, refused = balanced(some)
    assert stopped - refused < 0.25


def test_what_is_counted() -> None:
    judged = judge(EVERY[:40], by=verdict)
    counted = tally(judged)
    assert counted.stopped == sum(len(one.text) % 2 == 0 for one in EVERY[:40] if not one.true)
    assert counted.refused == sum(len(one.text) % 2 == 0 for one in EVERY[:40] if one.true)
    assert tallies(judged)["all"] == counted
    assert len(misses(judged)) == counted.refused + counted.false - counted.stopped


def test_the_held_out_half_is_not_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["injected.py", "--half", "held", "--misses"])
    with pytest.raises(SystemExit):
        injected.main()
    assert "never read" in capsys.readouterr().err


def test_the_check_is_no_worse_than_it_was_on_what_nobody_tuned_it_on() -> None:
    reached = tally(judge(cases("held")))
    assert reached.stopped / reached.false >= FLOOR["stopped"]
    assert reached.refused / reached.true <= FLOOR["refused"]
