"""What many visitors look at: the first named part and the annotation along each view ray."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING, Any

from scenes.annotation import Annotation
from scenes.glance import Glance, Looked
from scenes.locate import EYE_HEIGHT, Look
from scenes.near import Spheres
from scenes.part_notes import PartNotes
from scenes.rays import NOTHING, Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scenes.ground import Ground
    from scenes.scene import Scene

NEAR = 3
"""How many of the nearest annotations a visitor's look comes with."""

ALL = slice(None)

BESIDE = 8
"""How many of the nearest annotations are tried when a ray meets none but a look beside it counts."""


@dataclass(slots=True, kw_only=True)
class Gaze:
    """A scene's parts and annotations, ready for rays; may be asked from several threads at once."""

    parts: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    ground: "Ground"
    _names: tuple[str, ...]
    """Of the parts, and empty for none, so that the index -1 finds it; and so the annotations."""
    _notes: tuple[Annotation | None, ...]
    _surface: Surface
    _spheres: Spheres
    """Of every annotation."""
    _loose: Spheres
    """Of the annotations that name no part that is there."""
    _loose_index: "NDArray[np.int64]"
    _part_notes: PartNotes
    _named: "NDArray[np.int64]"
    """For each annotation its part, or `NOTHING`."""

    @classmethod
    def of(cls, scene: "Scene", cancelled: Event | None = None) -> "Gaze":
        """Read the models of a scene, in a process of its own, and make them ready; takes seconds.

        Raises `ImportError` where embreex or scipy is not installed, `scenes.worker.WorkerFailed` or
        `scenes.finding.Refused` when a model cannot be read or `cancelled` was set.
        """
        import embreex  # noqa: F401 — missing, it is better missed before a process is started
        import scipy.spatial  # noqa: F401

        from scenes.solid import solid_of

        solid = solid_of(scene, cancelled)
        return cls.over(solid.visible, scene.annotations, solid.walkable)

    @classmethod
    def over(
        cls,
        shapes: "Sequence[tuple[str, NDArray[np.float64], NDArray[np.integer[Any]]]]",
        annotations: Sequence[Annotation],
        walkable: "Sequence[tuple[NDArray[np.float64], NDArray[np.integer[Any]]]]" = (),
    ) -> "Gaze":
        """Make a gaze over shapes of a part's name, vertices (n, 3) in metres and triangles (m, 3).

        Several shapes may have one name. `walkable` shapes are never seen: visitors stand on them.
        """
        from scenes.ground import Ground

        names = tuple(dict.fromkeys(name for name, _, _ in shapes))
        merged = [(name, _joined([shape[1:] for shape in shapes if shape[0] == name])) for name in names]
        return cls(
            parts=names,
            ground=Ground.of(walkable),
            _names=(*names, ""),
            _surface=Surface.of([shape for _, shape in merged]),
            **_noted(names, annotations),
        )

    def noting(self, annotations: Sequence[Annotation]) -> "Gaze":
        """The same shapes with other annotations; no model is read again."""
        return replace(self, **_noted(self.parts, annotations))

    @property
    def triangles(self) -> int:
        """How many triangles can be seen."""
        return self._surface.triangles

    def first(
        self, origins: "NDArray[np.float64]", directions: "NDArray[np.float64]"
    ) -> "tuple[NDArray[np.int32], NDArray[np.float64]]":
        """Only the first part that each ray meets, as `look` says it, and the metres to it."""
        part, distance = self._first(*_rays(origins, directions))
        return part, distance

    def look(
        self,
        origins: "NDArray[np.float64]",
        directions: "NDArray[np.float64]",
        within: "float | NDArray[np.float64]" = 0.0,
    ) -> Looked:
        """What rays from `origins` (n, 3), metres, along `directions` (n, 3), of any length, meet.

        The annotation is one of the part that is met. Where several name it, or one without a part lies around the
        point, it is the nearest in its own radii; outside all of them the widest, which stands for the part itself.
        Else it is the one without a part whose sphere the ray enters first, before it meets anything. Where there is
        none, `beside` is the annotation at the smallest angle that is `within` radians, a number or one for each ray,
        and that nothing hides. A direction of no length meets nothing. Raises `ValueError` naming the ray for a
        number that is not finite.
        """
        import numpy as np

        origins, directions = _rays(origins, directions)
        part, distance = self._first(origins, directions)
        with np.errstate(invalid="ignore"):
            point = np.where(np.isfinite(distance)[:, None], origins + directions * distance[:, None], np.nan)
        annotation = self._annotations(origins, directions, part, distance, point)
        beside = annotation.copy()
        angle = np.broadcast_to(np.asarray(within, np.float64), len(origins))
        open_ = np.flatnonzero((annotation == NOTHING) & (angle > 0) & directions.any(axis=1))
        beside[open_] = self._beside(origins[open_], directions[open_], angle[open_])
        return Looked(part=part, distance=distance, point=point, annotation=annotation, beside=beside)

    def nearest(self, points: "NDArray[np.float64]", k: int = 1) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The `k` annotations nearest each point (n, 3), nearest first: indices (n, k) and metres (n, k)."""
        return self._spheres.nearest(_finite("points", points), k)

    def snap(self, points: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], NDArray[np.bool_]]":
        """Where on the walkable ground feet at `points` (n, 3) would stand, and whether they are over it."""
        return self.ground.snap(_finite("points", points))

    def glance(
        self,
        origins: "NDArray[np.float64]",
        directions: "NDArray[np.float64]",
        within: "float | NDArray[np.float64]" = 0.0,
        near: int = NEAR,
        before: Glance | None = None,
    ) -> Glance:
        """`look`, `nearest` and `snap` for visitors whose eyes are at `origins`.

        `before` is the last glance of the same visitors in the same rows, if there was one: it saves work.
        """
        origins = _finite("origins", origins)
        floor, inside = self.snap(origins - (0.0, EYE_HEIGHT, 0.0))
        looked = self.look(origins, directions, within)
        nearby = self._spheres.nearby(origins, near, None if before is None else before.near)
        return Glance(looked=looked, near=nearby, floor=floor, inside=inside)

    def words(self, glance: Glance, rows: "NDArray[np.int64] | slice" = ALL) -> list[Look]:
        """Some rows of a glance, or all, as objects."""
        looked, index, metres = glance.looked, glance.near.index[rows], glance.near.metres[rows]
        k = index.shape[1]
        pairs = list(
            zip(map(self.annotations.__getitem__, index.ravel().tolist()), metres.ravel().tolist(), strict=True)
        )
        stands = zip(glance.inside[rows].tolist(), glance.floor[rows].tolist(), strict=True)
        grounds = [(at[0], at[1], at[2]) if inside else None for inside, at in stands] if glance.inside.any() else None
        columns = (each[rows].tolist() for each in (looked.part, looked.distance, looked.annotation, looked.beside))
        return [
            Look(
                part=self._names[part],
                distance=distance,
                gazed=self._notes[exact],
                beside=self._notes[beside],
                near=tuple(pairs[number * k : number * k + k]),
                ground=grounds[number] if grounds else None,
            )
            for number, (part, distance, exact, beside) in enumerate(zip(*columns, strict=True))
        ]

    def _first(self, origins: Any, directions: Any) -> tuple[Any, Any]:
        import numpy as np

        hits = self._surface.cast(origins, directions)
        still = ~directions.any(axis=1)
        return np.where(still, NOTHING, hits.shape), np.where(still, np.inf, hits.distance)

    def _annotations(self, origins: Any, directions: Any, part: Any, distance: Any, point: Any) -> Any:
        import numpy as np

        found, radii = self._part_notes.meant(part, point)
        if not len(self._loose):
            return found
        met = np.flatnonzero(part >= 0)
        around, inside = self._loose.around(point[met])
        closer = inside < radii[met]
        found[met[closer]] = self._loose_index[around[closer]]
        free = np.flatnonzero((found == NOTHING) & directions.any(axis=1))
        entered = self._loose.entered(origins[free], directions[free], distance[free])
        found[free] = np.where(entered >= 0, self._loose_index[entered], NOTHING)
        return found

    def _beside(self, origins: Any, directions: Any, within: Any) -> Any:
        import numpy as np

        index, distance = self._spheres.nearest(origins, BESIDE)
        if not index.size:
            return np.full(len(origins), NOTHING)
        towards = self._spheres.middle[index] - origins[:, None]
        cosine = np.einsum("nkc,nc->nk", towards, directions) / np.maximum(distance, 1e-9)
        size = self._spheres.radius[index] / np.maximum(distance, 1e-9)
        angle = np.maximum(0, np.arccos(np.clip(cosine, -1, 1)) - np.arcsin(np.minimum(size, 1)))
        angle[(angle > within[:, None]) | (size >= 5)] = np.inf
        rows, best = np.arange(len(origins)), angle.argmin(axis=1)
        chosen = np.where(np.isfinite(angle[rows, best]), index[rows, best], NOTHING)
        seen = np.flatnonzero(chosen >= 0)
        hidden = ~self._open(origins[seen], chosen[seen])
        chosen[seen[hidden]] = NOTHING
        return chosen

    def _open(self, origins: Any, annotations: Any) -> Any:
        """Whether one sees each annotation from each origin: its part first, or nothing before its sphere."""
        import numpy as np

        towards = self._spheres.middle[annotations] - origins
        far = np.linalg.norm(towards, axis=1)
        hits = self._surface.cast(origins, towards / np.maximum(far, 1e-9)[:, None])
        named = self._named[annotations]
        reached = hits.distance >= far - self._spheres.radius[annotations]
        return np.where(named >= 0, hits.shape == named, False) | reached


def _noted(names: Sequence[str], annotations: Sequence[Annotation]) -> dict[str, Any]:
    """What a gaze holds of its annotations, `names` being its parts."""
    import numpy as np

    middle = np.array([note.position for note in annotations], np.float64).reshape(-1, 3)
    radius = np.maximum(np.array([note.radius for note in annotations], np.float64), 1e-3)
    numbers = {name: number for number, name in enumerate(names)}
    named = np.array([numbers.get(note.part, NOTHING) if note.part else NOTHING for note in annotations], np.int64)
    loose = np.flatnonzero(named == NOTHING)
    spheres = Spheres.of(middle, radius)
    return {
        "annotations": tuple(annotations),
        "_notes": (*annotations, None),
        "_spheres": spheres,
        "_loose": Spheres.of(middle[loose], radius[loose]),
        "_loose_index": loose,
        "_part_notes": PartNotes.of(named, len(names), spheres),
        "_named": named,
    }


def _joined(shapes: Sequence[Any]) -> Any:
    """One shape of several."""
    import numpy as np

    if len(shapes) == 1:
        return shapes[0]
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in shapes[:-1])])
    triangles = [each + start for (_, each), start in zip(shapes, starts, strict=True)]
    return np.concatenate([vertices for vertices, _ in shapes]), np.concatenate(triangles)


def _rays(origins: Any, directions: Any) -> tuple[Any, Any]:
    import numpy as np

    origins, directions = _finite("origins", origins), _finite("directions", directions)
    if len(origins) != len(directions):
        raise ValueError(f"{len(origins)} origins and {len(directions)} directions: one for each is needed")
    length = np.sqrt((directions * directions).sum(axis=1))[:, None]
    return origins, np.divide(directions, length, out=np.zeros_like(directions), where=length > 1e-9)


def _finite(what: str, rows: Any) -> Any:
    import numpy as np

    rows = np.asarray(rows, np.float64).reshape(-1, 3)
    if not np.isfinite(rows).all():
        raise ValueError(f"{what}[{int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])}]: a number is not finite")
    return rows
