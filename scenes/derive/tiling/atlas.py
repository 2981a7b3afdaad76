"""Each tile's own textures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenes.derive.tiling.look import Look
from scenes.derive.tiling.mesh import TileMesh


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """Texture coordinates and pictures of one tile."""

    uv: Any = None
    pictures: Mapping[tuple[int, str], bytes] = field(default_factory=dict)
    wrapped: frozenset[int] = frozenset()
    texel: float = 0.0


def dress(mesh: TileMesh, look: Look, leaf: bool) -> Dressed:
    return Dressed()
