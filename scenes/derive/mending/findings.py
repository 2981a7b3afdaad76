"""What a curator should look at, in words."""

from scenes.derive.mending.condition import Condition
from scenes.finding import Finding


def findings_of(condition: Condition) -> tuple[Finding, ...]:
    """Of a mesh after its repair."""
    found = [_holes(condition), _edges(condition), _pinched(condition), _islands(condition), _one_sided(condition)]
    return tuple(finding for finding in found if finding is not None)


def _holes(condition: Condition) -> Finding | None:
    if not condition.hole_count:
        return None
    largest = condition.holes[0]
    where = ", ".join(f"{value:.2f}" for value in largest.position)
    many = "1 hole is" if condition.hole_count == 1 else f"{condition.hole_count:,} holes are"
    other = "" if condition.hole_count == 1 else " the longest"
    message = f"{many} left open;{other or ' it'} is {length(largest.length)} round, at ({where})."
    remedy = "look whether the form is meant to be open there; ask for holes to be filled if not"
    return Finding(code="HOLES", message=message, severity="information", remedy=remedy)


def _edges(condition: Condition) -> Finding | None:
    if not condition.non_manifold_edges:
        return None
    many = _many(condition.non_manifold_edges, "edge has", "edges have")
    message = f"{many} more than two triangles; surfaces run into each other there."
    remedy = "nothing needs to be done unless shading looks wrong there"
    return Finding(code="NON_MANIFOLD_EDGES", message=message, severity="information", remedy=remedy)


def _pinched(condition: Condition) -> Finding | None:
    if not condition.non_manifold_vertices:
        return None
    many = _many(condition.non_manifold_vertices, "point joins", "points join")
    message = f"{many} surfaces that touch only there."
    return Finding(code="NON_MANIFOLD_VERTICES", message=message, severity="information")


def _islands(condition: Condition) -> Finding | None:
    if not condition.islands:
        return None
    many = _many(condition.islands, "small piece floats", "small pieces float")
    triangles = _many(condition.island_triangles, "triangle", "triangles")
    message = f"{many} beside the rest ({triangles} in all)."
    remedy = "remove what is dirt of the scan where it was made; nothing was removed here"
    return Finding(code="ISLANDS", message=message, severity="warning", remedy=remedy)


def _one_sided(condition: Condition) -> Finding | None:
    if not condition.one_sided:
        return None
    many = _many(condition.one_sided, "piece has", "pieces have")
    message = f"{many} no inside and outside, as a Möbius strip; it could not be turned one way."
    return Finding(code="ONE_SIDED", message=message, severity="warning", remedy="make its material double-sided")


def _many(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def length(metres: float) -> str:
    """A length as people say it."""
    if metres >= 1:
        return f"{metres:.2f} m"
    return f"{metres * 100:.1f} cm" if metres >= 0.01 else f"{metres * 1000:.2g} mm"
