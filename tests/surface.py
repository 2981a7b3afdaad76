"""A large surface for tests of what is cut into tiles."""

import math
import struct
from pathlib import Path

SIDE = 1024
"""Squares along a side."""
TRIANGLES = 2 * SIDE * SIDE


def write_surface(path: Path) -> None:
    """A binary PLY of 2 × SIDE² triangles, written row by row: a hollow of steps, 60 m wide, z up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"ply\nformat binary_little_endian 1.0\nelement vertex {(SIDE + 1) ** 2}\n"
    head += "".join(f"property float {axis}\n" for axis in "xyz")
    head += "".join(f"property uchar {colour}\n" for colour in ("red", "green", "blue"))
    head += f"element face {2 * SIDE * SIDE}\nproperty list uchar int vertex_indices\nend_header\n"
    with path.open("wb") as file:
        file.write(head.encode())
        for row in range(SIDE + 1):
            file.write(b"".join(_vertex(row, column) for column in range(SIDE + 1)))
        for row in range(SIDE):
            file.write(b"".join(_faces(row, column) for column in range(SIDE)))


def _vertex(row: int, column: int) -> bytes:
    x, y = 60 * (column / SIDE - 0.5), 60 * (row / SIDE - 0.5)
    away = math.hypot(x, y)
    steps = max(0.0, min(away, 26.0) - 8.0) / 18.0 * 12
    height = 0.5 * (int(steps) + min(1.0, 4 * (steps % 1))) + 0.04 * math.sin(3 * x) * math.cos(2.3 * y)
    shade = 150 + int(40 * math.sin(away) + 25 * math.sin(x / 2) * math.sin(y / 3))
    return struct.pack("<3f3B", x, y, height, shade, int(shade * 0.9), int(shade * 0.75))


def _faces(row: int, column: int) -> bytes:
    corner = row * (SIDE + 1) + column
    above = corner + SIDE + 1
    return struct.pack("<B3iB3i", 3, corner, corner + 1, above + 1, 3, corner, above + 1, above)
