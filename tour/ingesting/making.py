"""What a job does in its thread: the ingest of `tour ingest`, into a pack that holds no more than it needs."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from scenes.finding import Finding
from scenes.gathered import Gathered
from scenes.ingest.assemble import lost_parts, same_place
from scenes.ingest.line import Progress
from scenes.ingest.names import names_of
from scenes.ingest.owner import stated
from scenes.ingest.pipeline import ingest
from scenes.ingest.report import Report
from scenes.ingest.request import Request
from scenes.ingest.sources import Source, scans
from scenes.pack_error import SitePackError
from scenes.pack_records import PackRecords, take_apart
from scenes.scene import Model
from scenes.site_pack import load_site
from scenes.stores.named import NamedFiles
from tour.ingesting.bringing import ORIGIN, Brought, brought_of
from tour.ingesting.request import Ingesting
from tour.ingesting.standing import PLINTH, is_new, lay_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an ingest made for a site's records; its files are kept already."""

    report: Report
    found: PackRecords
    brought: Brought


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Where it is made, and where the files go."""

    packs: Path
    scratch: Path
    files: NamedFiles

    def make(
        self, paths: Sequence[Path], request: Request, standing: Gathered, progress: Progress, cancelled: Event
    ) -> Made:
        """Take files in beside what stands in the site; raises as `ingest` does, and `SitePackError`."""
        folder = self.packs / request.site
        shutil.rmtree(folder, ignore_errors=True)
        ids = tuple(name for name, _ in names_of([Source(path=path) for path in scans(paths)], request))
        new = is_new(standing)
        if not new:
            self.packs.mkdir(parents=True, exist_ok=True)
            lay_out(standing, ids, self.files, folder)
        report = ingest(paths, request, packs=self.packs, scratch=self.scratch, progress=progress, cancelled=cancelled)
        progress("keep", 1.0)
        found = take_apart(folder, self.files)
        brought = brought_of(found, ids, new=new, stood=_places(standing))
        noticed = (*_known_rights(report, standing), *self._noticed(standing, ids, folder))
        shutil.rmtree(folder, ignore_errors=True)
        return Made(report=replace(report, findings=noticed), found=found, brought=brought)

    def _noticed(self, standing: Gathered, ids: tuple[str, ...], folder: Path) -> Iterator[Finding]:
        """What only the whole site shows: scans that stand in another, and annotations that lost their part."""
        rows = [each.entry.value for (kind, _), each in standing.held.items() if kind == "model"]
        others = [row.id for row in rows if row.role == "visible" and row.id not in {*ids, PLINTH}]
        known = {row.id for row in rows}
        yield from (same_place(id_, others[0]) for id_ in ids if others and id_ not in known)
        notes = [each.entry.value for (kind, _), each in standing.held.items() if kind == "annotation"]
        if any(note.part for note in notes):
            yield from lost_parts(notes, [*self._kept(standing, ids), *load_site(folder).scene.models])

    def _kept(self, standing: Gathered, ids: tuple[str, ...]) -> list[Model]:
        """The models that stay as they are; a file that is not here is told of when the site is published."""
        with suppress(SitePackError):
            return [each for each in standing.models(self.files) if each.id not in ids]
        return []


def request_of(site: str, wanted: Ingesting, standing: Gathered) -> Request:
    """The settings of the ingest; raises `SitePackError` where the site has no record."""
    manifest = standing.manifest().value
    language = wanted.language or next(iter(manifest.languages), "en")
    return Request(
        site=site, name=wanted.name, device=wanted.device, units=wanted.units, up=wanted.up,
        fill_holes=wanted.fill_holes, draco=wanted.draco, language=language, licence=wanted.licence,
        holder=wanted.holder,
    )  # fmt: skip


def _known_rights(report: Report, standing: Gathered) -> Iterator[Finding]:
    """The findings, without the one that nobody has said whose it is where the site says so."""
    said = stated(standing.manifest().value.rights)
    return (each for each in report.findings if not (said and each.code == "RIGHTS_UNSTATED"))


def _places(standing: Gathered) -> dict[str, list[float]]:
    rows = [each.entry.value for (kind, _), each in standing.held.items() if kind == "model"]
    return {row.id: list(row.position) or ORIGIN for row in rows}
