"""The stages of an ingest as functions of JSON values, each run in a worker process of its own."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from scenes.device import DEVICES, TILED_ABOVE
from scenes.finding import Finding, Refused
from scenes.mesh import Mesh, PointCloud

Progress = Callable[[str, float], None]
DRAFT_TRIANGLES = 400_000
"""Of a tiled model, what pictures and ground are made from."""
DRAFT_POINTS = 2_000_000


def guard(path: str) -> list[Any]:
    """What the guard and the validator noticed; raises `Refused` where the file would hurt."""
    from scenes.validate import validate

    report = validate(Path(path))
    if not report.accepted:
        errors = [each for each in report.findings if each.severity == "error"]
        rest = [each for each in report.findings if each.severity != "error"]
        raise Refused(*errors, *rest)
    return list(to_builtins(report.findings))


def kind(path: str) -> str:
    """How a file is taken in: `mesh`, `tiles` for one too large to be drawn whole, or `points`."""
    from scenes.read import is_cloud, triangle_count

    if is_cloud(Path(path)):
        return "points"
    return "tiles" if triangle_count(Path(path)) > TILED_ABOVE else "mesh"


def read(path: str, folder: str, units: str | None, up: str | None) -> dict[str, Any]:
    """Read a scan into `folder`."""
    from scenes import mesh_file
    from scenes.read import read as read_scan

    reading = read_scan(Path(path), units=units, up=up)
    about = {
        "format": reading.format,
        "units": reading.units,
        "up": reading.up,
        "scale": reading.scale,
        "findings": to_builtins(reading.findings),
    }
    if reading.cloud is not None:
        mesh_file.save_cloud(reading.cloud, Path(folder) / "cloud")
        return about | {"kind": "points", "points": len(reading.cloud.position)} | _about(reading.cloud)
    assert reading.mesh is not None
    mesh_file.save(reading.mesh, Path(folder) / "mesh")
    return about | {"kind": "mesh", "triangles": reading.mesh.triangles} | _about(reading.mesh)


def repair(mesh: str, folder: str, fill_holes: bool) -> dict[str, Any]:
    """Repair the mesh that lies in `mesh` into `folder`."""
    from scenes import mesh_file
    from scenes.derive.repair import describe
    from scenes.derive.repair import repair as mend

    whole, report = mend(mesh_file.load(Path(mesh)), fill_holes=fill_holes)
    if not whole.triangles:
        raise Refused(Finding(code="NOTHING_LEFT", message="no triangle of it has an area", remedy="export it again"))
    mesh_file.save(whole, Path(folder) / "mesh")
    sentences = [line for line in describe(report).splitlines() if line.strip()]
    return {"report": to_builtins(report), "sentences": sentences} | _about(whole)


def derive(mesh: str, folder: str, name: str, device: str, draco: bool, progress: Progress) -> dict[str, Any]:
    """Write the levels of detail of a repaired mesh as `name.N.glb` into `folder`, with their copies."""
    from scenes import mesh_file
    from scenes.derive.levels import levels, write_level
    from scenes.derive.occlusion import bake

    whole = mesh_file.load(Path(mesh))
    if not textured(whole):
        progress("shade", 0.0)
        whole = bake(whole)
    made = levels(whole, device, progress=progress)  # type: ignore[arg-type]
    rows = []
    for number, level in enumerate(made):
        progress("compress", number / len(made))
        path = Path(folder) / f"{name}.{number}.glb"
        write_level(level, path, draco=draco, brotli=True)
        rows.append(_file(path) | {"triangles": level.mesh.triangles, "error": level.error})
    findings = [finding for level in made for finding in level.findings]
    return {"levels": rows, "devices": _devices(rows), "findings": to_builtins(findings)}


def tiles(path: str, folder: str, name: str, units: str | None, up: str | None, progress: Progress) -> dict[str, Any]:
    """Cut a large mesh into tiles `name.tiles/` in `folder`, and keep a draft of it in `folder`/mesh."""
    from scenes import mesh_file
    from scenes.derive.tile import tile
    from scenes.ingest.draft_mesh import draft_of
    from scenes.read import chunks

    materials, pieces = chunks(Path(path), units=units, up=up)
    target = Path(folder) / "made" / f"{name}.tiles"
    report = tile(materials, pieces, target, scratch=Path(folder) / "scratch", progress=progress)
    draft = draft_of(target / "tileset.json", DRAFT_TRIANGLES)
    mesh_file.save(draft, Path(folder) / "mesh")
    return {"tiles": to_builtins(report), "triangles": report.triangles} | _about(draft)


def points(path: str, folder: str, name: str, units: str | None, up: str | None, progress: Progress) -> dict[str, Any]:
    """Cut a point cloud into tiles, and keep a thinned cloud in `folder`/cloud."""
    from scenes import mesh_file
    from scenes.derive.point_cloud import tile_points
    from scenes.ingest.draft_mesh import Thinned
    from scenes.read import point_chunks

    target = Path(folder) / "made" / f"{name}.tiles"
    kept = Thinned(point_chunks(Path(path), units=units, up=up), DRAFT_POINTS)
    report = tile_points(kept.passing(), target, scratch=Path(folder) / "scratch", progress=progress)
    cloud = kept.cloud()
    mesh_file.save_cloud(cloud, Path(folder) / "cloud")
    return {"tiles": to_builtins(report), "points": report.points} | _about(cloud)


def pictures(thing: str, folder: str, name: str, progress: Progress) -> list[list[str]]:
    """Render a thumbnail and a turntable into `folder`."""
    from scenes.derive.thumbnail import thumbnail
    from scenes.derive.turntable import turntable

    shown = _load(Path(thing))
    thumbnail(shown, Path(folder) / f"{name}.thumbnail.webp")
    progress("turntable", 0.3)
    turntable(shown, Path(folder) / f"{name}.turntable.webp")
    return [["thumbnail", f"{name}.thumbnail.webp"], ["turntable", f"{name}.turntable.webp"]]


def textured(mesh: Mesh) -> bool:
    """Whether a mesh brings its own colours, by images or by vertices."""
    images = any(material.base for material in mesh.materials)
    return images or any(each.colour is not None for part in mesh.parts.values() for each in part)


def _load(folder: Path) -> Mesh | PointCloud:
    from scenes import mesh_file

    return mesh_file.load_cloud(folder) if folder.name == "cloud" else mesh_file.load(folder)


def _about(thing: Mesh | PointCloud) -> dict[str, Any]:
    low, high = thing.bounds() if isinstance(thing, Mesh) else (thing.position.min(axis=0), thing.position.max(axis=0))
    return {"low": low.tolist(), "high": high.tolist(), "copyright": thing.copyright}


def _file(path: Path) -> dict[str, Any]:
    from hashlib import sha256

    beside = {"brotli": path.with_name(path.name + ".br"), "draco": path.with_name(f"{path.stem}.draco.glb")}
    sizes = {name: each.stat().st_size for name, each in beside.items() if each.is_file()}
    data = path.read_bytes()
    return {"file": path.name, "digest": sha256(data).hexdigest(), "bytes": len(data)} | sizes


def _devices(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The finest level within each device's triangles and bytes."""
    found: dict[str, str] = {}
    for device, budget in DEVICES.items():
        fits = [
            number
            for number, row in enumerate(rows)
            if row["triangles"] <= budget.triangles and row["bytes"] <= budget.download
        ]
        found[device] = f"level {fits[-1]}" if fits else "none fits, level 0"
    return found
