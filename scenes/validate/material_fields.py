"""The types of what is looked at in materials, textures and metadata: rows for the table in `fields`."""

from scenes.validate.kinds import Kind, boolean, mapping, numbers, numeric, objects, text, whole

TEXTURES = (
    "materials/*/pbrMetallicRoughness/baseColorTexture",
    "materials/*/pbrMetallicRoughness/metallicRoughnessTexture",
    "materials/*/normalTexture",
    "materials/*/occlusionTexture",
    "materials/*/emissiveTexture",
    "materials/*/extensions/KHR_materials_pbrSpecularGlossiness/diffuseTexture",
    "materials/*/extensions/KHR_materials_pbrSpecularGlossiness/specularGlossinessTexture",
)
"""Places of a textureInfo."""
SOURCES = ("EXT_texture_webp", "EXT_texture_avif", "KHR_texture_basisu")


def _texture(place: str) -> tuple[tuple[str, str, Kind, bool], ...]:
    owner, _, name = place.rpartition("/")
    transform = f"{place}/extensions/KHR_texture_transform"
    return (
        (owner, name, mapping, False),
        (place, "index", whole(), True),
        (place, "texCoord", whole(), False),
        (place, "scale", numeric, False),
        (transform, "offset", numbers(2), False),
        (transform, "scale", numbers(2), False),
        (transform, "rotation", numeric, False),
        (transform, "texCoord", whole(), False),
    )


MATERIAL_FIELDS: tuple[tuple[str, str, Kind, bool], ...] = (
    *(row for place in TEXTURES for row in _texture(place)),
    ("materials/*/pbrMetallicRoughness", "roughnessFactor", numeric, False),
    ("materials/*/pbrMetallicRoughness", "metallicFactor", numeric, False),
    ("materials/*", "alphaMode", text, False),
    ("materials/*", "alphaCutoff", numeric, False),
    ("materials/*", "doubleSided", boolean, False),
    ("materials/*/extensions/KHR_materials_emissive_strength", "emissiveStrength", numeric, False),
    ("materials/*/extensions/KHR_materials_pbrSpecularGlossiness", "diffuseFactor", numbers(4), False),
    ("materials/*/extensions/KHR_materials_pbrSpecularGlossiness", "glossinessFactor", numeric, False),
    *((f"textures/*/extensions/{name}", "source", whole(), False) for name in SOURCES),
    ("samplers/*", "wrapS", whole(), False),
    ("samplers/*", "wrapT", whole(), False),
    ("accessors/*", "normalized", boolean, False),
    ("asset", "copyright", text, False),
    ("asset", "generator", text, False),
    ("asset/extensions/KHR_xmp_json_ld", "packet", whole(), True),
    ("extensions/KHR_xmp_json_ld", "packets", objects, True),
)
