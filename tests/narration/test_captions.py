"""What is read in one language while another is heard."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from msgspec.structs import replace as changed

from narration.captions import Captions, Counterpart, Reading
from narration.notices import notice
from narration.text.clauses import clauses
from narration.utterance import Caption, Sentence
from scenes.take import Take, TakeSentence
from tests.builders import build_site

FRENCH = "Le puits a 12 mètres de profondeur."


@pytest.fixture
def site(tmp_path):
    site = build_site(tmp_path)
    other = Take(
        stop="mouth",
        language="it",
        sentences=(
            TakeSentence(text="Si sporga dal bordo."),
            TakeSentence(text="Il pozzo scende per 12 metri.", facts=("depth",)),
        ),
        reviewer="Test builders",
    )
    facts = dict(site.facts)
    facts["depth"] = changed(facts["depth"], translated={"fr": FRENCH})
    return replace(site, takes=(*site.takes, other), facts=MappingProxyType(facts))


def told(text, origin="approved", facts=(), language="en"):
    return Sentence(text=text, language=language, facts=facts, origin=origin)


def read(site, language, sentence):
    return Captions(site=site, language=language).of(sentence)


def test_an_approved_sentence_is_read_in_the_other_language_s_take(site):
    assert read(site, "it", told("Lean over the edge.")) == Counterpart(text="Si sporga dal bordo.")
    sentence = told("The well is 12 metres deep.", facts=("depth",))
    assert read(site, "it", sentence) == Counterpart(text="Il pozzo scende per 12 metri.")


def test_without_such_a_take_the_fact_itself_is_read_and_a_translation_is_marked(site):
    sentence = told("The well is 12 metres deep.", facts=("depth",))
    assert read(site, "zh-Hans", sentence) == Counterpart(text="古井深12米。")
    assert read(site, "fr", sentence) == Counterpart(text=FRENCH, ai=True)


def test_thai_which_marks_no_end_of_a_sentence_is_cut_as_the_spoken_sentences_are(site):
    english = "The well is deep. It was dug in 1502 by Marco Rossi, a mason of the village."
    thai = "บ่อน้ำนี้ลึกมาก มาร์โก รอสซี ช่างหินของหมู่บ้านขุดไว้เมื่อ พ.ศ. 2045"
    fact = changed(site.facts["depth"], text={"en": english, "th": thai}, translated={})
    site = replace(site, facts=MappingProxyType({**site.facts, "depth": fact}), takes=())
    first, second = english.split(". ", 1)
    spoken = [told(f"{first}.", "verbatim", ("depth",)), told(second, "verbatim", ("depth",))]
    assert [read(site, "th", each).text for each in spoken] == ["บ่อน้ำนี้ลึกมาก", thai.removeprefix("บ่อน้ำนี้ลึกมาก ")]
    whole = told(thai, "verbatim", ("depth",), "th")
    assert read(site, "en", whole).text == english


def test_live_words_are_read_as_the_people_s_own_sentences(site):
    sentence = told("Twelve metres down it goes, and Rossi dug it.", "live", ("depth", "year"))
    assert read(site, "it", sentence).text == "Il pozzo è profondo 12 metri. Marco Rossi scavò il pozzo nel 1502."
    assert read(site, "fr", sentence) is None


def test_the_guide_s_own_lines_are_read_with_the_names_in_them(site):
    assert read(site, "it", notice("here-is", "en", label="The well")).text == "Quello che vede è: Il pozzo."
    assert read(site, "it", told("Welcome to the well.")).text == "Benvenuti al pozzo."
    assert read(site, "it", told("Nobody wrote this down.")) is None


def heard(spoken, counterpart):
    reading = Reading(spoken=spoken, counterpart=counterpart)
    pieces = clauses(spoken)
    return [
        reading.beside(
            Caption(index=at, text=piece, start_ms=0, end_ms=1, origin="approved", closes=at == len(pieces) - 1)
        )
        for at, piece in enumerate(pieces)
    ]


def test_the_parts_beside_the_clauses_are_the_whole_counterpart():
    spoken = "Begun under Vespasian, it was opened by his son with a hundred days of games."
    text = "Cominciato sotto Vespasiano, fu inaugurato da suo figlio con cento giorni di giochi."
    parts = [part for part, _ in heard(spoken, Counterpart(text=text))]
    assert parts == ["Cominciato sotto Vespasiano, ", "fu inaugurato da suo figlio con cento giorni di giochi."]


def test_a_counterpart_that_cannot_be_cut_is_read_at_the_end_or_the_beginning_but_whole():
    spoken = "Begun under Vespasian, it was opened by his son with a hundred days of games."
    parts = [part for part, _ in heard(spoken, Counterpart(text="由维斯帕先开始，由其子以百日庆典揭幕。", ai=True))]
    assert "".join(parts) == "由维斯帕先开始，由其子以百日庆典揭幕。"
    assert "".join(part for part, _ in heard(spoken, Counterpart(text="完"))) == "完"


def test_without_a_counterpart_the_spoken_words_are_read():
    spoken = "It held fifty thousand people."
    assert "".join(part for part, _ in heard(spoken, None)) == spoken
