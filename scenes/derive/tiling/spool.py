"""Chunks of triangles kept on disk as they come, and what must be known of all of them before they can be cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scenes.derive.tiling.grid import Grid, choose
from scenes.mesh import Material, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 1 << 19
"""Triangles whose centres stand for all, at most twice as many."""
BLOCK = 1 << 18
"""Triangles in memory at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the corners of a tileset's triangles carry beside their position."""

    normal: bool
    uv: bool
    colour: bool

    @property
    def dtype(self) -> "np.dtype[Any]":
        """A triangle with its three corners, as it lies in a file."""
        import numpy as np

        fields: list[Any] = [("position", "<i4", (3, 3)), ("group", "<i4")]
        fields += [("normal", "i1", (3, 4))] * self.normal
        fields += [("uv", "<f4", (3, 2))] * self.uv
        fields += [("colour", "u1", (3, 4))] * self.colour
        return np.dtype(fields)


@dataclass(slots=True, kw_only=True)
class Spool:
    """One file that grows by a chunk at a time; `groups` are the pairs of part and material met so far."""

    path: Path
    materials: Sequence[Material]
    groups: dict[tuple[str, str], int] = field(default_factory=dict)
    triangles: int = 0
    chunks: int = 0
    stride: int = 4
    normals: bool = True
    colours: bool = False
    low: Any = None
    high: Any = None
    sample: list[Any] = field(default_factory=list)

    def add(self, part: str, primitive: Primitive, file: IO[bytes]) -> None:
        """Write a chunk; raises `ValueError` naming the part where it does not fit together."""
        import numpy as np

        _check(part, primitive, {material.name for material in self.materials})
        if not len(primitive.triangles):
            return
        group = self.groups.setdefault((part, primitive.material), len(self.groups))
        position = np.ascontiguousarray(primitive.position, dtype=np.float64)
        triangles = np.ascontiguousarray(primitive.triangles, dtype=np.uint32)
        self._measure(position, triangles)
        self.normals &= primitive.normal is not None
        self.colours |= primitive.colour is not None
        np.save(file, np.asarray([group]))
        for array in (position, triangles, _normals(primitive), _uvs(primitive), _colours(primitive)):
            np.save(file, array)
        self.chunks += 1
        self.triangles += len(triangles)

    def _measure(self, position: Any, triangles: Any) -> None:
        import numpy as np

        low, high = position.min(axis=0), position.max(axis=0)
        self.low = low if self.low is None else np.minimum(self.low, low)
        self.high = high if self.high is None else np.maximum(self.high, high)
        corners = position[triangles[-self.triangles % self.stride :: self.stride]]
        edge = np.linalg.norm(corners[:, 0] - corners[:, 1], axis=1)
        self.sample.append(np.column_stack([corners.mean(axis=1), edge]))
        if sum(map(len, self.sample)) > 2 * SAMPLE:
            self.sample = [np.concatenate(self.sample)[::2]]
            self.stride *= 2

    def grid(self) -> Grid:
        """The grid that fits the box and the median edge of everything that came."""
        import numpy as np

        return choose(self.low, self.high, float(np.median(np.concatenate(self.sample)[:, 3])))

    def centres(self) -> "NDArray[np.float64]":
        """Centres of evenly chosen triangles, metres."""
        import numpy as np

        rows: NDArray[np.float64] = np.concatenate(self.sample)[:, :3]
        return rows

    def layout(self) -> Layout:
        """What all of them carry: given normals count only where every chunk has them."""
        textured = {material.name for material in self.materials if has_image(material)}
        uv = any(material in textured for _, material in self.groups)
        return Layout(normal=self.normals, uv=uv, colour=self.colours)

    def records(self, grid: Grid) -> "Iterator[NDArray[Any]]":
        """All triangles in blocks, in the order they came."""
        import numpy as np

        layout = self.layout()
        with self.path.open("rb") as file:
            for _ in range(self.chunks):
                group, position, *arrays = (np.load(file) for _ in range(6))
                yield from _blocks(int(group[0]), grid.steps(position), arrays, layout)


def has_image(material: Material) -> bool:
    """Whether the material needs texture coordinates."""
    return any((material.base, material.normal, material.roughness_image, material.occlusion, material.emissive))


def _check(part: str, primitive: Primitive, materials: set[str]) -> None:
    import numpy as np

    if primitive.material not in materials:
        raise ValueError(f"part {part}: material {primitive.material!r} is not among {sorted(materials)}")
    count = len(primitive.position)
    if primitive.triangles.size and not 0 <= primitive.triangles.min() <= primitive.triangles.max() < count:
        raise ValueError(f"part {part}: triangles use vertices beyond its {count}")
    for name in ("position", "normal", "uv", "colour"):
        rows = getattr(primitive, name)
        if rows is not None and (len(rows) != count or not np.isfinite(rows).all()):
            raise ValueError(f"part {part}: {name} needs a row of finite numbers for each of its {count} vertices")


def _normals(primitive: Primitive) -> "NDArray[np.int8]":
    import numpy as np

    made = np.zeros((0 if primitive.normal is None else len(primitive.normal), 4), np.int8)
    if primitive.normal is not None:
        made[:, :3] = np.rint(np.clip(primitive.normal, -1, 1) * 127)
    return made


def _uvs(primitive: Primitive) -> "NDArray[np.float32]":
    import numpy as np

    return np.zeros((0, 2), np.float32) if primitive.uv is None else np.asarray(primitive.uv, np.float32)


def _colours(primitive: Primitive) -> "NDArray[np.uint8]":
    import numpy as np

    made = np.full((0 if primitive.colour is None else len(primitive.colour), 4), 255, np.uint8)
    if primitive.colour is not None:
        made[:, : primitive.colour.shape[1]] = np.rint(np.clip(primitive.colour, 0, 1) * 255)
    return made


def _blocks(group: int, steps: Any, arrays: Sequence[Any], layout: Layout) -> "Iterator[NDArray[Any]]":
    import numpy as np

    triangles, normal, uv, colour = arrays
    for start in range(0, len(triangles), BLOCK):
        corners = triangles[start : start + BLOCK]
        block = np.zeros(len(corners), layout.dtype)
        block["group"] = group
        block["position"] = steps[corners]
        if layout.normal:
            block["normal"] = normal[corners]
        if layout.uv and len(uv):
            block["uv"] = uv[corners]
        if layout.colour:
            block["colour"] = colour[corners] if len(colour) else 255
        yield block[_whole(block["position"])]


def _whole(corners: Any) -> Any:
    """Triangles whose corners lie in three places; the others have no surface to show."""
    x, y, z = corners[..., 0], corners[..., 1], corners[..., 2]
    same = [(x[:, a] == x[:, b]) & (y[:, a] == y[:, b]) & (z[:, a] == z[:, b]) for a, b in ((0, 1), (1, 2), (2, 0))]
    return ~(same[0] | same[1] | same[2])
