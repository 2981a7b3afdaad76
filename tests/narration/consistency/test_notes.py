"""What deserves attention in what a site tells."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace as changed

from narration.consistency import MOST, notes
from narration.consistency.contradicting import contradiction, discord
from narration.consistency.naming import nameless
from narration.consistency.twins import pairs
from narration.text.glossary import glossary_of
from scenes.facts import Citation, Fact
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, read_site
from tests.builders import build_site

CITES = (Citation(source="rossi"),)


def fact(id_: str, **text: str) -> Fact:
    return Fact(id=id_, text=text, cites=CITES)


def with_facts(site: Site, *facts: Fact) -> Site:
    return replace(site, facts=MappingProxyType({**site.facts, **{each.id: each for each in facts}}))


def test_a_site_that_is_well_written_contradicts_itself_nowhere() -> None:
    colosseum = read_site(BUILT_IN / "colosseum" / "pack", models=False)
    matters = {note.matter for note in notes(colosseum)}
    assert not matters & {"contradicts", "numbers", "twin", "no-source", "untold"}


def test_another_year_in_the_same_words_is_a_contradiction_whichever_fact_comes_first(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    one, other = site.facts["year"], fact("later", en="Marcus Rossi dug this well in 1602.")
    for pair in ((one, other), (other, one)):
        claim = contradiction(*pair, "en", site.glossary)
        assert claim is not None
        assert "1602" in claim.reason
    (found,) = (note for note in notes(with_facts(site, other)) if note.matter == "contradicts")
    assert {found.id, found.other} == {"year", "later"}


def test_what_another_fact_merely_does_not_say_is_none(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    more = fact("more", en="Marcus Rossi dug the well with his brother.")
    assert contradiction(site.facts["year"], more, "en", site.glossary) is None


def test_the_same_again_is_a_twin(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    again = changed(site.facts["depth"], id="again")
    (found,) = (note for note in notes(with_facts(site, again)) if note.matter == "twin")
    assert {found.id, found.other} == {"depth", "again"}


def test_languages_that_tell_other_numbers(tmp_path: Path) -> None:
    assert discord(fact("a", en="It burned for 120 days.", it="Bruciò per 210 giorni.")) is not None
    assert discord(fact("a", en="It burned for 1,200 days.", it="Bruciò per 1.200 giorni.")) is None
    assert discord(fact("a", en="It burned for two days.", it="Bruciò per 2 giorni.")) is None


def test_twins_are_found_in_scripts_without_spaces() -> None:
    facts = [
        fact("a", zh="马可·罗西于1502年挖掘了古井。"),
        fact("b", zh="马可·罗西于1602年挖掘了古井。"),
        fact("c", zh="长凳是石头做的。"),
    ]
    assert [(pair.one, pair.other) for pair in pairs(facts, "zh")] == [("a", "b")]


def test_many_notes_of_one_matter_hide_no_other(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    bare = [Fact(id=f"bare-{number}", text={"en": f"Note {number}."}, cites=()) for number in range(MOST + 5)]
    found = notes(with_facts(site, *bare, fact("later", en="Marcus Rossi dug this well in 1602.")))
    assert sum(note.matter == "no-source" for note in found) == MOST
    assert found[0].matter == "contradicts"
    assert {found[0].text, found[0].other_text} >= {"Marcus Rossi dug the well in 1502."}


def test_names_that_no_glossary_has(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    said = fact("a", en="In May the Duke of Urbino wrote to Marcus Rossi from Florence.")
    assert nameless([said], "en", glossary_of(site.glossary)) == {"Duke of Urbino": ["a"], "Florence": ["a"]}
