"""Which format a file is in, by its first bytes rather than its name."""

from pathlib import Path
from typing import Literal

from scenes.read.reading import refuse

Format = Literal["glb", "gltf", "obj", "ply", "stl", "e57", "las", "zip", "folder"]

MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"glTF", "glb"),
    (b"ply\n", "ply"),
    (b"ply\r", "ply"),
    (b"ASTM-E57", "e57"),
    (b"LASF", "las"),
    (b"PK\x03\x04", "zip"),
)
MARKED = frozenset(kind for _, kind in MAGIC)
"""Formats that cannot be without their first bytes."""
SUFFIXES: dict[str, Format] = {
    ".glb": "glb", ".gltf": "gltf", ".obj": "obj", ".ply": "ply", ".stl": "stl",
    ".e57": "e57", ".las": "las", ".laz": "las", ".zip": "zip",
}  # fmt: skip
MODELS = tuple(suffix for suffix in SUFFIXES if suffix != ".zip")
READABLE = "GLB, glTF, OBJ, PLY, STL, E57, LAS, LAZ, or a zip of these"


def format_of(path: Path) -> Format:
    """The format; raises `Refused` for none of ours, and for a file that is not there."""
    if path.is_dir():
        return "folder"
    if not path.is_file():
        refuse("IO_ERROR", f"There is no file {path.name}.", "look at the path", file=path.name)
    with path.open("rb") as stream:
        head = stream.read(16)
    named = SUFFIXES.get(path.suffix.lower())
    known = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    found = known or (None if named in MARKED else named)
    if found is None or not head:
        what = "empty" if not head else "of a kind we do not read, or damaged"
        refuse("UNKNOWN_FORMAT", f"{path.name} is {what}.", f"{READABLE} can be read", file=path.name)
    return found
