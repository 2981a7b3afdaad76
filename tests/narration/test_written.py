"""Facts written once: for the model that is open, in one manner, and never what came of a failure."""

from pathlib import Path

import pytest

from narration.audience import EVERYONE, Audience
from narration.engine import Busy, EngineUnavailable
from narration.engines.scripted import Scripted
from narration.saying import Saying
from narration.utterance import Clause, Sentence
from narration.written import Written
from scenes.scene import Site
from tests.builders import build_site
from tests.reading import Finds, Reading


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


class House:
    """A model that may change, and what is written with it."""

    def __init__(self, site: Site, limit: int = 10) -> None:
        self.site = site
        self.model: Scripted | None = Scripted(script=["The well goes down 12 metres."])
        self.written = Written(saying=Saying(site=site, model=lambda: self.model), limit=limit)

    async def tell(self, fact: str = "depth", language: str = "en", audience: Audience = EVERYONE) -> list[Sentence]:
        said = self.written.telling(self.site.facts[fact], language, audience)
        return [item async for item in said if not isinstance(item, Clause)]


async def test_the_next_visitor_gets_the_same_words_at_once(site: Site) -> None:
    house = House(site)
    first, second = await house.tell(), await house.tell()
    assert house.model is not None
    assert len(house.model.prompts) == 1
    assert first[0].text == second[0].text
    assert second[0].claims == first[0].claims, "why it may be said is kept with it"
    assert second[0].seconds == 0.0


async def test_words_that_should_have_been_read_and_were_not_are_not_kept(site: Site) -> None:
    reader = Finds({"The well goes down 12 metres.": Busy("finds", "too much to do")})
    house = House(site)
    house.model = Reading(["The well goes down 12 metres."], reader)
    first = await house.tell()
    reader.found = {}
    second, third = await house.tell(), await house.tell()
    assert [each[0].claims[0].read for each in (first, second, third)] == [None, 1.0, 1.0]
    assert len(house.model.prompts) == 2


async def test_another_manner_language_or_fact_is_written_anew(site: Site) -> None:
    house = House(site)
    await house.tell()
    await house.tell(audience=Audience(age_group="child"))
    await house.tell(language="it")
    await house.tell("year")
    assert house.model is not None
    assert len([prompt for prompt in house.model.prompts if len(prompt.own) == 1]) == 4


async def test_what_a_visitor_likes_makes_no_other_words(site: Site) -> None:
    house = House(site)
    await house.tell(audience=Audience(interests=("engineering",), home_country="CN"))
    await house.tell()
    assert house.model is not None
    assert len(house.model.prompts) == 1


async def test_another_model_begins_anew(site: Site) -> None:
    house = House(site)
    await house.tell()
    house.model = Scripted(script=["The well is 12 metres deep, no less."])
    assert (await house.tell())[0].text == "The well is 12 metres deep, no less."


async def test_a_refused_proposal_is_not_asked_for_again(site: Site) -> None:
    house = House(site)
    house.model = Scripted(script=["The well is 21 metres deep."])
    before = await house.tell()
    asked = len(house.model.prompts)
    after = await house.tell()
    assert before[0].origin == after[0].origin == "verbatim"
    assert len(house.model.prompts) == asked


async def test_what_came_of_a_failure_is_tried_again(site: Site) -> None:
    house = House(site)
    house.model = Scripted(script=[EngineUnavailable("scripted", "busy"), "The well goes down 12 metres."])
    assert (await house.tell())[0].origin == "verbatim"
    assert (await house.tell())[0].origin == "live"


async def test_without_a_model_nothing_is_kept(site: Site) -> None:
    house = House(site)
    house.model = None
    assert (await house.tell())[0].origin == "verbatim"
    house.model = Scripted(script=["The well goes down 12 metres."])
    assert (await house.tell())[0].origin == "live"


async def test_the_least_recently_told_goes_first(site: Site) -> None:
    house = House(site, limit=1)
    house.model = Scripted()
    await house.tell("depth")
    await house.tell("year")
    await house.tell("depth")
    assert len(house.model.prompts) == 3
