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
from scenes.ingest.draft_mesh import draft_of
from scenes.mesh import Mesh, PointCloud
from scenes.read import read
from scenes.read.cloud_source import joined
from scenes.scene import Tiles
from scenes.site_pack import load_site

SCANS = Path(__file__).parents[2].parent / "shared/scans"
ENDINGS = {".glb", ".gltf", ".obj", ".ply", ".stl", ".e57", ".las", ".laz"}
SIZE = (720, 600)
DRAWN = 3_000_000
"""Triangles of a tileset that are drawn at most."""
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
    """The lightest and the finest level of each visible model of a pack, and its tiles, with a label."""
    for model in load_site(pack).scene.models:
        if model.role == "visible" and model.id != "plinth":
            for path in dict.fromkeys(level.path for level in (model.levels[:1] + model.levels[-1:])):
                yield _labelled(path.name, [path]), _read(path)
            if model.tiles is not None:
                yield from _tiled(model.tiles)


def _tiled(tiles: Tiles) -> Iterator[tuple[str, Mesh | PointCloud]]:
    paths = [file.path for file in tiles.files]
    name = tiles.tileset.path.parent.name
    if isinstance(_read(paths[0]), PointCloud):
        yield _labelled(f"{name}, {len(paths)} tiles", paths), joined((_cloud(path) for path in paths), "")
    else:
        yield _labelled(f"{name}, {len(paths)} tiles", paths), draft_of(tiles.tileset.path, DRAWN)


def _cloud(path: Path) -> PointCloud:
    found = _read(path)
    assert isinstance(found, PointCloud)
    return found


def _read(path: Path) -> Mesh | PointCloud:
    found = read(path, units="m", up="y")
    thing = found.mesh or found.cloud
    assert thing is not None
    return thing


def _labelled(name: str, paths: Sequence[Path]) -> str:
    return f"{name} · {sum(path.stat().st_size for path in paths) / 1e6:.2f} MB"


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
            title = f"{path.name} · {path.stat().st_size / 1e6:.2f} MB"
            before_after(thing, after, Path(out) / f"{path.parent.name}-{path.stem}.png", title)
            print(f"{path.name}: {path.parent.name}-{path.stem}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
