"""Vertices as a glTF file stores them: whole numbers on a grid that the node and the texture transform undo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.gltf_material import has_images
from scenes.mesh import Material, Primitive, box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BYTE, UBYTE, SHORT, USHORT, UINT = 5120, 5121, 5122, 5123, 5125
LARGEST = 2**15 - 1
"""Of a signed short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many bits are kept; fewer make a smaller file."""

    position: int = 15
    """Of half a part's largest extent."""
    step: float = 0.0
    """Metres between stored positions on one grid for all parts, so that borders they share stay closed; it grows
    where 16 bits would not reach. 0 for a grid of each part's own, by `position`."""
    colour: int = 7
    """Above 8 bits two bytes are stored."""
    uv: int = 8
    """Of one image; fewer are kept where the coordinates go over many."""
    normal: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a part's stored positions lie."""

    middle: "NDArray[np.float64]"
    half: float
    """Metres of `most`."""
    most: int
    """The largest whole number a coordinate is stored as."""

    @property
    def transform(self) -> dict[str, Any]:
        """The node's translation and scale that undo it."""
        return {"translation": [float(each) for each in self.middle], "scale": [self.half / self.most] * 3}


def frame(primitives: Sequence[Primitive], keep: Precision) -> Frame:
    """The grid that holds the primitives."""
    import numpy as np

    low, high = box([primitive.position for primitive in primitives])
    largest = float((high - low).max())
    if keep.step:
        step = max(keep.step, largest / (2 * LARGEST - 2))
        return Frame(middle=np.round((low + high) / 2 / step) * step, half=step * LARGEST, most=LARGEST)
    half = round(max(largest / 2, 1e-3) + 1e-3, 3)
    return Frame(middle=np.round((low + high) / 2, 3), half=half, most=2**keep.position - 1)


def uv_bits(primitives: Sequence[Primitive], materials: Sequence[Material], keep: Precision) -> dict[str, int]:
    """For each material as many bits as `keep` wants and a signed short can hold over all that it covers."""
    import numpy as np

    by_name = {material.name: material for material in materials}
    widest = dict.fromkeys(by_name, 1.0)
    for each in primitives:
        if each.uv is not None and each.material in by_name and len(each.uv):
            far = float(np.abs(_shifted(each, by_name[each.material])).max())
            widest[each.material] = max(widest[each.material], far)
    return {name: min(keep.uv, int(np.floor(np.log2(LARGEST / far)))) for name, far in widest.items()}


def _shifted(given: Primitive, material: Material) -> Any:
    """Texture coordinates moved by whole images to around zero, where the image repeats."""
    import numpy as np

    return given.uv - np.round(given.uv.mean(axis=0)) if material.repeats and given.uv is not None else given.uv


def attributes(
    given: Primitive, order: Any, place: Frame, material: Material, bits: Mapping[str, int], keep: Precision
) -> "Iterator[tuple[str, str, NDArray[Any], int, int, bool]]":
    """For each attribute that is seen: its name, kind, rows, component type, width and whether it is normalized."""
    import numpy as np

    position = np.round((given.position[order] - place.middle) / place.half * place.most)
    yield "POSITION", "position", _widened(position, 4, np.int16), SHORT, 3, False
    if given.normal is not None:
        yield "NORMAL", "normal", _widened(given.normal[order], 4, np.float32), BYTE, 3, True
    if given.tangent is not None and material.normal:
        yield "TANGENT", "tangent", given.tangent[order].astype(np.float32), BYTE, 4, True
    if given.uv is not None and has_images(material):
        rows = np.round(_shifted(given, material)[order] * 2 ** bits[given.material])
        yield "TEXCOORD_0", "uv", np.clip(rows, -32768, 32767).astype(np.int16), SHORT, 2, False
    if given.colour is not None and (given.colour < 1).any():
        yield "COLOR_0", "colour", *_colour(given.colour[order], keep.colour), 4, True


def _colour(colour: Any, bits: int) -> "tuple[NDArray[Any], int]":
    import numpy as np

    kind, stored, component = (np.uint8, 8, UBYTE) if bits <= 8 else (np.uint16, 16, USHORT)
    most, step = 2**stored - 1, 2 ** (stored - bits)
    rows = np.clip(np.round(np.clip(colour, 0, 1) * most / step) * step, 0, most)
    return _widened(rows, 4, kind, most), component


def _widened(rows: Any, width: int, kind: Any, fill: int = 0) -> Any:
    import numpy as np

    wide = np.full((len(rows), width), fill, dtype=kind)
    wide[:, : rows.shape[1]] = rows
    return wide
