"""glTF files that hurt: each took a library down, or would."""

import json
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.scenes.validate.documents import Document, joined, parts, spoilt

Build = Callable[[Path], Path]


def glb(name: str, data: Callable[[], bytes]) -> Build:
    """Writes a GLB."""

    def build(folder: Path) -> Path:
        path = folder / f"{name}.glb"
        path.write_bytes(data())
        return path

    return build


def gltf(name: str, document: Callable[[], Any]) -> Build:
    """Writes a .gltf."""

    def build(folder: Path) -> Path:
        path = folder / f"{name}.gltf"
        found = document()
        path.write_text(found if isinstance(found, str) else json.dumps(found))
        return path

    return build


def zeros() -> bytes:
    """An accessor of 333 million elements without a bufferView."""

    def change(document: Document) -> None:
        document["accessors"][0] |= {"count": 333_000_000}
        del document["accessors"][0]["bufferView"]

    return spoilt(change)


def length_lie() -> bytes:
    """22 bytes whose one chunk claims 4 GiB."""
    return struct.pack("<4sIIII", b"glTF", 2, 22, 0xFFFFFFF0, 0x4E4F534A) + b"{}"


def doubled(levels: int = 24) -> bytes:
    """Every node twice the child of the one above: 16 million ways down."""
    document, binary = parts()
    document["nodes"] = [{"children": [2 * i + 2, 2 * i + 3]} for i in range(levels) for _ in (0, 1)]
    document["nodes"] += [{"mesh": 0}, {"mesh": 0}]
    for i in range(levels):
        for j in (0, 1):
            document["nodes"][2 * i + j]["children"] = [2 * i + 2, 2 * i + 3]
    return joined(document, binary)


def png(side: int = 30_000) -> bytes:
    """A black picture of one bit a pixel, true in every byte."""
    squeeze = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    body = b"".join(squeeze.compress(row * 100) for _ in range(side // 100)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def jpeg(width: int = 65_500, height: int = 65_500) -> bytes:
    """The beginning of a JPEG of 4 thousand million pixels."""
    return b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9) + b"\xff\xd9"


def pictured(data: Callable[[], bytes], media: str) -> Callable[[], bytes]:
    """The box with a picture in a bufferView."""

    def build() -> bytes:
        document, binary = parts()
        picture = data()
        document["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(picture)})
        document["buffers"][0]["byteLength"] = len(binary) + len(picture)
        document["images"] = [{"bufferView": 2, "mimeType": media}]
        document["textures"] = [{"source": 0}]
        document["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
        document["meshes"][0]["primitives"][0]["material"] = 0
        return joined(document, binary + picture)

    return build


def with_uri(uri: str) -> Callable[[], Document]:
    """The box whose buffer is elsewhere."""

    def build() -> Document:
        document, _ = parts()
        document["buffers"][0]["uri"] = uri
        return document

    return build


def patched(at: int, data: bytes) -> bytes:
    """The box with other bytes in its buffer."""
    document, binary = parts()
    return joined(document, binary[:at] + data + binary[at + len(data) :])


def garbled_draco(count: int = 36) -> bytes:
    """Draco data that are noise, or that claim what they cannot hold."""
    document, _ = parts()
    noise = b"DRACO\x02\x02\x01\x01\0\0" + bytes(range(7, 107))
    document["accessors"] = [{k: v for k, v in each.items() if k != "bufferView"} for each in document["accessors"]]
    document["accessors"][1]["count"] = count
    document["bufferViews"] = [{"buffer": 0, "byteLength": len(noise)}]
    document["buffers"] = [{"byteLength": len(noise)}]
    packed = {"bufferView": 0, "attributes": {"POSITION": 0}}
    document["meshes"][0]["primitives"][0]["extensions"] = {"KHR_draco_mesh_compression": packed}
    document["extensionsUsed"] = document["extensionsRequired"] = ["KHR_draco_mesh_compression"]
    return joined(document, noise)


def meshopt_bomb() -> bytes:
    """Meshopt data of 16 bytes that claim to unpack to 3 GB."""
    document, binary = parts()
    count = 250_000_000
    packed = {
        "buffer": 0, "byteOffset": 0, "byteLength": 16, "byteStride": 12, "count": count, "mode": "ATTRIBUTES"
    }  # fmt: skip
    document["buffers"].append(
        {"byteLength": count * 12, "extensions": {"EXT_meshopt_compression": {"fallback": True}}}
    )
    document["bufferViews"][0] = {
        "buffer": 1, "byteLength": count * 12, "byteStride": 12, "extensions": {"EXT_meshopt_compression": packed}
    }  # fmt: skip
    document["accessors"][0]["count"] = count
    document["extensionsUsed"] = document["extensionsRequired"] = ["EXT_meshopt_compression"]
    return joined(document, binary)


def deep(levels: int = 5_000) -> bytes:
    """Each node the only child of the one above."""

    def change(document: Document) -> None:
        document["nodes"] = [{"children": [i + 1]} for i in range(levels)] + [{"mesh": 0}]

    return spoilt(change)


def repeated() -> bytes:
    """60,000 nodes that each draw 8,000 primitives of one mesh."""
    document, binary = parts()
    document["meshes"][0]["primitives"] *= 8_000
    document["nodes"] = [{"mesh": 0} for _ in range(60_000)]
    document["scenes"][0]["nodes"] = list(range(60_000))
    return joined(document, binary)


def sparse(indices: bytes, count: int) -> bytes:
    """Positions some of which are overridden."""
    document, binary = parts()
    values = bytes(12 * count)
    for data in (indices, values):
        document["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)})
        binary += data
    document["buffers"][0]["byteLength"] = len(binary)
    where = {"bufferView": 2, "componentType": 5125}
    document["accessors"][0]["sparse"] = {"count": count, "indices": where, "values": {"bufferView": 3}}
    return joined(document, binary)


def data_uri() -> Document:
    """A buffer of 49 MB in a data URI."""
    return with_uri("data:application/octet-stream;base64," + "A" * 66_000_000)()


def linked(folder: Path) -> Path:
    """A buffer that is a link to a file of the machine."""
    (folder / "box.bin").symlink_to("/etc/passwd")
    return gltf("linked", with_uri("box.bin"))(folder)


def piped(folder: Path) -> Path:
    """A buffer that is a pipe nobody writes to."""
    os.mkfifo(folder / "pipe.bin")
    return gltf("piped", with_uri("pipe.bin"))(folder)


def cycle(document: Document) -> None:
    """Two nodes, each the other's parent."""
    document["nodes"] = [{"mesh": 0, "children": [1]}, {"children": [0]}]


def draws(change: Document) -> Callable[[Document], None]:
    """The first accessor changed."""
    return lambda document: document["accessors"][0].update(change)


NAN = struct.pack("<f", float("nan"))
GLTF: dict[str, tuple[Build, str]] = {
    "zeros": (glb("zeros", zeros), "ACCESSOR_WITHOUT_DATA"),
    "length-lie": (glb("length-lie", length_lie), "GLB_CHUNK_TOO_BIG"),
    "doubled-dag": (glb("doubled-dag", doubled), "NODE_PARENT_OVERRIDE"),
    "png-bomb": (glb("png-bomb", pictured(png, "image/png")), "IMAGE_TOO_LARGE"),
    "uri-parent": (gltf("uri-parent", with_uri("../x.bin")), "URI_OUTSIDE_BUNDLE"),
    "uri-root": (gltf("uri-root", with_uri("/etc/passwd")), "URI_OUTSIDE_BUNDLE"),
    "index-oob": (glb("index-oob", lambda: patched(100, b"\xe8\x03")), "ACCESSOR_INDEX_OOB"),
    "nan": (glb("nan", lambda: patched(8, NAN)), "ACCESSOR_INVALID_FLOAT"),
    "draco-garbage": (glb("draco-garbage", garbled_draco), "DRACO_COUNT_MISMATCH"),
    "cycle": (glb("cycle", lambda: spoilt(cycle)), "NODE_LOOP"),
    "deep": (glb("deep", deep), "NODE_TOO_DEEP"),
    "draco-bomb": (glb("draco-bomb", lambda: garbled_draco(999_999_999)), "PACKED_TOO_LARGE"),
    "meshopt-bomb": (glb("meshopt-bomb", meshopt_bomb), "PACKED_TOO_LARGE"),
    "jpeg-bomb": (glb("jpeg-bomb", pictured(jpeg, "image/jpeg")), "IMAGE_TOO_LARGE"),
    "uri-encoded": (gltf("uri-encoded", with_uri("%2e%2e/%2e%2e/etc/passwd")), "URI_OUTSIDE_BUNDLE"),
    "uri-file": (gltf("uri-file", with_uri("file:///etc/passwd")), "NON_RELATIVE_URI"),
    "uri-drive": (gltf("uri-drive", with_uri("C:/Windows/win.ini")), "URI_OUTSIDE_BUNDLE"),
    "uri-http": (gltf("uri-http", with_uri("http://169.254.169.254/latest")), "NON_RELATIVE_URI"),
    "linked": (linked, "URI_SYMLINK"),
    "piped": (piped, "IO_ERROR"),
    "json-deep": (gltf("json-deep", lambda: "[" * 1_000_000), "JSON_TOO_DEEP"),
    "json-many": (glb("json-many", lambda: joined('{"a":[' + "{}," * 9_000_000 + "{}]}")), "JSON_TOO_LARGE"),
    "json-quotes": (glb("json-quotes", lambda: joined('{"a":["' + '\\"' * 9_000_000 + "]}")), "JSON_TOO_LARGE"),
    "json-twice": (
        glb("json-twice", lambda: joined(json.dumps(parts()[0])[:-1] + ', "nodes": [{}]}', parts()[1])),
        "DUPLICATE_KEY",
    ),
    "json-surrogate": (glb("json-surrogate", lambda: joined('{"asset": "\\ud800"}')), "TYPE_MISMATCH"),
    "digits": (
        glb("digits", lambda: spoilt(lambda document: document["nodes"][0].update(translation=[10**400, 0, 0]))),
        "VALUE_NOT_IN_RANGE",
    ),
    "repeated": (glb("repeated", repeated), "SCENE_TOO_LARGE"),
    "offset": (glb("offset", lambda: spoilt(draws({"byteOffset": 2**53 - 4}))), "ACCESSOR_TOO_LONG"),
    "sparse-oob": (glb("sparse-oob", lambda: sparse(struct.pack("<I", 10**9), 1)), "ACCESSOR_SPARSE_INDEX_OOB"),
    "sparse-many": (
        glb("sparse-many", lambda: sparse(struct.pack("<9I", *range(9)), 9)),
        "ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE",
    ),
    "data-uri": (gltf("data-uri", data_uri), "DATA_URI_TOO_LARGE"),
    "required": (
        glb("required", lambda: spoilt(lambda document: document.update(
            extensionsUsed=["ACME_secret"], extensionsRequired=["ACME_secret"]))),
        "EXTENSION_NOT_READABLE",
    ),
}  # fmt: skip
"""By name: how to write it, and the code that it is refused with."""
