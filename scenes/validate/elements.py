"""The numbers in a glTF file: finite, and every index within its vertices. Lengths have to be proven before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scenes.validate.accessors import Layout, layout, sparse_layouts
from scenes.validate.buffers import Buffers
from scenes.validate.clock import Clock
from scenes.validate.notes import Notes
from scenes.validate.primitives import FLOAT, vertices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
RESTART = {5121: 0xFF, 5123: 0xFFFF, 5125: 0xFFFFFFFF}
STEP = 1 << 20
"""Elements looked at together: a few MiB of memory, whatever the file."""


class Elements:
    """Looks at the accessors of one document."""

    def __init__(self, document: dict[str, Any], buffers: Buffers, clock: Clock, notes: Notes) -> None:
        """`document` has passed every check that needs no numbers."""
        self._document, self._buffers, self._clock, self._notes = document, buffers, clock, notes
        self._accessors = document.get("accessors", [])
        self._highest: dict[int, tuple[int, int]] = {}

    def check(self) -> None:
        """Indices first: they crash what reads them."""
        for i, mesh in enumerate(self._document.get("meshes", [])):
            for j, primitive in enumerate(mesh["primitives"]):
                if "indices" in primitive and not self._clock.over(self._notes):
                    self._indices(primitive, f"/meshes/{i}/primitives/{j}/indices")
        for i, accessor in enumerate(self._accessors):
            if not self._clock.over(self._notes):
                self._accessor(accessor, f"/accessors/{i}")

    def _indices(self, primitive: dict[str, Any], pointer: str) -> None:
        number = int(primitive["indices"])
        most = vertices(primitive, self._accessors) - 1
        if number not in self._highest:
            self._highest[number] = self._find_highest(self._accessors[number])
        place, value = self._highest[number]
        if value == RESTART[self._accessors[number]["componentType"]]:
            message = f"Indices accessor contains primitive restart value ({value}) at index {place}."
            self._notes.error("ACCESSOR_INDEX_PRIMITIVE_RESTART", message, pointer)
        elif value > most:
            message = (
                f"Indices accessor element at index {place} has value {value} that is greater than"
                f" the maximum vertex index available ({most})."
            )
            self._notes.error("ACCESSOR_INDEX_OOB", message, pointer)

    def _find_highest(self, accessor: dict[str, Any]) -> tuple[int, int]:
        """Place and value of the highest index."""
        found = (0, 0)
        for start, block in self._blocks(accessor):
            if self._clock.over(self._notes):
                break
            place = int(block.argmax())
            if int(block.flat[place]) > found[1]:
                found = start + place, int(block.flat[place])
        return found

    def _accessor(self, accessor: dict[str, Any], pointer: str) -> None:
        if "sparse" in accessor:
            self._sparse(accessor, f"{pointer}/sparse/indices")
        if accessor["componentType"] == FLOAT:
            self._finite(accessor, pointer)

    def _finite(self, accessor: dict[str, Any], pointer: str) -> None:
        import numpy as np

        for start, block in self._blocks(accessor):
            if self._clock.over(self._notes):
                return
            bad = ~np.isfinite(block)
            if bad.any():
                place = int(bad.argmax())
                message = f"Accessor element at index {start * block.shape[1] + place} is {block.flat[place]}."
                self._notes.error("ACCESSOR_INVALID_FLOAT", message, pointer)
                return

    def _sparse(self, accessor: dict[str, Any], pointer: str) -> None:
        """Indices that grow, and end below the accessor's count."""
        last = -1
        layouts = sparse_layouts(accessor)
        if layouts is None:
            return
        for start, block in self._cut(layouts[0], int(accessor["sparse"]["indices"]["bufferView"])):
            flat = block.reshape(-1).astype("i8")
            if flat[0] <= last or (flat[1:] <= flat[:-1]).any():
                message = f"Accessor sparse indices from {start} on are not increasing."
                self._notes.error("ACCESSOR_SPARSE_INDICES_NON_INCREASING", message, pointer)
                return
            last = int(flat[-1])
        if last >= int(accessor["count"]):
            message = (
                f"Accessor sparse indices element at index {layouts[0].count - 1} is greater than or equal to"
                f" the number of accessor elements: {last} >= {int(accessor['count'])}."
            )
            self._notes.error("ACCESSOR_SPARSE_INDEX_OOB", message, pointer)

    def _blocks(self, accessor: dict[str, Any]) -> Iterator[tuple[int, "NDArray[np.generic]"]]:
        """The accessor's own elements and those that override some of them, with where each block begins."""
        found = layout(accessor, self._buffers)
        if found is not None and "bufferView" in accessor:
            yield from self._cut(found, int(accessor["bufferView"]))
        layouts = sparse_layouts(accessor) if "sparse" in accessor else None
        if layouts is not None:
            yield from self._cut(layouts[1], int(accessor["sparse"]["values"]["bufferView"]))

    def _cut(self, lies: Layout, view: int) -> Iterator[tuple[int, "NDArray[np.generic]"]]:
        """Blocks of rows; nothing for a compressed view, whose elements only its decoder knows."""
        import numpy as np

        data = self._buffers.of(view)
        if data is None or self._buffers.packed(view) is not None:
            return
        width = lies.rows * lies.columns
        for start in range(0, lies.count, STEP):
            rows = min(STEP, lies.count - start)
            yield (
                start,
                np.ndarray(
                    (rows, width),
                    TYPES[lies.component],
                    data,
                    lies.offset + start * lies.stride,
                    (lies.stride, np.dtype(TYPES[lies.component]).itemsize),
                ),
            )
