"""OBJ, PLY, STL, E57 and LAS files that hurt."""

import struct
from collections.abc import Callable
from pathlib import Path

Build = Callable[[Path], Path]
PLY = "ply\nformat {}\nelement vertex {}\nproperty float x\nproperty float y\nproperty float z\n"


def wrote(name: str, data: Callable[[], bytes]) -> Build:
    """Writes a file."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data())
        return path

    return build


def ply(vertices: int, faces: int, body: bytes, form: str = "binary_little_endian 1.0") -> bytes:
    """A header and any body."""
    face = f"element face {faces}\nproperty list uchar int vertex_indices\nend_header\n"
    return (PLY.format(form, vertices) + face).encode() + body


def crc32c(data: bytes) -> int:
    """The checksum of an E57 page, bit by bit."""
    found = 0xFFFFFFFF
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ (0x82F63B78 if found & 1 else 0)
    return found ^ 0xFFFFFFFF


def e57(xml: bytes) -> bytes:
    """A file with true pages around any XML and one empty section of points at byte 48."""
    section = struct.pack("<B7xQQQ", 1, 32, 80, 0)
    logical = bytes(48) + section + xml
    logical += bytes(-len(logical) % 1020)
    pages = len(logical) // 1020
    header = struct.pack("<8sIIQQQQ", b"ASTM-E57", 1, 0, pages * 1024, 80, len(xml), 1024)
    logical = header + logical[48:]
    cut = [logical[i * 1020 : i * 1020 + 1020] for i in range(pages)]
    return b"".join(page + struct.pack(">I", crc32c(page)) for page in cut)


def laughs() -> bytes:
    """Entities of entities."""
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10)
    )
    return e57(b"<?xml version='1.0'?><!DOCTYPE e57Root [" + entities + b"]><e57Root>&k;</e57Root>")


def many_points() -> bytes:
    """A million million points in 32 bytes."""
    fields = b"".join(b'<cartesian%s type="Float"/>' % axis for axis in (b"X", b"Y", b"Z"))
    points = b'<points type="CompressedVector" fileOffset="48" recordCount="1000000000000"><prototype>'
    return e57(
        b"<e57Root><data3D><vectorChild>" + points + fields + b"</prototype></points></vectorChild></data3D></e57Root>"
    )


def las(points: int, stride: int = 20) -> bytes:
    """A LAS 1.2 header that promises points."""
    header = bytearray(227)
    header[:4] = b"LASF"
    header[24:26] = bytes((1, 2))
    struct.pack_into("<HIIBHI", header, 94, 227, 227, 0, 0, stride, points)
    struct.pack_into("<3d", header, 131, 0.01, 0.01, 0.01)
    return bytes(header) + bytes(20)


def obj_with_library(library: str, body: str = "") -> Build:
    """A triangle and a material file."""

    def build(folder: Path) -> Path:
        (folder / "own.mtl").write_text(body)
        path = folder / "library.obj"
        path.write_text(f"mtllib {library}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
        return path

    return build


SCANS: dict[str, tuple[Build, str]] = {
    "obj-line": (wrote("line.obj", lambda: b"v " + b"0 " * 1_000_000), "LINE_TOO_LONG"),
    "obj-index": (wrote("index.obj", lambda: b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9000000\n"), "OBJ_INDEX_OOB"),
    "obj-negative": (wrote("negative.obj", lambda: b"v 0 0 0\nf -1 -2 -3\n"), "OBJ_INDEX_INVALID"),
    "obj-nan": (wrote("nan.obj", lambda: b"v 0 nan 0\nv 1 1e999 0\nv 0 1 0\nf 1 2 3\n"), "OBJ_NUMBER_INVALID"),
    "obj-library": (obj_with_library("../../../etc/passwd"), "URI_OUTSIDE_BUNDLE"),
    "obj-texture": (obj_with_library("own.mtl", "newmtl a\nmap_Kd -s 1 1 1 /etc/passwd\n"), "URI_OUTSIDE_BUNDLE"),
    "ply-many": (wrote("many.ply", lambda: ply(4_000_000_000, 0, bytes(100))), "PLY_LENGTH_MISMATCH"),
    "ply-list": (
        wrote("list.ply", lambda: ply(1, 1, bytes(12)).replace(b"uchar int", b"uint int") + b"\xff\xff\xff\x7f"),
        "PLY_FACE_TOO_LARGE",
    ),
    "ply-index": (wrote("index.ply", lambda: ply(3, 1, bytes(36) + struct.pack("<B3i", 3, 0, 1, 7))), "PLY_INDEX_OOB"),
    "ply-nan": (wrote("nan.ply", lambda: ply(1, 0, struct.pack("<3f", 0, float("nan"), 0))), "PLY_NUMBER_INVALID"),
    "ply-text": (wrote("text.ply", lambda: ply(9_999_999, 0, b"0 0 0\n" * 9, "ascii 1.0")), "PLY_LENGTH_MISMATCH"),
    "stl-many": (wrote("many.stl", lambda: bytes(80) + b"\xff\xff\xff\x7f" + bytes(50)), "STL_LENGTH_MISMATCH"),
    "stl-nan": (wrote("nan.stl", lambda: bytes(80) + b"\1\0\0\0" + b"\xff" * 48 + b"\0\0"), "STL_NUMBER_INVALID"),
    "e57-laughs": (wrote("laughs.e57", laughs), "E57_XML_INVALID"),
    "e57-many": (wrote("many.e57", many_points), "E57_COUNT_TOO_LARGE"),
    "e57-checksum": (wrote("checksum.e57", lambda: e57(b"<e57Root/>").replace(b"Root/", b"Roof/")), "E57_BAD_CHECKSUM"),
    "las-many": (wrote("many.las", lambda: las(0xFFFFFFFF)), "LAS_LENGTH_MISMATCH"),
    "laz-many": (wrote("many.laz", lambda: las(0xFFFFFFFF)), "LAS_LENGTH_MISMATCH"),
    "unknown": (wrote("scan.fbx", lambda: b"Kaydara FBX Binary"), "FILE_TYPE_UNKNOWN"),
}  # fmt: skip
"""By name: how to write it, and the code that it is refused with."""
