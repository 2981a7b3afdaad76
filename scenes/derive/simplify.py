"""Simplify a mesh: fewer triangles, its parts by name, its texture coordinates and its closed borders kept."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from scenes.derive.simplifier import Simplifier, SimplifyFailed
from scenes.mesh import Mesh, Primitive

__all__ = ["Simplified", "Simplifier", "SimplifyFailed", "simplify"]

WEIGHTS = {"normal": 0.5, "uv": 0.5, "colour": 1.0}
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

    Parts and primitives are simplified as one surface, so that no crack opens where they meet; none vanishes. It stops
    earlier where `error` (a share of the mesh's largest side) would be passed. Edges of texture patches are kept, those
    of shading only while the number can be reached with them. Vertices that nobody uses are dropped. Raises
    `NodeMissing` for a textured or coloured mesh where there is no Node.js.
    """
    if triangles >= mesh.triangles:
        return Simplified(mesh=mesh, error=0.0, reached=True)
    with nullcontext(simplifier) if simplifier is not None else Simplifier() as open_simplifier:
        whole = _Whole.of(mesh)
        kept, made = whole.reduce(open_simplifier, triangles, error=error, lock_border=lock_borders, prune=prune)
        lighter = replace(mesh, parts=whole.split(open_simplifier, kept))
    extent = float(max(mesh.bounds()[1] - mesh.bounds()[0]))
    return Simplified(mesh=lighter, error=made * extent, reached=lighter.triangles <= triangles)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """All primitives of a mesh as one."""

    mesh: Mesh
    position: Any
    triangles: Any
    attributes: Any
    weights: list[float]
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
            weights=[WEIGHTS[name] for name in names for _ in range(COLUMNS[name])],
            starts=starts,
        )

    def reduce(self, simplifier: Simplifier, target: int, **how: Any) -> tuple[Any, float]:
        if simplifier.missing and not any(weight for weight in self.weights[3:]):
            return simplifier.simplify(self.position, self.triangles, target=target, error=how["error"])
        given = {"attributes": self.attributes, "weights": self.weights, "error": how.pop("error")}
        kept, made = simplifier.simplify(self.position, self.triangles, target=target, **given, **how)
        if len(kept) <= target * 1.02 or made >= given["error"] * 0.98:
            return kept, made
        return simplifier.simplify(
            self.position, self.triangles, target=target, locked=self._seams(), permissive=True, **given, **how
        )

    def _seams(self) -> Any:
        """2 for vertices at a place where texture coordinates differ or primitives meet, else 0."""
        import numpy as np

        order = np.lexsort(self.position.T)
        placed = self.position[order]
        again = np.concatenate([[False], (placed[1:] == placed[:-1]).all(axis=1)])
        place = np.cumsum(~again) - 1
        which = np.searchsorted(self.starts, order, side="right")
        uv = [index for index, name in enumerate(self._names()) if name == "uv"]
        traits = np.column_stack([which, self.attributes[order][:, uv]])
        differs = np.concatenate([[False], (traits[1:] != traits[:-1]).any(axis=1)]) & again
        seams = np.zeros(len(order), dtype=np.uint8)
        seams[order] = PROTECTED * np.isin(place, place[differs])
        return seams

    def _names(self) -> list[str]:
        every = [primitive for primitives in self.mesh.parts.values() for primitive in primitives]
        names = [name for name in COLUMNS if any(getattr(each, name) is not None for each in every)]
        return [name for name in names for _ in range(COLUMNS[name])]

    def split(self, simplifier: Simplifier, kept: Any) -> dict[str, list[Primitive]]:
        """The triangles back among their parts; one that has none left gets a few of its own."""
        import numpy as np

        owner = np.searchsorted(self.starts, kept[:, 0], side="right") - 1 if len(kept) else np.zeros(0, dtype=int)
        parts: dict[str, list[Primitive]] = {}
        number = 0
        for name, primitives in self.mesh.parts.items():
            left = []
            for each in primitives:
                left.append(used(each, kept[owner == number] - self.starts[number]))
                number += 1
            parts[name] = [each for each in left if len(each.triangles)] or list(_last(simplifier, primitives))
        return parts


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
    taken = {name: None if given is None else given[mask] for name, given in rows.items()}
    return replace(primitive, triangles=place[triangles], **taken)
