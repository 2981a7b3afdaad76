"""From surfaces to files: shade, colours, textures, levels of detail."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from scenes import gltf
from scenes.derive.texture import TEXTURES, Texture, normal_map, webp
from scenes.sites.colosseum import buttresses, cavea, facade, gates, hypogeum, podium, rings, surroundings, walk
from scenes.sites.colosseum.detail import DETAILS, Detail
from scenes.sites.colosseum.layout import PARTS
from scenes.sites.colosseum.light import coloured
from scenes.sites.colosseum.weather import weathered
from scenes.sites.making import RIGHTS, Progress, levels
from scenes.sites.model import Model
from scenes.sites.parts import Parts, floors, primitives
from scenes.sites.surface import Surface, join, wound

GENERATOR = "caravanserai scenes.sites.colosseum"
PLAIN: dict[str, tuple[tuple[float, float, float], float, float]] = {
    "iron": ((0.05, 0.048, 0.045), 0.6, 0.4),
    "bark": ((0.13, 0.085, 0.055), 0.95, 0.0),
    "foliage": ((0.075, 0.11, 0.035), 0.95, 0.0),
    "hills": ((0.42, 0.48, 0.46), 1.0, 0.0),
}
"""Materials without images: linear colour, roughness, metallic."""
IMAGES = ((192, 30), (512, 44), (1024, 50))
"""Pixels and WebP quality of each level's images."""
MERGED = {
    "arena-floor": {"iron": "wood"},
    "cavea": {"travertine": "tufa"},
    "cross": {"travertine": "wood"},
    "hypogeum": {"travertine": "tufa"},
    "imperial-box": {"brick": "marble"},
    "lift-shafts": {"travertine": "tufa"},
    "north-gate": {"marble": "travertine"},
    "pavement": {"travertine": "paving"},
    "porta-libitinaria": {"travertine": "brick"},
    "porta-triumphalis": {"travertine": "brick"},
    "valadier-buttress": {"travertine": "brick"},
}
"""What the first level makes of a part's small materials."""
RAYS = (24, 32, 48)
PRECISION = (
    gltf.Precision(position=10, colour=4, uv=4, normal=6),
    gltf.Precision(position=13, colour=6, uv=6),
    gltf.Precision(position=14, colour=6, uv=7),
)


def surfaces(detail: Detail) -> Parts:
    """Every part's surface for each of its materials, wound outwards, without shade."""
    model = Model()
    for source in (facade, rings, cavea, podium, hypogeum, gates, buttresses, surroundings):
        source.build(model, detail)
    return {
        part: {
            material: (weathered if detail.level else _plain)(wound(join(pieces)), material)
            for material, pieces in sorted(_fabrics(part, model, detail).items())
        }
        for part in PARTS
    }


def _plain(surface: Surface, material: str) -> Surface:
    """The first level goes without weather: even colours make a smaller file."""
    return surface if material in ("foliage", "hills") else surface.tinted((0.93, 0.91, 0.87))


def _fabrics(part: str, model: Model, detail: Detail) -> dict[str, list[Surface]]:
    """A part's surfaces by material; the first level does without the small ones, each of which costs a draw call."""
    fabrics = dict(model.surfaces[part])
    for small, instead in MERGED.get(part, {}).items():
        if detail.level == 0 and small in fabrics:
            fabrics[instead] = [*fabrics.pop(small), *fabrics[instead]]
    return fabrics


def textures() -> dict[str, Texture]:
    """Every image at its largest."""
    return {name: make(IMAGES[-1][0]) for name, make in TEXTURES.items()}


def materials(level: int, images: dict[str, Texture]) -> list[gltf.Material]:
    """The materials of a level of detail; the first has colour images only."""
    size, quality = IMAGES[level]
    made = []
    for name, image in images.items():
        pixels = size if name in ("travertine", "brick") or level < 2 else size // 2
        normals = webp(normal_map(image), min(pixels, 512), quality) if level else b""
        made.append(
            gltf.Material(
                name=name,
                roughness=float(np.clip(image.roughness.mean(), 0, 1)),
                base=webp(image.colour, pixels, quality),
                normal=normals,
                normal_scale=0.8,
            )
        )
    for name, (colour, roughness, metallic) in PLAIN.items():
        made.append(gltf.Material(name=name, colour=colour, roughness=roughness, metallic=metallic))
    return made


def structure(level: int, images: dict[str, Texture], progress: Callable[[float], None]) -> bytes:
    """One level of detail as a GLB."""
    parts = surfaces(DETAILS[level])
    colours = coloured(parts, RAYS[level], progress)
    metres = {name: image.metres for name, image in images.items()}
    return gltf.write(
        primitives(parts, colours, metres),
        materials(level, images),
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
    progress("textures", 0.0)
    images = textures()
    progress("walkable floors", 0.08)
    (folder / "walk.glb").write_bytes(walkable())
    levels(folder, (0.1, 0.2, 0.45, 1.0), lambda level, told: structure(level, images, told), progress)
