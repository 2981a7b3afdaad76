"""Levels of detail for a device, lightest first, each within its budget, and the files of a level."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil, log
from pathlib import Path
from typing import Any

from scenes.derive import budget
from scenes.derive.compress import brotli_copy
from scenes.derive.distance import Surface
from scenes.derive.draco import write_draco
from scenes.derive.images import KINDS, shrunk, size_of, textures
from scenes.derive.merge import grouped, merged
from scenes.derive.paint import painted
from scenes.derive.simplify import Simplified, Simplifier, simplify
from scenes.device import DEVICES, FIRST_GEOMETRY, Device
from scenes.finding import Finding
from scenes.gltf import Precision, write
from scenes.mesh import Material, Mesh

GENERATOR = "Caravanserai"
SAID = 4_000
"""Bytes beside the geometry that a file has for its materials, its owner and its title."""
RATIO = 6.0
"""At most so many times the triangles of the level before."""
FIRST_TEXTURE, LEAST_TEXTURE = 512, 256
STEP = 0.002
"""Metres between stored positions, at most, where 16 bits reach."""
BYTES_A_TRIANGLE = 7.0
"""A first guess; none takes less than one."""
TRIES = 6

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedLevel:
    """A level of detail with what it asks and what it lost."""

    mesh: Mesh
    """Its textures are as small as the level wants them."""
    error: float
    """Metres between it and the scan, the largest of 40,000 measured distances, both ways."""
    weight: budget.Weight
    geometry: int
    """Bytes without textures, compressed with meshopt."""
    precision: Precision
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Parts drawn together because there were too many draw calls."""
    findings: tuple[Finding, ...] = ()
    """What the budget cost; on the finest level only."""

    @property
    def triangles(self) -> int:
        """How many it draws."""
        return self.weight.triangles

    @property
    def draw_calls(self) -> int:
        """In how many pieces."""
        return self.weight.draw_calls


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLevel:
    """The files of a level: its GLB and what lies beside it."""

    path: Path
    draco: Path | None = None
    brotli: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was written."""
        return tuple(path for path in (self.path, self.draco, self.brotli) if path is not None)


def levels(
    mesh: Mesh, device: Device, *, progress: Progress | None = None, simplifier: Simplifier | None = None
) -> tuple[DerivedLevel, ...]:
    """Levels for a device, lightest first; the finest is the whole mesh where the device can draw it.

    The first has at most `FIRST_GEOMETRY` bytes of geometry; where a texture in many patches does not let it, colours
    at the vertices stand for the texture. Each next has at most six times the triangles. Raises
    `ValueError` for a mesh without triangles, `NodeMissing` where textures or colours need Node.js to be simplified.
    """
    if not mesh.triangles:
        raise ValueError("a mesh without triangles has no levels")
    with nullcontext(simplifier) if simplifier is not None else Simplifier() as open_simplifier:
        return _Maker(merged(mesh), device, open_simplifier, progress or _silent).levels()


def _silent(_stage: str, _done: float) -> None:
    return None


class _Maker:
    def __init__(self, mesh: Mesh, device: Device, simplifier: Simplifier, progress: Progress) -> None:
        self._mesh, self._device, self._simplifier, self._progress = mesh, device, simplifier, progress
        self._budget = DEVICES[device]
        self._groups = grouped(mesh, self._budget.draw_calls)
        self._extent = float(max(mesh.bounds()[1] - mesh.bounds()[0]))

    @cached_property
    def _surface(self) -> Surface:
        return Surface(self._mesh)

    def levels(self) -> tuple[DerivedLevel, ...]:
        self._progress("levels", 0.0)
        top = self._simplified(min(self._budget.triangles, self._mesh.triangles))
        first = self._first(top)
        counts = _chain(first.mesh.triangles, top.mesh.triangles)
        ends = {0: first, len(counts) - 1: top}
        made: list[DerivedLevel] = []
        for number, count in enumerate(counts):
            self._progress("levels", (number + 1) / (len(counts) + 1))
            shape = ends.get(number) or self._simplified(count)
            made.append(self._level(shape, self._pixels(number, len(counts))))
        found = budget.findings(budget.weigh(self._mesh), made[-1].weight, self._device, made[-1].error, len(made))
        self._progress("levels", 1.0)
        return (*made[:-1], replace(made[-1], findings=found))

    def _simplified(self, triangles: int) -> Simplified:
        return simplify(self._mesh, triangles, simplifier=self._simplifier)

    def _first(self, top: Simplified) -> Simplified:
        """The most triangles whose geometry is small enough; painted where the texture's seams allow no fewer."""
        if top.mesh.triangles <= FIRST_GEOMETRY and self._geometry(top) <= FIRST_GEOMETRY:
            return top
        found = self._tried(self._mesh)
        if self._geometry(found) > FIRST_GEOMETRY and textures(self._mesh):
            found = self._tried(painted(self._mesh))
        return found

    def _tried(self, mesh: Mesh) -> Simplified:
        wanted = int(FIRST_GEOMETRY / BYTES_A_TRIANGLE)
        for _ in range(TRIES):
            best = simplify(mesh, wanted, simplifier=self._simplifier)
            size = self._geometry(best)
            if 0.85 * FIRST_GEOMETRY <= size <= FIRST_GEOMETRY or best.mesh.triangles > wanted * 1.1:
                break
            wanted = int(wanted * FIRST_GEOMETRY * 0.95 / size)
        return best

    def _geometry(self, shape: Simplified) -> int:
        return len(_written(_bare(shape.mesh), self._precision(shape), self._groups)) + SAID

    def _precision(self, shape: Simplified) -> Precision:
        return precision_for(shape.mesh, self._extent, shape.error)

    def _pixels(self, number: int, count: int) -> int:
        """Texture side of a level: the device's for the finest, half for each lighter, small for the first."""
        pixels = self._budget.texture >> (count - 1 - number)
        return min(pixels, FIRST_TEXTURE) if number == 0 and count > 1 else max(pixels, FIRST_TEXTURE)

    def _level(self, shape: Simplified, pixels: int) -> DerivedLevel:
        dressed = shrunk(shape.mesh, pixels)
        keep = precision_for(dressed, self._extent, shape.error)
        geometry = len(_written(_bare(dressed), keep, self._groups))
        while (memory := _memory(dressed)) > self._budget.texture_memory or (
            geometry + _images(dressed) > self._budget.download and textures(dressed)
        ):
            if pixels // 2 < LEAST_TEXTURE or not memory:
                break
            pixels //= 2
            dressed = shrunk(shape.mesh, pixels)
        weight = budget.weigh(dressed, self._groups, geometry + _images(dressed))
        measured = self._surface.distance(Surface(dressed))[1] if shape.error else 0.0
        return DerivedLevel(
            mesh=dressed,
            error=measured,
            weight=weight,
            geometry=geometry,
            precision=keep,
            groups=self._groups,
        )


def _memory(mesh: Mesh) -> int:
    return sum(size_of(image).memory for image in textures(mesh))


def _images(mesh: Mesh) -> int:
    return sum(len(image) for image in textures(mesh))


def _chain(first: int, top: int) -> list[int]:
    """Numbers of triangles from the first level to the finest, each about as many times the one before."""
    if top <= first * 1.3:
        return [top]
    steps = ceil(log(top / first) / log(RATIO))
    return [round(first * (top / first) ** (step / steps)) for step in range(steps)] + [top]


def precision_for(mesh: Mesh, extent: float, error: float = 0.0) -> Precision:
    """As fine a grid as the mesh deserves: 14 bits of its largest side, or 2 mm where that is finer; coarser where
    simplifying cost more than that anyway. Texture coordinates to half a pixel."""
    finest = extent / (2**14 - 1)
    step = min(finest, STEP)
    coarsest = extent / (2**11 - 1)
    step = max(step, min(error / 6, coarsest))
    side = max((max(size_of(image).width, size_of(image).height) for image in textures(mesh)), default=0)
    return Precision(step=step, uv=12 if side <= 4096 else 13, normal=8, colour=10)


def _bare(mesh: Mesh) -> Mesh:
    """The mesh with the smallest picture in place of every image, so that only geometry is weighed."""
    dot = b"\x89PNG\r\n\x1a\n"
    return replace(mesh, materials=[_without_images(material, dot) for material in mesh.materials])


def _without_images(material: Material, dot: bytes) -> Material:
    changed: dict[str, Any] = {name: dot for name in KINDS if getattr(material, name)}
    return replace(material, **changed)


def _written(mesh: Mesh, precision: Precision, groups: dict[str, tuple[str, ...]]) -> bytes:
    return write(
        mesh.parts,
        mesh.materials,
        copyright_notice=mesh.copyright,
        generator=GENERATOR,
        precision=precision,
        metadata=mesh.metadata,
        groups=groups,
    )


def write_level(level: DerivedLevel, path: Path, *, draco: bool = False, brotli: bool = False) -> WrittenLevel:
    """Write `x.glb`, with `draco` also `x.draco.glb` for slow links, with `brotli` `x.glb.br` beside it.

    Draco's own bytes do not shrink any more, so that copy has none. Each file is moved to its place whole.
    """
    data = _written(level.mesh, level.precision, level.groups)
    _put(path, data)
    copy = _put(path.with_name(f"{path.stem}.draco.glb"), _draco(level)) if draco else None
    return WrittenLevel(path=path, draco=copy, brotli=brotli_copy(path) if brotli else None)


def _draco(level: DerivedLevel) -> bytes:
    return write_draco(
        level.mesh.parts,
        level.mesh.materials,
        copyright_notice=level.mesh.copyright,
        generator=GENERATOR,
        precision=level.precision,
        metadata=level.mesh.metadata,
        groups=level.groups,
    )


def _put(path: Path, data: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(data)
    fresh.replace(path)
    return path
