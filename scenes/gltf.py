"""Writing glTF 2.0 binaries: quantized, meshopt-compressed meshes under named nodes, with their textures.

Extensions written: KHR_mesh_quantization, EXT_meshopt_compression, KHR_texture_transform, EXT_texture_webp,
KHR_texture_basisu, KHR_materials_unlit, KHR_xmp_json_ld.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenes.derive.compress import reorder
from scenes.derive.pack import MESHOPT, Views
from scenes.gltf_material import UNLIT, Materials
from scenes.gltf_vertices import UINT, USHORT, Frame, Precision, attributes, frame, uv_bits
from scenes.mesh import Material, Primitive

__all__ = ["Material", "Precision", "Primitive", "glb", "head", "write"]

QUANTIZATION, XMP = "KHR_mesh_quantization", "KHR_xmp_json_ld"
USUAL = Precision()
OPTIONAL = (UNLIT, XMP)
"""Extensions that a reader may ignore."""


def write(
    parts: Mapping[str, Sequence[Primitive]],
    materials: Sequence[Material],
    *,
    copyright_notice: str,
    generator: str,
    compress: bool = True,
    precision: Precision = USUAL,
    metadata: Mapping[str, object] | None = None,
    extras: Mapping[str, object] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A GLB whose scene holds one named node for each part, each with one mesh.

    Without `compress` only KHR_mesh_quantization is used, which the plainest readers know. `metadata` is the JSON-LD
    packet of KHR_xmp_json_ld, `extras` goes to the asset. Parts of one of the `groups` are drawn together, one
    primitive a material: their names stay as empty nodes below the group's, at their middles, and its mesh's
    `extras.parts` says which triangles of which primitive are whose. Raises `ValueError` naming the part when a
    primitive names no known material, has indices outside its vertices, or numbers that are not finite.
    """
    every = [primitive for primitives in parts.values() for primitive in primitives]
    for name, primitives in parts.items():
        _check(name, primitives, [material.name for material in materials])
    writer = Views(compress=compress, normal_bits=precision.normal)
    bits = uv_bits(every, materials, precision)
    painter = Materials(writer=writer, uv_bits=bits)
    places = painter.add(materials)
    made = _Meshes(writer=writer, precision=precision, materials=materials, places=places, bits=bits)
    made.shared = frame(every, precision) if precision.step and every else None
    roots = _nodes(made, parts, groups or {})
    writer.flush()
    document = {
        **head(
            [QUANTIZATION, *([MESHOPT] if compress else []), *sorted(painter.extensions)],
            copyright_notice=copyright_notice,
            generator=generator,
            metadata=metadata,
            extras=extras,
        ),
        "scene": 0,
        "scenes": [{"nodes": roots} if roots else {}],
        **{name: rows for name, rows in (("nodes", made.nodes), ("meshes", made.meshes)) if rows},
        **painter.arrays(),
        **({"accessors": writer.accessors} if writer.accessors else {}),
        **({"bufferViews": writer.views, "buffers": writer.buffers()} if writer.views else {}),
    }
    return glb(document, bytes(writer.blob))


def _check(name: str, primitives: Sequence[Primitive], materials: Sequence[str]) -> None:
    import numpy as np

    for primitive in primitives:
        if primitive.material not in materials:
            raise ValueError(f"part {name}: material {primitive.material!r} is not among {sorted(materials)}")
        if not primitive.triangles.size or primitive.triangles.max() >= len(primitive.position):
            raise ValueError(f"part {name}: triangles that use its {len(primitive.position)} vertices are needed")
        if not np.isfinite(primitive.position).all():
            raise ValueError(f"part {name}: a position is not finite")


@dataclass(slots=True, kw_only=True)
class _Meshes:
    """Nodes and meshes as they grow."""

    writer: Views
    precision: Precision
    materials: Sequence[Material]
    places: Mapping[str, int]
    bits: Mapping[str, int]
    shared: Frame | None = None
    nodes: list[dict[str, Any]] = field(default_factory=list)
    meshes: list[dict[str, Any]] = field(default_factory=list)

    def part(self, name: str, primitives: Sequence[Primitive]) -> int:
        """A node with a mesh; without one where there is nothing to draw."""
        node: dict[str, Any] = {"name": name}
        if primitives:
            place = self.shared or frame(primitives, self.precision)
            self.meshes.append({"name": name, "primitives": [self.primitive([each], place) for each in primitives]})
            node |= {"mesh": len(self.meshes) - 1, **place.transform}
        self.nodes.append(node)
        return len(self.nodes) - 1

    def group(self, name: str, parts: Mapping[str, Sequence[Primitive]]) -> int:
        """A node that draws many parts, with an empty one below it for each."""
        every = [primitive for primitives in parts.values() for primitive in primitives]
        place = self.shared or frame(every, self.precision)
        used = list(dict.fromkeys(each.material for each in every))
        mesh = {"name": name, "primitives": [self._joined(material, every, place) for material in used]}
        self.meshes.append(mesh | {"extras": {"parts": _ranges(parts, used)}})
        children = [self._empty(part, primitives, place) for part, primitives in parts.items()]
        self.nodes.append({"name": name, "mesh": len(self.meshes) - 1, "children": children, **place.transform})
        return len(self.nodes) - 1

    def _joined(self, material: str, every: Sequence[Primitive], place: Frame) -> dict[str, Any]:
        return self.primitive([each for each in every if each.material == material], place)

    def _empty(self, name: str, primitives: Sequence[Primitive], place: Frame) -> int:
        middle = (frame(primitives, self.precision).middle - place.middle) / (place.half / place.most)
        self.nodes.append({"name": name, "translation": [float(each) for each in middle]})
        return len(self.nodes) - 1

    def primitive(self, given: Sequence[Primitive], place: Frame) -> dict[str, Any]:
        """One primitive over one or more of the same material, their triangles one after the other."""
        import numpy as np

        rows: dict[str, list[Any]] = {}
        indices, start = [], 0
        shown = self.materials[self.places[given[0].material]]
        for each in given:
            triangles, order = reorder(each.triangles, len(each.position))
            indices.append(triangles + np.uint32(start))
            start += len(order)
            for name, *rest in attributes(each, order, place, shown, self.bits, self.precision):
                rows.setdefault(name, []).append(rest)
        wide = start > 65_535
        flat = np.concatenate(indices).astype(np.uint32 if wide else np.uint16)
        made = {name: self._attribute(name, each) for name, each in rows.items() if len(each) == len(given)}
        corner = self.writer.accessor("indices32" if wide else "indices16", flat, UINT if wide else USHORT, 1, False)
        return {"attributes": made, "indices": corner, "material": self.places[given[0].material]}

    def _attribute(self, name: str, given: Sequence[Sequence[Any]]) -> int:
        import numpy as np

        kind, _, *how = given[0]
        rows = np.concatenate([each[1] for each in given])
        box = {}
        if name == "POSITION":
            box = {"min": rows.min(axis=0)[:3].tolist(), "max": rows.max(axis=0)[:3].tolist()}
        return self.writer.accessor(kind, rows, *how, **box)


def _nodes(made: _Meshes, parts: Mapping[str, Sequence[Primitive]], groups: Mapping[str, Sequence[str]]) -> list[int]:
    grouped = {name: {part: parts[part] for part in members if parts[part]} for name, members in groups.items()}
    apart = parts.keys() - {part for members in grouped.values() for part in members}
    roots = [made.part(name, primitives) for name, primitives in parts.items() if name in apart]
    return roots + [made.group(name, members) for name, members in grouped.items() if members]


def _ranges(parts: Mapping[str, Sequence[Primitive]], materials: Sequence[str]) -> dict[str, list[list[int]]]:
    """For each part its runs of triangles: primitive, first, how many."""
    ends = [0] * len(materials)
    runs: dict[str, list[list[int]]] = {}
    for name, primitives in parts.items():
        for each in primitives:
            number = materials.index(each.material)
            runs.setdefault(name, []).append([number, ends[number], len(each.triangles)])
            ends[number] += len(each.triangles)
    return runs


def head(
    extensions: Sequence[str],
    *,
    copyright_notice: str,
    generator: str,
    metadata: Mapping[str, object] | None = None,
    extras: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """What a document says of itself: its asset with the rights, and the extensions it uses and requires."""
    asset: dict[str, Any] = {"version": "2.0", "generator": generator}
    if copyright_notice:
        asset["copyright"] = copyright_notice
    if metadata:
        asset["extensions"] = {XMP: {"packet": 0}}
    if extras:
        asset["extras"] = dict(extras)
    used = [*extensions, *([XMP] if metadata else [])]
    required = [name for name in used if name not in OPTIONAL]
    lists = {"extensionsUsed": used, "extensionsRequired": required}
    made = {"asset": asset, **{name: rows for name, rows in lists.items() if rows}}
    return made | ({"extensions": {XMP: {"packets": [dict(metadata)]}}} if metadata else {})


def glb(document: Mapping[str, Any], blob: bytes) -> bytes:
    """The chunks of a GLB."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    blob += b"\0" * (-len(blob) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    if blob:
        chunks += struct.pack("<I4s", len(blob), b"BIN\0") + blob
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
