"""What a curator can do about a finding, by its code."""

EXPORT = "Export the file again from the program that made it."
WHOLE = "The file was cut short or damaged: copy or export it again."
BY_HAND = "Correct this place in the glTF document, or export it again."
SMALLER = "Make the model smaller, or split it."
KEEP_TOGETHER = "Put every file of the model into one folder, or export a GLB, and name them by relative paths."

REMEDIES = {
    "ACCESSOR_INVALID_FLOAT": "Remove the vertices without a position (clean up or repair in the modelling program).",
    "ACCESSOR_WITHOUT_DATA": "The file asks for memory without bringing data; do not use it.",
    "ARCHIVE_DUPLICATE_NAME": "Make the zip again with each file once.",
    "ARCHIVE_ENCRYPTED": "Make the zip again without a password.",
    "ARCHIVE_INVALID": "Make the zip again.",
    "ARCHIVE_METHOD": "Make the zip again with the usual method (deflate).",
    "ARCHIVE_NESTED": "Unpack the inner archive and zip its files instead.",
    "ARCHIVE_NO_MODEL": "Add a GLB, glTF, OBJ, PLY, STL, E57, LAS or LAZ file to the zip.",
    "ARCHIVE_OVERLAP": "The zip is made to swell when unpacked; do not use it.",
    "ARCHIVE_PATH": "Make the zip again from inside the model's folder.",
    "ARCHIVE_RATIO": "The zip is made to swell when unpacked; do not use it.",
    "ARCHIVE_SPECIAL_FILE": "Make the zip again with plain files only, no links.",
    "ARCHIVE_TOO_LARGE": "Split it, or give the model's files without a zip.",
    "ARCHIVE_TOO_MANY_FILES": "Leave out what does not belong to the model.",
    "BUFFER_MISSING_GLB_DATA": WHOLE,
    "BUFFER_VIEW_TARGET_MISSING": "Nothing needs to be done.",
    "CHECK_INCOMPLETE": "Nothing needs to be done: the rest is checked while it is read, in a process with limits.",
    "DATA_URI_TOO_LARGE": "Export a GLB, or a glTF with its buffers in files of their own.",
    "DRACO_COUNT_MISMATCH": EXPORT,
    "DRACO_DATA_INVALID": EXPORT,
    "DUPLICATE_KEY": "Keep one of the two; programs disagree on which counts.",
    "EXTENSION_NOT_READ": "Look at the result; export without the extension if it matters.",
    "EXTENSION_NOT_READABLE": "Export without this extension.",
    "FILE_EMPTY": WHOLE,
    "FILE_NOT_USED": "Nothing needs to be done.",
    "FILE_TOO_LARGE": SMALLER,
    "FILE_TYPE_UNKNOWN": "Export as GLB, glTF, OBJ, PLY, STL, E57, LAS or LAZ, or a zip of these.",
    "FILE_UNREADABLE": "Say the path of a file that can be read.",
    "IMAGE_TOO_LARGE": "Scale the texture down, to 8192 pixels a side at most.",
    "IMAGES_TOO_LARGE": "Scale the textures down.",
    "INVALID_JSON": "The document is not JSON: export it again.",
    "IO_ERROR": "Add the file that is missing; " + KEEP_TOGETHER[0].lower() + KEEP_TOGETHER[1:],
    "JSON_TOO_LARGE": "Export a GLB, so that numbers lie outside the JSON.",
    "NODE_TOO_DEEP": "Flatten the hierarchy.",
    "NON_RELATIVE_URI": KEEP_TOGETHER,
    "POINTS_NONE": "Export the scan with its points.",
    "SCENE_TOO_LARGE": SMALLER,
    "TOO_MANY_ENTITIES": "Join meshes and materials before exporting.",
    "URI_OUTSIDE_BUNDLE": KEEP_TOGETHER,
    "URI_SYMLINK": "Put the file itself there instead of a link.",
    "UNKNOWN_ASSET_MAJOR_VERSION": "Export as glTF 2.0.",
    "UNSUPPORTED_EXTENSION": "Nothing needs to be done: the validator does not know it, and only our own check looked.",
    "VALIDATOR_DIED": "The file is only partly checked; look at the result with care.",
    "VALIDATOR_MISSING": "make setup installs Node.js and Khronos' validator.",
    "VALIDATOR_TIMEOUT": "The file is only partly checked; look at the result with care.",
    "VALIDATOR_TOO_LARGE": "Nothing needs to be done: the file's structure was checked all the same.",
}
PREFIXES = (
    ("GLB_", WHOLE),
    ("ACCESSOR_INDEX_", "Repair the mesh: some triangles name vertices that are not there."),
    ("ACCESSOR_", EXPORT),
    ("BUFFER_", WHOLE),
    ("IMAGE_", "Replace the texture by a PNG, JPEG or WebP that opens."),
    ("NODE_", "Correct the hierarchy: each node has one parent, and none is its own ancestor."),
    ("SCENE_", "Correct the hierarchy: a scene names nodes without a parent."),
    ("MESH_", EXPORT),
    ("MATERIAL_", "Look at the material in the modelling program."),
    ("SKIN_", "Export without the skeleton; a place needs none."),
    ("ANIMATION_", "Export without animations; a place needs none."),
    ("KHR_", "Look at the material in the modelling program."),
    ("E57_", "Export the scan again from the scanner's program."),
    ("LAS_", "Export the scan again from the scanner's program."),
    ("PLY_", EXPORT),
    ("STL_", EXPORT),
    ("OBJ_", EXPORT),
    ("MTL_", EXPORT),
    ("UNUSED_", "Nothing needs to be done."),
    ("UNEXPECTED_PROPERTY", "Nothing needs to be done."),
)


def remedy(code: str) -> str:
    """One sentence; never empty."""
    return REMEDIES.get(code) or next((words for start, words in PREFIXES if code.startswith(start)), BY_HAND)
