"""The language that was spoken, among those that are likely here."""

import pytest

from narration.listening.language import spoken_languages

SITE = ("en", "it", "zh-Hans")


@pytest.mark.parametrize(
    ("chances", "expected", "found"),
    [
        ({"en": 0.9, "cy": 0.1}, "en", ("en",)),
        ({"it": 0.95, "es": 0.03}, "en", ("it",)),
        ({"zh": 0.99}, "en", ("zh-Hans",)),
        ({"cy": 0.6, "en": 0.3}, "en", ("en",)),
        ({"ru": 0.99}, "en", ("ru",)),
        ({"es": 0.5, "it": 0.3}, "it", ("it",)),
        ({"pt": 0.8, "it": 0.1}, "en", ("pt", "it")),
        ({"ur": 0.6, "hi": 0.3}, "en", ("hi",)),
        ({}, "it", ("it",)),
        ({"jw": 1.0}, "it", ("it",)),
    ],
)
def test_the_likeliest_here(chances: dict[str, float], expected: str, found: tuple[str, ...]) -> None:
    assert spoken_languages(chances, expected, SITE) == found


def test_the_visitors_own_tag_is_kept() -> None:
    assert spoken_languages({"zh": 0.9}, "zh-Hant", SITE) == ("zh-Hant",)


def test_what_the_site_offers_beyond_the_usual_is_heard() -> None:
    assert spoken_languages({"th": 0.9, "en": 0.02}, "en", (*SITE, "th")) == ("th",)
    assert spoken_languages({"th": 0.9, "en": 0.02}, "en", SITE) == ("en",)
