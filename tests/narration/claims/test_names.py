import pytest

from narration.claims import check
from narration.text.glossary import Glossary, glossary_of, well_known
from narration.text.transliteration import transliteration
from scenes.facts import Fact, Term

TERMS = {
    "titus": Term(id="titus", kind="person", names={"en": ("Titus",), "it": ("Tito",), "zh-Hans": ("提图斯",)}),
    "arch": Term(id="arch", kind="place", names={"en": ("Arch of Titus",), "zh-Hans": ("提图斯凯旋门",)}),
    "rome": Term(id="rome", kind="place", names={"en": ("Rome",), "it": ("Roma",), "zh-Hans": ("罗马",)}),
}
OPENED = Fact(
    id="opened",
    text={
        "en": "Titus opened it with games in Rome.",
        "it": "Tito lo aprì con giochi a Roma.",
        "zh-Hans": "提图斯在罗马为它揭幕。",
    },
    cites=(),
)


def verdict(sentence: str, language: str, *extra: str) -> str:
    return check(sentence, language, [OPENED], TERMS, extra_names=extra).verdict


def test_the_longest_name_is_found() -> None:
    glossary = glossary_of(TERMS)
    assert glossary.terms("站在提图斯凯旋门前") == {"arch"}
    assert glossary.terms("the Arch of Titus in Rome") == {"arch", "rome"}
    assert glossary.terms("Titusville and Romeo") == set()
    assert glossary.first("titus", "it-IT") == "Tito"
    assert glossary.first("arch", "it") == ""


def test_an_empty_glossary_finds_nothing() -> None:
    assert Glossary([]).found("Titus in Rome") == []


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Titus opened it with games.", "en", "supported"),
        ("Titus opened it with games in Rome.", "en", "supported"),
        ("Titus, son of Vespasian, opened it with games.", "en", "not-found"),
        ("Titus opened the Arch of Titus with games.", "en", "not-found"),
        ("Titus opened it with games for Publius.", "en", "not-found"),
        ("Tito lo aprì con giochi.", "it", "supported"),
        ("Titus lo aprì con giochi.", "it", "wrong-language"),
        ("提图斯为它揭幕。", "zh-Hans", "supported"),
        ("塞普蒂米乌斯为它揭幕。", "zh-Hans", "not-found"),
        ("奥古斯都为它揭幕。", "zh-Hans", "not-found"),
    ],
)
def test_names_are_the_facts_names(sentence: str, language: str, expected: str) -> None:
    assert verdict(sentence, language) == expected


def test_the_sites_own_title_may_be_said() -> None:
    assert verdict("Titus opened the Colosseum with games.", "en") == "not-found"
    assert verdict("Titus opened the Colosseum with games.", "en", "The Colosseum") == "supported"


def test_sounded_out_names() -> None:
    assert transliteration("克莱门特禁止采石", []) == "克莱门特"
    assert transliteration("克莱门特禁止采石", ["教皇克莱门特说"]) == ""
    assert transliteration("这里有八十座拱门，观众按等级就座。", []) == ""


def test_well_known_names_are_listed_in_three_languages() -> None:
    assert well_known().terms("Nero") == well_known().terms("Nerone") == well_known().terms("尼禄")
