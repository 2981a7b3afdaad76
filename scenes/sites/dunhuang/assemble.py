"""From surfaces to files: shade, colours, textures, levels of detail."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from scenes import gltf
from scenes.derive.texture import Texture, normal_map, webp
from scenes.sites.dunhuang import caves, cliff, land, pagoda, statues, walk
from scenes.sites.dunhuang.detail import DETAILS, Detail
from scenes.sites.dunhuang.fabrics import TILES
from scenes.sites.dunhuang.layout import PARTS
from scenes.sites.dunhuang.light import coloured
from scenes.sites.dunhuang.mural import Mural
from scenes.sites.dunhuang.murals import MURALS
from scenes.sites.making import RIGHTS, Progress, levels
from scenes.sites.model import Model
from scenes.sites.noise import rough, smooth
from scenes.sites.parts import Parts, floors, merged, primitives
from scenes.sites.surface import Surface, join, wound

GENERATOR = "caravanserai scenes.sites.dunhuang"
PLAIN: dict[str, tuple[tuple[float, float, float], float, float]] = {
    "clay": ((1.0, 1.0, 1.0), 0.85, 0.0),
    "concrete": ((0.37, 0.315, 0.25), 0.95, 0.0),
    "redwood": ((0.40, 0.115, 0.062), 0.75, 0.0),
    "beam": ((0.24, 0.20, 0.13), 0.8, 0.0),
    "ridge": ((0.20, 0.21, 0.18), 0.8, 0.0),
    "gold": ((0.72, 0.46, 0.12), 0.35, 0.8),
    "door": ((0.16, 0.12, 0.09), 0.6, 0.2),
    "dark": ((0.028, 0.023, 0.02), 1.0, 0.0),
    "bark": ((0.36, 0.33, 0.27), 0.95, 0.0),
    "foliage": ((0.16, 0.24, 0.055), 0.95, 0.0),
    "water": ((0.13, 0.125, 0.095), 0.18, 0.0),
    "hills": ((0.50, 0.40, 0.32), 1.0, 0.0),
}
"""Materials without images: linear colour, roughness, metallic."""
IMAGES = ((96, 22), (512, 44), (1024, 52))
"""Pixels and WebP quality of each level's images."""
LARGEST_TILE = 512
RAYS = (16, 24, 36)
PRECISION = (
    gltf.Precision(position=10, colour=4, uv=7, normal=5),
    gltf.Precision(position=13, colour=8, uv=9),
    gltf.Precision(position=14, colour=8, uv=10),
)
MERGED: dict[str, dict[str, str]] = {
    "pagoda": {"beam": "redwood", "stone": "redwood"},
    "pagoda-roofs": {"beam": "rooftile", "gold": "rooftile"},
    "three-storeys": {"beam": "redwood", "stone": "redwood", "lattice": "redwood", "rooftile": "redwood"},
    "archway": {"beam": "redwood", "stone": "redwood", "rooftile": "redwood"},
    "stupas": {"dark": "plaster", "stone": "plaster"},
    "poplars": {"bark": "foliage"},
    "pillar-254": {"plaster": "mural-254"},
    "ceiling-254": {"redwood": "ceiling-254", "mural-254": "ceiling-254"},
}
"""What the first level makes of a part's small materials, each of which costs a draw call."""
WEATHERED = ("conglomerate", "roughcast", "sand", "gravel", "stone", "concrete", "plaster")


def surfaces(detail: Detail) -> Parts:
    """Every part's surface for each of its materials, wound outwards, without shade."""
    model = Model()
    for source in (cliff, pagoda, caves, statues, land):
        source.build(model, detail)
    return {
        part: {
            material: _weathered(wound(join(pieces)), material, detail)
            for material, pieces in sorted(
                merged(model.surfaces[part], {} if detail.level else MERGED.get(part, {})).items()
            )
        }
        for part in PARTS
    }


def _weathered(surface: Surface, material: str, detail: Detail) -> Surface:
    """Broad changes of tone over stone and sand, streaks below ledges."""
    from dataclasses import replace

    if material not in WEATHERED or detail.level == 0:
        return surface
    at = surface.position
    shade = 0.80 + 0.30 * rough(at, 13.0, 131, 3)
    if material in ("roughcast", "conglomerate", "concrete"):
        shade *= 1 - 0.16 * smooth(at * (1.0, 0.10, 1.0), 1.5, 137) * smooth(at, 9.0, 139)
    return replace(surface, colour=np.clip(surface.colour * shade[:, None], 0, 1))


def textures() -> dict[str, Texture]:
    """Every texture that repeats, at its largest."""
    return {name: make(LARGEST_TILE) for name, make in TILES.items()}


def murals() -> dict[str, Mural]:
    """Every mural at its largest."""
    return {name: make() for name, make in MURALS.items()}


def materials(level: int, tiles: dict[str, Texture], pictures: dict[str, Mural]) -> list[gltf.Material]:
    """The materials of a level of detail; the first has colour images only."""
    size, quality = IMAGES[level]
    made = []
    for name, tile in tiles.items():
        pixels = min(size, LARGEST_TILE)
        bumps = webp(normal_map(tile), min(pixels, 512), quality) if level and name != "lattice" else b""
        made.append(
            gltf.Material(
                name=name,
                roughness=float(tile.roughness.mean()),
                base=webp(tile.colour, pixels, quality),
                normal=bumps,
                normal_scale=0.7,
            )
        )
    for name, mural in pictures.items():
        most = min(size, mural.picture.shape[1])
        made.append(
            gltf.Material(name=name, roughness=0.92, base=webp(mural.picture, most, quality), repeats=mural.metres > 0)
        )
    for name, (colour, roughness, metallic) in PLAIN.items():
        made.append(gltf.Material(name=name, colour=colour, roughness=roughness, metallic=metallic))
    return made


def structure(
    level: int, tiles: dict[str, Texture], pictures: dict[str, Mural], progress: Callable[[float], None]
) -> bytes:
    """One level of detail as a GLB."""
    parts = surfaces(DETAILS[level])
    colours = coloured(parts, RAYS[level], progress)
    metres = {name: tile.metres for name, tile in tiles.items()} | {
        name: mural.metres or 1.0 for name, mural in pictures.items()
    }
    return gltf.write(
        primitives(parts, colours, metres),
        materials(level, tiles, pictures),
        copyright_notice=RIGHTS,
        generator=GENERATOR,
        precision=PRECISION[level],
    )


def walkable() -> bytes:
    """The floors one may stand on, as a plain GLB."""
    model = Model()
    walk.build(model)
    return floors(model.surfaces["walk"]["walk"], RIGHTS, GENERATOR)


def write(folder: Path, progress: Progress) -> None:
    """Write `structure.0.glb` … and `walk.glb` into a folder that exists."""
    progress("murals", 0.0)
    tiles, pictures = textures(), murals()
    progress("walkable floors", 0.18)
    (folder / "walk.glb").write_bytes(walkable())
    levels(folder, (0.2, 0.28, 0.5, 1.0), lambda level, told: structure(level, tiles, pictures, told), progress)
