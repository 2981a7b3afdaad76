"""Reading GLB and glTF into parts named by their nodes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import PointCloud, Primitive
from scenes.read.colour import srgb
from scenes.read.gltf_file import GltfFile, open_gltf
from scenes.read.gltf_material import Layout, Materials
from scenes.read.gltf_nodes import Placed, placed
from scenes.read.gltf_primitive import FAN, POINTS, STRIP, TRIANGLES, Arrays, arrays, count, primitive, triangles
from scenes.read.reading import MAX_TRIANGLES, Contents, notice
from scenes.read.weld import compact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SUPPORTED = {
    "EXT_mesh_gpu_instancing", "EXT_meshopt_compression", "EXT_texture_avif", "EXT_texture_webp",
    "KHR_draco_mesh_compression", "KHR_materials_emissive_strength", "KHR_materials_pbrSpecularGlossiness",
    "KHR_materials_unlit", "KHR_mesh_quantization", "KHR_meshopt_compression", "KHR_texture_basisu",
    "KHR_texture_transform", "KHR_xmp_json_ld",
}  # fmt: skip
LOOKS = ("KHR_materials_", "KHR_lights_", "EXT_lights_")
"""Extensions that change how a thing looks, not where it is: they are left out and named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One primitive where it stands."""

    part: str
    given: Arrays
    mode: int
    material: int | None
    matrix: "NDArray[np.float64]"

    @property
    def count(self) -> int:
        """Triangles."""
        return count(self.given, self.mode)

    def primitive(self, materials: Materials) -> Primitive:
        """In scene space, over all vertices the file gives it."""
        return primitive(self.given, triangles(self.given, self.mode), *self._looks(materials))

    def some(self, materials: Materials, start: int, stop: int) -> Primitive:
        """Some of its triangles over just the vertices they use."""
        used, corners = compact(triangles(self.given, self.mode, start, stop), self.given.vertices)
        return primitive(self.given, corners, *self._looks(materials), used)

    def _looks(self, materials: Materials) -> "tuple[str, NDArray[np.float64], Layout | None]":
        material, layout = materials.get(self.material)
        images = material.base or material.normal or material.roughness_image
        return material.name, self.matrix, layout if images or material.occlusion or material.emissive else None


def read_gltf(path: Path) -> Contents:
    """Everything that the default scene shows; metres, +Y up, as glTF says."""
    file = open_gltf(path)
    findings = unsupported(file)
    materials = Materials(file=file)
    parts: dict[str, list[Primitive]] = {}
    total = 0
    for piece in pieces(file, materials, findings):
        total += piece.count
        if total > MAX_TRIANGLES:
            file.refuse("TOO_MANY_TRIANGLES", f"The scene has more than {MAX_TRIANGLES} triangles.", "/nodes")
        parts.setdefault(piece.part, []).append(piece.primitive(materials))
    return Contents(
        format="glb" if file.binary or path.suffix.lower() == ".glb" else "gltf",
        parts=parts,
        materials=list(materials.made.values()),
        cloud=None if parts else points(file),
        units="m",
        up="y",
        copyright=str(file.document.get("asset", {}).get("copyright", "")),
        metadata=packet(file),
        findings=[*findings, *materials.findings],
    )


def pieces(file: GltfFile, materials: Materials, findings: list[Finding]) -> Iterator[Piece]:
    """Every primitive with triangles, instance for instance, in the order of the nodes."""
    cache: dict[tuple[int, int], Arrays] = {}
    skipped = 0
    places = placed(file)
    left = Counter(place.mesh for place in places)
    for part, place in _parts(places):
        for number, row in enumerate(file.row("meshes", place.mesh).get("primitives", [])):
            if row.get("mode", TRIANGLES) not in (TRIANGLES, STRIP, FAN):
                skipped += row.get("mode") != POINTS
                continue
            yield _piece(file, materials, cache, part, place, number, row)
            if left[place.mesh] == 1:
                cache.pop((place.mesh, number), None)
        left[place.mesh] -= 1
    if skipped:
        message = f"{skipped} sets of lines were left out: only surfaces and points are kept."
        findings.append(notice("LINES_LEFT_OUT", message, "turn lines into surfaces", severity="information"))


def _piece(
    file: GltfFile,
    materials: Materials,
    cache: dict[tuple[int, int], Arrays],
    part: str,
    place: Placed,
    number: int,
    row: dict[str, Any],
) -> Piece:
    key = place.mesh, number
    if key not in cache:
        _, layout = materials.get(row.get("material"))
        cache[key] = arrays(file, row, f"/meshes/{place.mesh}/primitives/{number}", layout[0])
    mode = row.get("mode", TRIANGLES)
    return Piece(part=part, given=cache[key], mode=mode, material=row.get("material"), matrix=place.matrix)


def _parts(places: list[Placed]) -> Iterator[tuple[str, Placed]]:
    """Names that tell the nodes apart."""
    counts: dict[str, int] = {}
    for place in places:
        counts[place.name] = counts.get(place.name, 0) + 1
        number = counts[place.name]
        yield (place.name if number == 1 else f"{place.name}-{number}"), place


def points(file: GltfFile) -> PointCloud | None:
    """The points of a scene that has no triangles, or none."""
    import numpy as np

    position, colour = [], []
    for place in placed(file):
        for number, row in enumerate(file.row("meshes", place.mesh).get("primitives", [])):
            if row.get("mode", TRIANGLES) != POINTS:
                continue
            given = arrays(file, row, f"/meshes/{place.mesh}/primitives/{number}").attributes
            position.append(given["POSITION"].floats() @ place.matrix[:3, :3].T + place.matrix[:3, 3])
            colour.append(given["COLOR_0"].floats() if "COLOR_0" in given else None)
    if not position:
        return None
    whole = all(rows is not None for rows in colour)
    mixed = np.concatenate([rows[:, :3] for rows in colour if rows is not None]) if whole else None
    return PointCloud(position=np.concatenate(position), colour=None if mixed is None else srgb(mixed))


def unsupported(file: GltfFile) -> list[Finding]:
    """What the document uses that a place does not keep; raises `Refused` for what it cannot be read without."""
    document, findings = file.document, []
    for name in document.get("extensionsRequired", []):
        if name not in SUPPORTED and not str(name).startswith(LOOKS):
            file.refuse("UNSUPPORTED_EXTENSION", f"{name} is required and not known.", "/extensionsRequired")
    for name in document.get("extensionsUsed", []):
        if name not in SUPPORTED:
            message = f"{name} was left out: a place does not keep it."
            findings.append(notice("EXTENSION_LEFT_OUT", message, severity="information"))
    for kind in ("animations", "skins", "cameras"):
        if document.get(kind):
            message = f"{len(document[kind])} {kind} were left out; the model stands as its nodes say."
            findings.append(notice("CONTENT_LEFT_OUT", message, severity="information"))
    return findings


def packet(file: GltfFile) -> dict[str, object]:
    """The asset's JSON-LD packet of KHR_xmp_json_ld, or empty."""
    name = "KHR_xmp_json_ld"
    used = file.document.get("asset", {}).get("extensions", {}).get(name, {}).get("packet")
    packets = file.document.get("extensions", {}).get(name, {}).get("packets", [])
    return dict(packets[used]) if isinstance(used, int) and 0 <= used < len(packets) else {}
