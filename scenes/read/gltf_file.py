"""A glTF document and its bytes: GLB chunks, buffers, buffer views, images.

Buffers in files beside the document are mapped, not read, so that a large one costs no memory. Meshopt's compressed
views are decoded when they are first asked for.
"""

import base64
import binascii
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

from scenes.read.mapped import mapped
from scenes.read.reading import refuse

MAX_JSON = 256 * 1024 * 1024
MAX_VIEW = 2 * 1024**3
"""Bytes that a compressed view may become."""
MAX_KEPT = 512 * 1024 * 1024
"""Bytes of decompressed views that are kept for the next who asks."""
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")


@dataclass(slots=True, kw_only=True)
class GltfFile:
    """An open document."""

    path: Path
    document: dict[str, Any]
    binary: memoryview
    """The GLB's second chunk, or empty."""
    _buffers: dict[int, memoryview] = field(default_factory=dict)
    _views: dict[int, memoryview] = field(default_factory=dict)

    def row(self, kind: str, index: Any) -> dict[str, Any]:
        """One object of a top-level list; raises `Refused` where there is none."""
        rows = self.document.get(kind)
        known = isinstance(index, int) and isinstance(rows, list) and 0 <= index < len(rows)
        row = rows[index] if known and isinstance(rows, list) else None
        if not isinstance(row, dict):
            self.refuse("UNRESOLVED_REFERENCE", f"There is no {kind}[{index}].", f"/{kind}/{index}")
        return row

    def view(self, index: int) -> memoryview:
        """The bytes of a buffer view, decompressed."""
        if index not in self._views:
            row = self.row("bufferViews", index)
            extensions = row.get("extensions", {})
            packed = next((extensions[name] for name in MESHOPT if name in extensions), None)
            if packed is None:
                return self._slice(row, index)
            if sum(len(each) for each in self._views.values()) > MAX_KEPT:
                self._views.clear()
            self._views[index] = self._unpack(packed, index)
        return self._views[index]

    def image(self, index: int) -> bytes:
        """The bytes of an image file; raises `Refused`, or `FileNotFoundError` where it is not in the bundle."""
        row = self.row("images", index)
        if "bufferView" in row:
            return bytes(self.view(row["bufferView"]))
        return bytes(self._uri(str(row.get("uri", "")), f"/images/{index}/uri"))

    def refuse(self, code: str, message: str, pointer: str) -> NoReturn:
        """Raise `Refused` naming the place in the document."""
        refuse(code, message, "export the model anew, or repair it first", file=self.path.name, pointer=pointer)

    def _unpack(self, packed: dict[str, Any], index: int) -> memoryview:
        import meshopt
        import numpy as np

        count, stride = int(packed.get("count", 0)), int(packed.get("byteStride", 0))
        where = f"/bufferViews/{index}"
        if not 0 <= count * stride <= MAX_VIEW:
            self.refuse("BUFFER_VIEW_TOO_LONG", "A compressed view would become too large.", where)
        data = bytes(self._slice(packed, index))
        how = packed.get("filter", "NONE")
        try:
            rows = meshopt.decode_gltf_buffer(data, count, stride, packed.get("mode"), None if how == "NONE" else how)
        except Exception as error:
            self.refuse("MESHOPT_DAMAGED", f"Compressed data cannot be decoded: {error}.", where)
        return memoryview(np.ascontiguousarray(rows).reshape(-1).view(np.uint8).data)

    def _slice(self, row: dict[str, Any], index: int) -> memoryview:
        buffer = self._buffer(row.get("buffer"))
        start, length = row.get("byteOffset", 0), row.get("byteLength", 0)
        if not (isinstance(start, int) and isinstance(length, int) and start >= 0 and length >= 0):
            self.refuse("VALUE_NOT_IN_RANGE", "A buffer view has no valid range.", f"/bufferViews/{index}")
        if start + length > len(buffer):
            self.refuse("BUFFER_VIEW_TOO_LONG", "A buffer view ends after its buffer.", f"/bufferViews/{index}")
        return buffer[start : start + length]

    def _buffer(self, index: Any) -> memoryview:
        if index not in self._buffers:
            row = self.row("buffers", index)
            uri = row.get("uri")
            where = f"/buffers/{index}/uri"
            if uri is None:
                self._buffers[index] = self.binary
            else:
                try:
                    self._buffers[index] = self._uri(str(uri), where)
                except FileNotFoundError:
                    self.refuse("IO_ERROR", f"The file {str(uri)[:80]!r} is not there.", where)
        return self._buffers[index]

    def _uri(self, uri: str, where: str) -> memoryview:
        if uri.startswith("data:"):
            try:
                return memoryview(base64.b64decode(uri.partition(",")[2], validate=True))
            except binascii.Error:
                self.refuse("INVALID_URI", "A data URI is not valid base64.", where)
        target = (self.path.parent / unquote(uri)).resolve()
        if "://" in uri or not target.is_relative_to(self.path.parent.resolve()):
            self.refuse("INVALID_URI", f"{uri[:80]!r} lies outside the bundle.", where)
        return mapped(target)


def open_gltf(path: Path) -> GltfFile:
    """A `.glb` or `.gltf`, told apart by its first bytes; raises `Refused` where it is neither."""
    data = mapped(path)
    if bytes(data[:4]) == b"glTF":
        text, binary = _chunks(path, data)
    else:
        text, binary = data, memoryview(b"")
    if len(text) > MAX_JSON:
        refuse("JSON_TOO_LARGE", f"The document has {len(text)} bytes.", "at most 256 MiB", file=path.name)
    try:
        document = json.loads(bytes(text).decode("utf-8-sig"), parse_float=_number)
    except (ValueError, RecursionError) as error:
        refuse("INVALID_JSON", f"The document is not JSON: {error}.", "export the model anew", file=path.name)
    if not isinstance(document, dict):
        refuse("TYPE_MISMATCH", "The document is no JSON object.", "export the model anew", file=path.name)
    version = str(document.get("asset", {}).get("version", "")) if isinstance(document.get("asset"), dict) else ""
    if not version.startswith("2."):
        remedy = "convert it to glTF 2.0 first"
        refuse("UNKNOWN_ASSET_MAJOR_VERSION", f"This is glTF {version or 'of no version'}.", remedy, file=path.name)
    return GltfFile(path=path, document=document, binary=binary)


def _number(text: str) -> float:
    """JSON knows no whole numbers: 1.0 is as good an index as 1."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _chunks(path: Path, data: memoryview) -> tuple[memoryview, memoryview]:
    if len(data) < 20:
        refuse("GLB_UNEXPECTED_END_OF_HEADER", "The file ends in its header.", "copy it again", file=path.name)
    found: list[tuple[bytes, memoryview]] = []
    start = 12
    while start + 8 <= len(data) and len(found) < 2:
        length, kind = struct.unpack_from("<I4s", data, start)
        if start + 8 + length > len(data):
            code = "GLB_UNEXPECTED_END_OF_CHUNK_DATA"
            refuse(code, "A chunk ends after the file.", "copy the file again: it is cut short", file=path.name)
        found.append((kind, data[start + 8 : start + 8 + length]))
        start += 8 + length
    if not found or found[0][0] != b"JSON":
        refuse("GLB_UNEXPECTED_FIRST_CHUNK", "The first chunk is not JSON.", "export the model anew", file=path.name)
    binary = found[1][1] if len(found) > 1 and found[1][0] == b"BIN\0" else memoryview(b"")
    return found[0][1], binary
