"""A pack with a small tileset beside its model: for tests of loading, packing and serving."""

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from tests.builders import box_glb


def add_tiles(folder: Path, *, glbs: tuple[bytes, ...] = (), error: float = 4.0) -> Path:
    """Give the builders' pack in `folder` two tiles, a Draco copy, a plan and a turned model; returns `folder`.

    `glbs` are the tiles' own files (y up, as glTF has it), each a child of an empty root.
    """
    tiles = folder / "models" / "well"
    tiles.mkdir(parents=True)
    contents = glbs or (box_glb("left"), box_glb("right", 0.5))
    children = [_child(tiles, content) for content in contents]
    root = {**_tile(error), "children": children}
    document = {"asset": {"version": "1.1"}, "geometricError": 2 * error, "root": root}
    (tiles / "tileset.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "models" / "well.draco.glb").write_bytes(box_glb("small"))
    (folder / "plan.png").write_bytes(png())
    manifest = (folder / "site.toml").read_text(encoding="utf-8")
    more = 'tiles = "models/well/tileset.json"\norientation = [0, 3, 0, 4]\n[[picture]]\nid = "plan"\nkind = "plan"\n'
    more += 'file = "plan.png"\nbounds = [-1, -1, 1, 1]\n'
    (folder / "site.toml").write_text(manifest + more, encoding="utf-8")
    return folder


def _child(folder: Path, content: bytes) -> dict[str, Any]:
    name = hashlib.sha256(content).hexdigest() + ".glb"
    (folder / name).write_bytes(content)
    return {**_tile(0.0), "content": {"uri": name}}


def _tile(error: float) -> dict[str, Any]:
    box = [0, 0, 1, 6, 0, 0, 0, 6, 0, 0, 0, 6]
    return {"boundingVolume": {"box": box}, "geometricError": error, "refine": "REPLACE"}


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )
