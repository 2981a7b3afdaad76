"""Tile surfaces of millions of triangles: seconds, peak memory of everything that runs, tiles.

python tests/bench/tiles.py [--millions 9.6 10 20 40] [--leaf 20000] [--out FILE]
"""

import argparse
import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from scenes.mesh import Material, Primitive
from tests.bench.machine import machine

SIDE = 100.0
ROWS = 64


def surface(millions: float) -> Iterator[tuple[str, Primitive]]:
    """A displaced sheet of 100 m a side in strips, each a chunk that shares its edge with the next; two named parts."""
    import numpy as np

    count = round((millions * 1e6 / 2) ** 0.5)
    across = np.arange(count + 1) * SIDE / count
    for start in range(0, count, ROWS):
        rows = np.arange(start, min(start + ROWS, count) + 1)
        u, v = np.meshgrid(rows * SIDE / count, across, indexing="ij")
        height = 6 * np.sin(u / 9) * np.cos(v / 7) + 0.4 * np.sin(u * 1.7 + v) + 0.06 * np.sin(u * 13) * np.sin(v * 11)
        position = np.stack([u, height, v], axis=-1).reshape(-1, 3)
        index = np.arange(position.shape[0]).reshape(len(rows), -1)
        a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
        triangles = np.stack([a, d, b, b, d, c], axis=-1).reshape(-1, 3)
        yield (
            ("west" if start < count // 2 else "east"),
            Primitive(material="stone", position=position, triangles=triangles),
        )


class Peak:
    """The most memory that this process and its children held at once, looked at every 50 ms."""

    def __init__(self) -> None:
        self.bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        here = psutil.Process()
        while not self._stop.wait(0.05):
            total = 0
            for process in [here, *here.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.bytes = max(self.bytes, total)


def cpu_seconds() -> float:
    """Of this process and the children that ended, theirs included."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def run(millions: float, leaf: int) -> dict[str, Any]:
    """Tile one surface in a scratch folder that is thrown away."""
    from scenes.derive.tile import tile

    stages: dict[str, float] = {}
    began = time.monotonic()
    cpu = cpu_seconds()
    with tempfile.TemporaryDirectory() as folder, Peak() as peak:
        made = tile(
            [Material(name="stone")],
            surface(millions),
            Path(folder) / "tiles",
            scratch=Path(folder) / "scratch",
            leaf_triangles=leaf,
            progress=lambda stage, share: stages.update({stage: round(time.monotonic() - began, 1)}),
        )
        seconds = time.monotonic() - began
    return {
        "millions": millions,
        "seconds": round(seconds, 1),
        "peak_mib": round(peak.bytes / 2**20),
        "cpu_seconds": round(cpu_seconds() - cpu, 1),
        "stages_end_s": stages,
        **asdict(made),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, nargs="*", default=[9.6, 10, 20, 40])
    parser.add_argument("--leaf", type=int, default=20_000)
    parser.add_argument("--out", type=Path, help="written anew after each run")
    given = parser.parse_args()
    report: dict[str, Any] = {"bench": "tiles", "machine": machine(), "leaf_triangles": given.leaf}
    report["runs"] = []
    for millions in given.millions:
        before = machine()["load_before"]
        made = run(millions, given.leaf) | {"load_before": before, "load_after": machine()["load_before"]}
        report["runs"].append(made)
        print(f"{millions} million: {made['seconds']} s, {made['peak_mib']} MiB", file=sys.stderr, flush=True)
        if given.out:
            given.out.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
