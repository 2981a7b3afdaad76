"""A copy of a mesh as GLB with KHR_draco_mesh_compression: a third of meshopt's bytes, slower to open.

DracoPy (Apache-2.0) encodes positions, normals, texture coordinates and colours; tangents are left to the viewer, which
makes them from normals and texture coordinates. Draco reorders vertices and drops triangles that vanish on its grid, so
counts and bounds are read back from what it made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scenes.derive.merge import join
from scenes.derive.pack import Views
from scenes.gltf import Precision, glb, head
from scenes.gltf_material import Materials, has_images
from scenes.gltf_vertices import UBYTE, UINT, frame
from scenes.mesh import Material, Primitive

DRACO = "KHR_draco_mesh_compression"
LEVEL = 7
FLOAT = 5126
NAMES = {0: "POSITION", 1: "NORMAL", 2: "COLOR_0", 3: "TEXCOORD_0"}
"""Draco's attribute types as glTF calls them."""
TYPES = {2: "VEC2", 3: "VEC3", 4: "VEC4"}


def write_draco(
    parts: Mapping[str, Sequence[Primitive]],
    materials: Sequence[Material],
    *,
    copyright_notice: str,
    generator: str,
    precision: Precision,
    metadata: Mapping[str, object] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A GLB with one named node for each part, as `gltf.write` makes it, on the grid of `precision.step` (metres).

    Parts of one of the `groups` are drawn together; their names stay as empty nodes. Raises `ValueError` for a mesh
    without triangles.
    """
    every = [primitive for primitives in parts.values() for primitive in primitives]
    if not every:
        raise ValueError("a mesh without triangles has no Draco copy")
    writer = Views(compress=False)
    painter = Materials(writer=writer, uv_bits={})
    places = painter.add(materials)
    coder = _Coder(writer, {material.name: material for material in materials}, places, _Grid(every, precision))
    nodes, meshes, roots = _nodes(coder, parts, groups or {})
    document = {
        **head(
            [DRACO, *sorted(painter.extensions)],
            copyright_notice=copyright_notice,
            generator=generator,
            metadata=metadata,
        ),
        "scene": 0,
        "scenes": [{"nodes": roots}],
        "nodes": nodes,
        "meshes": meshes,
        **painter.arrays(),
        "accessors": writer.accessors,
        "bufferViews": writer.views,
        "buffers": writer.buffers(),
    }
    return glb(document, bytes(writer.blob))


def _nodes(
    coder: "_Coder", parts: Mapping[str, Sequence[Primitive]], groups: Mapping[str, Sequence[str]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[int]]:
    nodes: list[dict[str, Any]] = []
    meshes: list[dict[str, Any]] = []
    grouped = {part for members in groups.values() for part in members}
    drawn: list[tuple[str, tuple[str, ...], Sequence[Primitive]]]
    drawn = [(name, (), primitives) for name, primitives in parts.items() if name not in grouped]
    drawn += [(name, tuple(members), _joined(parts, members)) for name, members in groups.items()]
    roots = []
    for name, members, primitives in drawn:
        node: dict[str, Any] = {"name": name}
        if members:
            node["children"] = list(range(len(nodes), len(nodes) + len(members)))
            nodes += [{"name": member} for member in members]
        if primitives:
            node["mesh"] = len(meshes)
            meshes.append({"name": name, "primitives": [coder.primitive(each) for each in primitives]})
        nodes.append(node)
        roots.append(len(nodes) - 1)
    return nodes, meshes, roots


def _joined(parts: Mapping[str, Sequence[Primitive]], members: Sequence[str]) -> Sequence[Primitive]:
    every = [primitive for member in members for primitive in parts[member]]
    used = dict.fromkeys(each.material for each in every)
    return [join([each for each in every if each.material == material]) for material in used]


class _Grid:
    """The cube that Draco's whole numbers lie in, the same for all primitives so that shared borders stay closed."""

    def __init__(self, primitives: Sequence[Primitive], keep: Precision) -> None:
        import numpy as np

        place = frame(primitives, keep)
        step = place.half / place.most
        low = np.min([each.position.min(axis=0) for each in primitives], axis=0)
        high = np.max([each.position.max(axis=0) for each in primitives], axis=0)
        self.low = np.floor(low / step) * step
        self.bits = int(np.clip(np.ceil(np.log2((high - self.low).max() / step + 2)), 4, 20))
        self.range = step * (2**self.bits - 1)
        self.keep = keep


class _Coder:
    def __init__(
        self, writer: Views, materials: Mapping[str, Material], places: Mapping[str, int], grid: _Grid
    ) -> None:
        self._writer, self._materials, self._places, self._grid = writer, materials, places, grid

    def primitive(self, given: Primitive) -> dict[str, Any]:
        """A primitive whose accessors have no buffer view: the compressed data stands behind its extension."""
        import DracoPy

        data = self._encoded(given)
        made = DracoPy.decode(data)
        view = self._writer.image(data)
        attributes = {NAMES[each["attribute_type"]]: each for each in made.attributes}
        return {
            "attributes": {name: self._accessor(name, each["data"]) for name, each in sorted(attributes.items())},
            "indices": self._said({"componentType": UINT, "count": int(made.faces.size), "type": "SCALAR"}),
            "material": self._places[given.material],
            "extensions": {
                DRACO: {
                    "bufferView": view,
                    "attributes": {name: int(each["unique_id"]) for name, each in sorted(attributes.items())},
                }
            },
        }

    def _encoded(self, given: Primitive) -> bytes:
        import DracoPy
        import numpy as np

        keep = self._grid.keep
        textured = given.uv is not None and has_images(self._materials[given.material])
        colour: Any = given.colour
        painted = colour is not None and bool((colour < 1).any())
        data = DracoPy.encode(
            np.ascontiguousarray(given.position, dtype=np.float64),
            np.ascontiguousarray(given.triangles, dtype=np.uint32),
            quantization_bits=self._grid.bits,
            quantization_range=self._grid.range,
            quantization_origin=self._grid.low,
            compression_level=LEVEL,
            normals=None if given.normal is None else np.ascontiguousarray(given.normal, dtype=np.float64),
            normal_quantization_bits=keep.normal,
            tex_coord=np.ascontiguousarray(given.uv, dtype=np.float64) if textured else None,
            tex_coord_quantization_bits=keep.uv,
            colors=np.round(np.clip(colour, 0, 1) * 255).astype(np.uint8) if painted else None,
        )
        return bytes(data)

    def _accessor(self, name: str, rows: Any) -> int:
        made: dict[str, Any] = {"componentType": FLOAT, "count": len(rows), "type": TYPES[rows.shape[1]]}
        if name == "POSITION":
            made |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
        if name == "COLOR_0":
            made |= {"componentType": UBYTE, "normalized": True}
        return self._said(made)

    def _said(self, accessor: dict[str, Any]) -> int:
        self._writer.accessors.append(accessor)
        return len(self._writer.accessors) - 1
