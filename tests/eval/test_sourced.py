"""The independent checker finds what is in no source, and nothing in what people wrote."""

from functools import cache

import pytest

from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.eval.sourced import unsourced, without_sources
from tests.eval.tongue import in_language


@cache
def colosseum() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


@pytest.mark.parametrize("tag", colosseum().languages)
def test_curators_sentences_stand_in_their_own_facts(tag: str) -> None:
    site = colosseum()
    assert [fact.id for fact in site.facts.values() if unsourced(fact.text[tag], tag, [fact], site)] == []


@pytest.mark.parametrize("tag", colosseum().languages)
def test_curators_sentences_are_in_their_language(tag: str) -> None:
    assert [fact.id for fact in colosseum().facts.values() if not in_language(fact.text[tag], tag)] == []


@pytest.mark.parametrize(
    ("text", "language", "fact", "found"),
    [
        ("It is 198 metres long.", "en", "size", "198"),
        ("It rises to eighty-four metres.", "en", "size", "eighty four"),
        ("Vespasian's son Domitian opened it in AD 80.", "en", "begun-and-opened", "Domitian"),
        ("Nero opened it in AD 80.", "en", "begun-and-opened", "Nero"),
        ("Lo inaugurò Nerone nell'80 d.C.", "it", "begun-and-opened", "Nerone"),
        ("尼禄在公元80年为它揭幕。", "zh-Hans", "begun-and-opened", "尼禄"),
        ("它高八十四米。", "zh-Hans", "size", "八十四"),
    ],
)
def test_a_figure_or_a_name_without_a_source_is_found(text: str, language: str, fact: str, found: str) -> None:
    site = colosseum()
    assert found in unsourced(text, language, [site.facts[fact]], site)


@pytest.mark.parametrize(
    ("text", "language", "fact"),
    [
        ("Titus opened it in the year eighty.", "en", "begun-and-opened"),
        ("It was opened in the first century? No: in AD 80, by Titus.", "en", "begun-and-opened"),
        ("Fu Tito a inaugurarlo nell'anno 80.", "it", "begun-and-opened"),
        ("公元八十年，提图斯为它揭幕。", "zh-Hans", "begun-and-opened"),
        ("My sources here: Ammianus Marcellinus, 16.10.14.", "en", "top-hard-to-see"),
        ("The great earthquake came in the fourteenth century.", "en", "earthquake-of-1349"),
    ],
)
def test_another_way_of_telling_the_same_is_sourced(text: str, language: str, fact: str) -> None:
    site = colosseum()
    assert unsourced(text, language, [site.facts[fact]], site) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The arena was covered with sand.", "it"),
        ("L'arena era coperta di sabbia e la gente la guardava.", "en"),
        ("The arena was covered with sand.", "zh-Hans"),
        ("竞技场上铺着沙子。", "th"),
        ("La arena estaba cubierta de arena por los esclavos.", "en"),
    ],
)
def test_another_language_is_noticed(text: str, language: str) -> None:
    assert not in_language(text, language)


def test_a_source_keeps_its_own_language() -> None:
    site = colosseum()
    text, facts = "这里的依据是：Ammianus Marcellinus, 16.10.14。", [site.facts["top-hard-to-see"]]
    assert not in_language(text, "zh-Hans")
    assert in_language(without_sources(text, facts, site), "zh-Hans")
