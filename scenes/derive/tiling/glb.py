"""Writing small glTF binaries, every array compressed by EXT_meshopt_compression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenes.gltf import glb

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MESHOPT = "EXT_meshopt_compression"
BYTE, UBYTE, USHORT, UINT, FLOAT = 5120, 5121, 5123, 5125, 5126
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


@dataclass(slots=True, kw_only=True)
class Glb:
    """A document that grows by views; `finish` turns it into a file."""

    copyright: str = ""
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)
    blob: bytearray = field(default_factory=bytearray)
    fallback: int = 0
    used: set[str] = field(default_factory=set)

    def rows(self, rows: "NDArray[Any]", mode: str = "ATTRIBUTES", filtered: str = "NONE", stored: Any = None) -> int:
        """A compressed view of rows (multiples of four bytes) or of triangle indices; `stored` is before its filter."""
        import meshopt
        import numpy as np

        data = np.ascontiguousarray(rows)
        encoded = meshopt.encode_gltf_buffer(data if stored is None else stored, mode)
        stride, count = data.nbytes // len(data), len(data)
        entry: dict[str, Any] = {"buffer": 0, "byteOffset": self._put(encoded), "byteLength": len(encoded)}
        entry |= {"byteStride": stride, "count": count, "mode": mode}
        if filtered != "NONE":
            entry["filter"] = filtered
        view: dict[str, Any] = {"buffer": 1, "byteOffset": self.fallback, "byteLength": data.nbytes}
        if mode == "ATTRIBUTES":
            view["byteStride"] = stride
        view["target"] = ARRAY_BUFFER if mode == "ATTRIBUTES" else ELEMENT_ARRAY_BUFFER
        self.views.append(view | {"extensions": {MESHOPT: entry}})
        self.fallback += data.nbytes + -data.nbytes % 4
        self.used.add(MESHOPT)
        return len(self.views) - 1

    def image(self, data: bytes) -> int:
        """A plain view of an image's bytes."""
        self.views.append({"buffer": 0, "byteOffset": self._put(data), "byteLength": len(data)})
        return len(self.views) - 1

    def accessor(self, view: int, component: int, kind: str, count: int, offset: int = 0, **more: Any) -> int:
        """An accessor from `offset` bytes of a view on."""
        made: dict[str, Any] = {"bufferView": view, "componentType": component, "count": count, "type": kind}
        self.accessors.append(made | ({"byteOffset": offset} if offset else {}) | more)
        return len(self.accessors) - 1

    def _put(self, data: bytes) -> int:
        self.blob += b"\0" * (-len(self.blob) % 4)
        at = len(self.blob)
        self.blob += data
        return at

    def finish(self, nodes: Sequence[Mapping[str, Any]], meshes: Sequence[Any], **more: Any) -> bytes:
        """The file: all nodes stand in one scene; `more` are further top-level arrays, empty ones are left out."""
        self.blob += b"\0" * (-len(self.blob) % 4)
        asset = {"version": "2.0", "generator": "Caravanserai"}
        buffers: list[dict[str, Any]] = [{"byteLength": len(self.blob)}]
        if self.fallback:
            buffers.append({"byteLength": self.fallback, "extensions": {MESHOPT: {"fallback": True}}})
        document: dict[str, Any] = {
            "asset": asset | ({"copyright": self.copyright} if self.copyright else {}),
            "extensionsUsed": sorted(self.used),
            "extensionsRequired": sorted(self.used - {"KHR_materials_unlit"}),
            "scene": 0,
            "scenes": [{"nodes": list(range(len(nodes)))}],
            "nodes": nodes,
            "meshes": meshes,
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": buffers,
        }
        return glb({name: value for name, value in (document | more).items() if value != []}, bytes(self.blob))


def steps_as_floats(steps: "NDArray[np.int32]", exponent: int) -> "tuple[NDArray[np.float32], NDArray[np.uint32]]":
    """Whole steps of 2 to the `exponent` metres as floats, and as the EXPONENTIAL filter wants them: both exact."""
    import numpy as np

    stored = (steps.astype(np.int64) & 0xFFFFFF) | ((exponent & 0xFF) << 24)
    return (steps * 2.0**exponent).astype(np.float32), stored.astype(np.uint32)
