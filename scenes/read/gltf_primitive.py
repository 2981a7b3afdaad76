"""One primitive of glTF as triangles in scene space."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.mesh import Primitive
from scenes.read.gltf_accessor import raw, to_float
from scenes.read.gltf_draco import DRACO, decode
from scenes.read.gltf_file import GltfFile
from scenes.read.gltf_material import PLAIN, Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS, TRIANGLES, STRIP, FAN = 0, 4, 5, 6
STEP = 4_000_000
USED = ("POSITION", "NORMAL", "TANGENT", "COLOR_0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One attribute as it is stored."""

    rows: "NDArray[Any]"
    normalized: bool = False

    def floats(self, index: "NDArray[Any] | None" = None) -> "NDArray[np.float64]":
        """The values, or those of some rows."""
        return to_float(self.rows if index is None else self.rows[index], self.normalized)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """A primitive's attributes and its corners, before the node's transform."""

    attributes: dict[str, Column]
    indices: "NDArray[Any] | None"

    @property
    def vertices(self) -> int:
        """How many."""
        return len(self.attributes["POSITION"].rows)


def arrays(file: GltfFile, row: dict[str, Any], where: str, texcoord: int = 0) -> Arrays:
    """Read and check one primitive; raises `Refused` for indices without a vertex and numbers that are not finite."""
    wanted = (*USED, f"TEXCOORD_{texcoord}")
    packed = row.get("extensions", {}).get(DRACO)
    given = {name: index for name, index in row.get("attributes", {}).items() if name in wanted}
    indices = None
    if packed is not None:
        stored, indices = decode(file, packed, wanted, where)
    else:
        stored = {name: raw(file, index) for name, index in given.items()}
    if "indices" in row and indices is None:
        indices = raw(file, row["indices"]).reshape(-1)
    if "POSITION" not in stored:
        file.refuse("MESH_PRIMITIVE_NO_POSITION", "A primitive has no positions.", where)
    _check(file, stored, indices, where)
    kinds = {name: name in given and bool(file.row("accessors", given[name]).get("normalized")) for name in stored}
    columns = {name: Column(rows=rows, normalized=kinds[name]) for name, rows in stored.items()}
    return Arrays(attributes=columns, indices=indices)


def _check(file: GltfFile, stored: "dict[str, NDArray[Any]]", indices: Any, where: str) -> None:
    count = len(stored["POSITION"])
    if any(len(rows) != count for rows in stored.values()):
        file.refuse("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", "Attributes have different lengths.", where)
    if indices is not None and len(indices) and int(indices.max()) >= count:
        file.refuse("ACCESSOR_INDEX_OOB", "A triangle uses a vertex that is not there.", where)
    if not all(_finite(rows) for rows in stored.values()):
        file.refuse("ACCESSOR_INVALID_FLOAT", "A number is not finite.", where)


def _finite(rows: "NDArray[Any]") -> bool:
    import numpy as np

    if rows.dtype.kind != "f":
        return True
    return all(bool(np.isfinite(rows[start : start + STEP]).all()) for start in range(0, len(rows), STEP))


def triangles(given: Arrays, mode: int, start: int = 0, stop: int | None = None) -> "NDArray[Any]":
    """Corners (m, 3) of a list, a strip or a fan, or some of them; a strip's triangles without an area are left out."""
    import numpy as np

    stop = count(given, mode) if stop is None else min(stop, count(given, mode))
    if mode == TRIANGLES:
        return _flat(given, 3 * start, 3 * stop).reshape(-1, 3)
    first = _flat(given, start, start + 1) if mode == STRIP else _flat(given, 0, 1)
    run = _flat(given, start, stop + 2)
    made = np.stack([run[:-2] if mode == STRIP else np.full(stop - start, first[0]), run[1:-1], run[2:]], axis=1)
    if mode == STRIP:
        odd = (np.arange(start, stop) % 2).astype(bool)
        made[odd] = made[odd][:, [1, 0, 2]]
        made = made[(made[:, 0] != made[:, 1]) & (made[:, 1] != made[:, 2]) & (made[:, 0] != made[:, 2])]
    return made


def count(given: Arrays, mode: int) -> int:
    """How many triangles a list, a strip or a fan has."""
    corners = given.vertices if given.indices is None else len(given.indices)
    return corners // 3 if mode == TRIANGLES else max(0, corners - 2)


def _flat(given: Arrays, start: int, stop: int) -> "NDArray[Any]":
    import numpy as np

    return np.arange(start, stop) if given.indices is None else given.indices[start:stop]


def primitive(
    given: Arrays,
    corners: "NDArray[Any]",
    material: str,
    matrix: "NDArray[np.float64]",
    layout: Layout | None,
    index: "NDArray[Any] | None" = None,
) -> Primitive:
    """The triangles `corners` over the rows `index` of those arrays, or all; without a layout there are no images."""
    import numpy as np

    rows = {name: column.floats(index) for name, column in given.attributes.items()}
    mirrored = bool(np.linalg.det(matrix[:3, :3]) < 0)
    tangent = rows.get("TANGENT")
    uv = None if layout is None else rows.get(f"TEXCOORD_{layout[0]}")
    wide = corners.astype(np.int64, copy=False)
    return Primitive(
        material=material,
        position=_moved(rows["POSITION"], matrix),
        triangles=wide[:, [0, 2, 1]] if mirrored else wide,
        normal=_turned(rows.get("NORMAL"), matrix, normals=True),
        uv=None if uv is None or layout is None else lay(uv, layout),
        colour=rows.get("COLOR_0"),
        tangent=None if tangent is None else _tangents(tangent, matrix, mirrored),
    )


def lay(uv: "NDArray[np.float64]", layout: Layout) -> "NDArray[np.float64]":
    """Texture coordinates with KHR_texture_transform applied."""
    import numpy as np

    _, offset, rotation, scale = layout
    if layout[1:] == PLAIN[1:]:
        return uv
    scaled = uv * scale
    cos, sin = np.cos(rotation), np.sin(rotation)
    turned = scaled if rotation == 0 else scaled @ np.array([[cos, -sin], [sin, cos]])
    return np.asarray(turned + offset)


def _moved(position: "NDArray[np.float64]", matrix: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    if np.array_equal(matrix, np.eye(4)):
        return position
    return np.asarray(position @ matrix[:3, :3].T + matrix[:3, 3])


def _turned(
    rows: "NDArray[np.float64] | None", matrix: "NDArray[np.float64]", *, normals: bool
) -> "NDArray[np.float64] | None":
    """Unit directions; normals go by the inverse transpose."""
    import numpy as np

    if rows is None:
        return None
    turn = matrix[:3, :3]
    if not np.array_equal(turn, np.eye(3)):
        rows = rows @ (_cofactors(turn).T if normals else turn.T)
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.maximum(length, 1e-30)[:, None])


def _cofactors(turn: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The inverse transpose times the size of the determinant, which a flat scale has too."""
    import numpy as np

    columns = [np.cross(turn[(i + 1) % 3], turn[(i + 2) % 3]) for i in range(3)]
    return np.asarray(np.stack(columns) * (-1.0 if np.linalg.det(turn) < 0 else 1.0))


def _tangents(tangent: "NDArray[np.float64]", matrix: "NDArray[np.float64]", mirrored: bool) -> Any:
    import numpy as np

    turned = _turned(tangent[:, :3], matrix, normals=False)
    assert turned is not None
    return np.column_stack([turned, tangent[:, 3] * (-1.0 if mirrored else 1.0)])
