"""What stands in a site's records of what an ingest would replace, laid out as a pack for it to add to."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from scenes.annotation import Annotation
from scenes.exchange.tables import Tables, site_of
from scenes.exchange.write_pack import put_pack
from scenes.gathered import Gathered
from scenes.pack_models import ModelEntry
from scenes.site_pack import Manifest
from scenes.stops import Stop
from scenes.stores.named import NamedFiles

PLINTH = "plinth"
HERE = "here-while-scans-are-taken-in"
"""What every pack has one of, and no site keeps."""


def is_new(found: Gathered) -> bool:
    """Whether nothing stands in the site yet: then an ingest lays the ground too."""
    return not any(kind == "model" for kind, _ in found.held)


def lay_out(found: Gathered, ids: Collection[str], files: NamedFiles, folder: Path) -> None:
    """Write the models of these ids and the plinth as the pack `folder`: what else the site holds is nobody's here."""
    known = {row.id: row for row in found.manifest().value.model if row.id in {*ids, PLINTH}}
    named = {name: path for id_ in known for name, path in _files_of(found, id_, files).items()}
    rows = tuple(row for row in known.values() if row.id in ids or all(name in named for name in row.levels))
    put_pack(site_of(_tables(found.manifest().value, rows), folder), folder, named, {})


def _tables(manifest: Manifest, rows: tuple[ModelEntry, ...]) -> Tables:
    """A site that can be read whatever its curators have written of it so far."""
    tag = manifest.languages[0] if manifest.languages else "en"
    text = {tag: manifest.id}
    site = Manifest(
        id=manifest.id, languages=(tag,), title=text, summary=text, welcome=text, place=manifest.place,
        rights=manifest.rights, entrance=manifest.entrance, model=tuple(map(_plain, rows)),
    )  # fmt: skip
    place = manifest.entrance.position
    return Tables(
        site=site, annotation=(Annotation(id=HERE, label=text, position=place, radius=1.0),),
        stop=(Stop(id=HERE, title=text, annotation=HERE, position=place),),
    )  # fmt: skip


def _plain(row: ModelEntry) -> ModelEntry:
    """A scale that no pack may have keeps nobody from replacing the model."""
    return row if 0 < row.scale <= 1e6 else replace(row, scale=1.0)


def _files_of(found: Gathered, id_: str, files: NamedFiles) -> Mapping[str, Path]:
    """The files of a model that are here, and those beside them that are named after it."""
    own: dict[str, Any] = {**found.held["model", id_].beside.get("files", {})}
    rest = found.held["site", found.site].beside.get("files", {})
    own |= {name: digest for name, digest in rest.items() if name.startswith(f"models/{id_}.")}
    return {name: path for name, digest in own.items() if (path := files.path(digest, name)) is not None}
