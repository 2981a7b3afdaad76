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


FAR = 150.0
"""Metres to the east where the second place of `add_court` lies, too far to be seen in detail from the first."""


def add_court(folder: Path) -> Path:
    """Give the builders' pack in `folder` a court of coloured pillars as tiles, and another far away where a stop is.

    A coarse root, four quarters, and a block that is two clusters of pillars from near.
    """
    tiles = folder / "models" / "court"
    tiles.mkdir(parents=True)
    root = _placed(tiles, slab(), 5.0, (62.0, 0.0), (88.0, 26.0))
    root["children"] = [
        _placed(tiles, pillars(12 * x, 12 * z), 0.0, (12.0 * x, 12.0 * z), (13.0, 13.0))
        for x in (-1, 1)
        for z in (-1, 1)
    ]
    far = _placed(tiles, boxes_glb([((FAR, 1.5, 0.0), (24.0, 1.5, 12.0), GREY)]), 2.0, (FAR, 0.0), (26.0, 14.0))
    far["children"] = [
        _placed(tiles, pillars(FAR + 12 * x, 0.0), 0.0, (FAR + 12 * x, 0.0), (13.0, 13.0)) for x in (-1, 1)
    ]
    root["children"].append(far)
    document = {"asset": {"version": "1.1"}, "geometricError": 20.0, "root": root}
    (tiles / "tileset.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "models" / "slab.glb").write_bytes(slab())
    with (folder / "site.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('[[model]]\nid = "court"\nlevels = ["models/slab.glb"]\ntiles = "models/court/tileset.json"\n')
    tours = (folder / "tours.toml").read_text(encoding="utf-8")
    (folder / "tours.toml").write_text(tours.replace("[20.0, 0.0, 4.0]", f"[{FAR}, 0.0, 10.0]"), encoding="utf-8")
    return folder


def _placed(
    folder: Path, glb: bytes, error: float, middle: tuple[float, float], half: tuple[float, float]
) -> dict[str, Any]:
    """A tile about (x, z); its box is in the tiles' own frame, in which z is up."""
    box = [middle[0], -middle[1], 1.5, half[0], 0, 0, 0, half[1], 0, 0, 0, 2.5]
    return {**_child(folder, glb), "geometricError": error, "boundingVolume": {"box": box}}


GREY = (0.3, 0.3, 0.3)


def slab() -> bytes:
    """The grey floors of both places."""
    return boxes_glb([((x, -0.2, 0.0), (24.0, 0.2, 24.0), GREY) for x in (0.0, FAR)])


def pillars(x: float, z: float) -> bytes:
    """A floor 24 m wide about (x, z) and 25 pillars in a colour of its own."""
    colour = (0.8 if x > 0 else 0.2, 0.5, 0.8 if z > 0 else 0.2)
    floor = ((x, -0.2, z), (12.0, 0.2, 12.0), colour)
    places = [(x + 4.4 * i, z + 4.4 * j) for i in range(-2, 3) for j in range(-2, 3)]
    return boxes_glb([floor, *(((px, 1.5, pz), (0.4, 1.5, 0.4), colour) for px, pz in places)])


Box = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
"""Middle and half its sides in metres, and its colour."""


def boxes_glb(boxes: list[Box]) -> bytes:
    """A GLB of boxes with flat faces, compressed with meshopt as ours are."""
    import numpy as np

    from scenes.gltf import write
    from scenes.mesh import Material, Primitive

    position, normal, colour = [], [], []
    for middle, half, tint in boxes:
        for axis in range(3):
            for side in (-1.0, 1.0):
                u, v = np.roll(np.eye(3), -axis, axis=0)[1:] if side > 0 else np.roll(np.eye(3), -axis, axis=0)[:0:-1]
                out = np.eye(3)[axis] * side
                position += [np.array(middle) + (out + a * u + b * v) * half for a, b in CORNERS]
                normal += [out] * 4
                colour += [tint] * 4
    faces = np.arange(len(position)).reshape(-1, 4)
    primitive = Primitive(
        material="stone",
        position=np.array(position),
        triangles=faces[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3),
        normal=np.array(normal),
        colour=np.array(colour),
    )
    return write({"court": [primitive]}, [Material(name="stone")], copyright_notice="CC0", generator="tests")


CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))
