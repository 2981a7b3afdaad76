"""The words of consent stand in every purpose's every language."""

import tomllib
from importlib.resources import files

import pytest

from tour.privacy.words import PURPOSES, is_draft, languages, named, shown, stated

FILE = tomllib.loads(files("tour.privacy").joinpath("words.toml").read_text("utf-8"))


def test_every_purpose_has_words_in_the_same_languages() -> None:
    assert {"en", "it", "zh-Hans"} <= set(languages())
    for purpose in PURPOSES:
        assert set(FILE[purpose]) == set(languages())
        assert len(set(FILE[purpose].values())) == len(languages())


@pytest.mark.parametrize(("wanted", "tag"), [("it-IT", "it"), ("zh-CN", "zh-Hans"), ("eo", "en"), ("nonsense", "en")])
def test_the_nearest_language_is_shown(wanted: str, tag: str) -> None:
    words = shown(wanted)
    assert set(words) == set(PURPOSES)
    assert {each.language for each in words.values()} == {tag}


def test_what_a_client_names_are_the_words_it_was_given() -> None:
    assert stated(named("it-IT")) == shown("it")
    assert stated("1/xx") == stated("99/en") == stated("") == {}


def test_all_that_is_spoken_to_visitors_has_words_too_and_says_whether_a_machine_wrote_them() -> None:
    folder = files("narration").joinpath("phrases")
    spoken = {file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")}
    assert spoken <= set(languages())
    assert not is_draft("en")
    assert set(FILE["drafts"]) <= set(languages())


def test_every_text_has_a_digest_of_its_own() -> None:
    digests = {words.digest for tag in languages() for words in shown(tag).values()}
    assert len(digests) == len(PURPOSES) * len(languages())
