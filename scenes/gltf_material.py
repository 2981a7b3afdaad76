"""The materials of a glTF document, with their textures, images and samplers.

Images are told apart by their first bytes: PNG and JPEG are glTF's own, WebP goes through EXT_texture_webp, KTX2
through KHR_texture_basisu.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenes.derive.pack import Views
from scenes.mesh import Material

LINEAR, LINEAR_MIPMAP_LINEAR, REPEAT, CLAMP_TO_EDGE = 9729, 9987, 10497, 33071
TRANSFORM, UNLIT = "KHR_texture_transform", "KHR_materials_unlit"
SOURCES = {"image/webp": "EXT_texture_webp", "image/ktx2": "KHR_texture_basisu"}
IMAGES = ("base", "normal", "roughness_image", "occlusion", "emissive")


def media_type(image: bytes) -> str:
    """The media type of an image by its first bytes; raises `ValueError` for one that glTF cannot hold."""
    if image[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if image[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    if image[:12] == b"\xabKTX 20\xbb\r\n\x1a\n":
        return "image/ktx2"
    raise ValueError(f"an image that begins with {image[:8]!r} is no PNG, JPEG, WebP or KTX2")


def has_images(material: Material) -> bool:
    """Whether any of its properties has an image, so that it needs texture coordinates."""
    return any(getattr(material, name) for name in IMAGES)


@dataclass(slots=True, kw_only=True)
class Materials:
    """Materials as a glTF document has them; the same image is kept once."""

    writer: Views
    uv_bits: Mapping[str, int]
    """For each material's name how many bits of one image its texture coordinates are stored with; 0 for floats."""
    materials: list[dict[str, Any]] = field(default_factory=list)
    textures: list[dict[str, Any]] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    samplers: list[dict[str, Any]] = field(default_factory=list)
    extensions: set[str] = field(default_factory=set)
    known: dict[Any, int] = field(default_factory=dict)

    def add(self, materials: Sequence[Material]) -> dict[str, int]:
        """Write them all and return where each name stands."""
        for material in materials:
            self.materials.append(self._material(material))
        return {material.name: index for index, material in enumerate(materials)}

    def arrays(self) -> dict[str, list[dict[str, Any]]]:
        """What of the document is not empty."""
        names = ("materials", "textures", "images", "samplers")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def _material(self, given: Material) -> dict[str, Any]:
        made: dict[str, Any] = {"name": given.name, "pbrMetallicRoughness": self._surface(given)}
        if given.normal:
            made["normalTexture"] = self._texture(given, given.normal) | {"scale": given.normal_scale}
        if given.occlusion:
            made["occlusionTexture"] = self._texture(given, given.occlusion)
        if given.emissive:
            made["emissiveTexture"] = self._texture(given, given.emissive)
        if any(given.emission):
            made["emissiveFactor"] = list(given.emission)
        if given.alpha != "OPAQUE":
            made["alphaMode"] = given.alpha
        if given.alpha == "MASK":
            made["alphaCutoff"] = given.alpha_cutoff
        if given.double_sided:
            made["doubleSided"] = True
        if given.unlit:
            made["extensions"] = {UNLIT: {}}
            self.extensions.add(UNLIT)
        return made

    def _surface(self, given: Material) -> dict[str, Any]:
        made: dict[str, Any] = {
            "baseColorFactor": [*given.colour, given.opacity],
            "metallicFactor": given.metallic,
            "roughnessFactor": given.roughness,
        }
        if given.base:
            made["baseColorTexture"] = self._texture(given, given.base)
        if given.roughness_image:
            made["metallicRoughnessTexture"] = self._texture(given, given.roughness_image)
        return made

    def _texture(self, material: Material, image: bytes) -> dict[str, Any]:
        key = image, material.repeats
        if key not in self.known:
            self.textures.append({"sampler": self._sampler(material.repeats), **self._source(image)})
            self.known[key] = len(self.textures) - 1
        bits = self.uv_bits.get(material.name, 0)
        if not bits:
            return {"index": self.known[key]}
        self.extensions.add(TRANSFORM)
        scale = [2.0**-bits] * 2
        return {"index": self.known[key], "extensions": {TRANSFORM: {"scale": scale}}}

    def _source(self, image: bytes) -> dict[str, Any]:
        kind = media_type(image)
        if image not in self.known:
            self.images.append({"bufferView": self.writer.image(image), "mimeType": kind})
            self.known[image] = len(self.images) - 1
        if kind not in SOURCES:
            return {"source": self.known[image]}
        self.extensions.add(SOURCES[kind])
        return {"extensions": {SOURCES[kind]: {"source": self.known[image]}}}

    def _sampler(self, repeats: bool) -> int:
        if repeats not in self.known:
            wrap = REPEAT if repeats else CLAMP_TO_EDGE
            filters = {"magFilter": LINEAR, "minFilter": LINEAR_MIPMAP_LINEAR}
            self.samplers.append({**filters, "wrapS": wrap, "wrapT": wrap})
            self.known[repeats] = len(self.samplers) - 1
        return self.known[repeats]
