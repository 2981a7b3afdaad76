"""What a file is, told from its headers without reading it."""

from pathlib import Path

from scenes.finding import Refused
from scenes.read.bundle import opened
from scenes.read.formats import format_of
from scenes.read.gltf_file import open_gltf
from scenes.read.gltf_nodes import placed
from scenes.read.gltf_primitive import FAN, POINTS, STRIP, TRIANGLES

BLOCK = 64 * 1024 * 1024


def triangle_count(path: Path) -> int:
    """About how many triangles a file has; exact for GLB, glTF, PLY of triangles and binary STL; 0 for clouds."""
    with opened(path) as bundle:
        return sum(_count(file) for _, file in bundle.models)


def is_cloud(path: Path) -> bool:
    """Whether there are only points in it."""
    with opened(path) as bundle:
        return all(_points(file) for _, file in bundle.models)


def _count(path: Path) -> int:
    match format_of(path):
        case "glb" | "gltf":
            return _gltf(path)
        case "ply":
            from scenes.read.ply_header import ply_header

            element = ply_header(path).element("face")
            return 0 if element is None else element.rows
        case "stl":
            from scenes.read.stl import stl_triangles

            return stl_triangles(path)
        case "obj":
            return _faces(path)
    return 0


def _faces(path: Path) -> int:
    """Lines of an OBJ that begin with f."""
    with path.open("rb") as stream:
        total, last = 0, b"\n"
        while block := stream.read(BLOCK):
            total += (last + block).count(b"\nf ")
            last = block[-2:]
    return total


def _points(path: Path) -> bool:
    match format_of(path):
        case "glb" | "gltf":
            return _only_points(path)
        case "ply":
            from scenes.read.ply_header import ply_header

            header = ply_header(path)
            return not any(each.rows for name in ("face", "tristrips") if (each := header.element(name)) is not None)
        case "e57" | "las":
            return True
    return False


def _gltf(path: Path) -> int:
    file, total = open_gltf(path), 0
    for place in placed(file):
        for row in file.row("meshes", place.mesh).get("primitives", []):
            mode = row.get("mode", TRIANGLES)
            if mode in (TRIANGLES, STRIP, FAN):
                accessor = row.get("indices", row.get("attributes", {}).get("POSITION"))
                corners = int(file.row("accessors", accessor).get("count", 0))
                total += corners // 3 if mode == TRIANGLES else max(0, corners - 2)
    return total


def _only_points(path: Path) -> bool:
    try:
        file = open_gltf(path)
        rows = [row for place in placed(file) for row in file.row("meshes", place.mesh).get("primitives", [])]
    except Refused:
        return False
    return bool(rows) and all(row.get("mode", TRIANGLES) == POINTS for row in rows)
