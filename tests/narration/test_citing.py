"""Sources are said aloud to experts only, with the place where a scholar would look."""

from pathlib import Path

import pytest

from narration.audience import EVERYONE, Audience
from narration.citing import cited
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.builders import FACTS, build_site

EXPERT = Audience(age_group="expert")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


def test_an_expert_hears_sources_and_locators_once_each(site: Site) -> None:
    [line] = cited(FACTS[:2], site, EXPERT, "en")
    assert "Anna Rossi, p. 4; Anna Rossi, p. 7; Li Wei 1988" in line.text
    assert (line.facts, line.origin) == (("depth", "year"), "approved")


@pytest.mark.parametrize("audience", [EVERYONE, Audience(age_group="child"), Audience(age_group="adult")])
def test_nobody_else_does(site: Site, audience: Audience) -> None:
    assert list(cited(FACTS, site, audience, "en")) == []


def test_nothing_told_has_no_sources(site: Site) -> None:
    assert list(cited([], site, EXPERT, "en")) == []


def test_every_stop_of_the_colosseum_can_be_cited_in_one_breath() -> None:
    site = load_site(BUILT_IN / "colosseum/pack", models=False)
    for stop in site.scene.stops:
        [line] = cited([site.facts[each] for each in stop.facts], site, EXPERT, "en")
        assert len(line.text) < 260, line.text
