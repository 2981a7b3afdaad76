"""A site back into a pack's folder: files a curator can go on with, whole or not at all."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from scenes.annotation import to_web_annotation
from scenes.exchange.tables import Tables, file_name, lean, tables_of
from scenes.exchange.toml_text import array, document
from scenes.pack_error import SitePackError
from scenes.pack_read import check_size, inside
from scenes.scene import Site
from scenes.site_pack import load_site
from scenes.sites import replaced_whole
from scenes.stores.named import link

RELEASE = ".release"
"""File of a published pack that says which release it is of; no part of the pack that is passed on."""
FILE_BYTES = 1024 * 1024
"""Size beyond which facts or takes go on in another file."""


def write_pack(
    site: Site,
    folder: Path,
    files: Mapping[str, Path],
    kept: Mapping[str, Path] | None = None,
    pages: Mapping[str, str] | None = None,
) -> Site:
    """Write the site's pack as `folder` and return it as read back; a pack already there is replaced.

    `files` are the model files and pictures by their names in the pack, `kept` any others to lie beside them, `pages`
    texts to lie there too. The same site and files give the same bytes. Raises `SitePackError` where the site is not
    one that can be served, `OSError` where the disk does not take it; either way what was there stays.
    """
    with replaced_whole(folder) as fresh:
        _write_texts(site, fresh, pages or {})
        for name, source in {**files, **(kept or {})}.items():
            path = inside(fresh, name, folder / "site.toml", "files")
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)
        load_site(fresh)
    return load_site(folder)


def put_pack(site: Site, folder: Path, files: Mapping[str, Path], pages: Mapping[str, str]) -> None:
    """Write the pack of a site that was checked already as `folder`; it is not read back.

    The files are the same on the disk as their sources, which must never be written to. Raises as `write_pack` does.
    """
    with replaced_whole(folder) as fresh:
        _write_texts(site, fresh, pages)
        for name, source in files.items():
            try:
                link(source, inside(fresh, name, folder / "site.toml", "files"))
            except (FileExistsError, NotADirectoryError) as wrong:
                problem = f"{name!r} is in the place of another file or folder"
                raise SitePackError(Path("site.toml"), "files", problem, "give each its own name") from wrong


def _write_texts(site: Site, folder: Path, pages: Mapping[str, str]) -> None:
    for name, text in (*pack_texts(site), *pages.items()):
        path, data = folder / name, text.encode()
        check_size(Path(name), len(data))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def pack_files(site: Site) -> dict[str, Path]:
    """The files of a site that was read, by their names in its pack."""
    return {file_name(level, site.folder): level.path for level in (*site.files, *site.tiles)}


def pack_texts(site: Site) -> Iterator[tuple[str, str]]:
    """The names and contents of a pack's text files."""
    tables = tables_of(site)
    scene = f"urn:caravanserai:{site.id}:scene"
    rows = [to_web_annotation(each, scene) for each in site.scene.annotations]
    yield "site.toml", document(_manifest(tables))
    yield "facts/sources.toml", _text("source", tables.source)
    yield "facts/glossary.toml", _text("term", tables.term)
    yield from _numbered("facts/facts", "fact", tables.fact)
    yield "annotations.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    yield "tours.toml", "\n".join(part for part in (_text("stop", tables.stop), _text("tour", tables.tour)) if part)
    yield from _takes(tables)
    if tables.bridge or tables.story:
        yield "bridges.toml", "\n".join(filter(None, (_text("bridge", tables.bridge), _text("story", tables.story))))


def _manifest(tables: Tables) -> dict[str, Any]:
    fields: dict[str, Any] = lean(tables.site)
    last = [name for name in ("model", "picture", "sound") if name in fields]
    return {**{name: value for name, value in fields.items() if name not in last}, **{n: fields[n] for n in last}}


def _takes(tables: Tables) -> Iterator[tuple[str, str]]:
    """One file a stop where reading them by name gives the same order, else one after another."""
    groups = [(stop, list(rows)) for stop, rows in groupby(tables.take, key=lambda take: take.stop)]
    names = [f"{stop}.toml" for stop, _ in groups]
    if len(groups) > 1 and names == sorted(set(names)) and len(names) < 1000:
        for stop, rows in groups:
            yield f"takes/{stop}.toml", _text("take", rows)
    elif tables.take:
        yield from _numbered("takes/takes", "take", tables.take)


def _numbered(stem: str, table: str, rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The rows in `stem.toml`; where they are many, in `stem-001.toml` and on."""
    files, size = [list[str]()], 0
    for text in array(table, (lean(row) for row in rows)):
        size += len(text.encode())
        if size > FILE_BYTES and files[-1]:
            files.append([])
            size = len(text.encode())
        files[-1].append(text)
    for number, texts in enumerate(files, 1):
        name = f"{stem}.toml" if len(files) == 1 else f"{stem}-{number:03}.toml"
        yield name, "\n".join(texts)


def _text(table: str, rows: Iterable[Any]) -> str:
    return "\n".join(array(table, (lean(row) for row in rows)))
