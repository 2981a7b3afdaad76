"""Accessors of glTF as numpy arrays: strides, sparse values, normalized integers."""

from typing import TYPE_CHECKING, Any

from scenes.read.gltf_file import GltfFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
KINDS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
MAX_COUNT = 200_000_000
"""Elements of one accessor."""
MAX_ZEROS = 20_000_000
"""Elements of an accessor that no bytes stand behind."""


def raw(file: GltfFile, index: int) -> "NDArray[Any]":
    """The stored values (count, width), a view on the file's bytes where nothing is sparse."""
    import numpy as np

    row = file.row("accessors", index)
    count, width, kind = _form(file, row, index)
    if "bufferView" in row:
        rows = _view(file, row["bufferView"], row.get("byteOffset", 0), (count, width, kind), index)
    elif count > MAX_ZEROS:
        file.refuse("ACCESSOR_TOO_LARGE", f"{count} elements have no data behind them.", f"/accessors/{index}")
    else:
        rows = np.zeros((count, width), kind)
    return _sparse(file, row["sparse"], rows, index) if "sparse" in row else rows


def floats(file: GltfFile, index: int) -> "NDArray[np.float64]":
    """The values (count, width) as glTF means them: normalized integers become 0 to 1, or -1 to 1."""
    return to_float(raw(file, index), bool(file.row("accessors", index).get("normalized", False)))


def to_float(rows: "NDArray[Any]", normalized: bool) -> "NDArray[np.float64]":
    """Stored values as numbers."""
    import numpy as np

    values = rows.astype(np.float64)
    if not normalized or rows.dtype.kind == "f":
        return values
    return np.maximum(values / np.iinfo(rows.dtype).max, -1.0)


def _form(file: GltfFile, row: dict[str, Any], index: int) -> tuple[int, int, str]:
    count, width, kind = row.get("count"), WIDTHS.get(row.get("type", "")), KINDS.get(row.get("componentType", 0))
    if not isinstance(count, int) or not 0 < count <= MAX_COUNT or width is None or kind is None:
        file.refuse("VALUE_NOT_IN_RANGE", "An accessor has no valid count, type or component.", f"/accessors/{index}")
    return count, width, kind


def _view(file: GltfFile, view: int, start: Any, form: tuple[int, int, str], index: int) -> "NDArray[Any]":
    import numpy as np

    count, width, kind = form
    data = file.view(view)
    size = np.dtype(kind).itemsize * width
    stride = file.row("bufferViews", view).get("byteStride", size)
    valid = isinstance(start, int) and isinstance(stride, int) and start >= 0 and stride >= size
    if not valid or start + stride * (count - 1) + size > len(data):
        file.refuse("ACCESSOR_TOO_LONG", "An accessor ends after its buffer view.", f"/accessors/{index}")
    return np.ndarray((count, width), kind, buffer=data, offset=start, strides=(stride, np.dtype(kind).itemsize))


def _sparse(file: GltfFile, sparse: dict[str, Any], rows: "NDArray[Any]", index: int) -> "NDArray[Any]":
    count, places, values = int(sparse["count"]), sparse["indices"], sparse["values"]
    kind = KINDS.get(places.get("componentType", 0), "<u4")
    where = _view(file, places["bufferView"], places.get("byteOffset", 0), (count, 1, kind), index)[:, 0]
    form = (count, rows.shape[1], rows.dtype.str)
    if count and int(where.max()) >= len(rows):
        file.refuse("ACCESSOR_SPARSE_INDEX_OOB", "A sparse index is beyond the accessor.", f"/accessors/{index}")
    filled = rows.copy()
    filled[where] = _view(file, values["bufferView"], values.get("byteOffset", 0), form, index)
    return filled
