"""The state of a mesh in numbers, and the report of a repair."""

from msgspec import Struct

from scenes.finding import Finding


class Hole(Struct, frozen=True, kw_only=True):
    """One loop of the border of a surface."""

    length: float
    """Metres round it."""
    edges: int
    position: tuple[float, float, float]
    """Its middle in scene space, metres."""


class Condition(Struct, frozen=True, kw_only=True):
    """What `inspect` counts; everything but the sizes is 0 for a mesh that needs no repair."""

    triangles: int
    vertices: int
    parts: int
    area: float
    """Square metres."""
    extents: tuple[float, float, float]
    """Metres along x, y and z."""
    watertight: bool
    """Whether no piece has a border or an edge of three triangles."""
    pieces: int
    """Sets of triangles that hang together over edges."""
    degenerate: int = 0
    """Triangles without an area that can be taken out."""
    slivers: int = 0
    """Triangles without an area that lie between others, so that taking them out would leave slits."""
    duplicates: int = 0
    """Triangles that lie on another of the same material and face the same way."""
    unused_vertices: int = 0
    duplicate_vertices: int = 0
    """Vertices equal to another in everything."""
    without_normals: int = 0
    """Vertices."""
    without_tangents: int = 0
    """Vertices whose material has a normal map."""
    flipped: int = 0
    """Triangles that face against their piece, or whose whole closed piece faces inwards."""
    one_sided: int = 0
    """Pieces that have no two sides, as a Möbius strip."""
    holes: tuple[Hole, ...] = ()
    """The longest 100."""
    hole_count: int = 0
    border: float = 0.0
    """Metres of all borders."""
    non_manifold_edges: int = 0
    """Edges where three triangles or more meet."""
    non_manifold_vertices: int = 0
    """Points where separate borders meet."""
    islands: int = 0
    """Small pieces that float beside the rest."""
    island_triangles: int = 0


class Change(Struct, frozen=True, kw_only=True):
    """One thing that a repair did."""

    code: str
    count: int


class RepairReport(Struct, frozen=True, kw_only=True):
    """What was, what is, what was changed, what to look at."""

    before: Condition
    after: Condition
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


SENTENCES = {
    "DEGENERATE_REMOVED": ("1 triangle had no area and was removed.", "{} triangles had no area and were removed."),
    "SLIVERS_SWAPPED": (
        "1 triangle without an area lay between others and became part of them.",
        "{} triangles without an area lay between others and became part of them.",
    ),
    "DUPLICATES_REMOVED": (
        "1 triangle lay on top of another and was removed.",
        "{} triangles lay on top of others and were removed.",
    ),
    "UNUSED_REMOVED": (
        "1 vertex was used by no triangle and was removed.",
        "{} vertices were used by no triangle and were removed.",
    ),
    "VERTICES_MERGED": ("1 vertex was there twice and was merged.", "{} vertices were there twice and were merged."),
    "NORMALS_MADE": ("1 vertex was given a normal.", "{} vertices had no normals and were given some."),
    "TANGENTS_MADE": (
        "1 vertex was given a tangent for its normal map.",
        "{} vertices were given tangents for their normal map.",
    ),
    "WINDING_TURNED": (
        "1 triangle faced the wrong way and was turned.",
        "{} triangles faced the wrong way and were turned.",
    ),
    "HOLES_FILLED": ("1 hole was filled.", "{} holes were filled."),
    "PARTS_EMPTIED": (
        "1 part had nothing left and was removed.",
        "{} parts had nothing left and were removed.",
    ),
}
"""One and many."""


def sentence(change: Change) -> str:
    """A change in plain English."""
    one, many = SENTENCES[change.code]
    return one if change.count == 1 else many.format(f"{change.count:,}")
