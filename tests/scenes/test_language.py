"""The choice of a language, as RFC 4647 looks one up."""

import pytest

from scenes.language import is_tag, lookup, text_in

SITE = ("en", "it", "zh-Hans")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("IT-it", "it"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("zh-Hant", "zh-Hans"),
        ("fr", None),
        ("th-TH", None),
    ],
)
def test_the_nearest_language_is_found(wanted: str, found: str | None) -> None:
    assert lookup(wanted, SITE) == found


def test_traditional_chinese_is_preferred_where_somebody_wrote_it() -> None:
    assert lookup("zh-TW", ("zh-Hans", "zh-Hant")) == "zh-Hant"


def test_a_text_in_another_language_is_no_text() -> None:
    assert text_in({"en": "arch"}, "it") is None
    assert text_in({"en": "arch", "pt": "arco"}, "pt-BR") == "arco"


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "pt-BR", "sr-Latn-RS", "es-419", "yue"])
def test_tags_are_tags(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize("tag", ["", "english language", "e", "../etc", "en_US", "x" * 40])
def test_what_is_no_tag(tag: str) -> None:
    assert not is_tag(tag)
