"""What is near a pose, what is in view, what is looked at: pure geometry."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from scenes.annotation import Annotation
from scenes.pose import Pose, Vector
from scenes.scene import Scene
from scenes.stops import Stop

EYE_HEIGHT = 1.65
"""Metres from the feet, where stops are given, to the eyes, where poses are."""

HALF_FIELD = math.radians(50.0)
"""Half of the field in which a thing counts as in view."""

GAZE = math.radians(12.0)
"""How far beside the view's middle a thing may lie and still be looked at."""

STOREY = 4.5
"""Metres of height beyond which a stop is on another floor."""

FLOOR = 2.5
"""The same where the floor under the visitor is known: a slope's or some steps' worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An annotation in view."""

    annotation: Annotation
    distance: float
    """Metres from the eyes."""
    angle: float
    """Radians between the view's middle and the nearest edge of the thing; 0 when it is looked straight at."""


class Look(Struct, frozen=True, kw_only=True, gc=False):
    """What the model's surfaces say of one view ray (`scenes.gaze`)."""

    part: str = ""
    """Name of the first named part along the ray, or empty."""
    distance: float = math.inf
    """Metres to it."""
    gazed: Annotation | None = None
    """What is looked straight at."""
    beside: Annotation | None = None
    """The same, or else what lies in the open within `GAZE` of the ray."""
    near: tuple[tuple[Annotation, float], ...] = ()
    """The nearest annotations, with metres, nearest first."""
    ground: Vector | None = None
    """The point of the walkable floor that the visitor stands on; None beside it, or where nobody marked one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a visitor is, in terms of the scene."""

    pose: Pose
    stop: Stop | None
    """The stop the visitor stands at."""
    nearest: tuple[tuple[Stop, float], ...]
    """The stops by distance in metres, nearest first."""
    annotations: tuple[Annotation, ...]
    """Those of the scene."""
    looked_at: Annotation | None
    distance: float = math.inf
    """Metres to the near side of what is looked at."""
    seen: str = ""
    """Name of the part looked straight at; empty without a look."""
    gazed: Annotation | None = None
    """What is looked straight at; None without a look."""
    near: tuple[tuple[Annotation, float], ...] = ()
    """The nearest annotations with metres; none without a look."""

    @property
    def in_view(self) -> tuple[Sight, ...]:
        """What can be seen, by angle; found when it is asked for, since every pose of every visitor has a location."""
        return in_view(self.annotations, self.pose)


def in_view(annotations: Iterable[Annotation], pose: Pose) -> tuple[Sight, ...]:
    """What lies before a pose, by angle, hidden or not."""
    return tuple(sorted(_sights(annotations, pose), key=lambda sight: (sight.angle, sight.distance)))


def locate(scene: Scene, pose: Pose, look: Look | None = None) -> Location:
    """Say what a pose means in a scene.

    With a `look` nothing is looked at that something hides, and a stop is left out that is on another floor. Without
    one the angles alone decide.
    """
    ground = None if look is None else look.ground
    nearest = sorted(((stop, _stand_off(stop, pose, ground)) for stop in scene.stops), key=lambda pair: pair[1])
    at = [stop for stop, distance in nearest if distance <= stop.radius]
    looked_at, distance = _by_angle(in_view(scene.annotations, pose)) if look is None else _by_ray(look, pose)
    return Location(
        pose=pose,
        stop=at[0] if at else None,
        nearest=tuple(nearest[:5]),
        annotations=scene.annotations,
        looked_at=looked_at,
        distance=distance,
        seen=look.part if look else "",
        gazed=look.gazed if look else None,
        near=look.near if look else (),
    )


def along(scene: Scene, origin: Vector, direction: Vector) -> Annotation | None:
    """The annotation whose sphere a ray meets first, or None; `direction` need not be of unit length."""
    length = math.hypot(*direction)
    if length == 0:
        return None
    ray = tuple(value / length for value in direction)
    hits = [(hit, note) for note in scene.annotations if (hit := _entry(note, origin, ray)) is not None]
    return min(hits, key=lambda pair: (pair[0], pair[1].radius), default=(0.0, None))[1]


def _by_angle(sights: Iterable[Sight]) -> tuple[Annotation | None, float]:
    best = next((sight for sight in sights if sight.angle <= GAZE), None)
    return (None, math.inf) if best is None else (best.annotation, best.distance - best.annotation.radius)


def _by_ray(look: Look, pose: Pose) -> tuple[Annotation | None, float]:
    note = look.beside
    if note is None:
        return None, math.inf
    edge = math.dist(note.position, pose.position) - note.radius
    return note, max(0.0, edge if look.gazed is None else min(edge, look.distance))


def _stand_off(stop: Stop, pose: Pose, ground: Vector | None) -> float:
    x, y, z = (a - b for a, b in zip(pose.position, stop.position, strict=True))
    high = abs(y - EYE_HEIGHT) > STOREY if ground is None else abs(ground[1] - stop.position[1]) > FLOOR
    return math.hypot(x, y, z) + stop.radius if high else math.hypot(x, z)


def _sights(annotations: Iterable[Annotation], pose: Pose) -> Iterable[Sight]:
    forward = pose.forward
    for note in annotations:
        offset = tuple(a - b for a, b in zip(note.position, pose.position, strict=True))
        distance = math.hypot(*offset)
        if distance <= note.radius * 0.2:
            yield Sight(annotation=note, distance=distance, angle=HALF_FIELD)
            continue
        cosine = sum(a * b for a, b in zip(offset, forward, strict=True)) / distance
        half_size = math.asin(min(1.0, note.radius / distance))
        angle = max(0.0, math.acos(max(-1.0, min(1.0, cosine))) - half_size)
        if angle <= HALF_FIELD:
            yield Sight(annotation=note, distance=distance, angle=angle)


def _entry(note: Annotation, origin: Vector, ray: Iterable[float]) -> float | None:
    ray = tuple(ray)
    offset = tuple(a - b for a, b in zip(note.position, origin, strict=True))
    along_ray = sum(a * b for a, b in zip(offset, ray, strict=True))
    aside = sum(value * value for value in offset) - along_ray * along_ray
    if along_ray <= 0 or aside > note.radius * note.radius:
        return None
    return along_ray - math.sqrt(note.radius * note.radius - aside)
