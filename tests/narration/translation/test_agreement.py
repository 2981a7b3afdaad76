"""A translation held against its original."""

import re
from pathlib import Path

import pytest

from narration.translation.agreement import checked_translation
from narration.translation.of_site import objections
from scenes.facts import Term
from scenes.site_pack import BUILT_IN, load_site

GLOSSARY = {
    "titus": Term(id="titus", kind="person", names={"en": ("Titus",), "ru": ("Тит",), "fr": ("Titus",)}),
    "vespasian": Term(
        id="vespasian", kind="person", names={"en": ("Vespasian",), "ru": ("Веспасиан",), "fr": ("Vespasien",)}
    ),
    "cadiz": Term(id="cadiz", kind="place", names={"en": ("Cádiz",)}),
}


def found(source, translation, other, language="en"):
    return [(each.kind, each.grave) for each in checked_translation(source, language, translation, other, GLOSSARY)]


def kinds(source, translation, other):
    return {kind for kind, grave in found(source, translation, other) if grave}


ORIGINAL = "Vespasian began it in the early 70s, and his son Titus opened it in 80 with 9,000 animals."
FRENCH = "Vespasien le commença au début des années 70, et son fils Titus l'inaugura en 80 avec 9 000 animaux."
RUSSIAN = "Веспасиан начал его в начале 70-х годов, а его сын Тит открыл его в 80 году с 9 000 животных."


def test_a_faithful_translation_meets_no_objection():
    assert found(ORIGINAL, FRENCH, "fr") == []
    assert found(ORIGINAL, RUSSIAN, "ru") == []


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [
        ("9 000", "9 500", "number"),
        ("en 80", "en 81", "number"),
        ("avec 9 000 animaux", "avec des animaux", "number"),
        ("Titus", "Néron", "name"),
        ("en 80", "en 80 av. J.-C.", "era"),
    ],
)
def test_one_thing_changed_is_found(right, wrong, kind):
    assert kind in kinds(ORIGINAL, FRENCH.replace(right, wrong), "fr")


def test_a_name_that_the_original_does_not_have_is_found():
    assert kinds("Titus opened it.", "Titus et Vespasien l'inaugurèrent.", "fr") == {"name"}


def test_inflected_names_are_names():
    assert found("Titus thanked Vespasian.", "Тит поблагодарил Веспасиана.", "ru") == []


def test_a_denial_that_is_left_out_is_found():
    assert "negation" in kinds("The entrance never had a number.", "L'entrée portait un numéro.", "fr")
    assert kinds("The entrance never had a number.", "L'entrée n'a jamais porté de numéro.", "fr") == set()


def test_a_denial_that_is_added_is_for_a_reader():
    assert ("negation", False) in found("It was opened.", "Il ne fut jamais inauguré.", "fr")


def test_another_unit_is_found():
    assert "unit" in kinds("It is 48 metres high.", "Elle a 48 pieds de haut.", "fr") | kinds(
        "It is 48 metres high.", "高48公里。", "zh-Hans"
    )


def test_the_original_itself_and_another_language_are_found():
    assert kinds(ORIGINAL, ORIGINAL, "fr") == {"language"}
    assert "language" in kinds(ORIGINAL, RUSSIAN, "th")
    assert kinds(ORIGINAL, " ", "th") == {"empty"}


def test_small_numbers_may_be_written_in_words():
    assert kinds("The crossing takes 2 years.", "La traversée prend deux ans.", "fr") == set()
    assert kinds("The crossing takes 2 years.", "La traversée prend des années.", "fr") == {"number"}


def test_a_name_the_glossary_lacks_is_for_a_reader():
    assert found("People from Cádiz sat here.", "Здесь сидели люди из Кадиса.", "ru") == [("name", False)]


PACKS = sorted(path.parent for path in Path(BUILT_IN).glob("*/pack/translations"))


@pytest.fixture(params=PACKS, ids=lambda path: path.parent.name, scope="module")
def site(request):
    return load_site(request.param, models=False)


def test_no_translation_in_the_demonstration_sites_is_objected_to(site):
    assert [each for each in objections(site) if each.objection.grave] == []


def test_every_changed_figure_in_them_would_be(site):
    passed = []
    for tag in site.translations:
        for fact in (fact for fact in site.facts.values() if tag in fact.translated):
            text = fact.translated[tag]
            for figure in re.finditer(r"\d+(?![.,\s]?\d)", text):
                changed = text[: figure.start()] + str(int(figure.group()) + 7) + text[figure.end() :]
                against = checked_translation(fact.text["en"], "en", changed, tag, site.glossary)
                if not any(each.grave for each in against):
                    passed.append((tag, fact.id, figure.group()))
    assert passed == []


def test_every_part_that_can_be_pointed_at_has_its_name_in_every_offered_language(site):
    texts = [note.label for note in site.scene.annotations] + [stop.title for stop in site.scene.stops]
    assert [(text["en"], tag) for text in texts for tag in site.offered if tag not in text] == []
