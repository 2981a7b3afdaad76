"""Reading a file in pieces, so that memory stays flat whatever its size."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.finding import Finding
from scenes.mesh import Material, PointCloud, Primitive
from scenes.read.bundle import opened
from scenes.read.formats import format_of
from scenes.read.frame import Frame, settle
from scenes.read.mapped import let_go
from scenes.read.reading import refuse
from scenes.read.shape import Shape, shape_from
from scenes.read.whole import PIECE, SOURCES, named, unlikely

if TYPE_CHECKING:
    from scenes.read.cloud_source import CloudSource
    from scenes.read.mesh_source import MeshSource


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshStream:
    """A mesh in pieces, with how it was brought into scene space."""

    materials: Sequence[Material]
    pieces: Iterator[tuple[str, Primitive]]
    """Part and triangles, each over its own vertices; to be taken once."""
    format: str
    units: str
    up: str
    scale: float
    origin: tuple[float, float, float]
    findings: tuple[Finding, ...]
    copyright: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudStream:
    """A point cloud in pieces of one origin."""

    pieces: Iterator[PointCloud]
    """To be taken once."""
    count: int
    """How many points the headers announce."""
    format: str
    units: str
    up: str
    scale: float
    origin: tuple[float, float, float]
    findings: tuple[Finding, ...]
    crs: str = ""


def chunks(
    path: Path, *, units: str | None = None, up: str | None = None, triangles: int = 250_000
) -> tuple[Sequence[Material], Iterator[tuple[str, Primitive]]]:
    """The materials, and the parts in pieces of at most so many triangles, each over its own vertices.

    PLY, STL, OBJ and plain glTF are never in memory whole; compressed glTF and text PLY are, one primitive at a time.
    """
    made = stream(path, units=units, up=up, triangles=triangles)
    return made.materials, made.pieces


def point_chunks(
    path: Path, *, units: str | None = None, up: str | None = None, points: int = PIECE
) -> Iterator[PointCloud]:
    """The points in pieces of at most so many, all with one origin."""
    return point_stream(path, units=units, up=up, points=points).pieces


def stream(path: Path, *, units: str | None = None, up: str | None = None, triangles: int = 250_000) -> MeshStream:
    """As `chunks`, with what was found; raises `Refused` for what cannot be read."""
    from tempfile import TemporaryDirectory

    stack = ExitStack()
    with stack:
        bundle = stack.enter_context(opened(path))
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="stream-")))
        sources = [(name, _source(file, scratch, number)) for number, (name, file) in enumerate(bundle.models)]
        frames = [_frame(source, units, up) for _, source in sources]
        first, origin = frames[0][0], next((frame.origin for frame, _ in frames if any(frame.origin)), (0.0, 0.0, 0.0))
        placed = [replace(frame, origin=origin) for frame, _ in frames]
        materials = [each for name, source in sources for each in _materials(source, name)]
        findings = [
            finding
            for source, frame in zip(sources, frames, strict=True)
            for finding in (*source[1].findings, *frame[1])
        ]
        return MeshStream(
            materials=materials,
            pieces=_pieces(stack.pop_all(), sources, placed, triangles),
            format="+".join(dict.fromkeys(source.format for _, source in sources)),
            units=first.units,
            up=first.up,
            scale=first.scale,
            origin=origin,
            findings=(*bundle.findings, *findings),
            copyright="; ".join(dict.fromkeys(source.copyright for _, source in sources if source.copyright)),
        )


def _source(path: Path, scratch: Path, number: int) -> "MeshSource":
    from scenes.read.mesh_source import mesh_source

    folder = scratch / str(number)
    folder.mkdir()
    return mesh_source(path, folder)


def _frame(source: "MeshSource", units: str | None, up: str | None) -> tuple[Frame, list[Finding]]:
    frame, findings = settle(source.shape, kind=source.format, said=(source.units, source.up), units=units, up=up)
    return frame, findings + (unlikely(source.shape, frame) if units is None and source.units else [])


def _materials(source: "MeshSource", name: str) -> list[Material]:
    return [replace(each, name=f"{name}/{each.name}") if name else each for each in source.materials]


def _pieces(
    stack: ExitStack, sources: "Sequence[tuple[str, MeshSource]]", frames: Sequence[Frame], triangles: int
) -> Iterator[tuple[str, Primitive]]:
    with stack:
        for (name, source), frame in zip(sources, frames, strict=True):
            for part, primitive in source.pieces(triangles):
                made = frame.primitive(primitive)
                let_go()
                yield (f"{name}/{part}", replace(made, material=f"{name}/{made.material}")) if name else (part, made)


def point_stream(path: Path, *, units: str | None = None, up: str | None = None, points: int = PIECE) -> CloudStream:
    """As `point_chunks`, with what was found; raises `Refused` for what cannot be read."""
    stack = ExitStack()
    with stack:
        bundle = stack.enter_context(opened(path))
        sources = [cloud_source(file) for _, file in bundle.models]
        shapes = [_bounds(source, points) for source in sources]
        frames = [
            settle(shape, kind=source.format, said=(source.units, source.up), units=units, up=up)
            for source, shape in zip(sources, shapes, strict=True)
        ]
        first = frames[0][0]
        origin = next((frame.origin for frame, _ in frames if any(frame.origin)), (0.0, 0.0, 0.0))
        placed = [replace(frame, origin=origin) for frame, _ in frames]
        findings = [
            finding for source, frame in zip(sources, frames, strict=True) for finding in (*source.findings, *frame[1])
        ]
        return CloudStream(
            pieces=_clouds(stack.pop_all(), sources, placed, points),
            count=sum(source.count for source in sources),
            format="+".join(dict.fromkeys(source.format for source in sources)),
            units=first.units,
            up=first.up,
            scale=first.scale,
            origin=origin,
            findings=(*bundle.findings, *findings),
            crs=sources[0].crs,
        )


def cloud_source(path: Path) -> "CloudSource":
    """A file of points before they are read; raises `Refused` for a file of something else."""
    kind = format_of(path)
    if kind == "ply":
        from scenes.read.ply import ply_source

        return ply_source(path)
    if kind not in SOURCES:
        refuse("NO_POINTS", f"{path.name} is no point cloud.", "ingest it as a mesh", file=path.name)
    made: CloudSource = named(SOURCES[kind])(path)
    return made


def _bounds(source: "CloudSource", points: int) -> Shape:
    """From the headers, else from all points."""
    import numpy as np

    if source.bounds is not None:
        return shape_from([np.stack(source.bounds)], [])
    filled = (cloud.position for cloud in source.pieces(points) if len(cloud.position))
    corners = [np.stack([position.min(axis=0), position.max(axis=0)]) for position in filled]
    if not corners:
        refuse("NO_POINTS", "There is no point in it.", "export the scan again", file=source.name)
    return shape_from(corners, [])


def _clouds(
    stack: ExitStack, sources: "Sequence[CloudSource]", frames: Sequence[Frame], points: int
) -> Iterator[PointCloud]:
    with stack:
        for source, frame in zip(sources, frames, strict=True):
            for cloud in source.pieces(points):
                if len(cloud.position):
                    yield frame.cloud(replace(cloud, crs=source.crs))
