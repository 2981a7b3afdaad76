"""Further languages of a pack: what is told in them, by whom it was written, and what a bad file says."""

import re
from pathlib import Path

import pytest

from scenes.facts import told_in, written_in
from scenes.language import direction
from scenes.pack_error import SitePackError
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.builders import write_pack

FRENCH = """
language = "fr"
author = "a machine"
ai = true
model = "some model"
made = 2026-11-24
state = "checked"
[site]
title = "Le puits"
welcome = "Bienvenue."
[stops]
mouth = "La margelle"
[labels]
well = "Le puits"
[glossary]
[facts]
depth = "Le puits a 12 mètres de profondeur."
"""


def pack(tmp_path: Path, text: str = FRENCH, name: str = "fr.toml") -> Path:
    folder = write_pack(tmp_path / "well")
    (folder / "translations").mkdir()
    (folder / "translations" / name).write_text(text, encoding="utf-8")
    return folder


def test_a_translation_is_kept_apart_from_what_people_wrote(tmp_path: Path) -> None:
    site = load_site(pack(tmp_path))
    depth = site.facts["depth"]
    assert "fr" not in depth.text, "no evidence for a check"
    assert told_in(depth, "fr-CA") == "Le puits a 12 mètres de profondeur."
    assert not written_in(depth, "fr")
    assert site.title["fr"] == "Le puits"
    assert site.translations["fr"].model == "some model"
    assert site.translations["fr"].tier == "checked"


def test_a_language_is_offered_once_every_stop_of_a_tour_has_its_title_and_a_fact(tmp_path: Path) -> None:
    assert load_site(pack(tmp_path / "half")).offered == ()
    whole = FRENCH.replace("[labels]", 'bench = "Le banc"\n[labels]') + 'bench = "Le banc est en pierre."\n'
    site = load_site(pack(tmp_path / "whole", whole))
    assert site.offered == ("fr",)
    assert site.spoken[-1] == "fr"


def test_a_draft_meets_no_visitor(tmp_path: Path) -> None:
    site = load_site(pack(tmp_path, FRENCH.replace('"checked"', '"draft"')))
    assert site.translations == {}
    assert told_in(site.facts["depth"], "fr") is None


def test_what_people_wrote_is_never_outranked(tmp_path: Path) -> None:
    text = FRENCH.replace('language = "fr"', 'language = "en"')
    site = load_site(pack(tmp_path, text, "en.toml"))
    assert told_in(site.facts["depth"], "en") == "The well is 12 metres deep."
    assert site.translations == {}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("depth =", "width ="), "facts.width"),
        (("mouth =", "moth ="), "stops.moth"),
        (('language = "fr"', 'language = "de"'), "language"),
        (('state = "checked"', 'state = "fine"'), "state"),
        (("Bienvenue.", "x" * 2001), "2001"),
        (("ai = true", "ai = true\ncolour = 1"), "colour"),
    ],
)
def test_a_bad_file_says_where_and_what(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(SitePackError, match=re.escape(says)):
        load_site(pack(tmp_path, FRENCH.replace(*change)))


@pytest.fixture(scope="module")
def colosseum() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


def test_the_colosseum_is_told_in_24_languages(colosseum: Site) -> None:
    assert len(colosseum.spoken) >= 24
    for tag in colosseum.offered:
        made = colosseum.translations[tag]
        assert all((made.ai, made.author, made.model, made.made)), tag
        assert all((made.site.welcome, made.site.title)), tag
    assert {tag for tag in colosseum.spoken if direction(tag) == "rtl"} == {"ar", "fa", "ur"}


def figures(text: str) -> list[str]:
    """Every figure of two digits and more, without separators; smaller ones may be written as words."""
    return sorted(re.findall(r"\d{2,}", re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3})", "", text)))


def test_no_figure_is_lost_or_added_in_translation(colosseum: Site) -> None:
    for tag in colosseum.offered:
        for fact in colosseum.facts.values():
            if tag in fact.translated:
                assert figures(fact.translated[tag]) == figures(fact.text["en"]), (tag, fact.id)


def test_every_name_of_a_fact_is_in_its_translation(colosseum: Site) -> None:
    people = {term.id: term for term in colosseum.glossary.values() if term.kind in {"person", "work"}}
    for tag in colosseum.offered:
        names = colosseum.translations[tag].glossary
        for fact in colosseum.facts.values():
            for term in set(fact.terms) & people.keys() & names.keys():
                said = fact.translated.get(tag)
                assert said is None or any(name[:4] in said for name in names[term]), (tag, fact.id, term)


def test_people_may_approve_a_take_in_a_translated_language_and_in_no_other(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    take = '[[take]]\nstop = "mouth"\nlanguage = "fr"\nstate = "approved"\nreviewer = "Aziza"\n'
    take += '[[take.sentence]]\ntext = "Le puits a 12 mètres de profondeur."\nfacts = ["depth"]\n'
    (folder / "takes" / "french.toml").write_text(take, encoding="utf-8")
    assert ("mouth", "fr") in {(each.stop, each.language) for each in load_site(folder).takes}
    (folder / "takes" / "french.toml").write_text(take.replace('"fr"', '"de"'), encoding="utf-8")
    with pytest.raises(SitePackError, match="'de' is none of the site's languages"):
        load_site(folder)
