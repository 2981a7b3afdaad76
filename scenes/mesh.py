"""Meshes and point clouds in memory: what the readers give, what every verb of `derive` takes and returns.

Everything is in scene space: metres, right-handed, +Y up, node transforms applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A glTF metallic-roughness material; images are the bytes of PNG, JPEG, WebP or KTX2 files, empty for none."""

    name: str
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Linear base colour."""
    opacity: float = 1.0
    roughness: float = 0.9
    metallic: float = 0.0
    base: bytes = b""
    normal: bytes = b""
    roughness_image: bytes = b""
    """glTF's metallic-roughness: green is roughness, blue is metalness."""
    occlusion: bytes = b""
    emissive: bytes = b""
    emission: tuple[float, float, float] = (0.0, 0.0, 0.0)
    normal_scale: float = 1.0
    double_sided: bool = False
    alpha: Literal["OPAQUE", "MASK", "BLEND"] = "OPAQUE"
    alpha_cutoff: float = 0.5
    unlit: bool = False
    repeats: bool = True
    """Whether texture coordinates wrap around (REPEAT) or stop at the border (CLAMP_TO_EDGE)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """Triangles of one material; arrays have a row for each vertex."""

    material: str
    position: "NDArray[np.float64]"
    """Metres."""
    triangles: "NDArray[np.int64]"
    """(m, 3) rows of `position`; any integer type."""
    normal: "NDArray[np.float64] | None" = None
    uv: "NDArray[np.float64] | None" = None
    """In images, v downwards; leave it out where the material has no image."""
    colour: "NDArray[np.float64] | None" = None
    """Linear, 0 to 1, three columns, or four with opacity."""
    tangent: "NDArray[np.float64] | None" = None
    """(n, 4), the last column the handedness, as glTF has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """Named parts, each of one or more primitives, and the materials they use."""

    parts: Mapping[str, Sequence[Primitive]]
    materials: Sequence[Material] = ()
    copyright: str = ""
    """What the file said of its rights (`asset.copyright`)."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """JSON-LD packet of KHR_xmp_json_ld, or empty."""

    @property
    def triangles(self) -> int:
        """How many triangles all parts have together."""
        return sum(len(primitive.triangles) for primitives in self.parts.values() for primitive in primitives)

    @property
    def vertices(self) -> int:
        """How many vertices all parts have together."""
        return sum(len(primitive.position) for primitives in self.parts.values() for primitive in primitives)

    def bounds(self) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """The lowest and the highest corner, metres; raises `ValueError` for a mesh without vertices."""
        every = [primitive.position for primitives in self.parts.values() for primitive in primitives]
        filled = [position for position in every if len(position)]
        if not filled:
            raise ValueError("a mesh without vertices has no bounds")
        return box(filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCloud:
    """Points with what the scanner said of each."""

    position: "NDArray[np.float64]"
    """(n, 3), metres, scene space, after `origin` was taken off."""
    colour: "NDArray[np.uint8] | None" = None
    """(n, 3), sRGB."""
    intensity: "NDArray[np.float32] | None" = None
    """(n,), 0 to 1."""
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """What was taken off the file's own coordinates so that numbers stay small: metres, in the file's axes."""
    crs: str = ""
    """The coordinate reference system the file names (EPSG:… or WKT), or empty."""
    copyright: str = ""


def box(positions: "Sequence[NDArray[Any]]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """The lowest and the highest corner around arrays (n, 3), none of them empty.

    Column by column, which is many times faster than along rows.
    """
    import numpy as np

    low = [[each[:, axis].min() for axis in range(3)] for each in positions]
    high = [[each[:, axis].max() for axis in range(3)] for each in positions]
    return np.min(low, axis=0), np.max(high, axis=0)
