"""Pack arrays into few buffer views of a glTF document, compressed or plain."""

from dataclasses import dataclass, field
from typing import Any

from scenes.derive.compress import Packed, pack_attribute, pack_indices

MESHOPT = "EXT_meshopt_compression"
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
TARGETS = {"ATTRIBUTES": ARRAY_BUFFER, "TRIANGLES": ELEMENT_ARRAY_BUFFER}
TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
OCTAHEDRAL = ("normal", "tangent")


@dataclass(slots=True, kw_only=True)
class Views:
    """Arrays gathered by kind, so that the file has few buffer views, and what the document says of them."""

    compress: bool
    normal_bits: int = 8
    blob: bytearray = field(default_factory=bytearray)
    fallback: int = 0
    accessors: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    waiting: list[tuple[dict[str, Any], str]] = field(default_factory=list)

    def image(self, data: bytes) -> int:
        """Put an image's bytes into the binary chunk and return its buffer view."""
        self.align()
        self.views.append({"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data)})
        self.blob += data
        return len(self.views) - 1

    def accessor(self, kind: str, rows: Any, component: int, width: int, normalized: bool, **more: Any) -> int:
        """Keep rows for the buffer view of their kind and return the accessor that will read them."""
        before = self.rows.setdefault(kind, [])
        offset = sum(map(_stored_bytes, before))
        before.append(rows)
        made: dict[str, Any] = {"bufferView": 0, "componentType": component, "count": len(rows), "type": TYPES[width]}
        if offset:
            made["byteOffset"] = offset
        if normalized:
            made["normalized"] = True
        self.accessors.append(made | more)
        self.waiting.append((self.accessors[-1], kind))
        return len(self.accessors) - 1

    def flush(self) -> None:
        """Write one buffer view for each kind of array."""
        import numpy as np

        views = {kind: self._view(kind, np.concatenate(arrays)) for kind, arrays in self.rows.items()}
        for accessor, kind in self.waiting:
            accessor["bufferView"] = views[kind]

    def buffers(self) -> list[dict[str, Any]]:
        """The buffers of the document, once everything is in."""
        self.align()
        here: list[dict[str, Any]] = [{"byteLength": len(self.blob)}] if self.blob else []
        if not self.compress or not self.fallback:
            return here
        return [*here, {"byteLength": self.fallback, "extensions": {MESHOPT: {"fallback": True}}}]

    def _view(self, kind: str, rows: Any) -> int:
        octahedral = kind in OCTAHEDRAL and self.compress
        packed = (
            pack_indices(rows) if kind.startswith("indices") else pack_attribute(rows, octahedral, self.normal_bits)
        )
        self.align()
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(packed.plain)}
        view["target"] = TARGETS[packed.mode]
        if packed.mode == "ATTRIBUTES":
            view["byteStride"] = packed.stride
        if self.compress:
            view |= {"buffer": 1, "byteOffset": self.fallback, "extensions": {MESHOPT: self._meshopt(packed)}}
            self.fallback += len(packed.plain) + -len(packed.plain) % 4
        self.blob += packed.encoded if self.compress else packed.plain
        self.views.append(view)
        return len(self.views) - 1

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
