"""A reader of the models that were built."""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MESHOPT = "EXT_meshopt_compression"
KINDS = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


@dataclass(frozen=True)
class Glb:
    """A GLB taken apart."""

    size: int
    document: dict[str, Any]
    blob: bytes

    def rows(self, accessor: int) -> Any:
        """An accessor's rows as they are stored."""
        import meshopt

        wanted = self.document["accessors"][accessor]
        view = self.document["bufferViews"][wanted["bufferView"]]
        packed = view.get("extensions", {}).get(MESHOPT)
        if packed:
            data = self.blob[packed["byteOffset"] :][: packed["byteLength"]]
            count, stride, mode = packed["count"], packed["byteStride"], packed["mode"]
            raw = np.asarray(meshopt.decode_gltf_buffer(data, count, stride, mode, packed.get("filter"))).tobytes()
        else:
            raw = self.blob[view.get("byteOffset", 0) :][: view["byteLength"]]
        kind, width = np.dtype(KINDS[wanted["componentType"]]), WIDTHS[wanted["type"]]
        stride = view.get("byteStride", kind.itemsize * width)
        part = raw[wanted.get("byteOffset", 0) :][: wanted["count"] * stride]
        return np.frombuffer(part, kind).reshape(wanted["count"], -1)[:, :width]

    def triangles(self, part: str | None = None) -> Any:
        """Corners (n, 3, 3), in metres, of a part or of all of it."""
        corners = []
        for node in self.document["nodes"]:
            if part in (None, node["name"]):
                for primitive in self.document["meshes"][node["mesh"]]["primitives"]:
                    at = (
                        self.rows(primitive["attributes"]["POSITION"]) * np.asarray(node["scale"]) + node["translation"]
                    )
                    corners.append(at[self.rows(primitive["indices"]).reshape(-1, 3)])
        return np.concatenate(corners)


def read(path: Path) -> Glb:
    """A GLB whose header is as it should be."""
    data = path.read_bytes()
    magic, version, length, size, kind = struct.unpack_from("<4sIII4s", data)
    assert (magic, version, length, kind) == (b"glTF", 2, len(data), b"JSON")
    held, tag = struct.unpack_from("<I4s", data, 20 + size)
    assert (held, tag) == (len(data) - 28 - size, b"BIN\0")
    return Glb(len(data), json.loads(data[20 : 20 + size]), data[28 + size :])


def on_the_line(folder: Path) -> dict[str, int]:
    """Bytes of every model's Brotli copy, each of which unpacks to the model."""
    import brotli

    models = sorted((folder / "models").glob("*.glb"))
    packed = {model.name: model.with_name(f"{model.name}.br").read_bytes() for model in models}
    assert all(brotli.decompress(packed[model.name]) == model.read_bytes() for model in models)
    return {name: len(data) for name, data in packed.items()}


def box(triangles: Any) -> tuple[Any, Any]:
    """The lowest and the highest corner."""
    return triangles.reshape(-1, 3).min(axis=0), triangles.reshape(-1, 3).max(axis=0)


def drawn(structure: Glb) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    """Every node with each of its primitives."""
    for node in structure.document["nodes"]:
        for primitive in structure.document["meshes"][node["mesh"]]["primitives"]:
            yield node, primitive
