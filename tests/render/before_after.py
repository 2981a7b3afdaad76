"""A scan as it was read beside what was made of it.

`python tests/render/before_after.py OUT [PACKS]`: draws every file of `../shared/scans` into OUT; PACKS is a folder of
packs that `tour ingest` made of them, each named as the scan's file without its ending. Without PACKS only the scans
are drawn.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from scenes.derive.render import Backdrop, studio
from scenes.derive.render.lights import lamps
from scenes.derive.render.portrait import best_angles, portrait
from scenes.finding import Refused
from scenes.mesh import Mesh, PointCloud
from scenes.read import read
from scenes.site_pack import load_site

SCANS = Path(__file__).parents[2].parent / "shared/scans"
ENDINGS = {".glb", ".gltf", ".obj", ".ply", ".stl", ".e57", ".las", ".laz"}
SIZE = (720, 600)
STRIP, INK, PAPER = 88, (43, 39, 34), (246, 243, 237)


def before_after(
    before: Mesh | PointCloud, after: Sequence[tuple[str, Mesh | PointCloud]], out: Path, title: str
) -> None:
    """Write a PNG: the scan, then each of `after` with its label, all from the scan's best side and as large."""
    with studio(before) as room:
        angles = best_angles(room)
        view = portrait(room, angles, SIZE[0] / SIZE[1])
        middle = room.subject.middle
    panels = [(f"{title}, as read", before), *after]
    sheet = Image.new("RGB", (SIZE[0] * len(panels), SIZE[1] + STRIP), PAPER)
    for index, (label, thing) in enumerate(panels):
        sheet.paste(_drawn(thing, angles, view, middle), (index * SIZE[0], 0))
        _caption(sheet, index * SIZE[0], label, _measure(thing))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(out, optimize=True)


def _drawn(thing: Mesh | PointCloud, angles: tuple[float, float], view: Any, middle: Any) -> Image.Image:
    from dataclasses import replace

    with studio(thing) as room:
        room.light(lamps(angles[0]))
        moved = replace(view, eye=view.eye + middle - room.subject.middle)
        return Image.fromarray(room.shoot(moved, SIZE, backdrop=Backdrop())).convert("RGB")


def _measure(thing: Mesh | PointCloud) -> str:
    if isinstance(thing, PointCloud):
        size, count = np.ptp(thing.position, axis=0), f"{len(thing.position):,} points"
    else:
        low, high = thing.bounds()
        size, count = high - low, f"{thing.triangles:,} triangles"
    return f"{count} · {size[0]:.2f} x {size[1]:.2f} x {size[2]:.2f} m"


def _caption(sheet: Image.Image, left: int, label: str, measure: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.text((left + 24, SIZE[1] + 16), label, fill=INK, font=ImageFont.load_default(24))
    draw.text((left + 24, SIZE[1] + 50), measure, fill=(110, 103, 94), font=ImageFont.load_default(19))


def made(pack: Path) -> Iterator[tuple[str, Mesh | PointCloud]]:
    """The lightest and the finest level of each visible model of a pack, with a label."""
    site = load_site(pack)
    for model in site.scene.models:
        if model.role == "visible" and model.levels:
            for level in dict.fromkeys((model.levels[0], model.levels[-1])):
                found = read(level.path, units="m", up="y")
                thing = found.mesh or found.cloud
                if thing is not None:
                    yield f"{level.path.name} · {level.size / 1e6:.2f} MB", thing


def main(out: str, packs: str = "") -> None:
    """Draw every scan; say what cannot be read."""
    for path in sorted(each for each in SCANS.rglob("*") if each.suffix in ENDINGS):
        if "gltf_validator_corpus" in path.parts:
            continue
        try:
            reading = read(path)
        except Refused as refused:
            print(f"{path.name}: {refused}")
            continue
        thing = reading.mesh or reading.cloud
        pack = Path(packs) / path.stem if packs else None
        after = list(made(pack)) if pack is not None and pack.is_dir() else []
        if thing is not None:
            before_after(
                thing, after, Path(out) / f"{path.parent.name}-{path.stem}.png", f"{path.name} · {path.stat().st_size / 1e6:.2f} MB"
            )
            print(f"{path.name}: {path.parent.name}-{path.stem}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
