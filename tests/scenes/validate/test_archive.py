"""Zips: what is good comes out whole, what is bad leaves nothing behind."""

import zipfile
from pathlib import Path

import pytest

from scenes.finding import Refused
from scenes.validate import check, validate
from scenes.validate.archive import extract
from tests.builders import box_glb
from tests.scenes.validate.hostile import HOSTILE
from tests.scenes.validate.hostile_zip import ZIPS


def packed(folder: Path, **files: bytes) -> Path:
    path = folder / "scan.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def test_the_files_of_a_zip_come_out_in_its_order(tmp_path: Path) -> None:
    path = packed(tmp_path, **{"b/box.glb": box_glb(), "a.txt": b"read me", "empty.txt": b""})
    files = extract(path, tmp_path / "out")
    assert [str(file.relative_to(tmp_path / "out")) for file in files] == ["b/box.glb", "a.txt", "empty.txt"]
    assert files[0].read_bytes() == box_glb()
    assert files[2].read_bytes() == b""


def test_an_empty_folder_may_be_there_and_a_full_one_may_not(tmp_path: Path) -> None:
    path = packed(tmp_path, **{"box.glb": box_glb()})
    (tmp_path / "out").mkdir()
    assert extract(path, tmp_path / "out")[0].is_file()
    with pytest.raises(FileExistsError, match="not empty"):
        extract(path, tmp_path / "out")


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    path = HOSTILE[name](tmp_path)
    with pytest.raises(Refused) as refused:
        extract(path, tmp_path / "out")
    assert ZIPS[name][1] in {finding.code for finding in refused.value.findings}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "names",
    [
        ("Box.glb", "box.glb"),
        ("a", "a/b.glb"),
        ("a/../../b.glb",),
        ("./a.glb",),
        ("a\\b.glb",),
        ("C:a.glb",),
        ("a\n.glb",),
    ],
)
def test_names_that_mean_two_things_are_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    path = packed(tmp_path, **{name: box_glb() for name in names})
    with pytest.raises(Refused):
        extract(path, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]


def test_the_models_of_a_zip_are_checked_and_named(tmp_path: Path) -> None:
    bad = (HOSTILE["cycle"](tmp_path)).read_bytes()
    path = packed(
        tmp_path, **{"good.glb": box_glb(), "parts/bad.glb": bad, "__MACOSX/._good.glb": b"\0", "a.exe": b"MZ"}
    )
    findings = check(path)
    assert {(finding.file, finding.code) for finding in findings if finding.severity == "error"} == {
        ("parts/bad.glb", "NODE_LOOP")
    }
    assert [finding.code for finding in findings if finding.severity == "information"] == ["FILE_NOT_USED"]


def test_khronos_looks_into_a_zip(tmp_path: Path) -> None:
    report = validate(packed(tmp_path, **{"box.glb": box_glb()}))
    assert report.accepted
    hints = {(finding.file, finding.code) for finding in report.findings}
    assert ("box.glb", "BUFFER_VIEW_TARGET_MISSING") in hints


def test_a_zip_without_a_model_is_refused(tmp_path: Path) -> None:
    assert [finding.code for finding in check(packed(tmp_path, **{"a.txt": b"a"}))] == ["ARCHIVE_NO_MODEL"]
