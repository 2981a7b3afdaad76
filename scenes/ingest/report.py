"""What an ingest did, as data and in words."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from scenes.finding import Finding

SIGNS = {"error": "✗", "warning": "!", "information": "·", "hint": "·"}


class FileReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of the pack that the ingest wrote."""

    file: str
    digest: str
    bytes: int
    triangles: int = 0
    error: float = 0.0
    """Metres: how far its surface lies from the scan's at most; of a tiled model, from its coarse tiles'."""
    brotli: int = 0
    """Bytes as they go over the line to a client that takes Brotli; 0 where there is no such copy."""
    draco: int = 0


class TilesReport(Struct, frozen=True, kw_only=True):
    """A tileset that the ingest wrote."""

    file: str
    digest: str
    tiles: int
    bytes: int
    triangles: int = 0
    points: int = 0
    depth: int = 0
    error: float = 0.0
    """Metres: geometric error of the coarsest tile."""


class ModelReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one scan."""

    id: str
    source: str
    """Name of the file; its folder is nobody's business."""
    source_digest: str
    source_bytes: int
    kind: str
    """`mesh`, `tiles` or `points`."""
    format: str
    units: str
    up: str
    scale: float
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """What was taken off georeferenced coordinates: metres, in the file's axes."""
    triangles: int = 0
    points: int = 0
    size: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Metres along x, y, z."""
    placed: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Metres: where in the scene it was put."""
    repair: dict[str, Any] = {}
    repaired: tuple[str, ...] = ()
    """What was repaired and what was found, in sentences."""
    levels: tuple[FileReport, ...] = ()
    tiles: TilesReport | None = None
    devices: dict[str, str] = {}
    """For each device the level or the tiles it gets."""
    findings: tuple[Finding, ...] = ()


class Report(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an ingest did."""

    site: str
    key: str
    """SHA-256 over the files, the settings and the version of the pipeline."""
    models: tuple[ModelReport, ...]
    ground: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    unchanged: bool = False
    """Whether everything was there already."""


def describe(report: Report) -> str:
    """The report for people, a sentence a line; hints, which change nothing, are left to programs."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    if report.unchanged:
        yield f"{report.site}: the same files with the same settings are there already; nothing was done."
    for model in report.models:
        yield from _of_model(model)
    yield from report.ground
    yield from map(said, report.findings)


def _of_model(model: ModelReport) -> Iterator[str]:
    x, y, z = model.size
    amount = f"{model.points:,} points" if model.points else f"{model.triangles:,} triangles"
    yield f"{model.id}: {amount} from {model.source} ({_bytes(model.source_bytes)}, {model.format})."
    yield f"  It is {x:.2f} m wide, {y:.2f} m high and {z:.2f} m deep; read in {model.units} with {model.up} up."
    yield from (f"  {sentence}" for sentence in model.repaired)
    for number, level in enumerate(model.levels):
        yield f"  Level {number}: {_of_level(level, 'the scan' if model.tiles is None else 'its coarse tiles')}"
    if model.tiles is not None:
        tiles = model.tiles
        yield f"  Tiles: {tiles.tiles:,}, {tiles.depth} deep, {_bytes(tiles.bytes)} in all."
    if model.devices:
        yield "  Devices get: " + "; ".join(f"{device} {what}" for device, what in model.devices.items()) + "."
    told = " ".join(model.repaired)
    worth = (each for each in model.findings if each.severity != "hint")
    yield from (f"  {said(finding)}" for finding in worth if finding.message.rstrip(".") not in told)


def _of_level(level: FileReport, whole: str) -> str:
    copies = [f"{_bytes(size)} {name}" for name, size in _copies(level) if size]
    exact = f", {whole} itself" if whole == "the scan" else f", {whole} as they are"
    within = f", within {_length(level.error)} of {whole}" if level.error else exact
    return f"{level.triangles:,} triangles, {_bytes(level.bytes)} ({', '.join(copies) or 'no copies'}){within}."


def _copies(level: FileReport) -> Iterator[tuple[str, int]]:
    yield "as sent with Brotli", level.brotli
    yield "as Draco for slow links", level.draco


def _bytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _length(metres: float) -> str:
    return f"{metres * 1000:.1f} mm" if metres < 0.1 else f"{metres:.2f} m"


def said(finding: Finding) -> str:
    """A finding as a line."""
    where = f" ({finding.file}{finding.pointer})" if finding.file or finding.pointer else ""
    remedy = f" — {finding.remedy}" if finding.remedy else ""
    message = finding.message.rstrip(".")
    return f"{SIGNS[finding.severity]} {message[:1].upper()}{message[1:]}{where}{remedy}"
