"""A tile as a glTF binary: a named node for each part, positions as floats on the tileset's grid."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scenes.derive.compress import reorder
from scenes.derive.tiling.atlas import Dressed, dress
from scenes.derive.tiling.glb import BYTE, FLOAT, UBYTE, UINT, USHORT, Glb, steps_as_floats
from scenes.derive.tiling.look import Look
from scenes.derive.tiling.mesh import TileMesh
from scenes.mesh import Material

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def content(mesh: TileMesh, look: Look, leaf: bool) -> tuple[bytes, float]:
    """The file of a tile, and how many metres a texel of its coarsest shrunken picture covers (0 where none is).

    No node has a transform, so every tile of a tileset is placed by one and the same matrix and a vertex that two
    tiles share is the same number on the graphics card.
    """
    glb = Glb(copyright=look.copyright)
    pieces = list(_pieces(mesh))
    ordered = mesh.rows(*_stacked(pieces))
    dressed = dress(ordered, look, leaf)
    primitives = _primitives(glb, ordered, pieces, look, dressed)
    materials = _Materials(glb, look, dressed)
    nodes: dict[str, list[dict[str, Any]]] = {}
    for (group, _, _), primitive in zip(pieces, primitives, strict=True):
        part, material = look.groups[group]
        nodes.setdefault(part, []).append(primitive | {"material": materials.number(material)})
    meshes = [{"name": part, "primitives": rows} for part, rows in nodes.items()]
    named = [{"name": part, "mesh": number} for number, part in enumerate(nodes)]
    return glb.finish(named, meshes, **materials.arrays), dressed.texel


def _pieces(mesh: TileMesh) -> "Iterator[tuple[int, NDArray[np.int64], NDArray[np.uint32]]]":
    """For each group its vertices, in the order its triangles like, and the triangles over them."""
    import numpy as np

    groups = mesh.group[mesh.triangles[:, 0]]
    for group in np.unique(groups):
        mine = mesh.triangles[groups == group]
        used, place = np.unique(mine, return_inverse=True)
        triangles, order = reorder(place.reshape(-1, 3), len(used))
        yield int(group), used[order], triangles


def _stacked(pieces: Any) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    import numpy as np

    starts = np.cumsum([0] + [len(order) for _, order, _ in pieces])
    order = np.concatenate([order for _, order, _ in pieces])
    stacked = [triangles.astype(np.int64) + start for (_, _, triangles), start in zip(pieces, starts, strict=False)]
    return order, np.concatenate(stacked).reshape(-1, 3)


def _primitives(glb: Glb, mesh: TileMesh, pieces: Any, look: Look, dressed: Dressed) -> list[dict[str, Any]]:
    import numpy as np

    floats, stored = steps_as_floats(mesh.position, look.grid.exponent)
    position = glb.rows(floats, filtered="EXPONENTIAL", stored=stored)
    attributes = list(_attributes(glb, mesh, dressed))
    wide = max(len(order) for _, order, _ in pieces) > 65_535
    kind, size = (np.uint32, 4) if wide else (np.uint16, 2)
    flat = np.concatenate([triangles for _, _, triangles in pieces])
    indices = glb.rows(flat.astype(kind), mode="TRIANGLES", stored=flat.astype(np.uint32))
    made, vertex, index = [], 0, 0
    for group, order, triangles in pieces:
        here = floats[vertex : vertex + len(order)]
        box = {"min": here.min(axis=0).tolist(), "max": here.max(axis=0).tolist()}
        given = {"POSITION": glb.accessor(position, FLOAT, "VEC3", len(order), vertex * 12, **box)}
        for name, view, stride, component, type_, more in attributes:
            if name == "TEXCOORD_0" and not look.textured[look.groups[group][1]]:
                continue
            given[name] = glb.accessor(view, component, type_, len(order), vertex * stride, **more)
        component = UINT if wide else USHORT
        made.append({"attributes": given, "indices": glb.accessor(indices, component, "SCALAR", len(triangles), index)})
        vertex, index = vertex + len(order), index + len(triangles) * size
    return made


def _attributes(
    glb: Glb, mesh: TileMesh, dressed: Dressed
) -> "Iterator[tuple[str, int, int, int, str, dict[str, Any]]]":
    import meshopt
    import numpy as np

    if mesh.normal is not None:
        stored = meshopt.encode_filter_oct(mesh.normal.astype(np.float32) / 127, 4, 8)
        glb.used.add("KHR_mesh_quantization")
        view = glb.rows(mesh.normal, filtered="OCTAHEDRAL", stored=stored)
        yield "NORMAL", view, 4, BYTE, "VEC3", {"normalized": True}
    if dressed.uv is not None and dressed.uv.dtype == np.float32:
        yield "TEXCOORD_0", glb.rows(dressed.uv), 8, FLOAT, "VEC2", {}
    elif dressed.uv is not None:
        yield "TEXCOORD_0", glb.rows(dressed.uv), 4, USHORT, "VEC2", {"normalized": True}
    if mesh.colour is not None:
        yield "COLOR_0", glb.rows(mesh.colour), 4, UBYTE, "VEC4", {"normalized": True}


class _Materials:
    """The materials that a tile uses, in the order they are asked for."""

    def __init__(self, glb: Glb, look: Look, dressed: Dressed) -> None:
        self._glb, self._look, self._dressed = glb, look, dressed
        self._numbers: dict[int, int] = {}
        self.arrays: dict[str, list[Any]] = {"materials": [], "textures": [], "images": [], "samplers": []}

    def number(self, material: int) -> int:
        """The place of a material in this file."""
        if material not in self._numbers:
            self._numbers[material] = len(self.arrays["materials"])
            self.arrays["materials"].append(self._made(material, self._look.materials[material]))
        return self._numbers[material]

    def _made(self, number: int, given: Material) -> dict[str, Any]:
        made = plain(given)
        pbr = made["pbrMetallicRoughness"]
        places = {
            "base": (pbr, "baseColorTexture", {}),
            "roughness_image": (pbr, "metallicRoughnessTexture", {}),
            "normal": (made, "normalTexture", {"scale": given.normal_scale}),
            "occlusion": (made, "occlusionTexture", {}),
            "emissive": (made, "emissiveTexture", {}),
        }
        for name, (owner, key, more) in places.items():
            picture = self._dressed.pictures.get((number, name))
            if picture is not None:
                owner[key] = {"index": self._texture(picture, number in self._dressed.wrapped)} | more
        if given.unlit:
            self._glb.used.add("KHR_materials_unlit")
            made["extensions"] = {"KHR_materials_unlit": {}}
        return made

    def _texture(self, picture: bytes, wrapped: bool) -> int:
        self._glb.used.add("EXT_texture_webp")
        wrap = 10497 if wrapped else 33071
        sampler = {"magFilter": 9729, "minFilter": 9987, "wrapS": wrap, "wrapT": wrap}
        if sampler not in self.arrays["samplers"]:
            self.arrays["samplers"].append(sampler)
        self.arrays["images"].append({"bufferView": self._glb.image(picture), "mimeType": "image/webp"})
        source = {"EXT_texture_webp": {"source": len(self.arrays["images"]) - 1}}
        self.arrays["textures"].append({"sampler": self.arrays["samplers"].index(sampler), "extensions": source})
        return len(self.arrays["textures"]) - 1


def plain(given: Material) -> dict[str, Any]:
    """A glTF material without its images."""
    made: dict[str, Any] = {"name": given.name}
    made["pbrMetallicRoughness"] = {
        "baseColorFactor": [*given.colour, given.opacity],
        "metallicFactor": given.metallic,
        "roughnessFactor": given.roughness,
    }
    if any(given.emission):
        made["emissiveFactor"] = list(given.emission)
    if given.alpha != "OPAQUE":
        made["alphaMode"] = given.alpha
    if given.alpha == "MASK":
        made["alphaCutoff"] = given.alpha_cutoff
    return made | ({"doubleSided": True} if given.double_sided else {})
