"""Nothing is measured or used before a visitor agrees; nothing is left when they no longer do."""

from pathlib import Path

import pytest

from narration.audience import EVERYONE
from scenes.scene import Site
from tests.builders import FACTS, build_site
from tour.messages import Profile
from tour.personal import Personal

PROFILE = Profile(interests=("measure",), age_group="child", home_country="cn", detail="brief")
LATER = 1000.0


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


def lives(personal: Personal, site: Site) -> None:
    """Lingers at the mouth of the well, hurries through the bench, likes and skips."""
    for stop, now in (("mouth", 0.0), ("bench", 100.0), ("mouth", 105.0), ("", 110.0), ("", 200.0)):
        personal.stands(site, stop, "en", now)
    personal.reacted("like", FACTS[:1])


def test_a_child_agrees_to_nothing_that_lasts() -> None:
    personal = Personal()
    personal.consent(["personalise", "analytics", "voice"], PROFILE)
    assert (personal.lasting, personal.country) == ({"personalise"}, "")
    personal.consent(["personalise", "analytics", "voice"], Profile(age_group="adult", home_country="cn"))
    assert (personal.lasting, personal.country) == ({"personalise", "analytics", "voice"}, "CN")


@pytest.mark.parametrize(("purposes", "country"), [(["analytics"], "UZ"), (["personalise"], ""), ([], "")])
def test_a_country_is_counted_only_where_counting_was_agreed_to(purposes: list[str], country: str) -> None:
    personal = Personal()
    personal.consent(purposes, Profile(home_country="uz"))
    assert personal.country == country


def test_a_country_that_is_none_is_not_counted() -> None:
    personal = Personal()
    personal.consent(["analytics"], Profile(home_country="zz"))
    assert personal.country == ""


def test_without_consent_everyone_is_everyone(site: Site) -> None:
    personal = Personal()
    personal.introduce(PROFILE)
    lives(personal, site)
    assert personal.audience == EVERYONE
    personal.consent(["personalise"])
    assert (personal.audience.pace, personal.audience.liked) == (1.0, ()), "what was done before is not known"


@pytest.mark.parametrize("purposes", [["analytics"], ["voice"], []])
def test_consent_to_something_else_is_none_to_this(site: Site, purposes: list[str]) -> None:
    personal = Personal()
    personal.introduce(PROFILE)
    personal.consent(purposes)
    lives(personal, site)
    assert personal.audience == EVERYONE


def test_with_consent_the_guide_knows_whom_it_speaks_to(site: Site) -> None:
    personal = Personal()
    personal.introduce(PROFILE)
    personal.consent(["personalise"])
    lives(personal, site)
    audience = personal.audience
    assert (audience.interests, audience.age_group, audience.detail) == (("measure",), "child", "brief")
    assert audience.home_country == "CN"
    assert audience.pace != 1.0
    assert audience.liked == ("measure",)


@pytest.mark.parametrize(("reaction", "liked", "skipped"), [("like", ("measure",), ()), ("skip", (), ("measure",))])
def test_reactions_are_about_themes(reaction: str, liked: tuple[str, ...], skipped: tuple[str, ...]) -> None:
    personal = Personal()
    personal.consent(["personalise"])
    personal.reacted(reaction, FACTS[:2])
    assert (personal.audience.liked, personal.audience.skipped) == (liked, skipped)


@pytest.mark.parametrize("country", ["", "XX", "U", "<b"])
def test_a_country_that_is_none_is_ignored(country: str) -> None:
    personal = Personal()
    personal.consent(["personalise"], Profile(home_country=country))
    assert personal.audience.home_country == ""


def test_withdrawing_consent_drops_what_was_measured_at_once(site: Site) -> None:
    personal = Personal()
    personal.consent(["personalise"], PROFILE)
    lives(personal, site)
    personal.consent([])
    assert personal.audience == EVERYONE
    personal.consent(["personalise"])
    assert (personal.audience.pace, personal.audience.liked) == (1.0, ())


def test_forgetting_leaves_nothing(site: Site) -> None:
    personal = Personal()
    personal.consent(["personalise"], PROFILE)
    lives(personal, site)
    personal.forget()
    assert personal == Personal()
