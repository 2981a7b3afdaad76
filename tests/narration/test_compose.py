"""How prompts are worded for whom: one prompt a language and manner, and nothing of any single visitor in it."""

import pytest

from narration.audience import EVERYONE, Audience
from narration.compose import shared_turns, telling
from tests.builders import FACTS

MINE = "my cousin's vineyard"


def test_visitors_of_one_manner_share_every_word() -> None:
    one = Audience(age_group="child", interests=(MINE,), home_country="CN", detail="deep", pace=0.4, liked=(MINE,))
    assert telling(FACTS[0], "en", one) == telling(FACTS[0], "en", Audience(age_group="child"))


@pytest.mark.parametrize("language", ["en", "it", "zh-Hans"])
def test_each_manner_has_its_own_words(language: str) -> None:
    prompts = {shared_turns(language, manner) for manner in ("", "child", "family", "expert")}
    assert len(prompts) == 4
    assert len({turns[1:] for turns in prompts}) == 1, "only the first turn differs"


def test_a_grown_up_hears_what_everyone_hears() -> None:
    assert telling(FACTS[0], "en", Audience(age_group="adult")) == telling(FACTS[0], "en", EVERYONE)


def test_what_a_visitor_said_is_in_no_prompt() -> None:
    prompt = telling(FACTS[0], "en", Audience(interests=(MINE,), age_group="expert"))
    assert not any(MINE in turn.text for turn in (*prompt.shared, *prompt.own))
