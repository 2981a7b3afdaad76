"""Meshes and point clouds on disk between two stages of work: exact, fast, the same bytes for the same thing.

A folder holds `mesh.json` or `cloud.json`, an `.npy` file for each array, and images by their SHA-256. It is written
beside its place and moved there, so that there is never half of one.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

from scenes.mesh import Material, Mesh, PointCloud, Primitive

VERSION = 1
IMAGES = ("base", "normal", "roughness_image", "occlusion", "emissive")
COLUMNS = ("position", "triangles", "normal", "uv", "colour", "tangent")
CLOUD = ("position", "colour", "intensity")


class MeshFileError(ValueError):
    """A folder that is no checkpoint of ours."""


def save(mesh: Mesh, folder: Path) -> None:
    """Write a mesh; a folder that is there already is replaced."""
    with _Beside(folder) as beside:
        names: dict[int, str] = {}
        document = {
            "version": VERSION,
            "copyright": mesh.copyright,
            "metadata": dict(mesh.metadata),
            "materials": [_material(beside, material) for material in mesh.materials],
            "parts": [
                {"name": name, "primitives": [_primitive(beside, each, names) for each in primitives]}
                for name, primitives in mesh.parts.items()
            ],
        }
        _write(beside / "mesh.json", document)


def load(folder: Path) -> Mesh:
    """Read a mesh back; raises `MeshFileError` for what is no checkpoint."""
    document = _read(folder / "mesh.json")
    arrays: dict[str, Any] = {}
    return Mesh(
        parts={
            part["name"]: [_primitive_of(folder, each, arrays) for each in part["primitives"]]
            for part in document["parts"]
        },
        materials=tuple(_material_of(folder, row) for row in document["materials"]),
        copyright=document["copyright"],
        metadata=document["metadata"],
    )


def save_cloud(cloud: PointCloud, folder: Path) -> None:
    """Write a point cloud; a folder that is there already is replaced."""
    with _Beside(folder) as beside:
        columns = {name: getattr(cloud, name) for name in CLOUD}
        for name, rows in columns.items():
            if rows is not None:
                _array(beside / f"{name}.npy", rows)
        document = {
            "version": VERSION,
            "columns": [name for name, rows in columns.items() if rows is not None],
            "origin": cloud.origin,
            "crs": cloud.crs,
            "copyright": cloud.copyright,
        }
        _write(beside / "cloud.json", document)


def load_cloud(folder: Path) -> PointCloud:
    """Read a point cloud back; raises `MeshFileError` for what is no checkpoint."""
    import numpy as np

    document = _read(folder / "cloud.json")
    columns = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in document["columns"]}
    x, y, z = document["origin"]
    return PointCloud(origin=(x, y, z), crs=document["crs"], copyright=document["copyright"], **columns)


class _Beside:
    """A folder that takes the place of another when all went well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._beside = folder.with_name(f".{folder.name}.{uuid4().hex}")

    def __enter__(self) -> Path:
        self._beside.mkdir(parents=True)
        return self._beside

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            if self._folder.is_dir():
                shutil.rmtree(self._folder)
            self._beside.rename(self._folder)
        else:
            shutil.rmtree(self._beside, ignore_errors=True)


def _primitive(folder: Path, given: Primitive, names: dict[int, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"material": given.material}
    for column in COLUMNS:
        rows = getattr(given, column)
        if rows is None:
            continue
        if id(rows) not in names:
            names[id(rows)] = f"{len(names)}-{column}.npy"
            _array(folder / names[id(rows)], rows)
        row[column] = names[id(rows)]
    return row


def _primitive_of(folder: Path, row: Mapping[str, str], arrays: dict[str, Any]) -> Primitive:
    import numpy as np

    for column in COLUMNS:
        if column in row and row[column] not in arrays:
            arrays[row[column]] = np.load(folder / row[column], allow_pickle=False)
    return Primitive(material=row["material"], **{name: arrays[row[name]] for name in COLUMNS if name in row})


def _material(folder: Path, material: Material) -> dict[str, Any]:
    row = {each.name: getattr(material, each.name) for each in fields(material)}
    for slot in IMAGES:
        data = row.pop(slot)
        if data:
            row[slot] = f"{hashlib.sha256(data).hexdigest()}.image"
            if not (folder / row[slot]).exists():
                (folder / row[slot]).write_bytes(data)
    return row


def _material_of(folder: Path, row: Mapping[str, Any]) -> Material:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Material(**values | {slot: (folder / row[slot]).read_bytes() for slot in IMAGES if slot in row})


def _array(path: Path, rows: Any) -> None:
    import numpy as np

    with path.open("wb") as out:
        np.save(out, np.ascontiguousarray(rows), allow_pickle=False)


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise MeshFileError(f"{path}: no checkpoint of ours ({error})") from error
    if document.get("version") != VERSION:
        raise MeshFileError(f"{path}: version {document.get('version')}, expected {VERSION}")
    return document
