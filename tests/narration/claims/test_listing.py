import pytest

from narration.claims.listing import counts_names
from narration.text.numerals import quantities
from scenes.facts import Fact


def excused(language: str, sentence: str, fact: str, tag: str = "") -> bool:
    facts = [Fact(id="one", text={tag or language: fact}, cites=())]
    (number,) = quantities(sentence, language)
    return counts_names(number, sentence, language, facts)


@pytest.mark.parametrize(
    ("language", "sentence", "fact", "tag"),
    [
        ("en", "Two brothers stood behind it.", "It was built under the brothers Zakare and Ivane in 1215.", ""),
        ("en", "It speaks three languages.", "It is cut in Old Persian, Elamite and Babylonian.", ""),
        ("zh-Hans", "两位将军在那里被处死。", "皇帝处死了高仙芝和封常清。", ""),
        ("pt", "São três figuras.", "A escultura mostra a Glória, o Génio e o Valor.", ""),
        ("de", "Zwei Baumeister waren es.", "It was designed by John Fowler and Benjamin Baker.", "en"),
    ],
)
def test_a_small_number_may_count_what_is_named(language: str, sentence: str, fact: str, tag: str) -> None:
    assert excused(language, sentence, fact, tag)


@pytest.mark.parametrize(
    ("language", "sentence", "fact"),
    [
        ("en", "Two brothers stood behind it.", "It was built under three brothers and a sister."),
        ("en", "It speaks three languages.", "It is cut in Old Persian and Elamite."),
        ("en", "It is two metres high.", "It was built by Zakare and Ivane."),
        ("en", "About four brothers stood behind it.", "Zakare, Ivane, Anton and Georg built it."),
    ],
)
def test_it_may_not_where_the_fact_counts_otherwise(language: str, sentence: str, fact: str) -> None:
    assert not excused(language, sentence, fact)
