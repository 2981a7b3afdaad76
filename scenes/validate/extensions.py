"""Which glTF extensions a file may require, and why."""

import re
from typing import Any

from scenes.validate.json_pointer import escaped, members
from scenes.validate.kinds import mapping
from scenes.validate.notes import Notes, readable

READ = frozenset(
    {
        "EXT_mesh_gpu_instancing",
        "EXT_meshopt_compression",
        "EXT_texture_avif",
        "EXT_texture_webp",
        "KHR_draco_mesh_compression",
        "KHR_materials_emissive_strength",
        "KHR_materials_pbrSpecularGlossiness",
        "KHR_materials_unlit",
        "KHR_mesh_quantization",
        "KHR_meshopt_compression",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "KHR_xmp_json_ld",
    }
)
"""Our readers know them."""

PLAINER = {
    "KHR_lights_punctual": "the scene has its own light",
    "KHR_materials_anisotropy": "the surface looks plainer",
    "KHR_materials_clearcoat": "the surface looks plainer",
    "KHR_materials_dispersion": "the surface looks plainer",
    "KHR_materials_ior": "the surface looks plainer",
    "KHR_materials_iridescence": "the surface looks plainer",
    "KHR_materials_sheen": "the surface looks plainer",
    "KHR_materials_specular": "the surface looks plainer",
    "KHR_materials_transmission": "glass is opaque",
    "KHR_materials_variants": "the first variant is taken",
    "KHR_materials_volume": "glass is opaque",
    "KHR_node_visibility": "every node is shown",
    "KHR_animation_pointer": "animations are left out",
}
"""Not read; the shape is the same without them."""
LOOKS = ("KHR_materials_", "KHR_lights_", "EXT_lights_")
"""So do all whose names begin like this."""


PLACES = {
    "EXT_mesh_gpu_instancing": re.compile(r"/nodes/\d+"),
    "EXT_meshopt_compression": re.compile(r"/buffer(View)?s/\d+"),
    "EXT_texture_avif": re.compile(r"/textures/\d+"),
    "EXT_texture_webp": re.compile(r"/textures/\d+"),
    "KHR_draco_mesh_compression": re.compile(r"/meshes/\d+/primitives/\d+"),
    "KHR_meshopt_compression": re.compile(r"/buffer(View)?s/\d+"),
    "KHR_node_visibility": re.compile(r"/nodes/\d+"),
    "KHR_texture_basisu": re.compile(r"/textures/\d+"),
}
"""Where extensions may stand that Khronos' validator does not know, or that decide what is read."""


def check_extensions(document: dict[str, Any], notes: Notes) -> None:
    """Errors for what is required and cannot be read, warnings for what looks plainer without."""
    for name in ("extensionsUsed", "extensionsRequired"):
        _once(document.get(name, []), f"/{name}", notes)
    used = set(document.get("extensionsUsed", []))
    for i, name in enumerate(document.get("extensionsRequired", [])):
        pointer = f"/extensionsRequired/{i}"
        if name not in used:
            unused = f"Unused extension '{readable(name)}' cannot be required."
            notes.error("UNUSED_EXTENSION_REQUIRED", unused, pointer)
        if name in PLAINER or (name not in READ and name.startswith(LOOKS)):
            plainer = f"The required extension '{readable(name)}' is not read: {PLAINER.get(name, 'it looks plainer')}."
            notes.warning("EXTENSION_NOT_READ", plainer, pointer)
        elif name not in READ:
            notes.error("EXTENSION_NOT_READABLE", f"The required extension '{readable(name)}' cannot be read.", pointer)


def check_places(document: dict[str, Any], notes: Notes) -> None:
    """Extensions that are no objects, and those of the table that stand where they mean nothing."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, dict) and "extensions" in value:
            _placed(at, value["extensions"], notes)
        waiting += [
            (f"{at}/{key}", each) for key, each in members(value) if isinstance(each, dict | list) and key != "extras"
        ]


def _placed(at: str, found: Any, notes: Notes) -> None:
    wrong = mapping(found)
    if wrong:
        notes.error(*wrong, f"{at}/extensions")
        return
    for name, value in found.items():
        where = f"{at}/extensions/{escaped(name)}"
        wrong = mapping(value)
        if name in PLACES and not PLACES[name].fullmatch(at):
            notes.error("UNEXPECTED_EXTENSION_OBJECT", "Unexpected location for this extension.", where)
        elif wrong:
            notes.error(*wrong, where)


def _once(names: list[str], pointer: str, notes: Notes) -> None:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            notes.error("DUPLICATE_ELEMENTS", "Duplicate element.", f"{pointer}/{i}")
        seen.add(name)
