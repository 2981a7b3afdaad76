"""Reading the files of a site pack, each entry with the place it came from."""

import json
import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from scenes.pack_error import SitePackError

MAX_TEXT_BYTES = 4 * 1024 * 1024
"""Size beyond which a TOML file of a pack is refused."""

MAX_ANNOTATION_BYTES = 32 * 1024 * 1024
"""The same of a JSON file, which is read a hundred times faster: some ten thousand annotations in twelve languages."""

MAX_FILES = 1000
"""Files that one folder of a pack may hold."""

ID = re.compile(r"[a-z0-9-]{1,64}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A value and where in the pack it was written."""

    value: T
    file: Path
    field: str

    def error(self, field: str, problem: str, remedy: str) -> SitePackError:
        """The error for one field of this entry."""
        return SitePackError(self.file, ".".join(filter(None, (self.field, field))), problem, remedy)


def inside(folder: Path, name: str, file: Path, field: str) -> Path:
    """The path of a pack's file by its relative name; raises `SitePackError` when it leads out of the folder."""
    path = folder / name
    if not name or "\\" in name or "\0" in name or not path.resolve().is_relative_to(folder.resolve()):
        raise SitePackError(file, field, f"{name!r} leads out of the pack", "name a file inside the pack's own folder")
    return path


def files_in(folder: Path, subfolder: str, suffix: str) -> list[Path]:
    """The files of a subfolder by name; none where it does not exist."""
    found = sorted((folder / subfolder).glob(f"*{suffix}"))
    if len(found) > MAX_FILES:
        problem = f"{len(found)} files, at most {MAX_FILES} are read"
        raise SitePackError(folder / subfolder, "", problem, "join small files into larger ones")
    return found


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """The tables of a TOML file of the pack; every number in it is finite."""
    file = inside(folder, name, folder / name, "")
    try:
        data = tomllib.loads(_text(file))
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise SitePackError(file, _line(wrong), f"no valid TOML ({wrong})", "correct the syntax there") from wrong
    _finite(data, file, "")
    return data


def read_json(folder: Path, name: str) -> Any:
    """The value of a JSON file of the pack; every number in it is finite."""
    file = inside(folder, name, folder / name, "")
    try:
        data = json.loads(_text(file))
    except (ValueError, RecursionError) as wrong:
        raise SitePackError(file, _line(wrong), f"no valid JSON ({wrong})", "correct the syntax there") from wrong
    _finite(data, file, "")
    return data


def convert(data: Any, kind: type[T], file: Path, field: str) -> T:
    """Data as a value of `kind`; raises `SitePackError` naming the field that does not fit."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as wrong:
        problem, _, where = str(wrong).partition(" - at `$")
        name = field + where.rstrip("`")
        remedy = "write the field as scenes/README.md describes it, or take it out"
        raise SitePackError(file, name.lstrip("."), problem, remedy) from wrong


def entries(folder: Path, name: str, table: str, kind: type[T]) -> Iterator[Entry[T]]:
    """The values of an array of tables `[[table]]`, in order, from a file that holds nothing else."""
    data = read_toml(folder, name)
    only_tables(data, {table}, folder / name)
    return tables(data, table, kind, folder / name)


def tables(data: dict[str, Any], table: str, kind: type[T], file: Path) -> Iterator[Entry[T]]:
    """The values of one array of tables of a file already read."""
    rows = data.get(table, [])
    if not isinstance(rows, list):
        raise SitePackError(file, table, "one table where several are meant", f"write [[{table}]] with two brackets")
    for index, row in enumerate(rows):
        field = f"{table}[{index}]"
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            field = f"{table} {row['id'][:64]!r}"
        yield Entry(convert(row, kind, file, field), file, field)


def only_tables(data: dict[str, Any], known: set[str], file: Path) -> None:
    """Refuse a file with a table that nobody reads."""
    for name in data:
        if name not in known:
            raise SitePackError(file, name, "unknown table", f"known here: {', '.join(sorted(known))}")


def index(found: Iterable[Entry[T]]) -> dict[str, Entry[T]]:
    """Entries by id; raises `SitePackError` for a bad id or one given twice."""
    known: dict[str, Entry[T]] = {}
    for entry in found:
        name: str = entry.value.id  # type: ignore[attr-defined]
        if not ID.fullmatch(name):
            raise entry.error("id", f"{name[:80]!r} is no id", "use 1 to 64 of a-z, 0-9 and -")
        if name in known:
            first = known[name]
            raise entry.error("id", f"{name!r} is also in {first.file.name}", "give each entry its own id")
        known[name] = entry
    return known


def check_size(file: Path, size: int) -> None:
    """Refuse a text of a pack that is too long to be read again; raises `SitePackError`."""
    most = MAX_ANNOTATION_BYTES if file.suffix == ".json" else MAX_TEXT_BYTES
    if size > most:
        raise SitePackError(file, "", f"{size} bytes, at most {most}", "split the file")


def _text(file: Path) -> str:
    try:
        check_size(file, file.stat().st_size)
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as wrong:
        raise SitePackError(file, "", "no such file", "add it: scenes/README.md shows a whole pack") from wrong
    except UnicodeDecodeError as wrong:
        raise SitePackError(file, f"byte {wrong.start}", "not UTF-8", "save the file as UTF-8") from wrong
    except OSError as wrong:
        raise SitePackError(file, "", f"cannot be read ({wrong.strerror})", "check its kind and its rights") from wrong


def _line(wrong: Exception) -> str:
    found = re.search(r"line \d+", str(wrong))
    return found.group() if found else ""


def _finite(data: Any, file: Path, field: str) -> None:
    if isinstance(data, float) and not math.isfinite(data):
        raise SitePackError(file, field, f"{data} is not a finite number", "write a plain number")
    if isinstance(data, dict):
        for name, value in data.items():
            _finite(value, file, f"{field}.{name}".lstrip("."))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            _finite(value, file, f"{field}[{position}]")
