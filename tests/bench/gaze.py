"""View rays a second on a generated town of 1 M triangles, beside trimesh's; 10,000 visitors at 10 Hz; memory.

python tests/bench/gaze.py [--seconds 5] [--visitors 10000] [--site DIR]

`--site` weighs the gaze of a site pack too, each in a process of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from scenes.annotation import Annotation
from scenes.gaze import Gaze
from scenes.glance import Glance
from scenes.locate import EYE_HEIGHT, GAZE, Look
from tests.bench.machine import machine

Rows = NDArray[np.float64]
SIDE, SIZE, BLOCKS = 708, 400.0, 24
BATCHES = (1, 10, 100, 1_000, 10_000, 100_000)
NOTES = 5_000
TICK = 0.1


@dataclass(frozen=True)
class Town:
    """Houses in a grid of streets, one part each."""

    shapes: list[tuple[str, Rows, NDArray[np.int64]]]
    street: float
    """Metres from street to street."""

    def visitors(self, count: int, seed: int) -> Rows:
        """Eyes in the streets."""
        random = np.random.default_rng(seed)
        across = random.integers(1, BLOCKS, count) * self.street - SIZE / 2 + random.uniform(-2, 2, count)
        along = random.uniform(-0.49, 0.49, count) * SIZE
        turned = random.random(count) < 0.5
        x, z = np.where(turned, across, along), np.where(turned, along, across)
        return np.column_stack([x, np.full(count, EYE_HEIGHT), z])

    def notes(self, count: int, seed: int) -> list[Annotation]:
        """Annotations on the houses, every second one naming its part."""
        random = np.random.default_rng(seed)
        found = []
        for number in range(count):
            part, vertices, _ = self.shapes[random.integers(len(self.shapes))]
            x, y, z = (float(value) for value in vertices[random.integers(len(vertices))])
            radius = float(random.uniform(1, 3))
            named = part if number % 2 else ""
            found.append(Annotation(id=f"n{number}", label={}, position=(x, y, z), radius=radius, part=named))
        return found


def town(seed: int = 1) -> Town:
    random = np.random.default_rng(seed)
    line = np.linspace(-SIZE / 2, SIZE / 2, SIDE)
    x, z = np.meshgrid(line, line, indexing="ij")
    street = SIZE / BLOCKS
    block = [((each + SIZE / 2) // street).astype(int).clip(0, BLOCKS - 1) for each in (x, z)]
    inner = [abs((each + SIZE / 2) % street - street / 2) < street * 0.3 for each in (x, z)]
    roof = random.uniform(4, 16, (BLOCKS, BLOCKS))[block[0], block[1]]
    y = np.where(inner[0] & inner[1], roof, 0) + random.normal(size=x.shape) * 0.02
    vertices, index = np.stack([x, y, z], -1).reshape(-1, 3), np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    triangles = np.concatenate([np.stack(each, -1).reshape(-1, 3) for each in ((a, b, c), (c, b, d))])
    part = (block[0] * BLOCKS + block[1]).reshape(-1)[triangles[:, 0]]
    return Town(
        shapes=[_shape(number, vertices, triangles[part == number]) for number in np.unique(part)], street=street
    )


def _shape(number: int, vertices: Rows, triangles: NDArray[np.int64]) -> tuple[str, Rows, NDArray[np.int64]]:
    used, own = np.unique(triangles, return_inverse=True)
    return f"house-{number}", vertices[used], own.reshape(-1, 3)


def heads(yaw: Rows, pitch: Rows) -> Rows:
    return np.column_stack([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])


def rate(work: Callable[[], object], rays: int) -> dict[str, float]:
    """Rays a second of processor time, the median of as many runs as fit in 0.7 s, at least three."""
    work()
    runs: list[float] = []
    began = time.perf_counter()
    while len(runs) < 3 or time.perf_counter() - began < 0.7:
        start = time.process_time()
        work()
        runs.append(time.process_time() - start)
        if len(runs) > 2_000:
            break
    return {
        "rays_per_s": round(rays / max(1e-9, statistics.median(runs))),
        "ms": round(statistics.median(runs) * 1000, 4),
    }


def rates(gaze: Gaze, place: Town) -> dict[str, Any]:
    """Ours and the peer's, batch for batch, of the same rays."""
    import trimesh
    from trimesh.ray.ray_pyembree import RayMeshIntersector

    starts = np.cumsum([0, *(len(vertices) for _, vertices, _ in place.shapes)])
    faces = np.concatenate([each + start for (_, _, each), start in zip(place.shapes, starts, strict=False)])
    mesh = trimesh.Trimesh(np.concatenate([each for _, each, _ in place.shapes]), faces, process=False)
    peer = RayMeshIntersector(mesh)
    found = {}
    for count in BATCHES:
        random = np.random.default_rng(count)
        eyes = place.visitors(count, count)
        rays = heads(random.uniform(0, 2 * np.pi, count), random.normal(size=count) * 0.2)
        found[str(count)] = {
            "first part along the ray": rate(lambda e=eyes, r=rays: gaze.first(e, r), count),
            "part and annotation": rate(lambda e=eyes, r=rays: gaze.look(e, r), count),
            "part and annotation, or beside it": rate(lambda e=eyes, r=rays: gaze.look(e, r, GAZE), count),
            "trimesh intersects_first": rate(lambda e=eyes, r=rays: peer.intersects_first(e, r), count),
            "trimesh intersects_location, first hit": rate(
                lambda e=eyes, r=rays: peer.intersects_location(e, r, multiple_hits=False), count
            ),
        }
        if count <= 10_000:
            found[str(count)]["trimesh intersects_location"] = rate(
                lambda e=eyes, r=rays: peer.intersects_location(e, r), count
            )
        same = (peer.intersects_first(eyes, rays) >= 0) == (gaze.first(eyes, rays)[0] >= 0)
        found[str(count)]["agree_on_hit"] = round(float(same.mean()), 5)
    return found


def crowd(gaze: Gaze, place: Town, visitors: int, seconds: float) -> dict[str, Any]:
    """Visitors who walk at 1.2 m/s and look about, ten times a second; what changed for each, as objects."""
    random = np.random.default_rng(7)
    eyes, yaw = place.visitors(visitors, 7), random.uniform(0, 2 * np.pi, visitors)
    pitch, turning = random.normal(size=visitors) * 0.15, random.normal(size=visitors) * 0.5
    seen: list[Look | None] = [None] * visitors
    before: Glance | None = None
    spent: dict[str, list[float]] = {"all": [], "words": []}
    told = 0
    began = time.perf_counter()
    for tick in range(round(seconds / TICK) + 1):
        yaw += turning * TICK
        eyes += heads(yaw, np.zeros(visitors)) * 1.2 * TICK
        rays = heads(yaw, pitch)
        start = time.process_time()
        now = gaze.glance(eyes, rays, GAZE, near=1, before=before)
        middle = time.process_time()
        rows = now.changed(before)
        for row, look in zip(rows.tolist(), gaze.words(now, rows), strict=True):
            seen[row] = look
        end = time.process_time()
        before = now
        if tick:
            spent["all"].append(end - start)
            spent["words"].append(end - middle)
            told += len(rows)
        time.sleep(max(0.0, began + (tick + 1) * TICK - time.perf_counter()))
    took = time.perf_counter() - began
    ticks = len(spent["all"])
    return {
        "visitors": visitors,
        "hz": 10,
        "seconds": round(ticks * TICK, 1),
        "share_of_one_core": round(sum(spent["all"]) / (ticks * TICK), 4),
        "ms_a_tick": {
            "min": _ms(min(spent["all"])),
            "median": _ms(statistics.median(spent["all"])),
            "max": _ms(max(spent["all"])),
        },
        "of_it_changes_and_their_objects_ms": _ms(statistics.mean(spent["words"])),
        "changed_a_tick": round(told / ticks),
        "everybody_in_words_ms": rate(lambda: gaze.words(gaze.glance(eyes, rays, GAZE)), visitors)["ms"],
        "kept_up": took < seconds + 5 * TICK,
        "annotations": len(gaze.annotations),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def resident() -> float:
    return round(psutil.Process().memory_info().rss / 1e6, 1)


WEIGH = """
import json, sys, time
from pathlib import Path
import psutil
from scenes.site_pack import load_site
mb = lambda: round(psutil.Process().memory_info().rss / 1e6, 1)
scene = load_site(Path(sys.argv[1])).scene
start = mb()
import embreex.rtcore_scene, embreex.mesh_construction, numpy, scipy.spatial
imported = mb()
from scenes.gaze import Gaze
began = time.monotonic()
gaze = Gaze.of(scene)
print(json.dumps({"site": Path(sys.argv[1]).name, "triangles": gaze.triangles, "parts": len(gaze.parts),
    "walkable_triangles": gaze.ground.triangles, "seconds": round(time.monotonic() - began, 2),
    "libraries_mb": round(imported - start, 1), "gaze_mb": round(mb() - imported, 1)}))
"""


def weigh(folder: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", WEIGH, folder], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--visitors", type=int, default=10_000)
    parser.add_argument("--site", action="append", default=[])
    options = parser.parse_args()
    report: dict[str, Any] = {"machine": machine()}
    report["machine"] |= {name: version(name) for name in ("numpy", "scipy", "embreex", "trimesh")}
    place = town()
    before, began = resident(), time.perf_counter()
    gaze = Gaze.over(place.shapes, place.notes(NOTES, 2))
    report["town"] = {
        "triangles": gaze.triangles,
        "parts": len(gaze.parts),
        "annotations": NOTES,
        "built_in_s": round(time.perf_counter() - began, 2),
        "gaze_mb": round(resident() - before, 1),
    }
    report["crowd"] = crowd(gaze, place, options.visitors, options.seconds)
    report["batches"] = rates(gaze, place)
    report["sites"] = [weigh(folder) for folder in options.site]
    report["load_after"] = [round(each, 2) for each in os.getloadavg()]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
