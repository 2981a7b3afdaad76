"""Reading scans: GLB, glTF, OBJ, PLY, STL, E57, LAS, LAZ, COPC and zips of these, into scene space.

What a file does not say of its units and its up axis is asked for or guessed, and each guess is a finding.
"""

from scenes.read.formats import format_of
from scenes.read.headers import is_cloud, triangle_count
from scenes.read.reading import Reading
from scenes.read.stream import CloudStream, MeshStream, chunks, point_chunks, point_stream, stream
from scenes.read.whole import read

__all__ = [
    "CloudStream", "MeshStream", "Reading", "chunks", "format_of", "is_cloud", "point_chunks", "point_stream", "read",
    "stream", "triangle_count",
]  # fmt: skip
