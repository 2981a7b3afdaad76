"""Indices that one part of a glTF document has of another, as a table: each has to lead somewhere."""

from typing import Any

from scenes.validate.fields import DRACO, INSTANCES, PACKED
from scenes.validate.json_pointer import select
from scenes.validate.kinds import number
from scenes.validate.material_fields import TEXTURES
from scenes.validate.notes import Notes, shown

REFERENCES = (
    ("scene", "scenes"),
    ("scenes/*/nodes/*", "nodes"),
    ("nodes/*/children/*", "nodes"),
    ("nodes/*/mesh", "meshes"),
    ("nodes/*/camera", "cameras"),
    ("nodes/*/skin", "skins"),
    ("nodes/*/extensions/KHR_lights_punctual/light", "extensions/KHR_lights_punctual/lights"),
    (f"{INSTANCES}/*", "accessors"),
    ("skins/*/skeleton", "nodes"),
    ("skins/*/joints/*", "nodes"),
    ("skins/*/inverseBindMatrices", "accessors"),
    ("meshes/*/primitives/*/attributes/*", "accessors"),
    ("meshes/*/primitives/*/indices", "accessors"),
    ("meshes/*/primitives/*/material", "materials"),
    ("meshes/*/primitives/*/targets/*/*", "accessors"),
    (f"{DRACO}/bufferView", "bufferViews"),
    ("meshes/*/primitives/*/extensions/KHR_materials_variants/mappings/*/material", "materials"),
    (
        "meshes/*/primitives/*/extensions/KHR_materials_variants/mappings/*/variants/*",
        "extensions/KHR_materials_variants/variants",
    ),
    *((f"{place}/index", "textures") for place in TEXTURES),
    ("textures/*/source", "images"),
    ("textures/*/sampler", "samplers"),
    ("textures/*/extensions/EXT_texture_webp/source", "images"),
    ("textures/*/extensions/EXT_texture_avif/source", "images"),
    ("textures/*/extensions/KHR_texture_basisu/source", "images"),
    ("accessors/*/bufferView", "bufferViews"),
    ("accessors/*/sparse/indices/bufferView", "bufferViews"),
    ("accessors/*/sparse/values/bufferView", "bufferViews"),
    ("bufferViews/*/buffer", "buffers"),
    *((f"{pattern}/buffer", "buffers") for pattern in PACKED),
    ("asset/extensions/KHR_xmp_json_ld/packet", "extensions/KHR_xmp_json_ld/packets"),
    ("images/*/bufferView", "bufferViews"),
    ("animations/*/channels/*/target/node", "nodes"),
    ("animations/*/samplers/*/input", "accessors"),
    ("animations/*/samplers/*/output", "accessors"),
)


def check_references(document: dict[str, Any], notes: Notes) -> None:
    """Every index in the table that leads nowhere; an extension that is not at the root at all is the validator's."""
    for pattern, target in REFERENCES:
        absent: list[Any] | None = None if target.startswith("extensions/") else []
        entries: Any = next((value for _, value in select(document, target)), absent)
        if entries is not None:
            _leads(document, pattern, len(entries) if isinstance(entries, list) else 0, notes)
    for at, animation in select(document, "animations/*"):
        _samplers(at, animation, notes)


def _leads(document: dict[str, Any], pattern: str, size: int, notes: Notes) -> None:
    for pointer, value in select(document, pattern):
        if not number(value) or value != value // 1 or value < 0:
            notes.error("INVALID_INDEX", "Index must be a non-negative integer.", pointer)
        elif value >= size:
            notes.error("UNRESOLVED_REFERENCE", f"Unresolved reference: {shown(value)}.", pointer)


def _samplers(at: str, animation: Any, notes: Notes) -> None:
    samplers: Any = next((value for _, value in select(animation, "samplers")), [])
    for pointer, value in select(animation, "channels/*/sampler"):
        if number(value) and isinstance(samplers, list) and value >= len(samplers):
            notes.error("UNRESOLVED_REFERENCE", f"Unresolved reference: {shown(value)}.", f"{at}{pointer}")
