"""What all tiles of a tileset share: the grid, the names of its parts, its materials and where their images lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.derive.tiling.grid import Grid
from scenes.derive.tiling.spool import Layout, has_image
from scenes.mesh import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`groups` are pairs of part name and place in `materials`; a vertex names its group by number."""

    grid: Grid
    layout: Layout
    groups: Sequence[tuple[str, int]]
    materials: Sequence[Material]
    """Without their images, which lie in `images`."""
    textured: Sequence[tuple[str, ...]]
    """For each material the fields of its images, such as `base`."""
    images: Path
    copyright: str

    @property
    def smooth(self) -> bool:
        """Whether tiles make their own normals."""
        return not self.layout.normal and not all(material.unlit for material in self.materials)


IMAGES = ("base", "normal", "roughness_image", "occlusion", "emissive")


def image_fields(material: Material) -> tuple[str, ...]:
    """The fields of a material that hold an image."""
    return tuple(name for name in IMAGES if getattr(material, name)) if has_image(material) else ()


def bare(material: Material) -> Material:
    """The material without its images."""
    return replace(material, base=b"", normal=b"", roughness_image=b"", occlusion=b"", emissive=b"")
