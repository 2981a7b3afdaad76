"""What is made of all models of an ingest together: the ground to walk on, the entrance, the plan."""

from pathlib import Path
from typing import Any

from msgspec import to_builtins

from scenes.mesh import Mesh


def ground(things: list[str], folder: str) -> dict[str, Any]:
    """Write `walk.glb` and `plan.webp` for meshes and clouds that stand where they were scanned."""
    from scenes.derive.navmesh import entrance, navmesh
    from scenes.derive.plan import plan

    whole = _joined(things)
    report = navmesh(whole, Path(folder) / "walk.glb")
    bounds = plan(whole, Path(folder) / "plan.webp")
    pose = entrance(whole, Path(folder) / "walk.glb")
    return {"report": to_builtins(report), "bounds": list(bounds), "entrance": to_builtins(pose)}
