"""Khronos' validator in its process: in batches, in the model's folder, and when it fails."""

import json
from pathlib import Path

import pytest

from scenes import node
from scenes.validate import khronos, validate
from scenes.validate.report import Report, merged
from scenes.validate.validator import khronos_findings
from tests.builders import box_glb
from tests.scenes.validate.documents import parts, spoilt
from tests.scenes.validate.hostile import HOSTILE


def box(folder: Path, name: str = "box.glb") -> Path:
    path = folder / name
    path.write_bytes(box_glb())
    return path


def test_many_files_are_looked_at_in_order(tmp_path: Path) -> None:
    bad = tmp_path / "bad.glb"
    bad.write_bytes(spoilt(lambda document: document["nodes"][0].update(rotation=[1, 1, 1, 1])))
    found = khronos_findings([box(tmp_path), bad, tmp_path / "missing.glb", box(tmp_path, "again.glb")])
    errors = [[each.code for each in said if each.severity == "error"] for said in found]
    assert errors == [[], ["ROTATION_NON_UNIT"], ["VALIDATOR_FAILED"], []]


def test_what_the_validator_tolerates_no_one_else_has_to(tmp_path: Path) -> None:
    path = tmp_path / "bounds.glb"
    path.write_bytes(spoilt(lambda document: document["accessors"][0].update(max=[9, 9, 9])))
    report = validate(path)
    assert report.accepted
    (finding, *_) = report.findings
    assert (finding.code, finding.severity) == ("ACCESSOR_MAX_MISMATCH", "warning")
    assert "measured again" in finding.remedy


@pytest.mark.parametrize("name", ["uri-parent", "uri-root", "linked", "uri-encoded", "piped"])
def test_the_validator_reads_nothing_outside_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(bytes(4096))
    inside = tmp_path / "inside"
    inside.mkdir()
    found = khronos(HOSTILE[name](inside))
    assert "IO_ERROR" in {each.code for each in found if each.severity == "error"}


def test_a_file_beside_the_model_is_read(tmp_path: Path) -> None:
    document, binary = parts()
    document["buffers"][0]["uri"] = "box%20.bin"
    (tmp_path / "box .bin").write_bytes(binary)
    path = tmp_path / "box.gltf"
    path.write_text(json.dumps(document))
    assert not [each for each in khronos(path) if each.severity == "error"]


def test_a_validator_that_takes_too_long_is_a_finding(tmp_path: Path) -> None:
    (finding,) = khronos(box(tmp_path), seconds=0.001)
    assert (finding.code, finding.severity) == ("VALIDATOR_TIMEOUT", "warning")
    assert finding.remedy


def test_a_validator_that_dies_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "HERE", tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "validate.mjs").write_text("process.abort()")
    assert [each.code for each in khronos(box(tmp_path))] == ["VALIDATOR_DIED"]


def test_a_validator_that_swells_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "HERE", tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "validate.mjs").write_text("const a = []; for (;;) a.push(Buffer.alloc(64 << 20, 1))")
    assert [each.code for each in khronos(box(tmp_path))] == ["VALIDATOR_DIED"]


def test_without_node_the_validator_is_missing_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "HERE", tmp_path)
    report = validate(box(tmp_path))
    assert report.accepted
    assert [each.code for each in report.findings] == ["VALIDATOR_MISSING"]


def test_a_finding_of_both_is_said_once(tmp_path: Path) -> None:
    report = validate(HOSTILE["index-oob"](tmp_path))
    assert [each.code for each in report.findings if each.severity == "error"] == ["ACCESSOR_INDEX_OOB"]


def test_the_gravest_comes_first() -> None:
    from scenes.finding import Finding

    findings = [Finding(code=name, message=name, severity=name) for name in ("hint", "warning", "error", "information")]
    ordered = merged(tuple(findings))
    assert [each.severity for each in ordered] == ["error", "warning", "information", "hint"]
    assert not Report(file="a.glb", findings=ordered).accepted
    assert Report(file="a.glb", findings=ordered[1:]).accepted


@pytest.mark.parametrize("name", ["deep", "json-many", "repeated", "zeros"])
def test_the_validator_is_not_asked_about_what_would_hold_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = HOSTILE[name](tmp_path)
    monkeypatch.setattr(node, "HERE", tmp_path)
    report = validate(path)
    assert not report.accepted
    assert "VALIDATOR_MISSING" not in {each.code for each in report.findings}
