"""Which errors of the validator are only warnings here, and which files it is not asked about, with the reasons."""

HURTS = frozenset(
    {
        "ACCESSOR_WITHOUT_DATA", "CHECK_FAILED", "DATA_URI_TOO_LARGE", "FILE_TOO_LARGE", "FILE_UNREADABLE",
        "IMAGES_TOO_LARGE", "IMAGE_TOO_LARGE", "JSON_TOO_DEEP", "JSON_TOO_LARGE", "NODE_TOO_DEEP", "PACKED_TOO_LARGE",
        "SCENE_TOO_LARGE", "TOO_MANY_ENTITIES",
    }
)  # fmt: skip
"""Found by our own check: the validator is not asked about such a file, which could hold it for half a minute."""

TOLERATED = {
    "ACCESSOR_MIN_MISMATCH": "bounds are measured again from the positions",
    "ACCESSOR_MAX_MISMATCH": "bounds are measured again from the positions",
    "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND": "bounds are measured again from the positions",
    "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND": "bounds are measured again from the positions",
    "ACCESSOR_VECTOR3_NON_UNIT": "normals are made one long when they are read",
    "ACCESSOR_INVALID_SIGN": "tangents are made anew",
    "ACCESSOR_NON_CLAMPED": "colours are cut to what can be shown",
    "MESH_PRIMITIVE_NO_TANGENT_SPACE": "tangents are made anew",
    "BUFFER_VIEW_TARGET_OVERRIDE": "targets are hints to a graphics card; the file is written anew",
    "MESH_PRIMITIVE_ACCESSOR_UNALIGNED": "numbers are read wherever they lie; the file is written anew",
    "ACCESSOR_TOTAL_OFFSET_ALIGNMENT": "numbers are read wherever they lie; the file is written anew",
}
