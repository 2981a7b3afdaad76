"""Buffers and bufferViews: where their bytes are, and that they are long enough."""

from dataclasses import dataclass
from typing import Any

from scenes.validate import caps
from scenes.validate.bundle import Bundle, file_of
from scenes.validate.data_uri import DataUris, is_data
from scenes.validate.notes import Notes

BUFFER_TYPES = frozenset({"", "application/octet-stream", "application/gltf-buffer"})
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document came from: what its buffers and images may be read from."""

    bundle: Bundle
    uris: DataUris
    is_glb: bool
    binary: memoryview | None = None
    """A GLB's second chunk."""


class Buffers:
    """The bytes behind a document's bufferViews; what was found wrong is noted once."""

    def __init__(self, document: dict[str, Any], origin: Origin, notes: Notes) -> None:
        """Reads nothing but data URIs; files are mapped."""
        self._buffers = document.get("buffers", [])
        self._views = document.get("bufferViews", [])
        self._origin, self._notes = origin, notes
        self.bytes: list[memoryview | None] = [self._open(i, each) for i, each in enumerate(self._buffers)]
        for i, view in enumerate(self._views):
            self._check(i, view)

    def length(self, view: int) -> int:
        """Bytes of a bufferView, unpacked."""
        return int(self._views[view]["byteLength"])

    def stride(self, view: int) -> int | None:
        """Its byteStride, if it has one."""
        found = self._views[view].get("byteStride")
        return None if found is None else int(found)

    def packed(self, view: int) -> dict[str, Any] | None:
        """What meshopt compression says of a view, if it is compressed."""
        extensions = self._views[view].get("extensions", {})
        return next((extensions[name] for name in MESHOPT if name in extensions), None)

    def of(self, view: int) -> memoryview | None:
        """The bytes of a view as they lie in the file, or nothing when its buffer is not there."""
        where = self.packed(view) or self._views[view]
        data = self.bytes[int(where["buffer"])]
        start = int(where.get("byteOffset", 0))
        end = start + int(where["byteLength"])
        return None if data is None or end > len(data) else data[start:end]

    def _open(self, i: int, buffer: dict[str, Any]) -> memoryview | None:
        pointer, uri = f"/buffers/{i}", buffer.get("uri")
        if uri is None:
            return self._chunk(i, buffer)
        found = self._embedded(uri, pointer) if is_data(uri) else self._beside(uri, f"{pointer}/uri")
        return self._long_enough(found, int(buffer["byteLength"]), pointer)

    def _chunk(self, i: int, buffer: dict[str, Any]) -> memoryview | None:
        if any(name in buffer.get("extensions", {}) for name in MESHOPT):
            return None
        if i == 0 and self._origin.binary is not None:
            return self._long_enough(self._origin.binary, int(buffer["byteLength"]), f"/buffers/{i}")
        if self._origin.is_glb:
            absent = "Buffer refers to an unresolved GLB binary chunk."
            self._notes.error("BUFFER_MISSING_GLB_DATA", absent, f"/buffers/{i}")
        return None

    def _embedded(self, uri: str, pointer: str) -> memoryview | None:
        found = self._origin.uris.decode(uri, self._notes, f"{pointer}/uri")
        if found is None:
            return None
        media, data = found
        if media not in BUFFER_TYPES:
            wrong = (
                "Data URI media type must be 'application/octet-stream' or 'application/gltf-buffer'."
                f" Found '{media}' instead."
            )
            self._notes.error("BUFFER_DATA_URI_MIME_TYPE_INVALID", wrong, f"{pointer}/uri")
        return memoryview(data)

    def _beside(self, uri: str, pointer: str) -> memoryview | None:
        name = file_of(uri, self._notes, pointer)
        path = name and self._origin.bundle.resolve(name, self._notes, pointer)
        return self._origin.bundle.read(path, caps.MESH_BYTES, self._notes, pointer) if path else None

    def _long_enough(self, data: memoryview | None, wanted: int, pointer: str) -> memoryview | None:
        if data is not None and len(data) < wanted:
            short = f"Actual data byte length ({len(data)}) is less than the declared buffer byte length ({wanted})."
            self._notes.error("BUFFER_BYTE_LENGTH_MISMATCH", short, pointer)
        return None if data is None else data[:wanted]

    def _check(self, i: int, view: dict[str, Any]) -> None:
        pointer = f"/bufferViews/{i}"
        self._fits(view, pointer)
        packed = self.packed(i)
        if packed is not None:
            self._packed(i, packed, f"{pointer}/extensions")
        stride = view.get("byteStride")
        if stride is not None and stride > view["byteLength"]:
            big = f"Buffer view's byteStride ({int(stride)}) is greater than byteLength ({int(view['byteLength'])})."
            self._notes.error("BUFFER_VIEW_TOO_BIG_BYTE_STRIDE", big, f"{pointer}/byteStride")

    def _fits(self, view: dict[str, Any], pointer: str) -> None:
        buffer = int(view["buffer"])
        total, offset = int(self._buffers[buffer]["byteLength"]), int(view.get("byteOffset", 0))
        if offset + view["byteLength"] > total:
            which = "byteOffset" if offset >= total else "byteLength"
            message = f"BufferView does not fit buffer ({buffer}) byteLength ({total})."
            self._notes.error("BUFFER_VIEW_TOO_LONG", message, f"{pointer}/{which}")

    def _packed(self, i: int, packed: dict[str, Any], pointer: str) -> None:
        self._fits(packed, pointer)
        unpacked = int(packed["count"]) * int(packed["byteStride"])
        if unpacked != self.length(i):
            message = f"count x byteStride ({unpacked}) is not the bufferView's byteLength ({self.length(i)})."
            self._notes.error("MESHOPT_LENGTH_MISMATCH", message, pointer)
        if unpacked > packed["byteLength"] * caps.PACKED_RATIO:
            message = f"{int(packed['byteLength'])} bytes are said to unpack to {unpacked}."
            self._notes.error("PACKED_TOO_LARGE", message, pointer)
