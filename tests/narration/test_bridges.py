"""Who is offered a bridge, when, and how a story is told."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from msgspec.structs import replace as changed

from narration.audience import EVERYONE, Audience
from narration.bridges import Bridging, belongs
from narration.encounter import Encounter
from narration.memory import Memory
from tests.builders import build_site
from tests.scenes.test_bridges import BRIDGE, STORY

HERE = Encounter(annotation="well", stop="mouth", facts=("depth", "year"))
THERE = Encounter(annotation="bench", stop="bench", facts=("bench",))
IRANIAN = Audience(home_country="IR")


@pytest.fixture
def bridging(tmp_path: Path) -> Bridging:
    second = changed(BRIDGE, id="well-of-souls", at=("mouth",))
    bridges = {"qanat": BRIDGE, "well-of-souls": second}
    stories = {"bucket": STORY}
    site = build_site(tmp_path, bridges=MappingProxyType(bridges), stories=MappingProxyType(stories))
    return Bridging(site=site)


def heard(bridging: Bridging, encounter: Encounter, memory: Memory, audience: Audience = IRANIAN) -> list[str]:
    """What is offered, and remembered as heard to its end."""
    told = list(bridging.offered(encounter, memory, audience, "en"))
    memory.told.update(fact for sentence in told for fact in sentence.facts)
    return [sentence.text for sentence in told]


def test_a_bridge_is_stated_as_fact_and_its_story_is_offered(bridging: Bridging) -> None:
    told = bridging.offer(HERE, Memory(), IRANIAN, "en")
    assert [(each.facts, each.origin, each.ai, each.imaginative, each.offer) for each in told] == [
        (("qanat",), "approved", True, False, ""),
        ((), "approved", False, False, "story"),
    ]
    assert told[0].text == "Wells stand in Iran too."
    assert "The bucket" in told[1].text


@pytest.mark.parametrize(
    ("audience", "offered"),
    [
        (EVERYONE, False),
        (Audience(home_country="IT"), False),
        (IRANIAN, True),
        (Audience(home_country="EG"), True),
        (Audience(age_group="child", home_country="IR"), True),
    ],
)
def test_only_who_is_from_there_is_offered_it(bridging: Bridging, audience: Audience, offered: bool) -> None:
    assert bool(bridging.offer(HERE, Memory(), audience, "en")) is offered


def test_what_is_grim_is_not_offered_to_a_child(bridging: Bridging) -> None:
    grim = changed(BRIDGE, themes=("death",))
    site = replace(bridging.site, bridges=MappingProxyType({"qanat": grim}))
    child = Audience(age_group="child", home_country="IR")
    assert Bridging(site=site).offer(HERE, Memory(), child, "en") == []
    assert Bridging(site=site).offer(HERE, Memory(), IRANIAN, "en") != []


def test_one_bridge_a_stop_and_each_once(bridging: Bridging) -> None:
    memory = Memory()
    assert heard(bridging, HERE, memory) != []
    assert heard(bridging, HERE, memory) == []
    assert heard(bridging, THERE, memory) == []


def test_a_bridge_that_was_not_heard_may_come_again(bridging: Bridging) -> None:
    memory = Memory()
    next(bridging.offered(HERE, memory, IRANIAN, "en"))
    assert bridging.offer(HERE, memory, IRANIAN, "en") == []
    assert bridging.offer(THERE, memory, IRANIAN, "en") != []


def test_looking_up_an_offer_is_not_making_it(bridging: Bridging) -> None:
    memory = Memory()
    bridging.offer(HERE, memory, IRANIAN, "en")
    assert memory == Memory()


def test_a_story_is_imagined_from_its_first_word_to_its_last(bridging: Bridging) -> None:
    memory = Memory()
    heard(bridging, HERE, memory)
    told = list(bridging.story(memory, IRANIAN, "en"))
    assert "imagined" in told[0].text
    assert told[1].text == "A bucket could sing."
    assert {(each.imaginative, each.facts) for each in told} == {(True, ())}


def test_a_story_is_told_only_after_its_offer_and_once(bridging: Bridging) -> None:
    memory = Memory()
    assert [each.imaginative for each in bridging.story(memory, IRANIAN, "en")] == [False]
    heard(bridging, HERE, memory)
    list(bridging.story(memory, IRANIAN, "en"))
    assert [each.imaginative for each in bridging.story(memory, IRANIAN, "en")] == [False]


def test_a_bridge_nobody_wrote_in_the_language_is_not_offered(bridging: Bridging) -> None:
    assert bridging.offer(HERE, Memory(), IRANIAN, "fa") == []


def test_cultures_reach_over_borders() -> None:
    assert belongs("EG", ["arab"])
    assert belongs("IR", ["CN", "IR"])
    assert not belongs("IR", ["arab"])
    assert not belongs("IR", ["no-such-culture"])
