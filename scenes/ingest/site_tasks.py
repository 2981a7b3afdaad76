"""What is made of all scans of an ingest together: the ground to walk on, the entrance, the plan."""

from pathlib import Path
from typing import Any

from msgspec import to_builtins

from scenes.ingest.tasks import load
from scenes.mesh import Material, Mesh, PointCloud, Primitive


def ground(things: list[str], folder: str) -> dict[str, Any]:
    """Write `walk.glb` and `plan.webp` for meshes and clouds that stand where they were scanned."""
    from scenes.derive.navmesh import entrance, navmesh
    from scenes.derive.plan import plan

    found = [load(Path(thing)) for thing in things]
    meshes = [thing for thing in found if isinstance(thing, Mesh)]
    clouds = [thing for thing in found if isinstance(thing, PointCloud)]
    whole = joined(meshes) if meshes else clouds[0]
    walk = Path(folder) / "walk.glb"
    report = navmesh(whole, walk)
    bounds = plan(whole, Path(folder) / "plan.webp")
    return {"sentences": report.sentences, "bounds": list(bounds), "entrance": to_builtins(entrance(whole, walk))}


def joined(meshes: list[Mesh]) -> Mesh:
    """Meshes as one; the parts and materials of each are told apart by its number."""
    parts: dict[str, list[Primitive]] = {}
    materials: list[Material] = []
    for number, mesh in enumerate(meshes):
        names = {each.name: f"{number}.{each.name}" for each in mesh.materials}
        materials += [renamed(each, name=names[each.name]) for each in mesh.materials]
        for part, primitives in mesh.parts.items():
            parts[f"{number}.{part}"] = [renamed(each, material=names.get(each.material, "")) for each in primitives]
    return Mesh(parts=parts, materials=tuple(materials), copyright=meshes[0].copyright)


def renamed(value: Any, **changes: str) -> Any:
    """A copy with other names in it."""
    from dataclasses import replace

    return replace(value, **changes)
