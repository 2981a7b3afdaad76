import tomllib
from pathlib import Path

import pytest

from narration.questions.grounding import Grounding
from narration.questions.premise import Premises
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "premises.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


@pytest.fixture(scope="module")
def premises(site: Site) -> Premises:
    return Premises(site, Grounding(site))


@pytest.mark.parametrize(("name", "right"), [("false", 0.9), ("false_unseen", 0.8)])
def test_what_is_not_so_is_never_granted(name: str, right: float, premises: Premises) -> None:
    rows = [(tag, q, set(ids)) for tag, listed in CASES[name].items() for q, ids in listed]
    found = [(q, ids, premises.correction(q, tag)) for tag, q, ids in rows]
    assert [q for q, _, wrong in found if wrong is None] == []
    by = [q for q, ids, wrong in found if not ids or (wrong and wrong.fact and wrong.fact.id in ids)]
    assert len(by) >= right * len(rows), sorted({q for q, _, _ in found} - set(by))


def test_what_is_so_is_granted(premises: Premises) -> None:
    rows = [(tag, q) for tag, listed in CASES["true"].items() for q in listed]
    assert [q for tag, q in rows if premises.correction(q, tag) is not None] == []


@pytest.mark.parametrize("name", ["questions", "held_out", "unseen", "fresh"])
def test_a_plain_question_is_not_put_right(name: str, premises: Premises) -> None:
    table = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["answerable"]
    rows = [(tag, q) for tag, listed in table.items() for q, _ in listed]
    wrong = [q for tag, q in rows if premises.correction(q, tag) is not None]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_a_deed_of_somebody_else_is_contradicted_by_the_fact_that_tells_who_did_it(premises: Premises) -> None:
    wrong = premises.correction("Did Nero build the Colosseum?", "en")
    assert wrong is not None
    assert wrong.standing == "contradicted"
    assert wrong.fact is not None
    assert wrong.fact.id == "begun-and-opened"


def test_what_somebody_only_planned_is_not_a_deed(premises: Premises) -> None:
    assert premises.correction("Did Augustus plan to build here?", "en") is None


@pytest.mark.parametrize("question", ["", "?", "Nero", "right?", "a" * 5000, "12 12 12 12?"])
def test_a_question_of_nothing_grants_nothing_and_breaks_nothing(question: str, premises: Premises) -> None:
    wrong = premises.correction(question, "en")
    assert wrong is None or wrong.fact is None
