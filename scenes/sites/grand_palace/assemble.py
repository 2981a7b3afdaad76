"""From surfaces to files: shade, colours, textures, levels of detail."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenes import gltf
from scenes.derive.texture import Texture, normal_map, webp
from scenes.sites.grand_palace import (
    chakri,
    cloister,
    figures,
    gardens,
    hall,
    halls,
    palace,
    terrace,
    towers,
    ubosot,
    walk,
    walls,
)
from scenes.sites.grand_palace.detail import DETAILS, Detail, Model
from scenes.sites.grand_palace.fabrics import TILES
from scenes.sites.grand_palace.layout import PARTS
from scenes.sites.grand_palace.light import coloured
from scenes.sites.grand_palace.paintings import MURALS, REPEATED
from scenes.sites.making import RIGHTS, Progress, levels
from scenes.sites.noise import rough, smooth
from scenes.sites.parts import Colours, Parts, floors, merged, primitives
from scenes.sites.surface import Array, Surface, join, wound

GENERATOR = "caravanserai scenes.sites.grand_palace"
PLAIN: dict[str, tuple[float, float]] = {
    "paint": (0.78, 0.0),
    "gold": (0.34, 0.35),
    "jade": (0.22, 0.0),
    "foliage": (0.95, 0.0),
}
"""White materials without images that vertices give their colours: roughness, metallic."""
TILE_PIXELS, TILE_QUALITY = (64, 384, 512), (16, 50, 62)
MURAL_SHARE, MURAL_QUALITY = (0.125, 0.5, 1.0), (16, 46, 60)
RAYS = (16, 24, 32)
PRECISION = (
    gltf.Precision(position=10, colour=4, uv=6),
    gltf.Precision(position=14, colour=8, uv=10),
    gltf.Precision(position=15, colour=8, uv=11),
)
LIGHT: dict[str, str] = {
    "gold": "paint",
    "jade": "paint",
    "foliage": "paint",
    "scales": "paint",
    "marble": "plaster",
    "porcelain": "plaster",
    "mosaic": "paint",
}
"""What the first level makes of small materials, each of which costs a draw call."""
MERGED: dict[str, dict[str, str]] = {
    "gallery-gates": {"marble": "porcelain"},
    "wihan-yot": {"marble": "porcelain"},
    "mondop": {"marble": "porcelain"},
    "low-wall": {"marble": "porcelain"},
    "golden-chedi": {"paint": "mosaic"},
    "wiset-gate": {"paint": "plaster"},
    "phiman-gate": {"paint": "plaster"},
    "monthian-tham": {"marble": "paint"},
    "ho-phra-nak": {"marble": "plaster", "porcelain": "plaster", "mosaic": "paint"},
    "ubosot-hall": {"paint": "stars"},
}
"""What every level makes of a part's small materials."""
WEATHERED = ("plaster", "paving", "marble")


def surfaces(detail: Detail) -> Parts:
    """Every part's surface for each of its materials, wound outwards, without shade."""
    model = Model()
    for source in (walls, cloister, terrace, towers, ubosot, halls, hall, chakri, palace, figures, gardens):
        source.build(model, detail)
    return {
        part: {
            material: _weathered(welded(wound(join(pieces))), material, detail)
            for material, pieces in sorted(merged(model.surfaces[part], _instead(part, detail)).items())
        }
        for part in PARTS
    }


def _instead(part: str, detail: Detail) -> dict[str, str]:
    return MERGED.get(part, {}) | ({} if detail.level else LIGHT)


def welded(surface: Surface) -> Surface:
    """The same with vertices that are alike in everything made one."""
    rows = np.concatenate([surface.position, surface.normal * 0.25, surface.uv, surface.colour * 0.1], axis=1)
    _, first, place = np.unique(np.round(rows * 2000).astype(np.int64), axis=0, return_index=True, return_inverse=True)
    return Surface(
        position=surface.position[first],
        normal=surface.normal[first],
        uv=surface.uv[first],
        colour=surface.colour[first],
        triangles=place.reshape(-1)[surface.triangles],
    )


def _weathered(surface: Surface, material: str, detail: Detail) -> Surface:
    """Broad changes of tone over stone and whitewash, grey streaks under ledges."""
    if material not in WEATHERED or detail.level == 0:
        return surface
    at = surface.position
    shade = 0.86 + 0.20 * rough(at, 11.0, 131, 3)
    if material == "plaster":
        shade *= 1 - 0.10 * smooth(at * (1.0, 0.12, 1.0), 1.4, 137) * smooth(at, 8.0, 139)
    return replace(surface, colour=np.clip(surface.colour * shade[:, None], 0, 1))


def textures() -> dict[str, Texture]:
    """Every texture that repeats, at its largest."""
    return {name: make(TILE_PIXELS[-1]) for name, make in TILES.items()}


def murals() -> dict[str, NDArray[np.float64]]:
    """Every mural at its largest."""
    return {name: make() for name, make in MURALS.items()}


def materials(level: int, tiles: dict[str, Texture], pictures: dict[str, NDArray[np.float64]]) -> list[gltf.Material]:
    """The materials of a level of detail; the first has colour images only."""
    made = []
    for name, tile in tiles.items():
        pixels, quality = TILE_PIXELS[level], TILE_QUALITY[level]
        bumps = webp(normal_map(tile), min(pixels, 256), quality) if level and name in WEATHERED else b""
        base = webp(tile.colour, pixels, quality)
        rough_ = float(tile.roughness.mean())
        made.append(gltf.Material(name=name, roughness=rough_, base=base, normal=bumps, normal_scale=0.7))
    for name, picture in pictures.items():
        width = round(picture.shape[1] * MURAL_SHARE[level])
        base = webp(picture, width, MURAL_QUALITY[level])
        made.append(gltf.Material(name=name, roughness=0.9, base=base, repeats=name in REPEATED))
    for name, (roughness, metallic) in PLAIN.items():
        made.append(gltf.Material(name=name, roughness=roughness, metallic=metallic))
    return [each for each in made if level or each.name not in LIGHT]


def structure(
    level: int,
    tiles: dict[str, Texture],
    pictures: dict[str, NDArray[np.float64]],
    progress: Callable[[float], None],
) -> bytes:
    """One level of detail as a GLB."""
    parts = surfaces(DETAILS[level])
    colours = coloured(parts, RAYS[level], progress)
    metres = {name: tile.metres for name, tile in tiles.items()} | dict.fromkeys(pictures, 1.0)
    if level == 0:
        parts, colours = _shared(parts, colours)
    return gltf.write(
        primitives(parts, colours, metres, normals=level > 0),
        materials(level, tiles, pictures),
        copyright_notice=RIGHTS,
        generator=GENERATOR,
        precision=PRECISION[level],
    )


def _shared(parts: Parts, colours: Colours) -> tuple[Parts, Colours]:
    """The lightest level, which has no normals: corners share vertices and light."""
    whole: Parts = {}
    mean: Colours = {}
    for part, fabrics in parts.items():
        made = {
            material: _corners(surface, colours[part][material], material in TILES or material in MURALS)
            for material, surface in fabrics.items()
        }
        whole[part] = {material: surface for material, (surface, _) in made.items()}
        mean[part] = {material: colour for material, (_, colour) in made.items()}
    return whole, mean


def _corners(surface: Surface, colour: Array, textured: bool) -> tuple[Surface, Array]:
    """One vertex for each place, texture coordinate and own colour, lit by the mean of those it was."""
    rows = np.concatenate([surface.position, surface.uv * textured, surface.colour], axis=1)
    _, first, place = np.unique(np.round(rows * 100).astype(np.int64), axis=0, return_index=True, return_inverse=True)
    place = place.reshape(-1)
    count = np.bincount(place)
    mean = np.stack([np.bincount(place, colour[:, k]) / count for k in range(3)], -1)
    whole = Surface(
        position=surface.position[first],
        normal=surface.normal[first],
        uv=surface.uv[first],
        colour=surface.colour[first],
        triangles=place[surface.triangles],
    )
    return whole, mean


def walkable() -> bytes:
    """The floors one may stand on, as a plain GLB."""
    model = Model()
    walk.build(model)
    return floors(model.surfaces["walk"]["walk"], RIGHTS, GENERATOR)


def write(folder: Path, progress: Progress) -> None:
    """Write `structure.0.glb` … and `walk.glb` into a folder that exists."""
    progress("murals", 0.0)
    tiles, pictures = textures(), murals()
    progress("walkable floors", 0.12)
    (folder / "walk.glb").write_bytes(walkable())
    levels(folder, (0.15, 0.22, 0.45, 1.0), lambda level, told: structure(level, tiles, pictures, told), progress)
