"""What is made of all scans of an ingest together: the ground to walk on, the entrance, the plan."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from scenes.ingest.tasks import load
from scenes.mesh import Material, Mesh, PointCloud, Primitive

if TYPE_CHECKING:
    from scenes.derive.navmesh import Navmesh

WALKED_IN = 6.0
"""Metres of a cloud's shorter side beyond which one walks in it, on a level floor, and not round it."""
FLOOR = 0.02
"""Share of a cloud's points that lie under its floor."""
BEYOND = 3.0
"""Metres of floor beyond a cloud."""


def ground(things: list[str], folder: str) -> dict[str, Any]:
    """Write `walk.glb` and `plan.webp` for meshes and clouds that stand where they were scanned."""
    from scenes.derive.entrance import entrance
    from scenes.derive.plan import plan
    from scenes.derive.render import facing_of
    from scenes.derive.roof import cut_height
    from scenes.read.cloud_source import joined as joined_clouds

    found = [load(Path(thing)) for thing in things]
    meshes = [thing for thing in found if isinstance(thing, Mesh)]
    clouds = [thing for thing in found if isinstance(thing, PointCloud)]
    shown = joined(meshes) if meshes else joined_clouds(clouds, "")
    solid = shown if isinstance(shown, Mesh) else box(shown)
    walk, sentence = _walk(shown, solid, Path(folder) / "walk.glb")
    indoors = cut_height(shown) if isinstance(shown, Mesh) and walk.place else None
    bounds = plan(shown, Path(folder) / "plan.webp", ceiling=indoors, bounds=_sheet(solid, walk))
    pose = entrance(solid, walk, front=facing_of(shown))
    return {"sentences": [sentence], "bounds": list(bounds), "entrance": to_builtins(pose)}


def _sheet(solid: Mesh, walk: "Navmesh") -> tuple[float, float, float, float]:
    """What the plan covers: the thing and the ground round it, so that the visitor stands on the map."""
    import numpy as np

    low, high = solid.bounds()
    corners = np.concatenate([walk.position, low[None], high[None]])[:, [0, 2]]
    (x, z), (far_x, far_z) = corners.min(axis=0), corners.max(axis=0)
    return (float(x), float(z), float(far_x), float(far_z))


def _walk(shown: Mesh | PointCloud, solid: Mesh, out: Path) -> "tuple[Navmesh, str]":
    from scenes.derive.around import ground_around
    from scenes.derive.navmesh import navmesh

    if isinstance(shown, PointCloud):
        low, high = solid.bounds()
        if min(high[0] - low[0], high[2] - low[2]) > WALKED_IN:
            walk = navmesh(floor(shown), out)
            return (
                walk,
                f"One walks in the cloud on a level floor of {walk.area:.0f} m²; nobody has measured the ground.",
            )
    else:
        walk = navmesh(shown, out)
        if walk.place:
            share = f"{walk.share:.0%} of what it covers"
            return walk, f"One can walk on {walk.area:.0f} m², {share}; the largest piece has {walk.largest:.0f} m²."
    walk = ground_around(solid, out)
    return walk, f"Nobody can walk in it: a floor of {walk.area:.0f} m² was laid round it."


def box(cloud: PointCloud) -> Mesh:
    """The box round a cloud."""
    import numpy as np

    low, high = cloud.position.min(axis=0), cloud.position.max(axis=0)
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]) * (high - low) + low
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = np.array([(face[0], *pair) for face in faces for pair in (face[1:3], face[2:4])])
    return Mesh(parts={"box": [Primitive(material="", position=corners, triangles=triangles)]})


def floor(cloud: PointCloud) -> Mesh:
    """A level floor under a cloud and a little beyond it."""
    import numpy as np

    low, high = cloud.position.min(axis=0) - BEYOND, cloud.position.max(axis=0) + BEYOND
    height = float(np.quantile(cloud.position[:, 1], FLOOR))
    corners = np.array([[x, height, z] for x in (low[0], high[0]) for z in (low[2], high[2])])
    return Mesh(parts={"floor": [Primitive(material="", position=corners, triangles=np.array([[0, 1, 3], [0, 3, 2]]))]})


def joined(meshes: list[Mesh]) -> Mesh:
    """Meshes as one; the parts and materials of each are told apart by its number."""
    if len(meshes) == 1:
        return meshes[0]
    parts: dict[str, list[Primitive]] = {}
    materials: list[Material] = []
    for number, mesh in enumerate(meshes):
        materials += [replace(each, name=f"{number}.{each.name}") for each in mesh.materials]
        for part, primitives in mesh.parts.items():
            parts[f"{number}.{part}"] = [replace(each, material=f"{number}.{each.material}") for each in primitives]
    return Mesh(parts=parts, materials=tuple(materials), copyright=meshes[0].copyright)
