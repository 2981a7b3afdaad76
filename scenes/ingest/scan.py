"""One scan from its file to what goes into the pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import convert, to_builtins

from scenes.device import DEVICES, Device
from scenes.ingest.line import DERIVING, DRAWING, GUARDED, READING, TILING, UNPACKED, Line
from scenes.ingest.owner import owner, stated
from scenes.ingest.report import ModelReport
from scenes.ingest.request import Request
from scenes.ingest.sources import Source
from scenes.rights import copyright_notice
from scenes.scene import Rights
from scenes.worker import Limits

TASKS = "scenes.ingest.tasks:"
DRAFT_DEVICE: Device = "phone"
"""Whose budget the levels of a tiled model are cut to: they are seen until its tiles come."""

WATCHED = 64 * 1024 * 1024
"""Bytes up to which the guard is held short."""
TURNED = 150_000
"""Triangles of the level that is drawn once round."""
EVERY_DEVICE = dict.fromkeys(DEVICES, "tiles, as fine as it can draw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A scan that has been through every stage."""

    id: str
    label: str
    report: ModelReport
    folders: tuple[Path, ...]
    """Whose files go into `models/`."""
    pictures: tuple[tuple[str, str], ...]
    thing: Path
    """What ground and plan are made from."""
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    """Metres, where it was scanned."""
    rights: Rights


def take_in(source: Source, name: str, label: str, request: Request, line: Line) -> Taken:
    """Bring one scan through every stage; raises `Refused` with the reason it is not taken in."""
    noticed = line.stage("guard", TASKS + "guard", _watch(source), path=source.path).result
    kind = line.stage("kind", TASKS + "kind", UNPACKED, path=source.path).result
    go = {"mesh": _mesh, "tiles": _tiled, "points": _points}[kind]
    return go(source, name, label, request, line, noticed)


def _watch(source: Source) -> Limits:
    """Five seconds and 512 MiB; a zip is unpacked for the validator, and what is large takes it longer."""
    small = source.size <= WATCHED and source.path.suffix.lower() != ".zip"
    return GUARDED if small else UNPACKED


def _mesh(source: Source, name: str, label: str, request: Request, line: Line, noticed: list[Any]) -> Taken:
    read = line.stage("read", TASKS + "read", READING, path=source.path, units=request.units, up=request.up)
    mended = line.stage("repair", TASKS + "repair", READING, mesh=read.folder / "mesh", fill_holes=request.fill_holes)
    mesh = mended.folder / "mesh"
    rights = _rights(request, read.result)
    how = {"name": name, "device": request.device, "draco": request.draco, "title": {request.language: label}}
    made = line.stage("derive", TASKS + "derive", DERIVING, mesh=mesh, rights=to_builtins(rights), **how)
    findings = [*noticed, *read.result["findings"], *mended.result["report"]["findings"], *made.result["findings"]]
    report = _report(
        _about(source, name, "mesh", read.result, mended.result),
        triangles=read.result["triangles"],
        repair=mended.result["report"],
        repaired=mended.result["sentences"],
        levels=made.result["levels"],
        devices=made.result["devices"],
        findings=findings,
    )
    folders = (made.folder, *_compared(report, line, request.device, read.folder / "mesh", made.folder))
    return _taken(label, report, line, mesh, folders, mended.result, rights)


def _tiled(source: Source, name: str, label: str, request: Request, line: Line, noticed: list[Any]) -> Taken:
    cut = line.stage("tiles", TASKS + "tiles", TILING, 0.5, **_cutting(source, name, request))
    draft = cut.folder / "mesh"
    rights = _rights(request, cut.result)
    how = {"name": name, "device": DRAFT_DEVICE, "draco": request.draco, "title": {request.language: label}}
    made = line.stage("derive", TASKS + "derive", DERIVING, 0.2, mesh=draft, rights=to_builtins(rights), **how)
    findings = [*noticed, *cut.result["findings"]]
    report = _report(
        _about(source, name, "tiles", cut.result, cut.result),
        triangles=cut.result["triangles"],
        levels=made.result["levels"],
        tiles=cut.result["tiles"],
        devices=EVERY_DEVICE,
        findings=findings,
    )
    folders = (made.folder, cut.folder / "made", *_compared(report, line, DRAFT_DEVICE, draft, made.folder))
    return _taken(label, report, line, draft, folders, cut.result, rights)


def _points(source: Source, name: str, label: str, request: Request, line: Line, noticed: list[Any]) -> Taken:
    cut = line.stage("points", TASKS + "points", TILING, 0.7, **_cutting(source, name, request))
    findings = [*noticed, *cut.result["findings"]]
    report = _report(
        _about(source, name, "points", cut.result, cut.result),
        points=cut.result["points"],
        tiles=cut.result["tiles"],
        devices=EVERY_DEVICE,
        findings=findings,
    )
    rights = _rights(request, cut.result)
    return _taken(label, report, line, cut.folder / "cloud", (cut.folder / "made",), cut.result, rights)


def _taken(
    label: str,
    report: ModelReport,
    line: Line,
    thing: Path,
    folders: tuple[Path, ...],
    last: dict[str, Any],
    rights: Rights,
) -> Taken:
    light = [folders[0] / level.file for level in report.levels if level.triangles <= TURNED][-1:]
    shown = line.stage(
        "pictures", TASKS + "pictures", DRAWING, thing=thing, light="".join(map(str, light)), name=report.id
    )
    return Taken(
        id=report.id,
        label=label,
        report=report,
        folders=(*folders, shown.folder),
        pictures=tuple((kind, file) for kind, file in shown.result),
        thing=thing,
        low=tuple(last["low"]),
        high=tuple(last["high"]),
        rights=rights,
    )


def _compared(report: ModelReport, line: Line, device: Device, before: Path, levels: Path) -> Iterator[Path]:
    """The folder of pictures of a scan before and after: as it was read, and the level that the device gets."""
    budget = DEVICES[device]
    fits = [each for each in report.levels if each.triangles <= budget.triangles and each.bytes <= budget.download]
    after = levels / (fits[-1] if fits else report.levels[0]).file
    yield line.stage("compare", TASKS + "compare", DRAWING, before=before, after=after, name=report.id).folder


def _cutting(source: Source, name: str, request: Request) -> dict[str, Any]:
    said = owner(request, None)
    notice = copyright_notice(said) if stated(said) else ""
    return {"path": source.path, "name": name, "units": request.units, "up": request.up, "notice": notice}


def _rights(request: Request, read: dict[str, Any]) -> Rights:
    return owner(request, convert(read["rights"], Rights | None))


def _report(about: dict[str, Any], **rest: Any) -> ModelReport:
    return convert(about | rest, ModelReport)


def _about(source: Source, name: str, kind: str, read: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    size = tuple(round(high - low, 4) for low, high in zip(last["low"], last["high"], strict=True))
    return {
        "id": name,
        "source": source.name,
        "source_digest": source.digest,
        "source_bytes": source.size,
        "kind": kind,
        "size": size,
        **{field: read[field] for field in ("format", "units", "up", "scale", "origin")},
    }
