"""A text stands on what its facts said; when they no longer say it, that is known."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from scenes.facts import Fact
from scenes.footing import footing, holds, resting_on, shifted, spoken_as_approved
from scenes.site_pack import load_site
from tests.builders import FACTS, TAKE, write_pack

DEPTH = FACTS[0]


def edited(**changes: object) -> Fact:
    return replace(DEPTH, **changes)


def test_a_fact_stands_until_a_word_of_it_changes_in_any_language() -> None:
    kept = footing(DEPTH, "en")
    assert holds(kept, DEPTH)
    assert not holds(kept, edited(text={**DEPTH.text, "it": "Il pozzo è profondo 13 metri."}))
    assert not holds(kept, edited(text={key: DEPTH.text[key] for key in ("en", "it")}))
    assert not holds(kept, edited(disputed=True))


def test_another_language_and_another_source_change_nothing() -> None:
    kept = footing(DEPTH, "en")
    assert holds(kept, edited(text={**DEPTH.text, "fr": "Le puits a 12 mètres de profondeur."}))
    assert holds(kept, edited(cites=(), themes=("engineering",), translated={"fr": "Le puits."}))


def test_where_a_machine_translated_its_words_count_for_what_rests_on_them() -> None:
    fact = edited(translated={"fr": "Le puits a 12 mètres de profondeur."})
    kept = footing(fact, "fr")
    assert kept.startswith("en,it,zh-Hans,~fr:")
    assert holds(kept, fact)
    assert not holds(kept, edited(translated={"fr": "Le puits a 13 mètres."}))


@pytest.mark.parametrize("kept", ["", ":", "en", "en:", "en,it,zh-Hans:0123456789abcdef", "~:x"])
def test_a_footing_that_makes_no_sense_holds_for_nothing(kept: str) -> None:
    assert not holds(kept, DEPTH)


def test_a_take_whose_facts_changed_or_went_is_not_spoken_as_approved() -> None:
    facts = {fact.id: fact for fact in FACTS}
    take = replace(TAKE, rests_on=resting_on(TAKE, facts))
    assert list(take.rests_on) == ["depth"]
    assert spoken_as_approved(take, facts)
    changed = {**facts, "depth": edited(text={**DEPTH.text, "zh-Hans": "古井深13米。"})}
    assert not spoken_as_approved(take, changed)
    assert shifted(take.rests_on, changed) == ("depth",)
    assert shifted(take.rests_on, {}) == ("depth",)
    assert spoken_as_approved(TAKE, changed), "a take of an older pack says nothing of what it rests on"


def test_a_pack_carries_what_its_takes_rest_on(tmp_path: Path) -> None:
    take = replace(TAKE, rests_on=resting_on(TAKE, {fact.id: fact for fact in FACTS}))
    folder = write_pack(tmp_path / "well", takes=(take,))
    site = load_site(folder)
    assert site.takes[0].rests_on == take.rests_on
    assert spoken_as_approved(site.takes[0], site.facts)
    facts = folder / "facts" / "facts.toml"
    facts.write_text(facts.read_text().replace("profondo 12", "profondo 13"))
    assert not spoken_as_approved(load_site(folder).takes[0], load_site(folder).facts)
