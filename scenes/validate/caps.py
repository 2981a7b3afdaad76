"""How large, how many and how deep: what the guard lets through before anything else opens a file."""

KIB, MIB, GIB = 1024, 1024**2, 1024**3

MESH_BYTES = 4 * GIB
"""A mesh file; a GLB's own length field ends there."""
CLOUD_BYTES = 256 * GIB
"""A point cloud; only its headers are read here."""

JSON_BYTES = 64 * MIB
JSON_TOKENS = 1_000_000
"""Commas, brackets and braces outside strings: what a document costs in memory."""
JSON_DEPTH = 100

ENTITIES = {
    "accessors": 200_000, "animations": 4_096, "buffers": 1_024, "bufferViews": 200_000, "cameras": 4_096,
    "images": 2_048, "materials": 16_384, "meshes": 65_536, "nodes": 65_536, "samplers": 4_096, "scenes": 1_024,
    "skins": 4_096, "textures": 4_096,
}  # fmt: skip
"""Entries of a glTF document's arrays."""
PRIMITIVES = 65_536
NODE_DEPTH = 256

ZEROS = 16 * MIB
"""All accessors without a bufferView together: memory that a file asks for without bringing it."""
PACKED_RATIO = 4_096
"""Decoded bytes for one byte of Draco or meshopt data."""
DRAWN = 600_000_000
"""Vertices and indices of a scene with every use of a mesh counted: 100 million triangles."""
DRAWN_RATIO = 64
DRAWN_FREE = 20_000_000
"""Up to here a small file may repeat its mesh as often as it likes."""

IMAGE_BYTES = 256 * MIB
IMAGE_SIDE = 16_384
IMAGE_PIXELS = 134_217_728
"""16,384 x 8,192: half a GiB once decoded."""
IMAGES_PIXELS = 4_000_000_000

DATA_URI_BYTES = 40 * MIB
"""All data URIs of a document together."""

TEXT_LINE = 64 * KIB
"""A line of OBJ, MTL, or text PLY or STL."""
MTL_BYTES = 16 * MIB
LIBRARIES = 64
"""Material libraries that one OBJ names."""
POLYGON = 1_024
PLY_HEADER = 64 * KIB
PLY_ITEMS = 256
XML_BYTES = 32 * MIB
POINTS = 20_000_000_000

ZIP_MEMBERS = 4_096
ZIP_DIRECTORY = 4 * MIB
ZIP_BYTES = 8 * GIB
ZIP_RATIO = 100
ZIP_FREE = 16 * MIB
"""A member up to this size may be compressed as far as it will go."""
ZIP_DEPTH = 16
ZIP_NAME = 255
ZIP_LOOK = 256 * MIB
"""A zip that holds more is only looked at from outside by `check`."""

FINDINGS = 200
SECONDS = 3.5
"""Of processor, for the numbers in a file; what is not reached by then is said."""
