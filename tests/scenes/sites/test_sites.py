"""How a demonstration site is built: only when its sources changed, and whole or not at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scenes import sites
from scenes.sites import DEMONSTRATIONS, SHARED, UnknownSite, build_site, fingerprint, replaced_whole


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("README.md", False),
        ("LICENCES.md", False),
        ("pictures/entrance.jpg", False),
        ("__pycache__/walk.pyc", False),
        ("walk.py", True),
        ("stones.json", True),
        ("pack/README.md", True),
        ("pack/pictures/plan.webp", True),
    ],
)
def test_what_is_told_and_shown_of_the_sources_is_no_part_of_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, counts: bool
) -> None:
    """The copy lies below a folder called `pictures`, which says nothing of what is in it."""
    sources = tmp_path / "pictures" / "scenes"
    shutil.copytree(Path(sites.__file__).parents[1], sources, ignore=shutil.ignore_patterns("node", "__pycache__"))
    monkeypatch.setattr(sites, "__file__", str(sources / "sites" / "__init__.py"))
    before, changed = fingerprint("colosseum"), sources / "sites" / "colosseum" / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_bytes(b"Another one.")
    assert (fingerprint("colosseum") != before) == counts


@pytest.mark.parametrize("site", DEMONSTRATIONS)
def test_whatever_a_site_is_built_with_is_part_of_its_fingerprint(site: str) -> None:
    """Packages that only hold others are left out."""
    root, folder = Path(sites.__file__).parents[2], DEMONSTRATIONS[site].replace(".", "/")
    script = (
        f"import sys, scenes.sites.making, {DEMONSTRATIONS[site]}.assemble\n"
        "print(*(each.__file__ for name, each in sys.modules.items() if name.startswith('scenes.')), sep='\\n')"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True).stdout
    used = {Path(line).relative_to(root).as_posix() for line in told.splitlines()} - {"scenes/derive/__init__.py"}
    assert {file for file in used if not file.startswith(f"{folder}/")} <= set(SHARED)
    assert f"{folder}/assemble.py" in used


def test_the_fingerprint_is_stable_and_an_unknown_site_is_named() -> None:
    assert fingerprint("colosseum") == fingerprint("colosseum")
    assert set(DEMONSTRATIONS) >= {"colosseum"}
    with pytest.raises(UnknownSite, match=r"atlantis.*colosseum"):
        fingerprint("atlantis")


def test_a_build_that_fails_leaves_the_old_pack(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "kept").write_text("as it was")

    def fail() -> None:
        with replaced_whole(folder) as fresh:
            (fresh / "half").write_text("made")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "kept"]


def test_a_build_that_ends_replaces_the_old_pack_whole(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "old").write_text("")
    with replaced_whole(folder) as fresh:
        (fresh / "new").write_text("")
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "new"]


def test_an_unknown_site_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(UnknownSite):
        build_site("atlantis", tmp_path / "atlantis", lambda stage, done: None)
    assert list(tmp_path.iterdir()) == []
