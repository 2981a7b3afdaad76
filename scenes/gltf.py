"""Writing glTF 2.0 binaries: quantized, meshopt-compressed meshes under named nodes, with WebP textures.

Extensions written: KHR_mesh_quantization, EXT_meshopt_compression, KHR_texture_transform, EXT_texture_webp.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenes.derive.compress import Packed, pack_attribute, pack_indices, reorder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MESHOPT = "EXT_meshopt_compression"
BYTE, UBYTE, SHORT, USHORT, UINT = 5120, 5121, 5122, 5123, 5125
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
TARGETS = {"ATTRIBUTES": ARRAY_BUFFER, "TRIANGLES": ELEMENT_ARRAY_BUFFER}
TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A metallic-roughness material; images are WebP bytes."""

    name: str
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    roughness: float = 0.9
    metallic: float = 0.0
    base: bytes = b""
    normal: bytes = b""
    roughness_image: bytes = b""
    normal_scale: float = 1.0
    double_sided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """Triangles of one material; arrays have a row for each vertex."""

    material: str
    position: "NDArray[np.float64]"
    """Metres."""
    triangles: "NDArray[np.int64]"
    normal: "NDArray[np.float64] | None" = None
    uv: "NDArray[np.float64] | None" = None
    """In images, v downwards; leave it out where the material has no image."""
    colour: "NDArray[np.float64] | None" = None
    """Linear, 0 to 1."""


@dataclass(slots=True)
class _Writer:
    """Arrays gathered by kind, so that the file has few buffer views, and the document that grows beside them."""

    compress: bool
    gltf: Any
    precision: "Precision"
    blob: bytearray = field(default_factory=bytearray)
    fallback: int = 0
    rows: dict[str, list[Any]] = field(default_factory=dict)
    waiting: list[tuple[Any, str]] = field(default_factory=list)

    def image(self, data: bytes) -> int:
        """Put an image's bytes into the binary chunk."""
        from pygltflib import BufferView

        self._align()
        self.gltf.bufferViews.append(BufferView(buffer=0, byteOffset=len(self.blob), byteLength=len(data)))
        self.blob += data
        return len(self.gltf.bufferViews) - 1

    def accessor(self, kind: str, rows: Any, component: int, width: int, normalized: bool) -> Any:
        """Keep rows for the buffer view of their kind and return the accessor that will read them."""
        from pygltflib import Accessor

        before = self.rows.setdefault(kind, [])
        offset = sum(map(_stored_bytes, before))
        before.append(rows)
        made = Accessor(byteOffset=offset or None, componentType=component, count=len(rows), type=TYPES[width])
        made.normalized = normalized or None
        made.min = made.max = None
        self.gltf.accessors.append(made)
        self.waiting.append((made, kind))
        return made

    def flush(self) -> None:
        """Write one buffer view for each kind of array."""
        import numpy as np

        views = {kind: self._view(kind, np.concatenate(arrays)) for kind, arrays in self.rows.items()}
        for accessor, kind in self.waiting:
            accessor.bufferView = views[kind]

    def _view(self, kind: str, rows: Any) -> int:
        from pygltflib import BufferView

        packed = pack_indices(rows) if kind.startswith("indices") else pack_attribute(rows, kind == "normal" and self.compress)
        self._align()
        stride = packed.stride if packed.mode == "ATTRIBUTES" else None
        view = BufferView(buffer=0, byteOffset=len(self.blob), byteLength=len(packed.plain), byteStride=stride)
        if self.compress:
            view.buffer, view.byteOffset = 1, self.fallback
            view.extensions = {MESHOPT: self._meshopt(packed)}
            self.fallback += len(packed.plain) + -len(packed.plain) % 4
        self.blob += packed.encoded if self.compress else packed.plain
        view.target = TARGETS[packed.mode]
        self.gltf.bufferViews.append(view)
        return len(self.gltf.bufferViews) - 1

    def _meshopt(self, packed: Packed) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "buffer": 0,
            "byteOffset": len(self.blob),
            "byteLength": len(packed.encoded),
            "byteStride": packed.stride,
            "count": packed.count,
            "mode": packed.mode,
        }
        return entry if packed.filter == "NONE" else entry | {"filter": packed.filter}

    def _align(self) -> None:
        self.blob += b"\0" * (-len(self.blob) % 4)


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
    precision: Precision = Precision(),  # noqa: B008  (frozen)
) -> bytes:
    """A GLB whose scene holds one named node for each part, each with one mesh.

    Without `compress` only KHR_mesh_quantization is used, which the plainest readers know. Raises `ValueError` naming
    the part when a primitive names no known material, has indices outside its vertices, or numbers that are not finite.
    """
    import pygltflib as lib

    gltf = lib.GLTF2(asset=lib.Asset(version="2.0", generator=generator, copyright=copyright_notice))
    writer = _Writer(compress=compress, gltf=gltf, precision=precision)
    indices = _materials(writer, materials)
    for name, primitives in parts.items():
        _check(name, primitives, indices)
        _part(writer, name, primitives, indices)
    gltf.scenes = [lib.Scene(nodes=list(range(len(gltf.nodes))))]
    gltf.scene = 0
    writer.flush()
    _declare(writer, any(material.base for material in materials))
    return _glb(_json(gltf), bytes(writer.blob))


def _stored_bytes(rows: Any) -> int:
    """Bytes that rows take in the file, where normals, given as floats, take one a component."""
    return int(rows.size if rows.dtype.kind == "f" else rows.nbytes)


def _check(name: str, primitives: Sequence[Primitive], materials: Mapping[str, int]) -> None:
    import numpy as np

    for primitive in primitives:
        if primitive.material not in materials:
            raise ValueError(f"part {name}: material {primitive.material!r} is not among {sorted(materials)}")
        if not primitive.triangles.size or primitive.triangles.max() >= len(primitive.position):
            raise ValueError(f"part {name}: triangles that use its {len(primitive.position)} vertices are needed")
        if not np.isfinite(primitive.position).all():
            raise ValueError(f"part {name}: a position is not finite")


def _materials(writer: _Writer, materials: Sequence[Material]) -> dict[str, int]:
    import pygltflib as lib

    if any(material.base for material in materials):
        writer.gltf.samplers = [lib.Sampler(magFilter=9729, minFilter=9987, wrapS=10497, wrapT=10497)]
    for material in materials:
        pbr = lib.PbrMetallicRoughness(
            baseColorFactor=[*material.colour, 1.0],
            metallicFactor=material.metallic,
            roughnessFactor=material.roughness,
        )
        made = lib.Material(name=material.name, pbrMetallicRoughness=pbr, alphaMode=None, alphaCutoff=None)
        made.doubleSided = material.double_sided or None
        if material.base:
            pbr.baseColorTexture = lib.TextureInfo(**_texture(writer, material.base))
        if material.normal:
            info = _texture(writer, material.normal)
            made.normalTexture = lib.NormalMaterialTexture(scale=material.normal_scale, **info)
        if material.roughness_image:
            pbr.metallicRoughnessTexture = lib.TextureInfo(**_texture(writer, material.roughness_image))
        writer.gltf.materials.append(made)
    return {material.name: index for index, material in enumerate(materials)}


def _texture(writer: _Writer, image: bytes) -> dict[str, Any]:
    import pygltflib as lib

    view = writer.image(image)
    writer.gltf.images.append(lib.Image(bufferView=view, mimeType="image/webp"))
    texture = lib.Texture(sampler=0)
    texture.extensions = {"EXT_texture_webp": {"source": len(writer.gltf.images) - 1}}
    writer.gltf.textures.append(texture)
    transform = {"KHR_texture_transform": {"scale": [2.0**-writer.precision.uv] * 2}}
    return {"index": len(writer.gltf.textures) - 1, "extensions": transform}


def _part(writer: _Writer, name: str, primitives: Sequence[Primitive], materials: Mapping[str, int]) -> None:
    import numpy as np
    import pygltflib as lib

    low = np.min([primitive.position.min(axis=0) for primitive in primitives], axis=0)
    high = np.max([primitive.position.max(axis=0) for primitive in primitives], axis=0)
    middle, half = np.round((low + high) / 2, 3), round(float(max((high - low).max() / 2, 1e-3)) + 1e-3, 3)
    mesh = lib.Mesh(name=name)
    mesh.primitives = [_primitive(writer, primitive, middle, half, materials) for primitive in primitives]
    writer.gltf.meshes.append(mesh)
    node = lib.Node(name=name, mesh=len(writer.gltf.meshes) - 1)
    node.translation = [float(value) for value in middle]
    node.scale = [half / _positions(writer.precision)] * 3
    writer.gltf.nodes.append(node)


def _primitive(writer: _Writer, given: Primitive, middle: Any, half: float, materials: Mapping[str, int]) -> Any:
    import numpy as np
    import pygltflib as lib

    triangles, order = reorder(given.triangles, len(given.position))
    wide = len(order) > 65_535
    indices = triangles.astype(np.uint32 if wide else np.uint16)
    made = lib.Primitive(attributes=lib.Attributes(), material=materials[given.material])
    for name, kind, rows, component, width, normalized in _attributes(given, order, middle, half, writer.precision):
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


def _declare(writer: _Writer, images: bool) -> None:
    import pygltflib as lib

    writer._align()
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
    """The two chunks of a GLB; pygltflib's own writer would lay the buffer views out anew and lose the compressed ones."""
    document += b" " * (-len(document) % 4)
    total = 12 + 8 + len(document) + 8 + len(blob)
    head = struct.pack("<4sII", b"glTF", 2, total)
    return head + struct.pack("<I4s", len(document), b"JSON") + document + struct.pack("<I4s", len(blob), b"BIN\0") + blob
