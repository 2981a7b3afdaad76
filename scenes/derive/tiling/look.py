"""What all tiles of a tileset share: the grid, the names of its parts, its materials and where their images lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.derive.tiling.grid import Grid
from scenes.derive.tiling.images import keep
from scenes.derive.tiling.spool import Layout
from scenes.mesh import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`groups` are pairs of part name and place in `materials`; a vertex names its group by number."""

    grid: Grid
    layout: Layout
    groups: Sequence[tuple[str, int]]
    materials: Sequence[Material]
    """Without their images, which lie in `images`."""
    textured: Sequence[tuple[tuple[str, str], ...]]
    """For each material its images: the field, such as `base`, and the name in the folder `images`."""
    images: Path
    copyright: str

    @property
    def smooth(self) -> bool:
        """Whether tiles make their own normals."""
        return not self.layout.normal and not all(material.unlit for material in self.materials)


COLOURS = {"base", "emissive"}
IMAGES = ("base", "normal", "roughness_image", "occlusion", "emissive")


def kept_images(material: Material, folder: Path) -> tuple[tuple[str, str], ...]:
    """Put the images of a material into `folder`; the field and the name of each. Raises `ValueError` naming it."""
    try:
        return tuple(
            (name, keep(data, folder, name in COLOURS)) for name in IMAGES if (data := getattr(material, name))
        )
    except (ValueError, OSError) as wrong:
        raise ValueError(f"material {material.name}: {wrong}") from wrong


def bare(material: Material) -> Material:
    """The material without its images."""
    return replace(material, base=b"", normal=b"", roughness_image=b"", occlusion=b"", emissive=b"")
