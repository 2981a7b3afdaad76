"""Reading a tileset as a viewer does: its tree, and its glTF files decoded from the bytes that were written."""

import io
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import meshopt
import numpy as np
from PIL import Image

COMPONENTS: dict[int, Any] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


@dataclass(frozen=True)
class Drawn:
    """A primitive as a graphics card gets it."""

    part: str
    material: dict[str, Any]
    attributes: dict[str, Any]
    indices: Any


@dataclass
class Read:
    """A tile and what its file holds."""

    error: float
    box: list[float]
    uri: str
    glb: bytes
    children: list["Read"] = field(default_factory=list)

    @property
    def document(self) -> dict[str, Any]:
        length = struct.unpack_from("<I", self.glb, 12)[0]
        document: dict[str, Any] = json.loads(self.glb[20 : 20 + length])
        return document

    @property
    def binary(self) -> bytes:
        length = struct.unpack_from("<I", self.glb, 12)[0]
        return self.glb[28 + length :]

    @property
    def all(self) -> Iterator["Read"]:
        yield self
        for child in self.children:
            yield from child.all

    @property
    def leaves(self) -> list["Read"]:
        return [tile for tile in self.all if not tile.children]

    def drawn(self) -> list[Drawn]:
        """All primitives, decoded."""
        document = self.document
        return [
            Drawn(
                node["name"],
                document["materials"][primitive["material"]],
                {name: self._accessor(document, number) for name, number in primitive["attributes"].items()},
                self._accessor(document, primitive["indices"])[:, 0].reshape(-1, 3) if "indices" in primitive else None,
            )
            for node in document["nodes"]
            for primitive in document["meshes"][node["mesh"]]["primitives"]
        ]

    def corners(self) -> Any:
        """The positions of all triangles' corners, (m, 3, 3), as the file has them."""
        return np.concatenate([each.attributes["POSITION"][each.indices] for each in self.drawn()])

    def image(self, texture: int) -> Any:
        """The pixels of a texture."""
        document = self.document
        source = document["textures"][texture]["extensions"]["EXT_texture_webp"]["source"]
        view = document["bufferViews"][document["images"][source]["bufferView"]]
        data = self.binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        return np.asarray(Image.open(io.BytesIO(data)))

    def _accessor(self, document: dict[str, Any], number: int) -> Any:
        accessor = document["accessors"][number]
        view = document["bufferViews"][accessor["bufferView"]]
        packed = view["extensions"]["EXT_meshopt_compression"]
        data = self.binary[packed["byteOffset"] : packed["byteOffset"] + packed["byteLength"]]
        plain = meshopt.decode_gltf_buffer(
            data, packed["count"], packed["byteStride"], packed["mode"], packed.get("filter", "NONE")
        )
        raw = np.ascontiguousarray(plain).view(np.uint8).reshape(-1)
        assert raw.nbytes == view["byteLength"]
        kind, width = COMPONENTS[accessor["componentType"]], WIDTHS[accessor["type"]]
        stride = view.get("byteStride", width * np.dtype(kind).itemsize)
        start = accessor.get("byteOffset", 0)
        rows = np.lib.stride_tricks.as_strided(
            raw[start:], (accessor["count"], width * np.dtype(kind).itemsize), (stride, 1)
        )
        values = np.ascontiguousarray(rows).view(kind)
        if accessor.get("normalized"):
            return values / float(np.iinfo(kind).max)
        return values


def read(folder: Path) -> Read:
    """The root tile of the folder's tileset."""
    document = json.loads((folder / "tileset.json").read_text())
    return _tile(document["root"], folder)


def _tile(tile: dict[str, Any], folder: Path) -> Read:
    uri = tile.get("content", {}).get("uri", "")
    children = [_tile(child, folder) for child in tile.get("children", [])]
    return Read(
        tile["geometricError"],
        tile["boundingVolume"]["box"],
        uri,
        (folder / uri).read_bytes() if uri else b"",
        children,
    )


def open_edges(corners: Any) -> set[tuple[bytes, bytes]]:
    """Edges that an odd number of triangles have, by the bits of their ends."""
    points = np.ascontiguousarray(corners, dtype=np.float32).reshape(-1, 3)
    words, place = np.unique(points.view("V12").reshape(-1), return_inverse=True)
    triangles = place.reshape(-1, 3)
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    found, counts = np.unique(edges, axis=0, return_counts=True)
    return {(words[a].tobytes(), words[b].tobytes()) for a, b in found[counts % 2 == 1]}
