"""Accessors by arithmetic: that each lies within its bufferView, and what all ask for, before a byte is read."""

from dataclasses import dataclass
from typing import Any

from scenes.validate import caps
from scenes.validate.buffers import Buffers
from scenes.validate.fields import DRACO
from scenes.validate.json_pointer import select
from scenes.validate.notes import Notes, shown

COMPONENT = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
"""Bytes by componentType."""
SHAPE = {
    "SCALAR": (1, 1), "VEC2": (2, 1), "VEC3": (3, 1), "VEC4": (4, 1),
    "MAT2": (2, 2), "MAT3": (3, 3), "MAT4": (4, 4),
}  # fmt: skip
"""Rows and columns by type; a matrix has its columns on 4-byte boundaries."""
UNSIGNED = (5121, 5123, 5125)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How an accessor's elements lie: bytes."""

    component: int
    """componentType."""
    rows: int
    columns: int
    count: int
    offset: int
    stride: int

    @property
    def column(self) -> int:
        """From one column of a matrix to the next."""
        size = self.rows * COMPONENT[self.component]
        return size if self.columns == 1 else -(-size // 4) * 4

    @property
    def element(self) -> int:
        """From an element's first byte to its last."""
        return self.column * (self.columns - 1) + self.rows * COMPONENT[self.component]

    @property
    def length(self) -> int:
        """From the first element's first byte to the last element's last."""
        return (self.count - 1) * self.stride + self.element


def layout(accessor: dict[str, Any], buffers: Buffers) -> Layout | None:
    """The accessor's layout in its bufferView, or nothing when its type is none of glTF's."""
    if accessor["componentType"] not in COMPONENT or accessor["type"] not in SHAPE:
        return None
    rows, columns = SHAPE[accessor["type"]]
    view = accessor.get("bufferView")
    return _laid(
        int(accessor["componentType"]), rows, columns, int(accessor["count"]), int(accessor.get("byteOffset", 0)),
        None if view is None else buffers.stride(int(view)),
    )  # fmt: skip


def sparse_layouts(accessor: dict[str, Any]) -> tuple[Layout, Layout] | None:
    """How the indices and the values of a sparse accessor lie, or nothing when a type is none of glTF's."""
    sparse = accessor["sparse"]
    component, count = sparse["indices"]["componentType"], int(sparse["count"])
    if component not in UNSIGNED or accessor["componentType"] not in COMPONENT or accessor["type"] not in SHAPE:
        return None
    starts = [int(sparse[part].get("byteOffset", 0)) for part in ("indices", "values")]
    rows, columns = SHAPE[accessor["type"]]
    return (
        _laid(int(component), 1, 1, count, starts[0], None),
        _laid(int(accessor["componentType"]), rows, columns, count, starts[1], None),
    )


def _laid(component: int, rows: int, columns: int, count: int, offset: int, stride: int | None) -> Layout:
    tight = Layout(component=component, rows=rows, columns=columns, count=count, offset=offset, stride=0)
    return Layout(
        component=component, rows=rows, columns=columns, count=count, offset=offset,
        stride=stride or tight.column * columns,
    )  # fmt: skip


def check_accessors(document: dict[str, Any], buffers: Buffers, notes: Notes) -> None:
    """Lengths, strides and budgets; none of the document's types and references may be wrong."""
    accessors = document.get("accessors", [])
    packed = _draco(document, buffers, notes)
    zeros = 0
    for i, accessor in enumerate(accessors):
        found = layout(accessor, buffers)
        if found is None:
            which = "componentType" if accessor["type"] in SHAPE else "type"
            unknown = f"Invalid value '{shown(accessor[which])}'."
            notes.warning("VALUE_NOT_IN_LIST", unknown, f"/accessors/{i}/{which}")
            continue
        if "bufferView" in accessor:
            _fits(found, int(accessor["bufferView"]), buffers, f"/accessors/{i}", notes)
        elif i not in packed:
            zeros += found.count * found.element
        if "sparse" in accessor:
            _sparse(accessor, found, buffers, f"/accessors/{i}/sparse", notes)
    if zeros > caps.ZEROS:
        asked = f"Accessors without a bufferView ask for {zeros} bytes of zeros; at most {caps.ZEROS} are given."
        notes.error("ACCESSOR_WITHOUT_DATA", asked, "/accessors")


def _fits(found: Layout, view: int, buffers: Buffers, pointer: str, notes: Notes) -> None:
    size = COMPONENT[found.component]
    if found.stride < found.element:
        small = f"Referenced bufferView's byteStride value {found.stride} is less than element length {found.element}."
        notes.error("ACCESSOR_SMALL_BYTESTRIDE", small, pointer)
    if found.offset % size:
        crooked = f"Offset {found.offset} is not a multiple of componentType length {size}."
        notes.error("ACCESSOR_OFFSET_ALIGNMENT", crooked, f"{pointer}/byteOffset")
    if found.offset + found.length > buffers.length(view):
        long = (
            f"Accessor (offset: {found.offset}, length: {found.length}) does not fit referenced"
            f" bufferView [{view}] length {buffers.length(view)}."
        )
        after = found.offset >= buffers.length(view)
        notes.error("ACCESSOR_TOO_LONG", long, f"{pointer}/byteOffset" if after else pointer)


def _sparse(accessor: dict[str, Any], base: Layout, buffers: Buffers, pointer: str, notes: Notes) -> None:
    found = sparse_layouts(accessor)
    if found is None:
        component = shown(accessor["sparse"]["indices"]["componentType"])
        notes.error("VALUE_NOT_IN_LIST", f"Invalid value {component}.", f"{pointer}/indices/componentType")
        return
    count = found[0].count
    if count > base.count:
        many = f"Sparse accessor overrides more elements ({count}) than the base accessor contains ({base.count})."
        notes.error("ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE", many, f"{pointer}/count")
    for part, lies in zip(("indices", "values"), found, strict=True):
        view = int(accessor["sparse"][part]["bufferView"])
        if buffers.stride(view) is not None:
            strided = "Only buffer views with raw vertex data can have byteStride."
            notes.error("BUFFER_VIEW_INVALID_BYTE_STRIDE", strided, f"{pointer}/{part}/bufferView")
        _fits(lies, view, buffers, f"{pointer}/{part}", notes)


def _draco(document: dict[str, Any], buffers: Buffers, notes: Notes) -> set[int]:
    """Accessors whose elements come out of Draco data; notes those that ask for more than their data can hold."""
    found: set[int] = set()
    for pointer, extension in select(document, DRACO):
        primitive = _owner(document, pointer)
        names = [name for name in extension["attributes"] if name in primitive["attributes"]]
        inside = {int(primitive["attributes"][name]) for name in names}
        inside |= {int(primitive["indices"])} if "indices" in primitive else set()
        found |= inside
        layouts = [layout(document["accessors"][i], buffers) for i in inside]
        asked = sum(each.count * each.element for each in layouts if each)
        size = buffers.length(int(extension["bufferView"]))
        if asked > size * caps.PACKED_RATIO:
            notes.error("PACKED_TOO_LARGE", f"{size} bytes of Draco are said to hold {asked}.", pointer)
    return found


def _owner(document: dict[str, Any], pointer: str) -> dict[str, Any]:
    steps = pointer.split("/")
    primitive: dict[str, Any] = document["meshes"][int(steps[2])]["primitives"][int(steps[4])]
    return primitive
