"""A run from the command line: sampled, counted, kept."""

import argparse
import json
from math import inf
from pathlib import Path

import pytest

from tests.eval import run


@pytest.mark.parametrize(
    ("wanted", "found"), [(0, [0, 1, 2, 3, 4]), (9, [0, 1, 2, 3, 4]), (1, [0]), (2, [0, 2]), (5, [0, 1, 2, 3, 4])]
)
def test_a_sample_is_spread_evenly(wanted: int, found: list[int]) -> None:
    assert run.spread(range(5), wanted) == found


def given(**more: object) -> argparse.Namespace:
    usual = {"model": "scripted", "site": "colosseum", "language": ["it"], "sample": 1, "minutes": inf, "takes": False}
    return argparse.Namespace(**{**usual, **more})


async def test_a_run_is_counted_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = await run.evaluate(given())
    assert record["figures"]["it"]["stops"] == 3
    assert [record["figures"]["it"][kind][1] for kind in ("answerable", "premise", "injections")] == [1, 1, 1]
    assert json.loads(run.keep(record, tmp_path).read_text(encoding="utf-8")) == record
    run.show(record, all_lapses=True)
    assert "Injected errors, held out" in capsys.readouterr().out


async def test_a_run_whose_time_is_up_asks_nothing_more() -> None:
    record = await run.evaluate(given(minutes=0.0))
    assert record["figures"]["all"]["stops"] == record["figures"]["all"]["sentences"] == 0
