"""The catalogue of weights: every model by name, its files with their SHA-256, its licence and where it comes from."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Annotated, Literal

import msgspec

Purpose = Literal["language-model", "voice", "recogniser"]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$(?!\n)")]
Bytes = Annotated[int, msgspec.Meta(ge=0, le=64 << 30)]


class CatalogueError(ValueError):
    """A name that the catalogue does not have, or a catalogue that contradicts itself."""


class WeightFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of an entry."""

    name: str
    """Path inside the entry's folder, with forward slashes."""
    bytes: Bytes
    sha256: Sha256


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of a file that lies as one member in a wheel."""

    package: str
    version: str
    member: str
    bytes: Bytes
    sha256: Sha256


class HubSource(msgspec.Struct, frozen=True, kw_only=True, tag="hub", tag_field="kind", forbid_unknown_fields=True):
    """A repository on a model hub or on a mirror laid out like one: `BASE/REPO/resolve/REVISION/PATH`."""

    repo: str
    revision: str = "main"
    paths: dict[str, str]
    """From the name here to the path there; a name that ends in `/` stands for a whole folder."""

    def delivers(self, name: str) -> str | None:
        """The path in the repository of a file, or None."""
        return _locate(name, self.paths)


class WheelSource(
    msgspec.Struct, frozen=True, kw_only=True, tag="wheels", tag_field="kind", forbid_unknown_fields=True
):
    """Members of Python wheels, put together in order; the wheels are never installed."""

    files: dict[str, list[Part]]

    def delivers(self, name: str) -> list[Part] | None:
        """The parts of a file in order, or None."""
        return self.files.get(name)


class NpmSource(msgspec.Struct, frozen=True, kw_only=True, tag="npm", tag_field="kind", forbid_unknown_fields=True):
    """Members of an npm package's tarball."""

    package: str
    version: str
    paths: dict[str, str]
    """From the name here to the member there; a name that ends in `/` stands for a whole folder."""

    def delivers(self, name: str) -> str | None:
        """The member of the tarball that is this file, or None."""
        return _locate(name, self.paths)


Source = HubSource | WheelSource | NpmSource


class Licence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under what terms weights may be used."""

    spdx: str
    attribution: str
    stated: str
    """Where the licence is stated."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model that can be pulled."""

    id: Identifier
    title: str
    purpose: Purpose
    licence: Licence
    languages: tuple[str, ...]
    """BCP 47 tags that were seen to work; a language model is asked for no other."""
    memory: Bytes
    """Bytes of memory that one short run took, weights included; a language model had a context of 4,096 tokens."""
    note: str = ""
    files: tuple[WeightFile, ...]
    sources: tuple[Source, ...]
    """In order of preference."""

    @property
    def bytes(self) -> int:
        """Size of all files together."""
        return sum(file.bytes for file in self.files)


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Entries, and short names that stand for one of them or for several."""

    entry: tuple[Entry, ...]
    alias: dict[str, Identifier] = {}
    set: dict[str, tuple[str, ...]] = {}

    def resolve(self, name: str) -> tuple[Entry, ...]:
        """The entries that an id, an alias or a set stands for; raises `CatalogueError` naming what there is."""
        members = [self.one(member) for member in self.set.get(name, (name,))]
        return tuple({entry.id: entry for entry in members}.values())

    def one(self, name: str) -> Entry:
        """The entry that an id or an alias stands for; raises `CatalogueError` naming what there is."""
        wanted = self.alias.get(name, name)
        for entry in self.entry:
            if entry.id == wanted:
                return entry
        raise CatalogueError(f"no model is called {name!r}; there are {', '.join(self.names())}")

    def with_file(self, name: str) -> Entry | None:
        """The entry that has a file of this name, or None."""
        return next((entry for entry in self.entry if any(file.name == name for file in entry.files)), None)

    def names(self) -> Iterator[str]:
        """Every name that `resolve` knows."""
        yield from self.set
        yield from self.alias
        yield from (entry.id for entry in self.entry)

    def aliases(self, entry: Entry) -> list[str]:
        """The short names of one entry."""
        return sorted(alias for alias, wanted in self.alias.items() if wanted == entry.id)


def read_catalogue(text: str, where: str = "catalogue") -> Catalogue:
    """A catalogue from TOML; raises `CatalogueError` naming the field or the entry that is wrong."""
    try:
        catalogue = msgspec.toml.decode(text, type=Catalogue)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise CatalogueError(f"{where}: {error}") from error
    _unique((entry.id for entry in catalogue.entry), f"{where}: entries")
    for entry in catalogue.entry:
        _check(entry, f"{where}: {entry.id}")
    ids = {entry.id for entry in catalogue.entry}
    _check_short_names({alias: (entry,) for alias, entry in catalogue.alias.items()}, ids, where)
    _check_short_names(catalogue.set, ids | set(catalogue.alias), where)
    return catalogue


@cache
def the_catalogue() -> Catalogue:
    """The catalogue that comes with Caravanserai."""
    return read_catalogue(resources.files(__package__).joinpath("catalogue.toml").read_text("utf-8"), "catalogue.toml")


def _check_short_names(names: Mapping[str, tuple[str, ...]], known: Collection[str], where: str) -> None:
    for name, members in names.items():
        for member in members:
            if member not in known:
                raise CatalogueError(f"{where}: {name!r} stands for {member!r}, which is no model")


def _check(entry: Entry, where: str) -> None:
    _unique((file.name for file in entry.files), f"{where}: files")
    for file in entry.files:
        if not _inside(file.name):
            raise CatalogueError(f"{where}: file {file.name!r} is not a plain path inside the entry's folder")
        if not any(source.delivers(file.name) for source in entry.sources):
            raise CatalogueError(f"{where}: no source delivers {file.name!r}")
        for source in entry.sources:
            _check_parts(source, file, where)


def _check_parts(source: Source, file: WeightFile, where: str) -> None:
    if not isinstance(source, WheelSource) or (parts := source.delivers(file.name)) is None:
        return
    if (total := sum(part.bytes for part in parts)) != file.bytes:
        raise CatalogueError(f"{where}: the parts of {file.name} hold {total} bytes, the file {file.bytes}")


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and not {"..", "."} & set(name.split("/")) and "\\" not in name


def _unique(names: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CatalogueError(f"{where}: {name!r} is there twice")
        seen.add(name)


def _locate(name: str, paths: dict[str, str]) -> str | None:
    if name in paths:
        return paths[name]
    for folder, there in paths.items():
        if folder.endswith("/") and name.startswith(folder):
            return there + name.removeprefix(folder)
    return None
