"""How two states of a scene differ in space: what moved and how far, what grew lighter, what is drawn instead."""

import math
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from scenes.annotation import Annotation
from scenes.pack_diff_words import names, texts, value
from scenes.parts import part_names
from scenes.pose import Quaternion, Vector
from scenes.scene import Level, Model, Picture, Scene, Sound, Tiles
from scenes.stops import Stop

NEAR = 0.0005
"""Metres, or degrees, below which nothing moved."""


def scene_words(before: Scene, after: Scene) -> Iterator[str]:
    """The entrance and the sky."""
    yield from _moved("entrance moved", before.entrance.position, after.entrance.position)
    yield from _turned("entrance turned", before.entrance.orientation, after.entrance.orientation)
    if before.background != after.background:
        yield f"background {before.background} → {after.background}"
    if before.sun != after.sun:
        yield "sun moved"


def annotations_words(before: Annotation, after: Annotation) -> Iterator[str]:
    """A named place or part."""
    yield from texts("label", before.label, after.label)
    yield from _moved("moved", before.position, after.position)
    yield from value("radius", _metres(before.radius), _metres(after.radius))
    yield from value("part", before.part, after.part)
    yield from names("facts", before.facts, after.facts)
    yield from names("media", _files(before), _files(after))
    if _files(before) == _files(after) and before.media != after.media:
        yield "words about its pictures or sounds changed"
    if _rest(before) != _rest(after):
        yield "outline or purpose changed"


def stop_words(before: Stop, after: Stop) -> Iterator[str]:
    """A place to stand."""
    yield from texts("title", before.title, after.title)
    yield from _moved("moved", before.position, after.position)
    yield from value("radius", _metres(before.radius), _metres(after.radius))
    yield from value("annotation", before.annotation, after.annotation)
    yield from names("facts", before.facts, after.facts)


def model_words(before: Model, after: Model) -> Iterator[str]:
    """A model: its place, then its files by size and triangles."""
    yield from value("role", before.role, after.role)
    yield from _moved("moved", before.position, after.position)
    yield from _turned("turned", before.orientation, after.orientation)
    yield from value("scale", f"{before.scale:g}", f"{after.scale:g}")
    for number, (old, new) in enumerate(zip_longest(before.levels, after.levels), 1):
        yield from _level(f"level {number}", old, new)
    yield from _tiles(before.tiles, after.tiles)
    yield from _parts(before, after)


def _parts(before: Model, after: Model) -> Iterator[str]:
    """Named parts that came or went; annotations may be tied to them."""
    if not (before.levels and after.levels) or before.levels[0].digest == after.levels[0].digest:
        return
    old, new = part_names(before.levels[0].path), part_names(after.levels[0].path)
    yield from names("parts", old, new)


def picture_words(before: Picture, after: Picture) -> Iterator[str]:
    """A picture of the site."""
    yield from value("kind", before.kind, after.kind)
    if before.file.digest != after.file.digest:
        yield f"another picture, {size(before.file.size)} → {size(after.file.size)}"
    if before.bounds != after.bounds:
        yield "bounds changed"


def size(count: int) -> str:
    """Bytes as a person says them."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1e3:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def _level(name: str, before: Level | None, after: Level | None) -> Iterator[str]:
    if before is None or after is None:
        known = after or before
        if known is not None:
            yield f"{name} {'added' if before is None else 'removed'} ({_weight(known)})"
    elif before.digest != after.digest:
        yield f"{name} {_from_to(before, after)}"
    elif _digest(before.draco) != _digest(after.draco):
        what = "removed" if after.draco is None else "added" if before.draco is None else "changed"
        yield f"{name}: Draco copy {what}"


def _from_to(before: Level, after: Level) -> str:
    sizes = f"{size(before.size)} → {size(after.size)}"
    if before.triangles == after.triangles:
        return f"{sizes}, {after.triangles:,} triangles as before"
    return f"{sizes}, {before.triangles:,} → {after.triangles:,} triangles"


def _weight(level: Level) -> str:
    return f"{size(level.size)}, {level.triangles:,} triangles"


def _digest(level: Level | None) -> str:
    return "" if level is None else level.digest


def _tiles(before: Tiles | None, after: Tiles | None) -> Iterator[str]:
    if before is None or after is None:
        known = after or before
        if known is not None:
            yield f"tiles {'added' if before is None else 'removed'} ({_together(known)})"
        return
    if before.tileset.digest == after.tileset.digest:
        return
    old, new = ({file.digest for file in tiles.files} for tiles in (before, after))
    fresh, gone = len(new - old), len(old - new)
    yield f"tiles {_together(before)} → {_together(after)}; {fresh} of them new, {gone} gone"


def _together(tiles: Tiles) -> str:
    return f"{len(tiles.files):,} files, {size(sum(file.size for file in tiles.files))}"


def _rest(annotation: Annotation) -> dict[str, Any]:
    told = {"id", "label", "position", "radius", "facts", "part", "media"}
    return {name: getattr(annotation, name) for name in annotation.__struct_fields__ if name not in told}


def _files(annotation: Annotation) -> tuple[str, ...]:
    return tuple(Path(each.file).name[:12] for each in annotation.media)


def _metres(value: float) -> str:
    return f"{value:g} m"


def _moved(name: str, before: Vector, after: Vector) -> Iterator[str]:
    far = math.dist(before, after)
    if far >= NEAR:
        yield f"{name} {far:.3f} m" if far < 1 else f"{name} {far:.2f} m"


def _turned(name: str, before: Quaternion, after: Quaternion) -> Iterator[str]:
    cosine = abs(sum(a * b for a, b in zip(before, after, strict=True)))
    angle = math.degrees(2 * math.acos(min(1.0, cosine)))
    if angle >= 0.05:
        yield f"{name} by {angle:.1f}°"


def sound_words(before: Sound, after: Sound) -> Iterator[str]:
    """A sound of the place."""
    for name in ("kind", "radius", "volume"):
        yield from value(name, str(getattr(before, name)), str(getattr(after, name)))
    if before.position != after.position:
        yield "moved"
    if before.file.digest != after.file.digest:
        yield f"another recording, {size(before.file.size)} → {size(after.file.size)}"
