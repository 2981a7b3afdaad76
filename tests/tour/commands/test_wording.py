"""`tour wording`, as an operator at the machine gives it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tour.cli import main
from tour.routes.studio.wording import FILE

REPORTS = [
    {"day": "2026-11-27", "language": "it", "wrong": "Vattene", "better": "Esci"},
    {"day": "2026-11-28", "language": "zh-Hans", "wrong": "开始游览"},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text("".join(f"{json.dumps(each)}\n" for each in REPORTS), encoding="utf-8")
    return tmp_path


def tour(data: Path, *words: str) -> Result:
    done = CliRunner().invoke(main, ["wording", *words, "--data", str(data)])
    assert done.exit_code == 0, done.output
    return done


def test_what_was_reported_is_listed(data: Path) -> None:
    assert tour(data).stdout.splitlines() == [
        "2026-11-27  it        Vattene → Esci",
        "2026-11-28  zh-Hans   开始游览",
    ]


def test_and_for_a_program(data: Path) -> None:
    assert json.loads(tour(data, "--json").stdout) == [REPORTS[0], {**REPORTS[1], "better": ""}]


def test_a_house_without_reports_says_so(tmp_path: Path) -> None:
    assert "Nobody" in tour(tmp_path).stdout
    assert json.loads(tour(tmp_path, "--json").stdout) == []


def test_lines_that_would_speak_to_the_terminal_are_left_out(data: Path) -> None:
    with (data / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(REPORTS[0] | {"wrong": "\x1b]0;gone\x07"}) + "\nno JSON\n")
    told = tour(data)
    assert len(told.stdout.splitlines()) == 2
    assert "2 lines left out" in told.stderr
    assert "\x1b" not in told.output
