"""Our namespaced extension: everything of ours that another format has no place for, kept inside its document.

It is the pack's own tables (`scenes.exchange.tables`) as plain JSON, with its version and the digests of the files. On
the way back it gives what the format does not say; what the format says, and somebody changed there, comes from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scenes.annotation import PREFIX
from scenes.exchange.by_people import by_people
from scenes.exchange.documents import refused
from scenes.exchange.tables import Tables, file_name, lean, site_of, tables_of
from scenes.pack_check import Parts, check, check_languages, check_texts
from scenes.pack_error import SitePackError
from scenes.pack_read import Entry, index
from scenes.pose import PoseError
from scenes.scene import Site
from scenes.sounds import rows_of
from scenes.translation import Translation
from scenes.translations import read_translations, translated

KEY = PREFIX + "site"
"""The name it goes by wherever a format lets a foreign name stand."""

VERSION = 1

T = TypeVar("T")


class Extension(Struct, frozen=True, kw_only=True):
    """What is kept; fields of a later version are passed over."""

    version: int
    tables: Tables
    files: dict[str, str] = {}
    """SHA-256 of the pack's files by name."""
    translations: tuple[Translation, ...] = ()
    """What a machine wrote in further languages; the tables have people's words only."""


class Own(Struct, frozen=True, kw_only=True):
    """What a document says of itself in our extension."""

    site: Site
    """With the words that people wrote alone."""
    digests: Mapping[str, str]
    """Of its files by name."""
    translations: Mapping[str, Translation]


def extension(site: Site) -> dict[str, Any]:
    """The site's extension as plain values, without what has its default; the same site gives the same values."""
    drafts = read_translations(site.folder) if (site.folder / "site.toml").is_file() else {}
    machine = [msgspec.to_builtins(lean(each)) for each in {**drafts, **site.translations}.values()]
    return {
        "version": VERSION,
        "tables": lean(tables_of(by_people(site))),
        "files": {file_name(level, site.folder): level.digest for level in (*site.files, *site.tiles)},
        **({"translations": machine} if machine else {}),
    }


def own_site(value: Any, pointer: str) -> Own | None:
    """The site that an extension holds, or None where there is no extension.

    Raises `Refused` where it is broken or a later version's.
    """
    if value is None:
        return None
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        message = f"its extension is of version {version}, this program knows {VERSION}"
        raise refused("EXTENSION_TOO_NEW", message, "import it with a newer caravanserai", pointer)
    try:
        found = msgspec.convert(value, Extension)
        check(_parts(found.tables))
        site = site_of(found.tables, Path())
        machine = {each.language: each for each in found.translations}
        translated(site, machine)
        return Own(site=site, digests=found.files, translations=machine)
    except (msgspec.ValidationError, PoseError, SitePackError) as wrong:
        remedy = f"take {KEY} out of the document to import it as anybody else's"
        raise refused("EXTENSION_BROKEN", f"its own extension does not fit ({wrong})", remedy, pointer) from wrong


def _parts(tables: Tables) -> Parts:
    """The tables as the pack's own check takes them, so that whatever they refer to is there."""
    site = Entry(tables.site, Path(KEY), "site")
    index([site])
    check_languages(site, tables.site.languages)
    for field in ("title", "summary", "welcome"):
        check_texts(site, field, getattr(tables.site, field), tables.site.languages)
    rows_of(site)
    takes = site_of(tables, Path()).takes
    return Parts(
        languages=tables.site.languages,
        sources=index(_entries(tables.source)),
        glossary=index(_entries(tables.term)),
        facts=index(_entries(tables.fact)),
        annotations=index(_entries(tables.annotation)),
        stops=index(_entries(tables.stop)),
        tours=index(_entries(tables.tour)),
        takes=tuple(_entries(takes)),
        bridges=index(_entries(tables.bridge)),
        stories=index(_entries(tables.story)),
    )


def _entries(rows: Iterable[T]) -> Iterator[Entry[T]]:
    return (Entry(row, Path(KEY), f"{type(row).__name__.lower()}[{number}]") for number, row in enumerate(rows))
