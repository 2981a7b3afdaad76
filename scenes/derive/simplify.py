"""Simplify a mesh: fewer triangles, its parts by name, its texture coordinates and its closed borders kept."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from scenes.derive.simplifier import Simplifier, SimplifyFailed
from scenes.mesh import Mesh, Primitive

__all__ = ["Simplified", "Simplifier", "SimplifyFailed", "simplify"]

WEIGHTS = {"normal": 0.25, "uv": 0.25, "colour": 0.5}
"""Twice as much makes shading a little truer and the shape a quarter worse, measured on the scans of the bench."""
COLUMNS = {"normal": 3, "uv": 2, "colour": 3}
LEAST = 12
"""Triangles left to a part that would vanish."""
PROTECTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplified:
    """A lighter mesh and what it cost."""

    mesh: Mesh
    error: float
    """Metres between the two surfaces, as the simplifier reckons."""
    reached: bool
    """Whether it has no more triangles than were wanted."""


def simplify(
    mesh: Mesh,
    triangles: int,
    *,
    error: float = 1.0,
    lock_borders: bool = False,
    prune: bool = False,
    simplifier: Simplifier | None = None,
) -> Simplified:
    """About `triangles` triangles over all parts together, most where the shape needs them.

    Parts and primitives are simplified as one surface, so that no crack opens where they meet; no part vanishes.
    Vertices move a little to where the error is smallest, those of locked borders do not. It stops earlier where
    `error` (a share of the mesh's largest side) would be passed. Edges of texture patches are kept, those of shading
    only while the number can be reached with them. Vertices that nobody uses are dropped. Raises `NodeMissing` for a
    textured or coloured mesh where there is no Node.js.
    """
    if triangles >= mesh.triangles:
        return Simplified(mesh=mesh, error=0.0, reached=True)
    with nullcontext(simplifier) if simplifier is not None else Simplifier() as open_simplifier:
        whole, made = _Whole.of(mesh).reduce(
            open_simplifier, triangles, error=error, lock_border=lock_borders, prune=prune
        )
        lighter = replace(mesh, parts=whole.split(open_simplifier))
    extent = float(max(mesh.bounds()[1] - mesh.bounds()[0]))
    return Simplified(mesh=lighter, error=made * extent, reached=lighter.triangles <= triangles)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """All primitives of a mesh as one."""

    mesh: Mesh
    position: Any
    triangles: Any
    attributes: Any
    names: list[str]
    """Of the attributes, in order."""
    starts: list[int]
    """Where each primitive's vertices begin, and where the last one's end."""

    @classmethod
    def of(cls, mesh: Mesh) -> "_Whole":
        import numpy as np

        every = [primitive for primitives in mesh.parts.values() for primitive in primitives]
        starts = [0, *np.cumsum([len(each.position) for each in every]).tolist()]
        names = [name for name in COLUMNS if any(getattr(each, name) is not None for each in every)]
        return cls(
            mesh=mesh,
            position=np.concatenate([each.position for each in every]),
            triangles=np.concatenate([each.triangles + start for each, start in zip(every, starts, strict=False)]),
            attributes=np.concatenate([_attributes(each, names) for each in every]),
            names=names,
            starts=starts,
        )

    def reduce(self, simplifier: Simplifier, target: int, **how: Any) -> "tuple[_Whole, float]":
        """The same with fewer triangles, and the error as a share of the largest side."""
        if simplifier.missing and not {"uv", "colour"} & set(self.names):
            kept, made = simplifier.simplify(self.position, self.triangles, target=target, lock_border=True)
            return replace(self, triangles=kept), made
        how["weights"] = [WEIGHTS[name] for name in self.names for _ in range(COLUMNS[name])]
        whole, made = self._moved(simplifier, target, how)
        if len(whole.triangles) <= target or made >= how["error"] * 0.98:
            return whole, made
        return self._moved(simplifier, target, how | {"locked": self._seams(), "permissive": True})

    def _moved(self, simplifier: Simplifier, target: int, how: dict[str, Any]) -> "tuple[_Whole, float]":
        triangles, made, position, attributes = simplifier.move(
            self.position, self.triangles, target=target, attributes=self.attributes, **how
        )
        return replace(self, triangles=triangles, position=position, attributes=attributes), made

    def _seams(self) -> Any:
        """2 for vertices at a place where texture coordinates differ or primitives meet, else 0."""
        import numpy as np

        order = np.lexsort(self.position.T)
        placed = self.position[order]
        again = np.concatenate([[False], (placed[1:] == placed[:-1]).all(axis=1)])
        place = np.cumsum(~again) - 1
        which = np.searchsorted(self.starts, order, side="right")
        uv = self._columns("uv")
        traits = np.column_stack([which, self.attributes[order][:, uv]])
        differs = np.concatenate([[False], (traits[1:] != traits[:-1]).any(axis=1)]) & again
        seams = np.zeros(len(order), dtype=np.uint8)
        seams[order] = PROTECTED * np.isin(place, place[differs])
        return seams

    def _columns(self, name: str) -> slice:
        if name not in self.names:
            return slice(0, 0)
        start = sum(COLUMNS[each] for each in self.names[: self.names.index(name)])
        return slice(start, start + COLUMNS[name])

    def split(self, simplifier: Simplifier) -> dict[str, list[Primitive]]:
        """The triangles back among their parts; one that has none left gets a few of its own."""
        import numpy as np

        owner = np.searchsorted(self.starts, self.triangles[:, 0], side="right") - 1
        parts: dict[str, list[Primitive]] = {}
        number = 0
        for name, primitives in self.mesh.parts.items():
            left = []
            for each in primitives:
                left.append(self._part(each, number, self.triangles[owner == number]))
                number += 1
            parts[name] = [each for each in left if len(each.triangles)] or list(_last(simplifier, primitives))
        return parts

    def _part(self, given: Primitive, number: int, triangles: Any) -> Primitive:
        import numpy as np

        start, end = self.starts[number : number + 2]
        rows: dict[str, Any] = {"position": self.position[start:end]}
        for name in self.names:
            before = getattr(given, name)
            if before is not None:
                rows[name] = self.attributes[start:end, self._columns(name)].astype(np.float64)
                if before.shape[1] > COLUMNS[name]:
                    rows[name] = np.column_stack([rows[name], before[:, COLUMNS[name] :]])
        kept = used(replace(given, **rows), triangles - start)
        changed: dict[str, Any] = {}
        if kept.normal is not None:
            changed["normal"] = kept.normal / np.maximum(np.linalg.norm(kept.normal, axis=1, keepdims=True), 1e-12)
        if kept.colour is not None:
            changed["colour"] = np.clip(kept.colour, 0.0, 1.0)
        return replace(kept, **changed)


def _attributes(primitive: Primitive, names: list[str]) -> Any:
    import numpy as np

    rows = np.zeros((len(primitive.position), sum(COLUMNS[name] for name in names)), dtype=np.float32)
    column = 0
    for name in names:
        given = getattr(primitive, name)
        if given is not None:
            rows[:, column : column + COLUMNS[name]] = given[:, : COLUMNS[name]]
        column += COLUMNS[name]
    return rows


def _last(simplifier: Simplifier, primitives: Any) -> Iterator[Primitive]:
    """What is left of a part too small to be seen: its largest primitive in a few triangles."""
    import numpy as np

    filled = [each for each in primitives if len(each.triangles)]
    if not filled:
        return
    largest = max(filled, key=lambda each: len(each.triangles))
    few, _ = simplifier.simplify(largest.position, largest.triangles, target=LEAST)
    if not len(few):
        corner = largest.position[largest.triangles]
        area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
        few = largest.triangles[np.argsort(-area, kind="stable")[:LEAST]]
    yield used(largest, few)


def used(primitive: Primitive, triangles: Any) -> Primitive:
    """The primitive with other triangles over its vertices, and only the vertices that they use."""
    import numpy as np

    mask = np.zeros(len(primitive.position), dtype=bool)
    mask[triangles] = True
    place = np.cumsum(mask) - 1
    rows = {name: getattr(primitive, name) for name in ("position", "normal", "uv", "colour", "tangent")}
    taken: dict[str, Any] = {name: None if given is None else given[mask] for name, given in rows.items()}
    return replace(primitive, triangles=place[triangles], **taken)
