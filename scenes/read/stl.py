"""Reading STL, binary and ascii; equal corners become one vertex."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.mesh import Material, Primitive
from scenes.read.mapped import mapped
from scenes.read.reading import MAX_TRIANGLES, Contents, refuse
from scenes.read.text import blocks, lines, numbers
from scenes.read.weld import weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEAD, ROW = 84, 50
PLAIN = Material(name="default")


def read_stl(path: Path) -> Contents:
    """The whole file; units and up axis stay open."""
    import numpy as np

    if stl_triangles(path) > MAX_TRIANGLES:
        refuse("TOO_MANY_TRIANGLES", f"More than {MAX_TRIANGLES} triangles.", "ingest tiles it", file=path.name)
    found = list(stl_corners(path, MAX_TRIANGLES))
    corners = np.concatenate(found) if found else np.zeros((0, 3, 3))
    if not len(corners):
        refuse("NO_TRIANGLES", "The file has no triangles.", "export the model anew", file=path.name)
    remarks = {"remarks": stl_remarks(path)}
    return Contents(format="stl", parts={path.stem: [welded(corners)]}, materials=[PLAIN], metadata=remarks)


def stl_triangles(path: Path) -> int:
    """How many triangles the header announces, or about how many lines of text hold."""
    data = mapped(path)
    return _count(data) if binary(data) else len(data) // 250


def stl_remarks(path: Path) -> str:
    """The words of the header."""
    return bytes(mapped(path)[:80]).split(b"\n")[0].decode("ascii", "replace").strip("\0 ")


def stl_corners(path: Path, triangles: int) -> "Iterator[NDArray[Any]]":
    """Corners (m, 3, 3) some triangles at a time; raises `Refused` for what is no STL."""
    import numpy as np

    data = mapped(path)
    if not binary(data):
        yield from _text(path, triangles)
        return
    kind = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
    rows = np.ndarray((_count(data),), kind, buffer=data, offset=HEAD)
    for start in range(0, len(rows), triangles):
        yield _finite(np.ascontiguousarray(rows["corners"][start : start + triangles]), path)


def welded(corners: "NDArray[Any]") -> Primitive:
    """Triangles over vertices that stand once."""
    import numpy as np

    flat = corners.reshape(-1, 3)
    first, inverse = weld([flat])
    return Primitive(
        material=PLAIN.name, position=flat[first].astype(np.float64) + 0.0, triangles=inverse.reshape(-1, 3)
    )


def binary(data: memoryview) -> bool:
    """Whether the announced length fits; some programs begin binary files with `solid` too."""
    return (len(data) >= HEAD and HEAD + ROW * _count(data) == len(data)) or bytes(data[:5]).lower() != b"solid"


def _count(data: memoryview) -> int:
    announced = int.from_bytes(data[80:84], "little")
    return min(announced, max(0, len(data) - HEAD) // ROW)


def _text(path: Path, triangles: int) -> "Iterator[NDArray[Any]]":
    import numpy as np

    rest = np.zeros((0, 3))
    with path.open("rb") as stream:
        for block in blocks(stream, path.name):
            rest = np.concatenate([rest, _vertices(block, path)])
            while len(rest) >= 3 * triangles:
                yield _finite(rest[: 3 * triangles].reshape(-1, 3, 3), path)
                rest = rest[3 * triangles :]
    if len(rest) % 3:
        refuse("STL_INVALID", "A facet has not three vertices.", "export the model anew", file=path.name)
    if len(rest):
        yield _finite(rest.reshape(-1, 3, 3), path)


def _vertices(block: bytes, path: Path) -> "NDArray[np.float64]":
    import re

    rows = lines(re.sub(rb"(?m)^[ \t]+", b"", block).lower())
    chosen = rows.begins(b"vertex")
    text = rows.only(chosen).tobytes().replace(b"vertex", b" ")
    return np_rows(numbers(_bytes(text), int(chosen.sum()) * 3, path))


def np_rows(values: "NDArray[Any]") -> "NDArray[np.float64]":
    """Numbers three in a row."""
    import numpy as np

    return np.asarray(values, dtype=np.float64).reshape(-1, 3)


def _bytes(text: bytes) -> "NDArray[np.uint8]":
    import numpy as np

    return np.frombuffer(text, np.uint8)


def _finite(corners: "NDArray[Any]", path: Path) -> "NDArray[Any]":
    import numpy as np

    if not np.isfinite(corners).all():
        remedy = "repair the model where it was made"
        refuse("STL_INVALID_FLOAT", "A coordinate is not finite.", remedy, file=path.name)
    return corners
