"""Pack arrays into few buffer views of a glTF document, compressed or plain."""

from dataclasses import dataclass, field
from typing import Any

from scenes.derive.compress import Packed, pack_attribute, pack_indices

MESHOPT = "EXT_meshopt_compression"
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
TARGETS = {"ATTRIBUTES": ARRAY_BUFFER, "TRIANGLES": ELEMENT_ARRAY_BUFFER}
TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


@dataclass(slots=True)
class Views:
    """Arrays gathered by kind, so that the file has few buffer views, and the document that grows beside them."""

    compress: bool
    gltf: Any
    blob: bytearray = field(default_factory=bytearray)
    fallback: int = 0
    rows: dict[str, list[Any]] = field(default_factory=dict)
    waiting: list[tuple[Any, str]] = field(default_factory=list)

    def image(self, data: bytes) -> int:
        """Put an image's bytes into the binary chunk."""
        from pygltflib import BufferView

        self.align()
        self.gltf.bufferViews.append(BufferView(buffer=0, byteOffset=len(self.blob), byteLength=len(data)))
        self.blob += data
        return len(self.gltf.bufferViews) - 1

    def accessor(self, kind: str, rows: Any, component: int, width: int, normalized: bool) -> Any:
        """Keep rows for the buffer view of their kind and return the accessor that will read them."""
        from pygltflib import Accessor

        before = self.rows.setdefault(kind, [])
        offset = sum(map(_stored_bytes, before))
        before.append(rows)
        made = Accessor(byteOffset=offset or None, componentType=component, count=len(rows), type=TYPES[width])
        made.normalized = normalized or None
        made.min = made.max = None
        self.gltf.accessors.append(made)
        self.waiting.append((made, kind))
        return made

    def flush(self) -> None:
        """Write one buffer view for each kind of array."""
        import numpy as np

        views = {kind: self._view(kind, np.concatenate(arrays)) for kind, arrays in self.rows.items()}
        for accessor, kind in self.waiting:
            accessor.bufferView = views[kind]

    def _view(self, kind: str, rows: Any) -> int:
        from pygltflib import BufferView

        packed = (
            pack_indices(rows)
            if kind.startswith("indices")
            else pack_attribute(rows, kind == "normal" and self.compress)
        )
        self.align()
        stride = packed.stride if packed.mode == "ATTRIBUTES" else None
        view = BufferView(buffer=0, byteOffset=len(self.blob), byteLength=len(packed.plain), byteStride=stride)
        if self.compress:
            view.buffer, view.byteOffset = 1, self.fallback
            view.extensions = {MESHOPT: self._meshopt(packed)}
            self.fallback += len(packed.plain) + -len(packed.plain) % 4
        self.blob += packed.encoded if self.compress else packed.plain
        view.target = TARGETS[packed.mode]
        self.gltf.bufferViews.append(view)
        return len(self.gltf.bufferViews) - 1

    def _meshopt(self, packed: Packed) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "buffer": 0,
            "byteOffset": len(self.blob),
            "byteLength": len(packed.encoded),
            "byteStride": packed.stride,
            "count": packed.count,
            "mode": packed.mode,
        }
        return entry if packed.filter == "NONE" else entry | {"filter": packed.filter}

    def align(self) -> None:
        self.blob += b"\0" * (-len(self.blob) % 4)


def _stored_bytes(rows: Any) -> int:
    """Bytes that rows take in the file, where normals, given as floats, take one a component."""
    return int(rows.size if rows.dtype.kind == "f" else rows.nbytes)
