"""The stages of an ingest as functions of JSON values, each run in a worker process of its own."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import convert, to_builtins

from scenes.device import DEVICES, TILED_ABOVE
from scenes.finding import Finding, Refused
from scenes.ingest.owner import said_by_file, stated
from scenes.mesh import Material, Mesh, PointCloud
from scenes.rights import copyright_notice, packet
from scenes.scene import Rights

Progress = Callable[[str, float], None]
DRAFT_TRIANGLES = 400_000
"""Of a tiled model, what pictures and ground are made from."""
DRAFT_POINTS = 2_000_000
IMAGES = ("base", "normal", "roughness_image", "occlusion", "emissive")
KTX2 = b"\xabKTX 20"


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
    if reading.cloud is not None:
        mesh_file.save_cloud(reading.cloud, Path(folder) / "cloud")
        return _read(reading) | {"points": len(reading.cloud.position), "rights": None} | about(reading.cloud)
    assert reading.mesh is not None
    mesh_file.save(reading.mesh, Path(folder) / "mesh")
    rights = to_builtins(said_by_file(reading.mesh.copyright, reading.mesh.metadata))
    return _read(reading) | {"triangles": reading.mesh.triangles, "rights": rights} | about(reading.mesh)


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
    return {"report": to_builtins(report), "sentences": sentences} | about(whole)


def derive(
    mesh: str, folder: str, name: str, device: str, draco: bool, rights: Any, title: dict[str, str], progress: Progress
) -> dict[str, Any]:
    """Write the levels of detail of a repaired mesh as `name.N.glb` into `folder`, with their copies and rights."""
    from scenes import mesh_file
    from scenes.derive.bake import bake
    from scenes.derive.levels import levels, write_level

    seen, missed = drawable(mesh_file.load(Path(mesh)))
    whole = _signed(seen, convert(rights, Rights), title)
    if not textured(whole):
        progress("shade", 0.0)
        whole = bake(whole)
    made = levels(whole, device, progress=lambda stage, done: progress(stage, 0.1 + 0.6 * done))  # type: ignore[arg-type]
    rows = []
    for number, level in enumerate(made):
        progress("compress", 0.7 + 0.3 * number / len(made))
        path = Path(folder) / f"{name}.{number}.glb"
        write_level(level, path, draco=draco, brotli=True)
        rows.append(_file(path) | {"triangles": level.triangles, "error": level.error})
    findings = [*missed, *(finding for level in made for finding in level.findings)]
    return {"levels": rows, "devices": _devices(rows), "findings": to_builtins(findings)}


def tiles(
    path: str, folder: str, name: str, units: str | None, up: str | None, notice: str, progress: Progress
) -> dict[str, Any]:
    """Cut a large mesh into tiles `name.tiles/` in `folder`/made, and keep a draft of it in `folder`/mesh."""
    from scenes import mesh_file
    from scenes.derive.tile import tile
    from scenes.ingest.draft_mesh import draft_of
    from scenes.read import stream

    source = stream(Path(path), units=units, up=up)
    target = Path(folder) / "made" / f"{name}.tiles"
    with _emptied(Path(folder) / "scratch") as scratch:
        report = tile(
            source.materials,
            source.pieces,
            target,
            scratch=scratch,
            copyright=notice or source.copyright,
            progress=progress,
        )
    draft = draft_of(target / "tileset.json", DRAFT_TRIANGLES)
    mesh_file.save(draft, Path(folder) / "mesh")
    rights = to_builtins(said_by_file(source.copyright, {}))
    return _read(source) | _tiles(target, report) | {"triangles": report.triangles, "rights": rights} | about(draft)


def points(
    path: str, folder: str, name: str, units: str | None, up: str | None, notice: str, progress: Progress
) -> dict[str, Any]:
    """Cut a point cloud into tiles, and keep a thinned cloud in `folder`/cloud."""
    from scenes import mesh_file
    from scenes.derive.point_cloud import tile_points
    from scenes.ingest.draft_mesh import Thinned
    from scenes.read import point_stream

    source = point_stream(Path(path), units=units, up=up)
    target = Path(folder) / "made" / f"{name}.tiles"
    kept = Thinned(source.pieces, DRAFT_POINTS)
    with _emptied(Path(folder) / "scratch") as scratch:
        report = tile_points(kept.passing(), target, scratch=scratch, copyright=notice, progress=progress)
    cloud = kept.cloud()
    mesh_file.save_cloud(cloud, Path(folder) / "cloud")
    return _read(source) | _tiles(target, report) | {"points": report.points, "rights": None} | about(cloud)


def pictures(thing: str, light: str, folder: str, name: str, progress: Progress) -> list[list[str]]:
    """Render a thumbnail and a turntable into `folder`; what turns is the GLB `light`, where there is one."""
    from scenes.derive.thumbnail import thumbnail
    from scenes.derive.turntable import turntable
    from scenes.read import read as read_scan

    shown = load(Path(thing))
    thumbnail(shown, Path(folder) / f"{name}.thumbnail.webp")
    progress("turntable", 0.3)
    turning = read_scan(Path(light), units="m", up="y").mesh if light else None
    turntable(turning or shown, Path(folder) / f"{name}.turntable.webp")
    return [["thumbnail", f"{name}.thumbnail.webp"], ["turntable", f"{name}.turntable.webp"]]


def compare(before: str, after: str, folder: str, name: str) -> list[str]:
    """Draw a scan as it was read and the GLB that a visitor gets; no picture where it cannot be drawn as it is."""
    from scenes import mesh_file
    from scenes.derive.comparison import comparison
    from scenes.read import read as read_scan

    given = read_scan(Path(after), units="m", up="y").mesh
    names = [f"{name}.before.webp", f"{name}.after.webp"]
    try:
        if given is not None:
            comparison(mesh_file.load(Path(before)), given, (Path(folder) / names[0], Path(folder) / names[1]))
            return names
    except ValueError:
        pass
    return []


def drawable(mesh: Mesh) -> tuple[Mesh, list[Finding]]:
    """The mesh without KTX2 textures, and a word for each material that had some.

    Their transcoder makes code from text, which the page's content security policy forbids.
    """
    found = [(each, [name for name in IMAGES if getattr(each, name).startswith(KTX2)]) for each in mesh.materials]
    seen = [_without(each, names) for each, names in found]
    return replace(mesh, materials=seen), [_undrawn(each.name) for each, names in found if names]


def _without(material: Material, images: Sequence[str]) -> Material:
    bare: dict[str, Any] = dict.fromkeys(images, b"")
    return replace(material, **bare)


def _undrawn(material: str) -> Finding:
    message = f"the textures of the material {material!r} are KTX2, which the page cannot draw; they were left out"
    remedy = "export the scan with PNG, JPEG or WebP textures"
    return Finding(code="KTX2_LEFT_OUT", message=message, severity="warning", remedy=remedy)


def _signed(mesh: Mesh, rights: Rights, title: dict[str, str]) -> Mesh:
    """A mesh that says whose it is, wherever it goes."""
    if not stated(rights):
        return mesh
    return replace(mesh, copyright=copyright_notice(rights), metadata=packet(rights, title))


def textured(mesh: Mesh) -> bool:
    """Whether a mesh brings its own colours or its own shade, by images or by vertices."""
    images = any(material.base or material.occlusion for material in mesh.materials)
    return images or any(each.colour is not None for part in mesh.parts.values() for each in part)


def load(folder: Path) -> Mesh | PointCloud:
    """A checkpoint: a cloud where its folder is called so, else a mesh."""
    from scenes import mesh_file

    return mesh_file.load_cloud(folder) if folder.name == "cloud" else mesh_file.load(folder)


def about(thing: Mesh | PointCloud) -> dict[str, Any]:
    """Where a thing lies, metres, and what it says of its rights."""
    low, high = thing.bounds() if isinstance(thing, Mesh) else (thing.position.min(axis=0), thing.position.max(axis=0))
    return {"low": low.tolist(), "high": high.tolist(), "copyright": thing.copyright}


def _read(source: Any) -> dict[str, Any]:
    """How a file was brought into scene space."""
    said = {name: getattr(source, name) for name in ("format", "units", "up", "scale", "origin")}
    return said | {"findings": to_builtins(source.findings)}


def _tiles(target: Path, report: Any) -> dict[str, Any]:
    whole = _file(target / "tileset.json")
    row = {
        "file": f"{target.name}/tileset.json",
        "digest": whole["digest"],
        "tiles": report.tiles,
        "bytes": report.bytes,
        "triangles": report.triangles,
        "points": report.points,
        "depth": report.depth,
        "error": report.errors[0],
    }
    return {"tiles": row}


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
