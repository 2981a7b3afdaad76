"""A pack taken apart into records, each with a name of its own, and records put together as a pack again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import msgspec

from scenes.bodies import HOUSE_ONLY, settled
from scenes.exchange.tables import Tables, file_name, lean, site_of, tables_of
from scenes.exchange.write_pack import RELEASE, pack_files, put_pack
from scenes.gathered import Gathered
from scenes.pack_error import SitePackError
from scenes.pack_models import ModelEntry
from scenes.scene import Model, Site
from scenes.site_pack import TakeEntry, read_site
from scenes.store import ANYTHING, KINDS, Kind, Version
from scenes.stores import sqlite
from scenes.stores.named import NamedFiles
from scenes.translations import FOLDER, read_translations, translation_text

TEXTS = {".toml", ".json"}


class SiteExists(Exception):
    """Records of a site of that id are here already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRecords:
    """Everything of a pack as records in their order; its files are where `NamedFiles` keeps them."""

    site: str
    bodies: tuple[tuple[Kind, str, dict[str, Any]], ...]


def take_apart(folder: Path, files: NamedFiles) -> PackRecords:
    """The records of the pack in `folder`, its files taken into `files`; raises `SitePackError`, `OSError`."""
    site = read_site(folder)
    named = {name: files.put(path, name) for name, path in sorted(_all_files(site, folder).items())}
    rows = _rows(site, tables_of(site), folder, named)
    return PackRecords(site=site.id, bodies=tuple((kind, id_, settled(kind, id_, body)) for kind, id_, body in rows))


def import_records(
    connection: Connection, found: PackRecords, *, author: str, now: datetime, replace: bool = False
) -> int:
    """Save a pack's records, and say of others of the site that they are gone; how many versions that made.

    Raises `SiteExists` where the site has records and is not to be replaced.
    """
    old = {(kind, each.id): each for kind in KINDS for each in sqlite.find(connection, found.site, kind, limit=-1)}
    if old and not replace:
        raise SiteExists(found.site)
    count = 0
    for kind, id_, body in found.bodies:
        there = old.pop((kind, id_), None)
        if there is None or _in_pack(there) != body:
            sqlite.save(connection, found.site, kind, id_, body, author=author, now=now, expected=ANYTHING)
            count += 1
    for kind, id_ in old:
        sqlite.delete(connection, found.site, kind, id_, author=author, now=now, expected=ANYTHING)
    for kind in KINDS:
        sqlite.put_in_order(connection, found.site, kind, [id_ for each, id_, _ in found.bodies if each == kind])
    return count + len(old)


def brings_approved(connection: Connection, found: PackRecords) -> bool:
    """Whether a pack has approved takes that the records of its site do not have just so."""
    kept = [_in_pack(each) for each in sqlite.find(connection, found.site, "take", limit=-1)]
    takes = (body for kind, _, body in found.bodies if kind == "take")
    return any(body.get("state") == "approved" and body not in kept for body in takes)


def write_records(found: Gathered, folder: Path, files: NamedFiles, release: int = 0) -> Path:
    """Write records that were checked as the pack `folder`, which is replaced, and return it; it is not read back.

    With a `release` the pack says of which it is. Raises `SitePackError` where there is no such site or a file is not
    here, `OSError`.
    """
    tables = found.tables()
    pages = {f"{FOLDER}/{each.language}.toml": translation_text(each) for each in found.translations().values()}
    if release:
        pages[RELEASE] = f"{release}\n"
    put_pack(site_of(tables, folder), folder, dict(sources(found, files)), pages)
    return folder


def _in_pack(record: Version) -> dict[str, Any]:
    """A record's body without what no pack has a place for."""
    return {name: value for name, value in record.body.items() if name not in HOUSE_ONLY}


def _rows(
    site: Site, tables: Tables, folder: Path, named: Mapping[str, str]
) -> Iterator[tuple[Kind, str, dict[str, Any]]]:
    of_models = {model.id: _names_of(model, folder) for model in site.scene.models}
    in_models = {name for names in of_models.values() for name in names} | {
        file_name(level, folder) for level in site.tiles
    }
    in_models |= {file_name(level, folder) for level in site.attached}
    rest = {name: digest for name, digest in named.items() if name not in in_models}
    yield "site", site.id, {**_plain(msgspec.structs.replace(tables.site, model=())), "files": rest}
    yield from (("source", row.id, _plain(row)) for row in tables.source)
    yield from (("term", row.id, _plain(row)) for row in tables.term)
    yield from (("fact", row.id, _plain(row)) for row in tables.fact)
    for model in tables.site.model:
        yield "model", model.id, _model_body(model, {name: named[name] for name in of_models[model.id]})
    for note in tables.annotation:
        files = {each.file: named[each.file] for each in note.media}
        yield "annotation", note.id, {**_plain(note), **({"files": files} if files else {})}
    yield from (("stop", row.id, _plain(row)) for row in tables.stop)
    yield from (("tour", row.id, _plain(row)) for row in tables.tour)
    yield from (("take", id_, _plain(row)) for id_, row in _takes(tables.take))
    yield from (("bridge", row.id, _plain(row)) for row in tables.bridge)
    yield from (("story", row.id, _plain(row)) for row in tables.story)
    yield from (("translation", tag, _plain(each)) for tag, each in read_translations(folder).items())


def _model_body(model: ModelEntry, files: Mapping[str, str]) -> dict[str, Any]:
    return {**_plain(model), "files": dict(files)}


def _names_of(model: Model, folder: Path) -> list[str]:
    """The files that a model's record names: its levels, their Draco copies, its tileset, but no tile."""
    levels = [*model.levels, *(level.draco for level in model.levels if level.draco)]
    levels += [model.tiles.tileset] if model.tiles else []
    return [file_name(level, folder) for level in levels]


def _takes(rows: Sequence[TakeEntry]) -> Iterator[tuple[str, TakeEntry]]:
    """Takes with their names: stop, language, audience, and a number where several share these."""
    seen: dict[str, int] = {}
    for row in rows:
        name = take_id(row.stop, row.language, row.audience)
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}.{seen[name]}"), row


def take_id(stop: str, language: str, audience: str = "") -> str:
    """The name of the first take of a stop in a language for an audience."""
    return ".".join(filter(None, (stop, language, audience)))


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(lean(value))
    return plain


def _all_files(site: Site, folder: Path) -> dict[str, Path]:
    """Every file of a pack but its texts: models, pictures, and what only lies beside them."""
    named = pack_files(site)
    texts = {"site.toml", "tours.toml", "bridges.toml", "annotations.json", "pack.json"}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        ours = name in texts or (path.suffix == ".toml" and name.partition("/")[0] in {"facts", "takes", FOLDER})
        hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not ours and not hidden:
            named.setdefault(name, path)
    return named


def sources(found: Gathered, files: NamedFiles) -> Iterator[tuple[str, Path]]:
    """Every file of the pack by its name in it, and where it lies now; raises `SitePackError` for one that is lost."""
    for place, name, digest in found.files():
        path = files.path(digest, name)
        if path is None:
            raise SitePackError(place, f"files.{name[:160]}", "the file is not here", "upload it again")
        yield name, path
    for model in found.models(files):
        for tile in model.tiles.files if model.tiles else ():
            row = found.held["model", model.id].entry.value
            yield f"{row.tiles.rpartition('/')[0]}/{tile.path.name}".lstrip("/"), tile.path
