"""The mesh path of the ingest's worker for one level: python one_level.py SOURCE TARGET [TRIANGLES]."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ERROR = 0.01


def one_level(source: Path, target: Path, triangles: int | None) -> None:
    """Read, repair, simplify to so many triangles where some are said, compress, write."""
    from scenes.derive.simplifier import Simplifier

    with nullcontext() if triangles is None else Simplifier() as simplifier:
        from scenes.derive.repair import repair
        from scenes.read import read

        mesh, _ = repair(read(source).mesh)  # type: ignore[arg-type]
        target.write_bytes(lighter(mesh, triangles or mesh.triangles, simplifier))


def lighter(mesh: Any, triangles: int, simplifier: Any = None) -> bytes:
    """Simplified to so many triangles and written."""
    from scenes.derive.levels import precision_for
    from scenes.derive.simplify import simplify
    from scenes.gltf import write

    extent = float(max(mesh.bounds()[1] - mesh.bounds()[0]))
    made = simplify(mesh, triangles, error=ERROR, simplifier=simplifier)
    keep = precision_for(made.mesh, extent, made.error)
    keep = replace(keep, step=max(keep.step, extent / (2**14 - 1)))
    return write(made.mesh.parts, mesh.materials, copyright_notice="", generator="bench", precision=keep)


if __name__ == "__main__":
    one_level(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
