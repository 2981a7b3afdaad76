import dataclasses
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import replace

from narration.questions.grounding import Grounding
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.builders import build_site

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


@pytest.fixture(scope="module")
def grounding(site: Site) -> Grounding:
    return Grounding(site)


def asked(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def answerable(name: str, site: Site) -> list[tuple[str, str, set[str]]]:
    rows = [(tag, q, set(ids)) for tag, listed in asked(name)["answerable"].items() for q, ids in listed]
    return [row for row in rows if row[2] <= set(site.facts)]


def unanswerable(name: str) -> list[tuple[str, str]]:
    return [(tag, question) for tag, listed in asked(name)["unanswerable"].items() for question in listed]


@pytest.mark.parametrize(("name", "least"), [("questions", 60), ("held_out", 30), ("unseen", 20), ("fresh", 40)])
def test_the_fact_that_answers_is_among_the_first_three(
    name: str, least: int, site: Site, grounding: Grounding
) -> None:
    rows = answerable(name, site)
    assert len(rows) >= least
    missed = [
        question
        for tag, question, ids in rows
        if not ids & {scored.fact.id for scored in grounding.for_question(question, tag)}
    ]
    assert len(missed) <= 0.1 * len(rows), missed


@pytest.mark.parametrize("name", ["questions", "held_out", "unseen"])
def test_answerable_questions_are_answered(name: str, site: Site, grounding: Grounding) -> None:
    rows = answerable(name, site)
    declined = [question for tag, question, _ in rows if not grounding.answers(question, tag)]
    assert len(declined) <= 0.1 * len(rows), declined


@pytest.mark.parametrize("name", ["questions", "held_out", "unseen"])
def test_what_no_fact_answers_is_declined(name: str, grounding: Grounding) -> None:
    rows = unanswerable(name)
    answered = [question for tag, question in rows if grounding.answers(question, tag)]
    assert len(answered) <= 0.1 * len(rows), answered


@pytest.mark.parametrize(("name", "share"), [("questions", 0.87), ("held_out", 0.84), ("unseen", 0.7), ("fresh", 0.85)])
def test_the_fact_that_answers_is_mostly_the_first(name: str, share: float, site: Site, grounding: Grounding) -> None:
    rows = answerable(name, site)
    right = [q for tag, q, ids in rows if {one.fact.id for one in grounding.for_question(q, tag, limit=1)} & ids]
    assert len(right) >= share * len(rows)


def test_a_question_in_a_language_of_translations_finds_its_fact(grounding: Grounding) -> None:
    assert grounding.for_question("Wie hoch ist die Außenmauer des Kolosseums?", "de")[0].fact.id == "size"


def test_facts_near_the_visitor_come_first(grounding: Grounding) -> None:
    far = grounding.for_question("What happened in the earthquake?", "en", limit=5)
    last = far[-1].fact.id
    near = grounding.for_question("What happened in the earthquake?", "en", here=[last], limit=5)
    order = [scored.fact.id for scored in near]
    assert order.index(last) < 4


def test_what_was_told_steps_back(grounding: Grounding) -> None:
    first, second = grounding.for_question("What was killed at the opening games?", "en", limit=2)
    again = grounding.for_question("What was killed at the opening games?", "en", told={first.fact.id}, limit=2)
    score = {scored.fact.id: scored.score for scored in again}
    assert score[first.fact.id] < first.score
    assert score[second.fact.id] == second.score


@pytest.mark.parametrize(
    ("question", "language"), [("What is this?", "en"), ("Cos'è questo?", "it"), ("这是什么？", "zh-Hans")]
)
def test_what_is_this_is_answered_from_here(question: str, language: str, grounding: Grounding) -> None:
    here = ["capacity", "vomitoria"]
    found = grounding.for_question(question, language, here=here, told={"capacity"})
    assert [scored.fact.id for scored in found] == ["vomitoria", "capacity"]
    assert grounding.answers(question, language, here=here)
    assert not grounding.answers(question, language)


def test_names_are_found_in_small_letters_and_in_the_other_language(grounding: Grounding) -> None:
    assert grounding.for_question("goethe?", "en")[0].fact.id == "goethe"
    assert grounding.for_question("歌德？", "it")[0].fact.id == "goethe"
    assert grounding.for_question("Who was Gan Ying?", "zh-Hans")[0].fact.id == "gan-ying"


@pytest.mark.parametrize("question", ["", "?", "the", "。。。", "a" * 100_000, "🙂", "\x00\x01"])
def test_a_question_of_nothing_is_declined(question: str, grounding: Grounding) -> None:
    assert not grounding.answers(question, "en")
    assert grounding.for_question(question, "en") == []


def test_a_language_nobody_wrote_is_no_error(grounding: Grounding) -> None:
    assert grounding.answers("Goethe?", "th")
    assert not grounding.answers("ห้องน้ำอยู่ที่ไหน", "th")


def test_a_grounding_made_of_the_one_before_is_as_one_made_anew(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    before = Grounding(site)
    facts = dict(site.facts)
    facts["depth"] = replace(facts["depth"], text={**facts["depth"].text, "en": "The well is 40 feet deep."})
    facts["rope"] = replace(facts.pop("bench"), id="rope")
    notes = tuple(
        replace(note, facts=tuple(fact for fact in note.facts if fact in facts)) for note in site.scene.annotations
    )
    changed = dataclasses.replace(
        site, facts=MappingProxyType(facts), scene=replace(site.scene, annotations=notes, stops=site.scene.stops[:1])
    )
    anew, again = Grounding(changed), Grounding(changed, before)
    for question, language in (("How deep is it?", "en"), ("Chi scavò il pozzo?", "it"), ("石凳", "zh-Hans")):
        assert again.for_question(question, language) == anew.for_question(question, language)
    assert again._count == anew._count
    assert again._by_id["year"] is before._by_id["year"]


@pytest.mark.parametrize(
    ("tag", "question"),
    [
        ("en", "How many people did the Colosseum hold?"),
        ("it", "Quante persone conteneva il Colosseo?"),
        ("zh-Hans", "斗兽场能容纳多少人？"),
    ],
)
def test_who_asks_how_many_is_told_a_number(tag: str, question: str, grounding: Grounding) -> None:
    best, *_ = grounding.for_question(question, tag)
    assert best.fact.id == "capacity", "though other facts name the place, and people in it"
