"""What evaluations found is kept, joined language by language, and shipped."""

from pathlib import Path
from typing import Any

import pytest

from narration.evaluations import Evaluation, keep, kept, newest, of_injected, of_run, shipped


def evaluation(at: str, met: dict[str, tuple[int, int]], **about: Any) -> Evaluation:
    return Evaluation(kind="questions", at=at, dataset="here", measures={"answerable": met}, **about)


def test_of_each_language_the_newest_counts_and_the_sum_follows() -> None:
    before = evaluation("2026-01-01", {"en": (1, 3), "it": (2, 3), "all": (3, 6)})
    after = evaluation("2026-02-01", {"en": (3, 3), "all": (3, 3)}, commit="abc")
    for order in ((before, after), (after, before)):
        (found,) = newest(order)
        assert found.measures == {"answerable": {"en": (3, 3), "it": (2, 3), "all": (5, 6)}}
        assert (found.at, found.commit) == ("2026-02-01", "abc")


def test_runs_about_other_things_stand_beside_each_other() -> None:
    one = evaluation("2026-01-01", {"en": (1, 3)}, site="well")
    others = [
        evaluation("2026-01-01", {"en": (1, 3)}, site="well", model="m"),
        evaluation("2026-01-01", {"en": (1, 3)}, site="hall"),
        evaluation("2026-01-01", {"en": (1, 3)}, site="well", with_reader=True),
    ]
    assert len(newest([one], others)) == 4


def test_what_a_house_found_is_kept_beside_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "evaluations.json"
    assert kept(path) == ()
    keep(path, [evaluation("2026-01-01", {"en": (1, 3)})])
    keep(path, [evaluation("2026-01-02", {"en": (2, 3)}, site="well")])
    assert [(each.site, each.measures["answerable"]["en"]) for each in kept(path)] == [("", (1, 3)), ("well", (2, 3))]


@pytest.mark.parametrize("broken", ["", "{", '{"evaluations": [{"kind": "questions"}]}', '{"evaluations": 3}'])
def test_a_file_that_cannot_be_read_is_none(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "evaluations.json"
    path.write_text(broken)
    assert kept(path) == ()


def test_a_run_becomes_counts_and_examples_of_what_went_wrong() -> None:
    row = {"sentences": 4, "faithful": 3, "in_language": 4, "answerable": [1, 2], "premise": [0, 0]}
    lapses = [
        {"language": "en", "where": "answerable: How old?", "said": "I cannot say."},
        {"language": "en", "where": "mouth to a child", "said": "It is 900 years old."},
    ]
    told, asked = of_run({"en": row, "all": row}, lapses, at="2026-01-01", site="well")
    assert told.measures["faithful"] == {"en": (3, 4), "all": (3, 4)}
    assert [miss.said for miss in told.misses] == ["It is 900 years old."]
    assert asked.measures == {"answerable": {"en": (1, 2), "all": (1, 2)}}
    assert [miss.where for miss in asked.misses] == ["answerable: How old?"]


def test_injected_errors_are_counted_both_ways() -> None:
    row = {"false": 10, "stopped": 8, "true": 10, "refused": 1}
    found = of_injected({"en": row, "all": row, "number": row}, ["en"], at="2026-01-01")
    assert found.measures == {
        "errors-stopped": {"en": (8, 10), "all": (8, 10)}, "true-refused": {"en": (1, 10), "all": (1, 10)},
    }  # fmt: skip


def test_what_ships_tells_of_the_check_and_adds_up() -> None:
    found = shipped()
    assert "injected-errors" in {each.kind for each in found}
    for each in found:
        for counts in each.measures.values():
            whole = [sum(count[at] for tag, count in counts.items() if tag != "all") for at in (0, 1)]
            assert list(counts["all"]) == whole
            assert all(0 <= met <= of for met, of in counts.values())
