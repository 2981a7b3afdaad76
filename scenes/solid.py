"""The triangles of a scene as rays meet them, read from its models in a process of its own."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Any

from scenes.pose import Quaternion
from scenes.scene import Level, Model, Scene
from scenes.worker import GIB, Limits, run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIANGLES = 1_000_000
"""How many triangles all visible models may have together: about 90 MB in Embree."""

LIMITS = Limits(memory=3 * GIB, cpu=300, wall=600.0, threads=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """Vertices (n, 3) in scene space, metres, and triangles (m, 3)."""

    visible: "tuple[tuple[str, NDArray[np.float64], NDArray[np.integer[Any]]], ...]"
    """With the name of the part each time."""
    walkable: "tuple[tuple[NDArray[np.float64], NDArray[np.integer[Any]]], ...]"


def solid_of(scene: Scene, cancelled: Event | None = None) -> Solid:
    """Read one level of every model.

    Of a visible model the finest that leaves the others their share of `TRIANGLES`, of a walkable one the finest, of
    tiles the finest that fit the share together.
    Raises `Refused` or `WorkerFailed` as `scenes.worker.run` does.
    """
    with TemporaryDirectory(prefix="gaze-") as folder:
        file = Path(folder) / "solid.npz"
        run("scenes.solid:bake", {"models": chosen(scene.models), "out": str(file)}, limits=LIMITS, cancelled=cancelled)
        return _load(file)


def chosen(models: Sequence[Model]) -> list[dict[str, Any]]:
    """Which files of each model to read, and where they stand, as JSON values."""
    visible = [model for model in models if model.role == "visible"]
    share = TRIANGLES / max(1, len(visible))
    return [
        {
            "files": [str(level.path) for level in _levels(model, share)] if model.tiles is None else [],
            "tileset": str(model.tiles.tileset.path) if model.tiles else "",
            "share": share,
            "walkable": model.role == "walkable",
            "position": model.position,
            "orientation": model.orientation,
            "scale": model.scale,
        }
        for model in models
    ]


def bake(models: Sequence[Mapping[str, Any]], out: str) -> int:
    """Write what `_load` reads: the child's side; returns the bytes written."""
    import numpy as np

    os.nice(10)
    arrays: dict[str, Any] = {}
    names: list[str] = []
    walkable: list[bool] = []
    for model in models:
        for name, vertices, triangles in _shapes(model):
            number = len(names)
            names.append(name)
            walkable.append(bool(model["walkable"]))
            arrays[f"vertices{number}"] = _placed(vertices, model)
            arrays[f"triangles{number}"] = np.ascontiguousarray(triangles, np.int32)
    np.savez(out, names=np.array(names, np.str_), walkable=np.array(walkable, bool), **arrays)
    return Path(out).stat().st_size


def _levels(model: Model, share: float) -> Sequence[Level]:
    if model.role == "walkable":
        return model.levels[-1:]
    fits = [level for level in model.levels if level.triangles <= share]
    return fits[-1:] or model.levels[:1]


def _shapes(model: Mapping[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    """Name, vertices in the model's space and triangles of everything that has a surface."""
    from scenes.read.gltf import read_gltf
    from scenes.read.gltf_file import open_gltf
    from scenes.read.gltf_nodes import placed
    from scenes.tile_cut import cut

    files: list[tuple[Path, Any]] = [(Path(file), 0.0) for file in model["files"]]
    tiles = cut(Path(model["tileset"]), model["share"]) if model["tileset"] else []
    for path, offset in [*files, *tiles]:
        nodes = {place.name for place in placed(open_gltf(path))}
        for part, primitives in read_gltf(path).parts.items():
            for primitive in primitives:
                yield _node(part, nodes), primitive.position + offset, primitive.triangles


def _node(part: str, nodes: Collection[str]) -> str:
    """The node's own name: the reader tells the second of a name, such as an instance, apart as `name-2`."""
    return part if part in nodes else part.rpartition("-")[0]


def _placed(vertices: Any, model: Mapping[str, Any]) -> Any:
    import numpy as np

    turned = np.asarray(vertices, np.float64) * model["scale"] @ _rotation(model["orientation"]).T
    return turned + np.array(model["position"], np.float64)


def _rotation(orientation: Quaternion) -> Any:
    import numpy as np

    x, y, z, w = np.array(orientation) / np.linalg.norm(orientation)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _load(file: Path) -> Solid:
    import numpy as np

    with np.load(file, allow_pickle=False) as held:
        shapes = [
            (str(name), bool(ground), held[f"vertices{number}"], held[f"triangles{number}"])
            for number, (name, ground) in enumerate(zip(held["names"], held["walkable"], strict=True))
        ]
    return Solid(
        visible=tuple((name, vertices, triangles) for name, ground, vertices, triangles in shapes if not ground),
        walkable=tuple((vertices, triangles) for _, ground, vertices, triangles in shapes if ground),
    )
