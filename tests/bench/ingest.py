"""One level of detail of real scans, side by side with gltfpack and gltf-transform: bytes, seconds, memory, distance.

python tests/bench/ingest.py [--scans NAME …] [--runs 3]

Every tool gets the same plain GLB (float attributes, original images) of the scan as repaired, so that all have the
same attributes to keep, and the same number of triangles to reach. Ours is the whole mesh path in one fresh process:
start of the interpreter, read, repair, simplify, compress, write, in the surroundings that the worker gives it.
Every tool runs once before it is measured, so that Python's modules are compiled and files are in memory. Positions
keep at most 14 bits, as gltfpack's do.
Distances are measured both ways at 100,000 points each, as shares of the scan's diagonal. `bytes_at_equal_error` is
what we need for gltfpack's mean distance.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.one_level import ERROR, lighter  # noqa: E402

SCANS = {
    "venus_597k": "venus_597k/venus.gltf",
    "venus_de_milo": "venus_de_milo/venus.glb",
    "whale": "whale/whale_cranium.glb",
    "nefertiti": "nefertiti/nefertiti-lowres.obj",
    "lion": "lion_statue/lionstatue.obj",
}
RATIOS = (1.0, 0.2)
SAMPLES = 100_000
MODULES = ROOT / "scenes/node/node_modules"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One run of a tool."""

    seconds: float
    cpu_seconds: float
    """Of the process and all it waited for; less shaken by what else the machine does."""
    peak_mib: float
    """Of the process and all it started, summed, looked at every 5 ms."""


def plain(mesh: Any) -> bytes:
    """The mesh as any reader takes it: 32 bit floats, no extension."""
    import numpy as np

    from scenes.derive.pack import Views
    from scenes.gltf import glb
    from scenes.gltf_material import Materials

    writer = Views(compress=False)
    painter = Materials(writer=writer, uv_bits={})
    places = painter.add(mesh.materials)
    names = {"position": "POSITION", "normal": "NORMAL", "uv": "TEXCOORD_0", "tangent": "TANGENT", "colour": "COLOR_0"}

    def accessor(rows: Any, component: int, **more: Any) -> int:
        kind = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}[rows.shape[1]]
        view = writer.image(rows.tobytes())
        target = {"bufferView": view, "componentType": component, "count": len(rows), "type": kind}
        writer.accessors.append(target | more)
        return len(writer.accessors) - 1

    nodes: list[dict[str, Any]] = []
    meshes: list[dict[str, Any]] = []
    for part, primitives in mesh.parts.items():
        made = []
        for each in primitives:
            rows = {name: getattr(each, name) for name in names if getattr(each, name) is not None}
            floats = {names[name]: given.astype(np.float32) for name, given in rows.items()}
            box = {"min": floats["POSITION"].min(axis=0).tolist(), "max": floats["POSITION"].max(axis=0).tolist()}
            attributes = {
                name: accessor(given, 5126, **(box if name == "POSITION" else {})) for name, given in floats.items()
            }
            indices = accessor(each.triangles.astype(np.uint32).reshape(-1, 1), 5125)
            made.append({"attributes": attributes, "indices": indices, "material": places[each.material]})
        meshes.append({"name": part, "primitives": made})
        nodes.append({"name": part, "mesh": len(meshes) - 1})
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": list(range(len(nodes)))}],
        "nodes": nodes,
        "meshes": meshes,
        **painter.arrays(),
        "accessors": writer.accessors,
        "bufferViews": writer.views,
        "buffers": writer.buffers(),
    }
    return glb(document, bytes(writer.blob))


def commands(source: Path, target: Path, ratio: float, triangles: int) -> dict[str, list[str]]:
    """How each tool is asked for the same."""
    from scenes.worker import Limits, within

    ours = ["env", "-u", "PYTHONDONTWRITEBYTECODE", f"PYTHONPYCACHEPREFIX={target.parent / 'compiled'}"]
    ours += [
        *within(Limits()),
        sys.executable,
        str(Path(__file__).with_name("one_level.py")),
        str(source),
        str(target),
        *([str(triangles)] if ratio < 1 else []),
    ]
    pack = ["node", str(MODULES / "gltfpack/cli.js"), "-i", str(source), "-o", str(target)]
    pack += ["-cc", "-kn", "-km", "-ke", *(["-si", str(ratio)] if ratio < 1 else [])]
    transform = ["node", str(MODULES / "@gltf-transform/cli/bin/cli.js"), "optimize", str(source), str(target)]
    transform += ["--compress", "meshopt", "--texture-compress", "false", "--simplify", str(ratio < 1).lower()]
    transform += ["--simplify-ratio", str(ratio), "--simplify-error", str(ERROR)]
    return {"ours": ours, "gltfpack": pack, "gltf-transform": transform}


def ran(command: list[str]) -> Ran:
    """Run it and weigh it, children included."""
    import psutil

    before = os.times()
    began = time.monotonic()
    child = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = 0
    while child.poll() is None:
        peak = max(peak, _resident(child))
        time.sleep(0.005)
    seconds = time.monotonic() - began
    if child.returncode:
        raise RuntimeError(f"{command}: {child.stderr.read().decode()[-1000:]}")
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return Ran(seconds=seconds, cpu_seconds=used, peak_mib=peak / 2**20)


def _resident(child: Any) -> int:
    import psutil

    total = 0
    try:
        for each in (child, *child.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.Error:
        pass
    return total


def measured(tool: str, command: list[str], target: Path, original: Any, diagonal: float, runs: int) -> dict[str, Any]:
    """The median run, and what came out."""
    from scenes.derive.distance import Surface
    from scenes.derive.images import textures
    from scenes.read import read

    ran(command)
    every = [ran(command) for _ in range(runs)]
    mesh: Any = read(target).mesh
    mean, largest = original.distance(Surface(mesh), SAMPLES)
    return {
        "tool": tool,
        "seconds": round(median(each.seconds for each in every), 2),
        "cpu_seconds": round(median(each.cpu_seconds for each in every), 2),
        "peak_mib": round(max(each.peak_mib for each in every)),
        "bytes": target.stat().st_size,
        "geometry_bytes": target.stat().st_size - sum(map(len, textures(mesh))),
        "triangles": mesh.triangles,
        "mean_distance": float(f"{mean / diagonal:.3g}"),
        "max_distance": float(f"{largest / diagonal:.3g}"),
    }


def equal_error(mesh: Any, original: Any, diagonal: float, mean: float, start: int, target: Path) -> dict[str, Any]:
    """The fewest triangles, by halving, with which our mean distance is no larger, and their bytes."""
    from scenes.derive.distance import Surface
    from scenes.read import read

    low, high, best = start // 3, min(int(start * 1.2), mesh.triangles), {}
    for _ in range(6):
        middle = (low + high) // 2
        target.write_bytes(lighter(mesh, middle))
        made = original.distance(Surface(read(target).mesh), SAMPLES)[0] / diagonal  # type: ignore[arg-type]
        if made <= mean:
            high = middle
            best = {"triangles": middle, "bytes": target.stat().st_size, "mean_distance": float(f"{made:.3g}")}
        else:
            low = middle
    return best


def scan(name: str, runs: int, folder: Path) -> list[dict[str, Any]]:
    """All tools on one scan at each ratio."""
    import numpy as np

    from scenes.derive.distance import Surface
    from scenes.derive.images import textures
    from scenes.derive.repair import repair
    from scenes.read import read

    mesh, _ = repair(read(ROOT.parent / "shared/scans" / SCANS[name]).mesh)  # type: ignore[arg-type]
    source, original = folder / f"{name}.glb", Surface(mesh)
    source.write_bytes(plain(mesh))
    diagonal = float(np.linalg.norm(mesh.bounds()[1] - mesh.bounds()[0]))
    images = sum(map(len, textures(mesh)))
    made = []
    for ratio in RATIOS:
        wanted = int(mesh.triangles * ratio)
        rows = {
            tool: measured(tool, command, folder / f"{name}.{tool}.glb", original, diagonal, runs)
            for tool in ("ours", "gltfpack", "gltf-transform")
            for command in [commands(source, folder / f"{name}.{tool}.glb", ratio, wanted)[tool]]
        }
        peer, here = rows["gltfpack"], rows["ours"]
        row: dict[str, Any] = {
            "scan": name,
            "triangles": mesh.triangles,
            "wanted": wanted,
            "image_bytes": images,
            "tools": list(rows.values()),
            "seconds_to_gltfpack": round(here["seconds"] / peer["seconds"], 2),
            "cpu_seconds_to_gltfpack": round(here["cpu_seconds"] / peer["cpu_seconds"], 2),
            "geometry_to_gltfpack": round(here["geometry_bytes"] / peer["geometry_bytes"], 3),
        }
        if ratio < 1:
            equal = equal_error(mesh, original, diagonal, peer["mean_distance"], peer["triangles"], folder / "x.glb")
            row["bytes_at_equal_error"] = equal
            if equal:
                share = (equal["bytes"] - images) / peer["geometry_bytes"]
                row["geometry_to_gltfpack_at_equal_error"] = round(share, 3)
        made.append(row)
        print(json.dumps(row), file=sys.stderr, flush=True)
    return made


def first_levels(names: list[str]) -> list[dict[str, Any]]:
    """The lightest level that `levels` makes of each scan."""
    from scenes.derive.levels import levels
    from scenes.read import read

    made = []
    for name in names:
        began = time.monotonic()
        every = levels(read(ROOT.parent / "shared/scans" / SCANS[name]).mesh, "quest2")  # type: ignore[arg-type]
        made.append(
            {
                "scan": name,
                "geometry_bytes": every[0].geometry,
                "triangles": [level.triangles for level in every],
                "error_m": [float(f"{level.error:.3g}") for level in every],
                "seconds": round(time.monotonic() - began, 2),
            }
        )
    return made


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", nargs="+", choices=SCANS, default=list(SCANS))
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    from tests.bench.machine import machine

    result: dict[str, Any] = {"machine": machine(), "runs": given.runs}
    with tempfile.TemporaryDirectory() as folder:
        result["scans"] = [row for name in given.scans for row in scan(name, given.runs, Path(folder))]
    result["first_levels"] = first_levels(given.scans)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
