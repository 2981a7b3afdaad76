"""The records of one site, read once and held, so that a change costs no more than itself."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec.structs import replace as changed

from scenes.bodies import beside, entry_of
from scenes.exchange.tables import Tables, site_of, take_of
from scenes.media import digest_in
from scenes.pack_check import Parts, check
from scenes.pack_error import SitePackError
from scenes.pack_models import IMAGES, ModelEntry, PictureEntry, read_level, read_tiles
from scenes.pack_read import Entry
from scenes.scene import Level, Model, Picture, Site, Sound, Tiles
from scenes.site_pack import Manifest, check_manifest
from scenes.sounds import rows_of, sound_of
from scenes.store import Kind
from scenes.stores.named import NamedFiles
from scenes.stores.releases import Pending
from scenes.translation import Translation
from scenes.translations import translated

log = logging.getLogger(__name__)

Name = tuple[Kind, str]

HEADS = "SELECT kind, id, version, deleted, published FROM heads WHERE site = ? ORDER BY kind, place, id"
OUT = "SELECT kind, id, version, deleted, published FROM heads WHERE site = ? ORDER BY kind, published_place, id"
"""The same in the order in which visitors get them."""
BODY = "SELECT body FROM versions WHERE site = ? AND kind = ? AND id = ? AND version = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One record at one version."""

    version: int
    entry: Entry[Any]
    beside: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The records of a site at one moment, in their order."""

    site: str
    held: Mapping[Name, Held]
    fresh: frozenset[Name] = frozenset()
    """Those that were read now: everything at first, later what changed since."""
    gone: frozenset[Name] = frozenset()
    """Those that were here before and are no longer."""
    kinds: Mapping[str, Mapping[str, Entry[Any]]] = field(default_factory=dict)
    """The tables of each kind by id."""

    def check(self) -> None:
        """Raise the first `SitePackError` of a site that cannot be served; what was not touched is not read again.

        `pack_check` holds it against the same rules as a pack that is read from files.
        """
        manifest = self.manifest()
        check_manifest(manifest)
        whole = bool(self.gone) or ("site", self.site) in self.fresh
        check(self.parts(), None if whole else self.fresh)

    def manifest(self) -> Entry[Manifest]:
        """What `site.toml` says, models and all; raises `SitePackError` where there is no such record."""
        found = self._of("site").get(self.site)
        if found is None:
            raise SitePackError(Path("site", self.site), "", "no such site", "write its titles and languages first")
        models = tuple(entry.value for entry in self._of("model").values())
        return Entry(changed(found.value, model=models), found.file, "")

    def parts(self) -> Parts:
        """The records as the parts of a pack; raises `SitePackError`."""
        stops = self._of("stop")
        if not stops:
            raise SitePackError(Path("stop"), "", "no stops", "write at least one stop")
        return Parts(
            languages=self.manifest().value.languages,
            sources=self._of("source"),
            glossary=self._of("term"),
            facts=self._of("fact"),
            annotations=self._of("annotation"),
            stops=stops,
            tours=self._of("tour"),
            takes=tuple(Entry(take_of(each.value), each.file, "") for each in self._of("take").values()),
            bridges=self._of("bridge"),
            stories=self._of("story"),
            translations=tuple(self._of("translation")),
        )

    def tables(self) -> Tables:
        """The records as the tables of a pack; raises `SitePackError`."""
        rows = {kind: tuple(entry.value for entry in found.values()) for kind, found in self.kinds.items()}
        named = {kind: rows.get(kind, ()) for kind in Tables.__struct_fields__ if kind != "site"}
        return Tables(site=self.manifest().value, **named)

    def translations(self) -> dict[str, Translation]:
        """The translations by tag."""
        return {tag: entry.value for tag, entry in self._of("translation").items()}

    def files(self) -> Iterator[tuple[Path, str, str]]:
        """Every file that a record names: the record's place, the name in the pack, the digest."""
        for (kind, id_), each in self.held.items():
            for name, digest in each.beside.get("files", {}).items():
                yield Path(kind, id_), name, digest

    def assemble(self, files: NamedFiles, folder: Path, *, published: bool = False) -> Site:
        """The site as it is served, its files where `files` keeps them; `folder` is where its pack would lie.

        Raises `SitePackError` for a file that is not here, and for a sound that cannot be played: where visitors have
        it already, `published`, that is left out. Nothing else is checked.
        """
        site = site_of(self.tables(), folder)
        scene = changed(site.scene, models=tuple(self.models(files)))
        site = replace(
            site, scene=scene, pictures=tuple(self._pictures(files)), attached=tuple(self.attached(files)),
            sounds=tuple(self.sounds(files, published=published)),
        )  # fmt: skip
        return translated(site, MappingProxyType(self.translations()))

    def models(self, files: NamedFiles) -> Iterator[Model]:
        """The models with their levels and tiles; raises `SitePackError` for a file that is not here."""
        for (kind, id_), each in self.held.items():
            if kind == "model":
                yield model_of(id_, each, files)

    def attached(self, files: NamedFiles) -> Iterator[Level]:
        """Pictures and sounds of annotations; raises `SitePackError` for a file that is not here."""
        for (kind, _), each in self.held.items():
            for row in each.entry.value.media if kind == "annotation" else ():
                path = _place(row.file, each, files)
                yield Level(path=path, digest=digest_in(row.file), size=path.stat().st_size, media_type=row.type)

    def _pictures(self, files: NamedFiles) -> Iterator[Picture]:
        each = self.held["site", self.site]
        for row in each.entry.value.picture:
            yield picture_of(row, each, files)

    def sounds(self, files: NamedFiles, *, published: bool = False) -> Iterator[Sound]:
        """What the place sounds like; raises `SitePackError` for a file that is not here or cannot be played.

        Of what is `published` a sound that cannot be played is left out and logged: what is taken in may have become
        stricter since.
        """
        each = self.held["site", self.site]
        for entry in rows_of(each.entry).values():
            path = _place(entry.value.file, each, files)
            try:
                sound = sound_of(entry, path, path.stem)
            except SitePackError as wrong:
                if not published:
                    raise
                log.warning("visitors of %s go without a sound: %s", self.site, wrong)
            else:
                yield sound

    def _of(self, kind: Kind) -> Mapping[str, Entry[Any]]:
        return self.kinds.get(kind, {})


def gather(connection: Connection, site: str, known: Gathered | None = None, *, published: bool = False) -> Gathered:
    """The newest records of a site, or with `published` those that visitors get; what is `known` is not read again.

    Raises `SitePackError` for a record that no longer is one.
    """
    held: dict[Name, Held] = {}
    fresh = set()
    kinds: dict[str, dict[str, Entry[Any]]] = {}
    before = known.held if known else {}
    for kind, id_, version, deleted, out in connection.execute(OUT if published else HEADS, (site,)):
        wanted = out if published else 0 if deleted else version
        if not wanted:
            continue
        name = (kind, id_)
        one = before.get(name)
        if one is None or one.version != wanted:
            one = _read(connection, site, kind, id_, wanted)
            fresh.add(name)
        held[name] = one
        kinds.setdefault(kind, {})[id_] = one.entry
    gone = frozenset(before.keys() - held.keys())
    return Gathered(site=site, held=held, fresh=frozenset(fresh), gone=gone, kinds=kinds)


def caught_up(connection: Connection, known: Gathered, changes: Sequence[Pending]) -> Gathered:
    """What is `known` with the changes since, where all of it was in the same order before and nothing is new.

    The same as `gather` then, but that only what changed is looked at.
    """
    held, kinds = dict(known.held), {kind: dict(rows) for kind, rows in known.kinds.items()}
    for each in changes:
        name = (each.kind, each.id)
        if each.deleted:
            del held[name], kinds[each.kind][each.id]
        else:
            held[name] = one = _read(connection, known.site, each.kind, each.id, each.version)
            kinds[each.kind][each.id] = one.entry
    gone = {(each.kind, each.id) for each in changes if each.deleted}
    fresh = {(each.kind, each.id) for each in changes} - gone
    return Gathered(site=known.site, held=held, fresh=frozenset(fresh), gone=frozenset(gone), kinds=kinds)


def _read(connection: Connection, site: str, kind: Kind, id_: str, version: int) -> Held:
    text = connection.execute(BODY, (site, kind, id_, version)).fetchone()[0]
    body = msgspec.json.decode(text)
    return Held(version=version, entry=entry_of(kind, id_, body), beside=beside(kind, id_, body))


def model_of(id_: str, each: Held, files: NamedFiles) -> Model:
    """A model with its levels and tiles; raises `SitePackError` for a file that is not here."""
    row: ModelEntry = each.entry.value
    if not row.levels and not row.tiles:
        raise each.entry.error("levels", "no files", "upload a model")
    return Model(
        id=id_,
        levels=tuple(_level(name, each, files) for name in row.levels),
        role=row.role,
        position=row.position,
        orientation=row.orientation,
        scale=row.scale,
        tiles=_tiles(_place(row.tiles, each, files)) if row.tiles else None,
    )


def _level(name: str, each: Held, files: NamedFiles) -> Level:
    level = _read_level(_place(name, each, files))
    copy = f"{name.removesuffix('.glb')}.draco.glb"
    if copy not in each.beside.get("files", {}):
        return level
    return changed(level, draco=_read_level(_place(copy, each, files)))


def picture_of(row: PictureEntry, each: Held, files: NamedFiles) -> Picture:
    """A picture of the site; raises `SitePackError` for a file that is not here or is none."""
    path = _place(row.file, each, files)
    if path.suffix not in IMAGES:
        raise each.entry.error(f"picture.{row.id}.file", "no picture", f"one of {', '.join(IMAGES)}")
    level = Level(path=path, digest=path.stem, size=path.stat().st_size, media_type=IMAGES[path.suffix])
    return Picture(id=row.id, kind=row.kind, file=level, bounds=row.bounds)


def _place(name: str, each: Held, files: NamedFiles) -> Path:
    digest = each.beside.get("files", {}).get(name, "")
    path = files.path(digest, name)
    if path is None:
        raise each.entry.error(f"files.{name[:160]}", "the file is not here", "upload it again")
    return path


@lru_cache(maxsize=4096)
def _read_level(path: Path) -> Level:
    return read_level(path)


@lru_cache(maxsize=64)
def _tiles(path: Path) -> Tiles:
    return read_tiles(path)
