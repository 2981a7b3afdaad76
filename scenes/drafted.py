"""A site as it is written: everything that can be shown of it, and what it lacks before visitors can have it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace as changed

from scenes.exchange.tables import site_of
from scenes.gathered import Gathered, Held, model_of, picture_of
from scenes.pack_error import SitePackError
from scenes.pack_models import ModelEntry
from scenes.scene import Model, Picture, Site
from scenes.stores.named import NamedFiles

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft, and what stands between it and its visitors."""

    site: Site
    lacks: tuple[SitePackError, ...]
    """Each names a record as `kind/id`, or a kind of which there is none; the files of the others are all here."""


def drafted(found: Gathered, files: NamedFiles, folder: Path) -> Drafted:
    """The site of these records without its translations; what cannot be shown is left out and named.

    A model whose files are not here has no levels. Raises `SitePackError` where the site itself is not written.
    """
    site = site_of(found.tables(), folder)
    lacks: list[SitePackError] = []
    models = tuple(_models(found, files, lacks))
    pictures = tuple(_pictures(found, files, lacks))
    attached = tuple(_or_lacking(lambda: list(found.attached(files)), lacks) or ())
    sounds = tuple(_or_lacking(lambda: list(found.sounds(files)), lacks) or ())
    lacks += _empty(site, models)
    if not lacks:
        lacks += _unfit(found)
    site = replace(site, scene=changed(site.scene, models=models), pictures=pictures, attached=attached, sounds=sounds)
    return Drafted(site=site, lacks=tuple(lacks))


def _models(found: Gathered, files: NamedFiles, lacks: list[SitePackError]) -> Iterator[Model]:
    for (kind, id_), each in found.held.items():
        if kind == "model":
            yield _or_lacking(partial(model_of, id_, each, files), lacks) or _bare(id_, each)


def _pictures(found: Gathered, files: NamedFiles, lacks: list[SitePackError]) -> Iterator[Picture]:
    held = found.held["site", found.site]
    for row in held.entry.value.picture:
        picture = _or_lacking(partial(picture_of, row, held, files), lacks)
        if picture is not None:
            yield picture


def _or_lacking(make: Callable[[], T], lacks: list[SitePackError]) -> T | None:
    try:
        return make()
    except SitePackError as wrong:
        lacks.append(wrong)
        return None


def _bare(id_: str, each: Held) -> Model:
    row: ModelEntry = each.entry.value
    return Model(
        id=id_, levels=(), role=row.role, position=row.position, orientation=row.orientation, scale=row.scale
    )  # fmt: skip


def _empty(site: Site, models: tuple[Model, ...]) -> Iterator[SitePackError]:
    """Kinds of which a visit needs one and there is none."""
    if not any(model.role == "visible" for model in models):
        yield SitePackError(Path("model"), "", "nothing to be seen", "upload a scan")
    needed: Mapping[str, tuple[Any, str]] = {
        "annotation": (site.scene.annotations, "mark what there is to be told about"),
        "fact": (site.facts, "write what can be told, with its source"),
        "stop": (site.scene.stops, "say where visitors stand"),
    }
    for kind, (rows, remedy) in needed.items():
        if not rows:
            yield SitePackError(Path(kind), "", f"no {kind}s", remedy)


def _unfit(found: Gathered) -> Iterator[SitePackError]:
    """The first thing for which it could not be published."""
    try:
        found.check()
    except SitePackError as wrong:
        yield wrong
