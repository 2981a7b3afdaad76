"""Every hostile file is refused with its code, within 5 s of processor and 512 MiB."""

from pathlib import Path

import pytest
from msgspec import convert

from scenes.finding import Finding
from scenes.worker import Limits, run
from tests.scenes.validate.hostile import HOSTILE, KNOWN, REFUSED_WITH

SMALL = Limits(memory=512 * 1024**2, cpu=5, wall=120)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_5_s_and_512_mib(name: str, tmp_path: Path) -> None:
    path = HOSTILE[name](tmp_path)
    task = "tests.scenes.validate.hostile:looked_at"
    findings = convert(run(task, {"path": str(path)}, limits=SMALL), tuple[Finding, ...])
    errors = [finding for finding in findings if finding.severity == "error"]
    assert REFUSED_WITH[name] in {finding.code for finding in errors}
    assert all(finding.remedy and finding.message for finding in findings)
    assert "CHECK_FAILED" not in {finding.code for finding in errors}


def test_there_are_the_known_ones_and_more_than_thirteen_of_our_own() -> None:
    assert set(KNOWN) <= HOSTILE.keys()
    assert len(HOSTILE.keys() - set(KNOWN)) >= 13
