"""Compress vertex and index data as EXT_meshopt_compression stores it, and whole files with Brotli beside them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """An array as plain bytes and as a meshopt stream."""

    plain: bytes
    encoded: bytes
    stride: int
    """Bytes a row."""
    count: int
    mode: str
    filter: str = "NONE"


def reorder(triangles: "NDArray[Any]", vertices: int) -> "tuple[NDArray[np.uint32], NDArray[np.int64]]":
    """Triangles in the order a GPU likes, and for each new vertex the old one; vertices nobody uses are left out."""
    import meshopt
    import numpy as np

    flat = np.ascontiguousarray(triangles.reshape(-1), dtype=np.uint32)
    indices, places, used = meshopt.reorder_mesh(flat, True, True)
    order = np.empty(used, dtype=np.int64)
    kept = np.flatnonzero(places[:vertices] < used)
    order[places[kept]] = kept
    return indices, order


def pack_attribute(rows: "NDArray[Any]", octahedral: bool = False, bits: int = 8) -> Packed:
    """Rows of four-byte multiples; unit normals given as floats become signed bytes, or octahedra inside the stream.

    Of an octahedron's coordinates `bits` are kept, 2 to 8; the fourth column is kept as a sign.
    """
    import meshopt
    import numpy as np

    plain = np.round(rows * 127).astype(np.int8) if rows.dtype.kind == "f" else rows
    stored = meshopt.encode_filter_oct(rows.astype(np.float32), 4, bits) if octahedral else plain
    return Packed(
        plain=plain.tobytes(),
        encoded=meshopt.encode_gltf_buffer(stored, "ATTRIBUTES"),
        stride=plain.dtype.itemsize * plain.shape[1],
        count=len(plain),
        mode="ATTRIBUTES",
        filter="OCTAHEDRAL" if octahedral else "NONE",
    )


def pack_indices(indices: "NDArray[Any]") -> Packed:
    """Triangle indices in two or four bytes each, as they come."""
    import meshopt
    import numpy as np

    return Packed(
        plain=indices.tobytes(),
        encoded=meshopt.encode_gltf_buffer(indices.astype(np.uint32), "TRIANGLES"),
        stride=indices.dtype.itemsize,
        count=len(indices),
        mode="TRIANGLES",
    )


BROTLI_QUALITY = ((1 << 19, 11), (1 << 20, 9))
"""Bytes up to which a file is compressed so hard; what is bigger takes quality 5: meshes and pictures that are packed
already shrink by 3 % more at quality 11, at a hundred times the cost."""


def brotli_copy(path: Path) -> Path:
    """Write `x.glb.br` beside `x.glb` for servers to send as it is, the same bytes every time, and return its path.

    Written even where it gains little, so that a server need not ask; the file's own pictures do not shrink.
    """
    import brotli

    data = path.read_bytes()
    quality = next((quality for most, quality in BROTLI_QUALITY if len(data) <= most), 5)
    beside, fresh = path.with_name(f"{path.name}.br"), path.with_name(f".{path.name}.br.part")
    fresh.write_bytes(brotli.compress(data, quality=quality, lgwin=24))
    fresh.replace(beside)
    return beside
