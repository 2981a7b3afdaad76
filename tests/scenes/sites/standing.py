"""Where one can stand in a model, and what is around one's head."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scenes.pose import Vector
from tests.scenes.sites.glb import Glb

EYE = 1.65
HIGH = float(np.tan(np.radians(31)))
"""Half the height of the page's picture one metre ahead."""
WIDE = HIGH * 16 / 9
Heights = Callable[[float, float], list[float]]


def floors(floor: Any) -> Heights:
    """A function that gives the heights of floors (n, 3, 3) over and under a place on the ground."""

    def at(x: float, z: float) -> list[float]:
        a, b, c = (floor[:, corner] for corner in range(3))
        area = (b[:, 0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (b[:, 2] - a[:, 2])
        area = np.where(np.abs(area) < 1e-9, np.nan, area)
        v = ((x - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (z - a[:, 2])) / area
        w = ((b[:, 0] - a[:, 0]) * (z - a[:, 2]) - (x - a[:, 0]) * (b[:, 2] - a[:, 2])) / area
        inside = (v >= -1e-4) & (w >= -1e-4) & (v + w <= 1 + 1e-4)
        found = a[:, 1] + v * (b[:, 1] - a[:, 1]) + w * (c[:, 1] - a[:, 1])
        return sorted({round(float(height), 2) for height in found[inside]})

    return at


def rays(structure: Glb) -> Any:
    """A scene of a level's triangles to be asked for distances and hits."""
    import open3d

    corners = structure.triangles().reshape(-1, 3).astype(np.float32)
    scene = open3d.t.geometry.RaycastingScene()
    index = np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)
    scene.add_triangles(open3d.core.Tensor(corners), open3d.core.Tensor(index))
    return scene


def elbow_room(structure: Glb, stops: Mapping[str, Vector]) -> dict[str, float]:
    """Metres from the eyes of somebody at each stop to what is nearest."""
    import open3d

    eyes = np.array([(x, y + EYE, z) for x, y, z in stops.values()], dtype=np.float32)
    distance = rays(structure).compute_distance(open3d.core.Tensor(eyes)).numpy()
    return dict(zip(stops, distance.tolist(), strict=True))


def arriving(at: Vector, target: Vector) -> Any:
    """Rays (n, 6) of the page's first picture at a stop, from the eyes towards what is told of."""
    eye, (right, up, forward) = np.add(at, (0.0, EYE, 0.0)), _looking(at, target)
    u, v = np.meshgrid(np.linspace(-1, 1, 64) * WIDE, np.linspace(-1, 1, 36) * HIGH)
    way = forward + u[..., None] * right + v[..., None] * up
    way /= np.linalg.norm(way, axis=-1, keepdims=True)
    return np.concatenate([np.tile(eye, (u.size, 1)), way.reshape(-1, 3)], axis=1).astype(np.float32)


def framed(at: Vector, target: Vector, points: Any) -> Any:
    """Which of some points (n, 3) are within that picture."""
    right, up, ahead = _looking(at, target) @ (points - np.add(at, (0.0, EYE, 0.0))).T
    return (ahead > 0) & (np.abs(right) <= WIDE * ahead) & (np.abs(up) <= HIGH * ahead)


def _looking(at: Vector, target: Vector) -> Any:
    """Where right, up and ahead are (3, 3) for somebody who has just come to a stop."""
    x, y, z = np.subtract(target, np.add(at, (0.0, EYE, 0.0)))
    pitch, yaw = np.clip(np.arctan2(y, np.hypot(x, z)), -0.6, 0.6), np.arctan2(x, -z)
    forward = np.array((np.sin(yaw) * np.cos(pitch), np.sin(pitch), -np.cos(yaw) * np.cos(pitch)))
    right = np.array((np.cos(yaw), 0.0, np.sin(yaw)))
    return np.stack([right, np.cross(right, forward), forward])


def islands(floor: Any, stops: Mapping[str, Vector], step: float = 0.5) -> dict[str, int]:
    """The number of the floor that each stop stands on; floors that touch, or lie within a step, metres, are one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    points, owner = [], []
    for number, corners in enumerate(floor):
        sides = [float(np.linalg.norm(corners[k] - corners[k - 1])) for k in range(3)]
        edges = [np.linspace(corners[k - 1], corners[k], int(sides[k] / 0.25) + 2) for k in range(3)]
        points.append(np.concatenate(edges))
        owner.append(np.full(len(points[-1]), number))
    at, who = np.concatenate(points), np.concatenate(owner)
    pairs = cKDTree(at).query_pairs(step, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (who[pairs[:, 0]], who[pairs[:, 1]])), shape=(len(floor), len(floor)))
    _, island = connected_components(links, directed=False)
    return {stop: int(island[_under(floor, np.asarray(place))]) for stop, place in stops.items()}


def _under(floor: Any, place: Any) -> int:
    """The triangle one stands on at a place."""
    a, b, c = (floor[:, corner] for corner in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (b[:, 2] - a[:, 2])
    v = ((place[0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (place[2] - a[:, 2])) / area
    w = ((b[:, 0] - a[:, 0]) * (place[2] - a[:, 2]) - (place[0] - a[:, 0]) * (b[:, 2] - a[:, 2])) / area
    y = a[:, 1] + v * (b[:, 1] - a[:, 1]) + w * (c[:, 1] - a[:, 1])
    inside = (v >= -1e-4) & (w >= -1e-4) & (v + w <= 1 + 1e-4)
    return int(np.argmin(np.where(inside, np.abs(y - place[1]), np.inf)))
