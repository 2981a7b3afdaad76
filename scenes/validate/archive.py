"""Zip files from strangers: looked at by their directory, then unpacked into a new folder with every byte counted."""

import shutil
import stat
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath

from scenes.finding import Refused
from scenes.validate import caps
from scenes.validate.archive_directory import directory_fits
from scenes.validate.notes import Notes, readable

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
INNER = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".jar", ".iso")
STEP = 1 << 20
NOT_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def extract(path: Path, folder: Path) -> tuple[Path, ...]:
    """Unpack the files of a zip into `folder`, which must not be there or be empty, and return them in its order.

    Nothing is left behind when it is refused. Raises `Refused` with what is wrong, `FileExistsError`, `OSError`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    notes = Notes()
    members = look(path, notes)
    if notes.failed:
        raise Refused(*notes.findings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _unpack(path, members, beside, notes)
        if notes.failed:
            raise Refused(*notes.findings)
        beside.chmod(0o755)
        with suppress(FileNotFoundError):
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return tuple(folder / name for name in members)


def look(path: Path, notes: Notes) -> dict[str, zipfile.ZipInfo]:
    """The files that a zip says it holds, by their safe relative names; what is wrong with it is noted."""
    if not directory_fits(path, notes):
        return {}
    try:
        with zipfile.ZipFile(path) as opened:
            entries = opened.infolist()
    except (*NOT_ZIP, OSError) as wrong:
        notes.error("ARCHIVE_INVALID", f"The zip cannot be read: {readable(str(wrong))}.")
        return {}
    _together(entries, path.stat().st_size, notes)
    members: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        _entry(entry, members, notes)
    _clashes(members, notes)
    return members


def _together(entries: list[zipfile.ZipInfo], size: int, notes: Notes) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > caps.ZIP_MEMBERS:
        many = f"The zip has {len(entries)} entries; at most {caps.ZIP_MEMBERS} are read."
        notes.error("ARCHIVE_TOO_MANY_FILES", many)
    if total > caps.ZIP_BYTES:
        notes.error("ARCHIVE_TOO_LARGE", f"The zip unpacks to {total} bytes; at most {caps.ZIP_BYTES} are written.")
    elif total > max(4 * caps.ZIP_FREE, caps.ZIP_RATIO * size):
        notes.error("ARCHIVE_RATIO", f"{size} bytes of zip unpack to {total}.")
    last = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < last:
            notes.error("ARCHIVE_OVERLAP", f"'{readable(entry.filename)}' shares its bytes with another entry.")
            return
        last = entry.header_offset + 30 + entry.compress_size


def _entry(entry: zipfile.ZipInfo, members: dict[str, zipfile.ZipInfo], notes: Notes) -> None:
    name, shown = entry.filename, readable(entry.filename)
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if not _safe(name):
        notes.error("ARCHIVE_PATH", f"'{shown}' leads out of the folder or is no name for a file.")
    elif mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        notes.error("ARCHIVE_SPECIAL_FILE", f"'{shown}' is a link or a device.")
    elif entry.flag_bits & ENCRYPTED:
        notes.error("ARCHIVE_ENCRYPTED", f"'{shown}' is encrypted.")
    elif entry.compress_type not in METHODS:
        notes.error("ARCHIVE_METHOD", f"'{shown}' is compressed by method {entry.compress_type}.")
    elif entry.file_size > max(caps.ZIP_FREE, caps.ZIP_RATIO * entry.compress_size):
        notes.error("ARCHIVE_RATIO", f"'{shown}' swells from {entry.compress_size} bytes to {entry.file_size}.")
    elif name.lower().endswith(INNER):
        notes.error("ARCHIVE_NESTED", f"'{shown}' is an archive within the archive.")
    elif not entry.is_dir():
        _member(str(PurePosixPath(name)), entry, members, notes)


def _member(name: str, entry: zipfile.ZipInfo, members: dict[str, zipfile.ZipInfo], notes: Notes) -> None:
    if name in members:
        notes.error("ARCHIVE_DUPLICATE_NAME", f"'{readable(name)}' is there twice.")
    members[name] = entry


def _safe(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return (
        name.isprintable()
        and "\\" not in name
        and ":" not in name
        and not any(part in ("", ".", "..") or len(part.encode(errors="replace")) > caps.ZIP_NAME for part in parts)
        and len(parts) <= caps.ZIP_DEPTH
    )


def _clashes(members: dict[str, zipfile.ZipInfo], notes: Notes) -> None:
    """Names that are one on a disk that does not tell capitals apart, and files that stand where a folder must be."""
    folded = {name.casefold() for name in members}
    if len(folded) < len(members):
        notes.error("ARCHIVE_DUPLICATE_NAME", "Two names differ in capital letters only.")
    for name in members:
        if any(str(parent).casefold() in folded for parent in PurePosixPath(name).parents):
            notes.error("ARCHIVE_DUPLICATE_NAME", f"'{readable(name)}' lies in a folder that is also a file.")


def _unpack(path: Path, members: dict[str, zipfile.ZipInfo], folder: Path, notes: Notes) -> None:
    with zipfile.ZipFile(path) as opened:
        for name, entry in members.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _write(opened, entry, target, notes)
            except NOT_ZIP as wrong:
                notes.error("ARCHIVE_INVALID", f"'{readable(name)}' cannot be unpacked: {readable(str(wrong))}.")
            if notes.failed:
                return


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, notes: Notes) -> None:
    """Never more than the directory said, whatever the data say."""
    written = 0
    with opened.open(entry) as source, target.open("xb") as file:
        while block := source.read(STEP):
            if not written and block.startswith(b"PK\x03\x04"):
                notes.error("ARCHIVE_NESTED", f"'{readable(entry.filename)}' is an archive within the archive.")
                return
            written += len(block)
            if written > entry.file_size:
                notes.error("ARCHIVE_INVALID", f"'{readable(entry.filename)}' is longer than the zip says.")
                return
            file.write(block)
    if written < entry.file_size:
        notes.error("ARCHIVE_INVALID", f"'{readable(entry.filename)}' is shorter than the zip says.")
