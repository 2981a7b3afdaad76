"""Each tile's own textures: the charts that it uses, cut out of the source and laid on one sheet for each material."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenes.derive.tiling.charts import Charts, charts
from scenes.derive.tiling.images import Picture, encode
from scenes.derive.tiling.look import Look
from scenes.derive.tiling.mesh import TileMesh
from scenes.derive.tiling.shelves import shelve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FINE, COARSE = 2048 * 2048, 640 * 640
"""Pixels of the sheets of a leaf, which is as sharp as the source where that is enough, and of every tile above."""
GUTTER = 3
"""Pixels around a chart, taken from around it in the source, for the filters of the graphics card."""
QUALITY = {"base": 88, "emissive": 88, "occlusion": 90, "normal": 95, "roughness_image": 92}
REPEATED = 1.5
"""Images that a chart may span before it counts as a pattern that repeats, which no cutting makes smaller."""


@dataclass(slots=True, kw_only=True)
class Dressed:
    """Texture coordinates and pictures of one tile."""

    uv: "NDArray[Any] | None" = None
    """(n, 2): parts of 65535, or floats where a pattern repeats; None without images."""
    pictures: dict[tuple[int, str], bytes] = field(default_factory=dict)
    """WebP files by material and field."""
    wrapped: set[int] = field(default_factory=set)
    """The materials whose pattern repeats."""
    texel: float = 0.0
    """Metres that a texel covers in the coarsest of the pictures that had to be shrunk."""


def dress(mesh: TileMesh, look: Look, leaf: bool) -> Dressed:
    """Cut out the pictures of a tile."""
    import numpy as np

    made = Dressed()
    if mesh.uv is None:
        return made
    material = np.asarray([number for _, number in look.groups])[mesh.group]
    used = [int(number) for number in np.unique(material) if look.textured[number]]
    uv = np.zeros((len(mesh.uv), 2))
    for number in used:
        rows = np.flatnonzero(material == number)
        uv[rows] = _Sheet(mesh, look, number, rows).draw((FINE if leaf else COARSE) // len(used), made)
    fits = not made.wrapped
    made.uv = np.rint(np.clip(uv, 0, 1) * 65535).astype(np.uint16) if fits else uv.astype(np.float32)
    return made if used else Dressed()


class _Sheet:
    """The pictures of one material in one tile."""

    def __init__(self, mesh: TileMesh, look: Look, number: int, rows: "NDArray[np.int64]") -> None:
        import numpy as np

        assert mesh.uv is not None
        place = np.full(len(mesh.position), -1)
        place[rows] = np.arange(len(rows))
        triangles = place[mesh.triangles]
        self._triangles = triangles[triangles[:, 0] >= 0]
        self._look, self._number = look, number
        self._uv = mesh.uv[rows].astype(np.float64)
        self._position = mesh.position[rows]
        self._pictures = {name: Picture(look.images, key) for name, key in look.textured[number]}
        biggest = max(self._pictures.values(), key=lambda each: each.width * each.height)
        self._size = np.asarray([biggest.width, biggest.height], float)
        self._wraps = look.materials[number].repeats

    def draw(self, pixels: int, made: Dressed) -> "NDArray[np.float64]":
        """Put the pictures, of at most so many pixels each, into `made`; the new texture coordinates."""
        import numpy as np

        if not self._wraps:
            self._uv = np.clip(self._uv, 0, 1)
        found = charts(self._uv * self._size, self._triangles)
        spans = np.ptp(self._uv[self._triangles], axis=1).max() if len(self._triangles) else 0
        wide = ((found.high - found.low) / self._size).max()
        if max(spans, wide) > REPEATED:
            return self._whole(pixels, made)
        return self._cut(found, pixels, made)

    def _whole(self, pixels: int, made: Dressed) -> "NDArray[np.float64]":
        scale = min(1.0, float((pixels / 4 / self._size.prod()) ** 0.5))
        for name, picture in self._pictures.items():
            size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
            window = picture.window((0, 0, picture.width, picture.height), size, wraps=True)
            made.pictures[self._number, name] = encode(window, QUALITY[name])
        made.wrapped.add(self._number)
        self._note(scale, made)
        return self._uv

    def _cut(self, found: Charts, pixels: int, made: Dressed) -> "NDArray[np.float64]":
        import numpy as np

        low, high = np.floor(found.low), np.maximum(np.ceil(found.high), np.floor(found.low) + 1)
        scale = min(1.0, float((pixels / (high - low).prod(axis=1).sum()) ** 0.5))
        inner = np.ceil((high - low) * scale).astype(np.int64)
        ratio = inner / (high - low)
        corner, sheet = shelve(inner + 2 * GUTTER)
        for name, picture in self._pictures.items():
            rows = zip(low - GUTTER / ratio, high + GUTTER / ratio, corner, inner + 2 * GUTTER, strict=True)
            drawn = self._drawn(picture, rows, sheet)
            made.pictures[self._number, name] = encode(drawn, QUALITY[name])
        self._note(scale, made)
        chart = found.chart
        at = (self._uv * self._size - low[chart]) * ratio[chart] + GUTTER + corner[chart]
        placed: NDArray[np.float64] = at / np.asarray(sheet)
        return placed

    def _drawn(self, picture: Picture, rows: Any, sheet: tuple[int, int]) -> "NDArray[np.uint8]":
        import numpy as np

        share = np.asarray([picture.width, picture.height]) / self._size
        made = np.zeros((sheet[1], sheet[0], picture.channels), np.uint8)
        for low, high, (x, y), (wide, tall) in rows:
            box = (*(low * share).tolist(), *(high * share).tolist())
            made[y : y + tall, x : x + wide] = picture.window(box, (int(wide), int(tall)), self._wraps)
        return made

    def _note(self, scale: float, made: Dressed) -> None:
        """How big a texel is on the surface, where the picture was shrunk."""
        import numpy as np

        if scale >= 1:
            return
        corners = self._position[self._triangles].astype(np.float64)
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        charts_ = (self._uv * self._size)[self._triangles]
        first, second = charts_[:, 1] - charts_[:, 0], charts_[:, 2] - charts_[:, 0]
        image = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum()
        side = float(np.sqrt(np.linalg.norm(across, axis=1).sum() / max(image, 1e-9)))
        made.texel = max(made.texel, side / scale * self._look.grid.step)
