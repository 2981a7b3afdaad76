"""Materials of glTF: metallic-roughness, the older specular-glossiness, unlit; with the bytes of their images."""

from dataclasses import dataclass, field, replace
from typing import Any

from scenes.finding import Finding
from scenes.mesh import Material
from scenes.read.gltf_file import GltfFile
from scenes.read.reading import notice

TRANSFORM = "KHR_texture_transform"
GLOSSINESS = "KHR_materials_pbrSpecularGlossiness"
SOURCES = ("EXT_texture_webp", "EXT_texture_avif", "KHR_texture_basisu")
PLAIN = (0, (0.0, 0.0), 0.0, (1.0, 1.0))
DEFAULT = Material(name="default")
"""For a primitive that names no material: matt, not the bare metal of glTF, which is black without surroundings."""

Layout = tuple[int, tuple[float, float], float, tuple[float, float]]
"""Which TEXCOORD set an image uses, with the offset, rotation (radians) and scale of KHR_texture_transform."""


@dataclass(slots=True, kw_only=True)
class Materials:
    """The materials of a document as they are asked for."""

    file: GltfFile
    made: dict[int | None, Material] = field(default_factory=dict)
    layouts: dict[int | None, Layout] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _images: dict[int, bytes] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def get(self, index: int | None) -> tuple[Material, Layout]:
        """The material of that index, `None` for the default one, and how its images are laid."""
        if index not in self.made:
            material, layout = (DEFAULT, PLAIN) if index is None else self._read(index)
            name = material.name
            while name in self._names:
                name += "-2"
            self._names.add(name)
            self.made[index], self.layouts[index] = _named(material, name), layout
        return self.made[index], self.layouts[index]

    def _read(self, index: int) -> tuple[Material, Layout]:
        row = self.file.row("materials", index)
        extensions = row.get("extensions", {})
        pbr = _surface(row, extensions)
        infos = {
            "base": pbr.get("baseColorTexture"),
            "roughness_image": pbr.get("metallicRoughnessTexture"),
            "normal": row.get("normalTexture"),
            "occlusion": row.get("occlusionTexture"),
            "emissive": row.get("emissiveTexture"),
        }
        images, layout, repeats = self._textures({slot: info for slot, info in infos.items() if info}, index)
        factor = [*map(float, pbr.get("baseColorFactor", (1, 1, 1, 1)))]
        strength = float(extensions.get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1.0))
        red, green, blue = (float(value) * strength for value in row.get("emissiveFactor", (0, 0, 0)))
        return Material(
            name=str(row.get("name") or f"material-{index + 1}"),
            colour=(factor[0], factor[1], factor[2]),
            opacity=factor[3],
            roughness=float(pbr.get("roughnessFactor", 1.0)),
            metallic=float(pbr.get("metallicFactor", 1.0)),
            emission=(red, green, blue),
            normal_scale=float((row.get("normalTexture") or {}).get("scale", 1.0)),
            double_sided=bool(row.get("doubleSided", False)),
            alpha=row.get("alphaMode", "OPAQUE"),
            alpha_cutoff=float(row.get("alphaCutoff", 0.5)),
            unlit="KHR_materials_unlit" in extensions,
            repeats=repeats,
            **images,
        ), layout

    def _textures(self, infos: dict[str, Any], material: int) -> tuple[dict[str, bytes], Layout, bool]:
        """The images that share the layout of the first; a layer laid otherwise is left out and named."""
        images: dict[str, bytes] = {}
        layout, repeats = PLAIN, True
        for slot, info in infos.items():
            its = _layout(info)
            if images and its != layout:
                self._left_out(slot, material)
                continue
            data, wraps = self._texture(info.get("index"), material)
            if data:
                images[slot], layout, repeats = data, its, wraps
        return images, layout, repeats

    def _left_out(self, slot: str, material: int) -> None:
        message = f"Material {material}: its {slot} image uses other texture coordinates and was left out."
        self.findings.append(notice("TEXTURE_LEFT_OUT", message, "bake all images to one set of texture coordinates"))

    def _texture(self, index: Any, material: int) -> tuple[bytes, bool]:
        texture = self.file.row("textures", index)
        extensions = texture.get("extensions", {})
        offered = [extensions[name]["source"] for name in SOURCES[:2] if name in extensions]
        offered += [texture["source"]] if "source" in texture else []
        offered += [extensions[name]["source"] for name in SOURCES[2:] if name in extensions]
        sampler = self.file.row("samplers", texture["sampler"]) if "sampler" in texture else {}
        wraps = sampler.get("wrapS", 10497) != 33071 or sampler.get("wrapT", 10497) != 33071
        return (self._image(offered[0], material) if offered else b""), wraps

    def _image(self, index: int, material: int) -> bytes:
        if index not in self._images:
            try:
                self._images[index] = self.file.image(index)
            except FileNotFoundError as error:
                name = str(error).rpartition("/")[2]
                message = f"Material {material}: the image {name!r} is not beside the model; it is drawn without."
                self.findings.append(notice("IMAGE_MISSING", message, "upload the image together with the model"))
                self._images[index] = b""
        return self._images[index]


def _surface(row: dict[str, Any], extensions: dict[str, Any]) -> dict[str, Any]:
    """Metallic-roughness, made of specular-glossiness where only that stands there."""
    pbr: dict[str, Any] = row.get("pbrMetallicRoughness", {})
    glossy = extensions.get(GLOSSINESS)
    if glossy is None or pbr.get("baseColorTexture"):
        return pbr
    made = {
        "baseColorFactor": glossy.get("diffuseFactor", (1, 1, 1, 1)),
        "metallicFactor": 0.0,
        "roughnessFactor": 1.0 - float(glossy.get("glossinessFactor", 1.0)),
    }
    if "specularGlossinessTexture" in glossy:
        made["roughnessFactor"] = max(made["roughnessFactor"], 0.7)
    return made | ({"baseColorTexture": glossy["diffuseTexture"]} if "diffuseTexture" in glossy else {})


def _layout(info: dict[str, Any]) -> Layout:
    transform = info.get("extensions", {}).get(TRANSFORM, {})
    offset, scale = transform.get("offset", (0.0, 0.0)), transform.get("scale", (1.0, 1.0))
    return (
        int(transform.get("texCoord", info.get("texCoord", 0))),
        (float(offset[0]), float(offset[1])),
        float(transform.get("rotation", 0.0)),
        (float(scale[0]), float(scale[1])),
    )


def _named(material: Material, name: str) -> Material:
    return material if material.name == name else replace(material, name=name)
