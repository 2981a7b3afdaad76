"""What each kind of device can draw, so that a scan can be cut to fit."""

from dataclasses import dataclass
from typing import Literal

Device = Literal["quest2", "quest3", "kiosk", "phone", "desktop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that one model may ask of a device."""

    triangles: int
    """Drawn at once."""
    draw_calls: int
    texture: int
    """Pixels a side of the largest texture."""
    texture_memory: int
    """Bytes of all textures on the GPU, mipmaps included."""
    download: int
    """Bytes of the file."""


MIB = 1024 * 1024

DEVICES: dict[Device, Budget] = {
    "phone": Budget(triangles=300_000, draw_calls=80, texture=1024, texture_memory=96 * MIB, download=12 * MIB),
    "quest2": Budget(triangles=750_000, draw_calls=120, texture=2048, texture_memory=192 * MIB, download=32 * MIB),
    "quest3": Budget(triangles=1_500_000, draw_calls=200, texture=2048, texture_memory=320 * MIB, download=48 * MIB),
    "kiosk": Budget(triangles=2_000_000, draw_calls=300, texture=4096, texture_memory=512 * MIB, download=64 * MIB),
    "desktop": Budget(triangles=3_000_000, draw_calls=500, texture=4096, texture_memory=1024 * MIB, download=96 * MIB),
}
"""Meta's published guidance for Quest 2 (750 k to 1 M triangles, 80 to 200 draw calls) and Quest 3 (1 to 2 M, 200 to
300), with room left for the guide, the other visitors and the interface; ours for the rest."""

FIRST_GEOMETRY = 100_000
"""Bytes of geometry that the first level may have, so that a first picture comes soon on a slow line."""

TILED_ABOVE = 2_000_000
"""Triangles above which a model becomes 3D Tiles."""
