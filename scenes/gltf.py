"""Writing glTF 2.0 binaries: quantized, meshopt-compressed meshes under named nodes, with WebP textures.

Extensions written: KHR_mesh_quantization, EXT_meshopt_compression, KHR_texture_transform, EXT_texture_webp.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenes.derive.compress import reorder
from scenes.derive.pack import MESHOPT, Views
from scenes.mesh import Material, Primitive

__all__ = ["Material", "Precision", "Primitive", "write"]

BYTE, UBYTE, SHORT, USHORT, UINT = 5120, 5121, 5122, 5123, 5125


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many bits are kept; fewer make a smaller file.

    Positions and texture coordinates are whole numbers that the node's scale and the texture transform undo.
    """

    position: int = 15
    """Of half a part's largest extent."""
    colour: int = 7
    uv: int = 8
    """Of one image."""


def write(
    parts: Mapping[str, Sequence[Primitive]],
    materials: Sequence[Material],
    *,
    copyright_notice: str,
    generator: str,
    compress: bool = True,
    precision: Precision = Precision(),
) -> bytes:
    """A GLB whose scene holds one named node for each part, each with one mesh.

    Without `compress` only KHR_mesh_quantization is used, which the plainest readers know. Raises `ValueError` naming
    the part when a primitive names no known material, has indices outside its vertices, or numbers that are not finite.
    """
    import pygltflib as lib

    gltf = lib.GLTF2(asset=lib.Asset(version="2.0", generator=generator, copyright=copyright_notice))
    writer = Views(compress=compress, gltf=gltf)
    indices = _materials(writer, materials, precision.uv)
    for name, primitives in parts.items():
        _check(name, primitives, indices)
        _part(writer, name, primitives, indices, precision)
    gltf.scenes = [lib.Scene(nodes=list(range(len(gltf.nodes))))]
    gltf.scene = 0
    writer.flush()
    _declare(writer, any(material.base for material in materials))
    return _glb(_json(gltf), bytes(writer.blob))


def _check(name: str, primitives: Sequence[Primitive], materials: Mapping[str, int]) -> None:
    import numpy as np

    for primitive in primitives:
        if primitive.material not in materials:
            raise ValueError(f"part {name}: material {primitive.material!r} is not among {sorted(materials)}")
        if not primitive.triangles.size or primitive.triangles.max() >= len(primitive.position):
            raise ValueError(f"part {name}: triangles that use its {len(primitive.position)} vertices are needed")
        if not np.isfinite(primitive.position).all():
            raise ValueError(f"part {name}: a position is not finite")


def _materials(writer: Views, materials: Sequence[Material], uv_bits: int) -> dict[str, int]:
    import pygltflib as lib

    if any(material.base for material in materials):
        writer.gltf.samplers = [lib.Sampler(magFilter=9729, minFilter=9987, wrapS=10497, wrapT=10497)]
    for material in materials:
        pbr = lib.PbrMetallicRoughness(
            baseColorFactor=[*material.colour, material.opacity],
            metallicFactor=material.metallic,
            roughnessFactor=material.roughness,
        )
        made = lib.Material(name=material.name, pbrMetallicRoughness=pbr, alphaMode=None, alphaCutoff=None)
        made.doubleSided = material.double_sided or None
        if material.base:
            pbr.baseColorTexture = lib.TextureInfo(**_texture(writer, material.base, uv_bits))
        if material.normal:
            info = _texture(writer, material.normal, uv_bits)
            made.normalTexture = lib.NormalMaterialTexture(scale=material.normal_scale, **info)
        if material.roughness_image:
            pbr.metallicRoughnessTexture = lib.TextureInfo(**_texture(writer, material.roughness_image, uv_bits))
        writer.gltf.materials.append(made)
    return {material.name: index for index, material in enumerate(materials)}


def _texture(writer: Views, image: bytes, uv_bits: int) -> dict[str, Any]:
    import pygltflib as lib

    view = writer.image(image)
    writer.gltf.images.append(lib.Image(bufferView=view, mimeType="image/webp"))
    texture = lib.Texture(sampler=0)
    texture.extensions = {"EXT_texture_webp": {"source": len(writer.gltf.images) - 1}}
    writer.gltf.textures.append(texture)
    transform = {"KHR_texture_transform": {"scale": [2.0**-uv_bits] * 2}}
    return {"index": len(writer.gltf.textures) - 1, "extensions": transform}


def _part(
    writer: Views, name: str, primitives: Sequence[Primitive], materials: Mapping[str, int], keep: Precision
) -> None:
    import numpy as np
    import pygltflib as lib

    low = np.min([primitive.position.min(axis=0) for primitive in primitives], axis=0)
    high = np.max([primitive.position.max(axis=0) for primitive in primitives], axis=0)
    middle, half = np.round((low + high) / 2, 3), round(float(max((high - low).max() / 2, 1e-3)) + 1e-3, 3)
    mesh = lib.Mesh(name=name)
    mesh.primitives = [_primitive(writer, primitive, (middle, half), materials, keep) for primitive in primitives]
    writer.gltf.meshes.append(mesh)
    node = lib.Node(name=name, mesh=len(writer.gltf.meshes) - 1)
    node.translation = [float(value) for value in middle]
    node.scale = [half / _positions(keep)] * 3
    writer.gltf.nodes.append(node)


def _primitive(
    writer: Views, given: Primitive, frame: tuple[Any, float], materials: Mapping[str, int], keep: Precision
) -> Any:
    import numpy as np
    import pygltflib as lib

    triangles, order = reorder(given.triangles, len(given.position))
    wide = len(order) > 65_535
    indices = triangles.astype(np.uint32 if wide else np.uint16)
    made = lib.Primitive(attributes=lib.Attributes(), material=materials[given.material])
    for name, kind, rows, component, width, normalized in _attributes(given, order, *frame, keep):
        accessor = writer.accessor(kind, rows, component, width, normalized)
        setattr(made.attributes, name, len(writer.gltf.accessors) - 1)
        if name == "POSITION":
            accessor.min = [int(v) for v in rows.min(axis=0)[:3]]
            accessor.max = [int(v) for v in rows.max(axis=0)[:3]]
    writer.accessor("indices32" if wide else "indices16", indices, UINT if wide else USHORT, 1, False)
    made.indices = len(writer.gltf.accessors) - 1
    made.mode = None
    return made


def _attributes(
    given: Primitive, order: Any, middle: Any, half: float, keep: Precision
) -> Iterator[tuple[str, str, Any, int, int, bool]]:
    import numpy as np

    position = np.round((given.position[order] - middle) / half * _positions(keep))
    yield "POSITION", "position", _widened(position, 4, np.int16), SHORT, 3, False
    if given.normal is not None:
        yield "NORMAL", "normal", _widened(given.normal[order], 4, np.float32), BYTE, 3, True
    if given.uv is not None:
        centred = given.uv[order] - np.round(given.uv.mean(axis=0))
        rows = np.clip(np.round(centred * 2**keep.uv), -32768, 32767)
        yield "TEXCOORD_0", "uv", rows.astype(np.int16), SHORT, 2, False
    if given.colour is not None:
        step = 2 ** (8 - keep.colour)
        rows = np.clip(np.round(np.clip(given.colour[order], 0, 1) * 255 / step) * step, 0, 255)
        yield "COLOR_0", "colour", _widened(rows, 4, np.uint8, 255), UBYTE, 4, True


def _positions(keep: Precision) -> int:
    """The largest whole number a coordinate is stored as."""
    return int(2**keep.position) - 1


def _widened(rows: Any, width: int, kind: Any, fill: int = 0) -> Any:
    import numpy as np

    wide = np.full((len(rows), width), fill, dtype=kind)
    wide[:, : rows.shape[1]] = rows
    return wide


def _declare(writer: Views, images: bool) -> None:
    import pygltflib as lib

    writer.align()
    used = ["KHR_mesh_quantization"]
    writer.gltf.buffers = [lib.Buffer(byteLength=len(writer.blob))]
    if writer.compress:
        used.append(MESHOPT)
        fallback = lib.Buffer(byteLength=writer.fallback)
        fallback.extensions = {MESHOPT: {"fallback": True}}
        writer.gltf.buffers.append(fallback)
    if images:
        used += ["KHR_texture_transform", "EXT_texture_webp"]
    writer.gltf.extensionsUsed = used
    writer.gltf.extensionsRequired = list(used)


def _json(gltf: Any) -> bytes:
    """The document without the defaults that pygltflib spells out."""
    document = json.loads(gltf.gltf_to_json())
    for material in document.get("materials", []):
        if material.get("emissiveFactor") == [0.0, 0.0, 0.0]:
            del material["emissiveFactor"]
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def _glb(document: bytes, blob: bytes) -> bytes:
    """The two chunks of a GLB; pygltflib's own writer would move the buffer views and lose the compressed ones."""
    document += b" " * (-len(document) % 4)
    total = 12 + 8 + len(document) + 8 + len(blob)
    head = struct.pack("<4sII", b"glTF", 2, total)
    return (
        head + struct.pack("<I4s", len(document), b"JSON") + document + struct.pack("<I4s", len(blob), b"BIN\0") + blob
    )
