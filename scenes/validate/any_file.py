"""Which check a file gets: by its name, and for a zip each model in it."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scenes.finding import Finding, Refused
from scenes.validate import caps
from scenes.validate.archive import extract, look
from scenes.validate.clock import Clock
from scenes.validate.e57 import check_e57
from scenes.validate.gltf import check_glb, check_gltf
from scenes.validate.las import check_las
from scenes.validate.notes import Notes, readable
from scenes.validate.obj import check_obj
from scenes.validate.ply import check_ply
from scenes.validate.stl import check_stl

Check = Callable[[Path, Notes, Clock], None]
CHECKS: Mapping[str, Check] = {
    ".glb": check_glb,
    ".gltf": check_gltf,
    ".obj": check_obj,
    ".ply": check_ply,
    ".stl": check_stl,
    ".e57": check_e57,
    ".las": lambda path, notes, _: check_las(path, notes),
    ".laz": lambda path, notes, _: check_las(path, notes),
}
CLOUDS = frozenset({".e57", ".las", ".laz", ".ply"})
BESIDE = frozenset(
    {".bin", ".mtl", ".png", ".jpg", ".jpeg", ".webp", ".ktx2", ".txt", ".md", ".json", ".xml", ".toml", ".pdf", ""}
)
MODELS = 64
"""Models in one zip."""


def findings_of(path: Path) -> tuple[Finding, ...]:
    """What is wrong with a file; never raises."""
    notes = Notes()
    if not _plain(path, notes):
        return notes.findings
    clock = Clock()
    if path.suffix.lower() == ".zip":
        return _zip(path, notes, clock)
    return _file(path, notes, clock)


def models_in(folder: Path) -> list[Path]:
    """The models under a folder, in the order of their names."""
    return sorted(each for each in folder.rglob("*") if _is_model(str(each.relative_to(folder))) and each.is_file())


def _is_model(name: str) -> bool:
    """By its ending; not what macOS adds to a zip."""
    parts = Path(name).parts
    return Path(name).suffix.lower() in CHECKS and not parts[-1].startswith(".") and "__MACOSX" not in parts


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder with the files of a zip, gone afterwards; raises `Refused`."""
    with tempfile.TemporaryDirectory(prefix="caravanserai-") as folder:
        inside = Path(folder) / "zip"
        extract(path, inside)
        yield inside


def _file(path: Path, notes: Notes, clock: Clock) -> tuple[Finding, ...]:
    kind = path.suffix.lower()
    try:
        most = caps.CLOUD_BYTES if kind in CLOUDS else caps.MESH_BYTES
        size = path.stat().st_size
        if kind not in CHECKS:
            notes.error("FILE_TYPE_UNKNOWN", f"A file that ends in '{readable(kind)}' is none of those that are read.")
        elif size > most:
            notes.error("FILE_TOO_LARGE", f"The file has {size} bytes; at most {most} are read.")
        else:
            CHECKS[kind](path, notes, clock)
    except OSError as wrong:
        notes.error("FILE_UNREADABLE", f"The file cannot be read: {wrong.strerror or 'something is wrong with it'}.")
    except MemoryError:
        notes.error("FILE_TOO_LARGE", "The file needs more memory than it may have.")
    except Exception as wrong:  # a check that fails must never let a file through
        notes.error("CHECK_FAILED", f"The check itself failed: {type(wrong).__name__}: {readable(str(wrong))}.")
    return notes.findings


def _plain(path: Path, notes: Notes) -> bool:
    try:
        facts = os.stat(path)
    except (OSError, ValueError):
        notes.error("FILE_UNREADABLE", f"There is no file '{readable(str(path))}'.")
        return False
    if not stat.S_ISREG(facts.st_mode):
        notes.error("FILE_UNREADABLE", f"'{readable(str(path))}' is not a plain file.")
    elif not facts.st_size and path.suffix.lower() not in (".glb", ".gltf"):
        notes.error("FILE_EMPTY", "The file has no bytes.")
    return not notes.failed


def _zip(path: Path, notes: Notes, clock: Clock) -> tuple[Finding, ...]:
    try:
        members = look(path, notes)
        models = [name for name in members if _is_model(name)]
        _beside(list(members), notes)
        if not models and not notes.failed:
            notes.error("ARCHIVE_NO_MODEL", "There is no model in the zip.")
        elif len(models) > MODELS:
            notes.error("ARCHIVE_TOO_MANY_FILES", f"The zip has {len(models)} models; at most {MODELS} are read.")
        if notes.failed:
            return notes.findings
        if sum(entry.file_size for entry in members.values()) > caps.ZIP_LOOK:
            notes.warning("CHECK_INCOMPLETE", "The zip is so large that its files are checked when it is unpacked.")
            return notes.findings
        with unpacked(path) as folder:
            return (*notes.findings, *in_folder(folder, clock))
    except Refused as refused:
        return (*notes.findings, *refused.findings)
    except OSError as wrong:
        notes.error("FILE_UNREADABLE", f"The zip cannot be read: {wrong.strerror or 'something is wrong with it'}.")
    return notes.findings


def in_folder(folder: Path, clock: Clock | None = None) -> tuple[Finding, ...]:
    """What is wrong with the models of an unpacked zip, each finding with its file."""
    found: list[Finding] = []
    for model in models_in(folder):
        found += _file(model, Notes(str(model.relative_to(folder))), clock or Clock())
    return tuple(found)


def _beside(names: list[str], notes: Notes) -> None:
    unused = [name for name in names if Path(name).suffix.lower() not in CHECKS.keys() | BESIDE]
    if unused:
        notes.information("FILE_NOT_USED", f"Not used: {', '.join(readable(name) for name in unused[:5])}.")
