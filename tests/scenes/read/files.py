"""Small files with known numbers, written by hand."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[3]
SCANS = ROOT.parent / "shared/scans"
WITHOUT = "the real scans of ../shared/scans are not here"

KINDS = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "uint32": 5125, "float32": 5126}
WIDTHS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
PNG = b"\x89PNG\r\n\x1a\n of no size"

SQUARE = np.array([[0, 0, 0], [2, 0, 0], [2, 1, 0], [0, 1, 0]], np.float32)
TWO = np.array([0, 1, 2, 0, 2, 3], np.uint16)


class Document:
    """A glTF document that grows."""

    def __init__(self, **top: Any) -> None:
        """Other top-level fields."""
        self.blob = bytearray()
        self.json: dict[str, Any] = {"asset": {"version": "2.0"}, "accessors": [], "bufferViews": []} | top

    def view(self, data: bytes, **fields: Any) -> int:
        """A buffer view of those bytes."""
        self.blob += b"\0" * (-len(self.blob) % 4)
        self.json["bufferViews"].append({"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data), **fields})
        self.blob += data
        return len(self.json["bufferViews"]) - 1

    def accessor(self, rows: Any, **fields: Any) -> int:
        """An accessor of those rows."""
        table = np.atleast_2d(rows.T).T
        row = {"count": len(table), "type": WIDTHS[table.shape[1]], "componentType": KINDS[table.dtype.name]}
        if "bufferView" not in fields:
            row["bufferView"] = self.view(np.ascontiguousarray(table).tobytes())
        self.json["accessors"].append(row | fields)
        return len(self.json["accessors"]) - 1

    def mesh(self, nodes: Sequence[dict[str, Any]] = ({"mesh": 0, "name": "wall"},), **primitive: Any) -> "Document":
        """One mesh of one primitive and its nodes."""
        self.json.update(
            meshes=[{"primitives": [primitive]}],
            nodes=list(nodes),
            scenes=[{"nodes": list(range(len(nodes)))}],
            scene=0,
        )
        return self

    def square(self, **changes: Any) -> "Document":
        """The square of two triangles, 2 by 1 metres."""
        fields = {"attributes": {"POSITION": self.accessor(SQUARE)}, "indices": self.accessor(TWO)}
        return self.mesh(**(fields | changes))

    def glb(self, path: Path) -> Path:
        """As a binary."""
        self.json["buffers"] = [{"byteLength": len(self.blob)}]
        text = json.dumps(self.json).encode()
        text += b" " * (-len(text) % 4)
        blob = bytes(self.blob) + b"\0" * (-len(self.blob) % 4)
        total = 12 + 8 + len(text) + 8 + len(blob)
        chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(blob), b"BIN\0") + blob
        path.write_bytes(struct.pack("<4sII", b"glTF", 2, total) + chunks)
        return path

    def gltf(self, path: Path) -> Path:
        """As a document with a buffer beside it."""
        path.with_suffix(".bin").write_bytes(bytes(self.blob))
        self.json["buffers"] = [{"byteLength": len(self.blob), "uri": path.with_suffix(".bin").name}]
        path.write_text(json.dumps(self.json))
        return path


def area(mesh: Any) -> float:
    """Square metres of all triangles."""
    total = 0.0
    for primitives in mesh.parts.values():
        for each in primitives:
            a, b, c = (each.position[each.triangles[:, i]] for i in range(3))
            total += float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
    return total


def corners_of(primitives: Sequence[Any]) -> Any:
    """All triangles as sorted rows of nine numbers, so that two meshes can be compared."""
    rows = np.concatenate([each.position[each.triangles].reshape(-1, 9) for each in primitives])
    return rows[np.lexsort(rows.T[::-1])]


def tetrahedron() -> tuple[Any, Any]:
    """Four points and four triangles that face outwards."""
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float64)
    return points, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])


def ply(path: Path, points: Any, faces: Sequence[Sequence[int]] = (), *, order: str = "<", extra: str = "") -> Path:
    """A binary PLY, or text with an empty order; `extra` are properties of vertices behind x, y and z."""
    kinds = {"": "ascii", "<": "binary_little_endian", ">": "binary_big_endian"}
    head = f"ply\nformat {kinds[order]} 1.0\ncomment made by hand\nelement vertex {len(points)}\n"
    head += "property float x\nproperty float y\nproperty float z\n" + extra
    head += f"element face {len(faces)}\nproperty list uchar int vertex_indices\n" if len(faces) else ""
    head += "end_header\n"
    if not order:
        body = "".join(" ".join(f"{value:g}" for value in row) + "\n" for row in np.asarray(points).tolist())
        body += "".join(f"{len(face)} " + " ".join(map(str, face)) + "\n" for face in faces)
        path.write_text(head + body)
        return path
    body_bytes = np.asarray(points, order + "f4").tobytes() if not extra else points.tobytes()
    for face in faces:
        body_bytes += struct.pack("B", len(face)) + np.array(face, order + "i4").tobytes()
    path.write_bytes(head.encode() + body_bytes)
    return path


def stl(path: Path, points: Any, triangles: Any, head: bytes = b"made by hand") -> Path:
    """A binary STL."""
    rows = b"".join(
        np.concatenate([[0, 0, 0], points[each].reshape(-1)]).astype("<f4").tobytes() + b"\0\0" for each in triangles
    )
    path.write_bytes(head.ljust(80, b"\0") + struct.pack("<I", len(triangles)) + rows)
    return path
