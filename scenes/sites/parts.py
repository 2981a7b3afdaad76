"""A site's parts: what they are made of, how light falls on them, how they are drawn."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import numpy as np

from scenes import gltf
from scenes.derive.occlusion import Shade
from scenes.sites.surface import Array, Surface, join, wound

Parts = dict[str, dict[str, Surface]]
"""The surface of each part's each material."""
Colours = dict[str, dict[str, Array]]
"""The colours (n, 3) of the same surfaces' vertices."""


def merged(fabrics: Mapping[str, list[Surface]], instead: Mapping[str, str]) -> dict[str, list[Surface]]:
    """A part's surfaces by material, the materials that `instead` names made another; each costs a draw call."""
    left = dict(fabrics)
    for small, other in instead.items():
        if small in left:
            left[other] = [*left.get(other, []), *left.pop(small)]
    return left


def lit(
    parts: Parts,
    far: Collection[str],
    light: Callable[[str, Surface, Shade], Array],
    progress: Callable[[float], None],
) -> Colours:
    """The vertex colours of each surface: its own times the light (n, 3) that reaches it.

    The parts in `far` neither cast shade nor have any.
    """
    near = [surface for part, fabrics in parts.items() if part not in far for surface in fabrics.values()]
    whole = join(replace(surface, uv=surface.uv * 0) for surface in near)
    shade = Shade(whole.position, whole.triangles)
    total, done = sum(map(len, parts.values())), 0
    colours: Colours = {}
    for part, fabrics in parts.items():
        colours[part] = {}
        for material, surface in fabrics.items():
            falls = 1.0 if part in far else light(part, surface, shade)
            colours[part][material] = np.clip(surface.colour * falls, 0, 1)
            done += 1
            progress(done / total)
    return colours


def primitives(
    parts: Parts, colours: Colours, metres: Mapping[str, float], *, normals: bool = True
) -> dict[str, list[gltf.Primitive]]:
    """What is drawn of each part; `metres` is the width of each image, and a material that is not in it has none."""
    return {
        part: [
            gltf.Primitive(
                material=material,
                position=surface.position,
                normal=surface.normal if normals else None,
                uv=surface.uv / metres[material] if material in metres else None,
                colour=colours[part][material],
                triangles=surface.triangles,
            )
            for material, surface in fabrics.items()
        ]
        for part, fabrics in parts.items()
    }


def floors(pieces: list[Surface], copyright_notice: str, generator: str) -> bytes:
    """The floors one may stand on, as a plain GLB."""
    floor = wound(join(pieces))
    material = gltf.Material(name="walk", colour=(0.5, 0.5, 0.5), roughness=1.0, metallic=0.0)
    part = gltf.Primitive(material="walk", position=floor.position, triangles=floor.triangles)
    return gltf.write(
        {"walk": [part]}, [material], copyright_notice=copyright_notice, generator=generator, compress=False
    )
