"""The Colosseum's bridges are facts like any other; its stories are imagined and can't be taken for facts."""

import pytest

from narration.bridges import belongs
from narration.text.wordlists import words
from scenes.countries import COUNTRIES
from scenes.scene import Site
from tests.scenes.sites.demonstrations import COLOSSEUM, Demonstration
from tests.scenes.sites.spoken_words import HEDGE

ALONG_THE_ROAD = ("CN", "JP", "KR", "IN", "LK", "VN", "TH", "ID", "IR", "AF", "UZ", "TR", "SY", "OM", "EG", "ET", "PL")


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return COLOSSEUM


def test_there_are_bridges_along_the_road(site: Site) -> None:
    without = [each for each in ALONG_THE_ROAD if not any(belongs(each, b.cultures) for b in site.bridges.values())]
    assert without == []


def test_cultures_are_countries_or_stand_in_the_list(site: Site) -> None:
    known = COUNTRIES | set(words("cultures"))
    assert {culture for bridge in site.bridges.values() for culture in bridge.cultures} <= known
    listed = {country for countries in words("cultures").values() for country in countries.split()}
    assert listed <= COUNTRIES


def test_a_disputed_bridge_says_so(site: Site) -> None:
    disputed = [bridge for bridge in site.bridges.values() if bridge.disputed]
    assert disputed
    assert all(HEDGE.search(bridge.text["en"].lower()) for bridge in disputed)
