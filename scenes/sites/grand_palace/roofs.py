"""Thai roofs: tiers that telescope along the ridge, skirts below them, glazed tiles in bands, gables and finials."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes.sites.grand_palace.colours import GOLD, GREEN_GLASS, RED
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import tube
from scenes.sites.surface import WHITE, Array, Surface, Triple, grid, join

Slope = tuple[float, float, float, float]
"""Inner half width and height of a roof's side, then the outer ones."""
Section = tuple[float, float]
"""Half length of a tier, and by how much it lies lower than the innermost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roof:
    """A roof whose ridge runs along x over the origin; the first section is the innermost and highest."""

    part: str
    sections: Sequence[Section]
    slopes: Sequence[Slope]
    field: Triple
    border: Triple
    edge: Triple
    size: float = 1.0
    """Of finials."""
    finials: bool = True
    """Whether gables have bargeboards and chofas."""
    only: tuple[float, ...] = (-1.0, 1.0)
    """Which ends are there: -1 towards -x, 1 towards +x."""
    inner: float = 0.0
    """Where a one-ended roof begins."""
    band: float = 0.9
    pediment: str = "pediment"
    wing: tuple[str, Triple] = ("pediment", WHITE)
    """Material and tint of what closes a gable beside and below its pediment."""


def build(model: Model, detail: Detail, roof: Roof, offset: Triple, turn: float = 0.0) -> None:
    """Add a roof."""
    made = Model()
    before = roof.inner
    for number, (half, drop) in enumerate(roof.sections):
        for end in roof.only:
            start = 0.0 if number == 0 and len(roof.only) == 2 else max(before - 0.25, 0.0)
            for layer, slope in enumerate(roof.slopes):
                low = (slope[0], slope[1] - drop, slope[2], slope[3] - drop)
                _side(made, detail, roof, low, (start, half), end)
                _fill(made, detail, roof, low, (half, number == len(roof.sections) - 1), end, layer)
                if roof.finials:
                    _bargeboard(made, detail, roof, low, half, end, layer)
            if roof.finials:
                _chofa(made, detail, roof, (end * half, roof.slopes[0][1] - drop, 0.0), end)
        before = half
    model.place(made, offset, turn)


def fall(slope: Slope, share: Array) -> tuple[Array, Array]:
    """Half widths and heights down a side: steep above, flatter at the eaves."""
    z0, y0, z1, y1 = slope
    return z0 + (z1 - z0) * share, y0 + (y1 - y0) * (1.22 * share - 0.22 * share**2)


def _bands(total: float, width: float, fine: bool) -> list[tuple[float, float, int]]:
    """Cuts of a length into edge (2), border (1) and field (0), as shares."""
    edge, border = min(0.34 * width / total, 0.2), min(width / total, 0.34)
    if not fine:
        return [(0.0, border, 1), (border, 1 - border, 0), (1 - border, 1.0, 1)]
    return [(0, edge, 2), (edge, border, 1), (border, 1 - border, 0), (1 - border, 1 - edge, 1), (1 - edge, 1, 2)]


def _side(model: Model, detail: Detail, roof: Roof, slope: Slope, span: tuple[float, float], end: float) -> None:
    """Both sides of one slope over a span of the ridge, in bands of colour, and their undersides."""
    reach = float(np.hypot(slope[2] - slope[0], slope[3] - slope[1]))
    whole = span[1] - span[0]
    first = span[0] < 0.01
    along = _bands(whole, roof.band, detail.level > 0)
    if first:
        along = [(0.0 if cut == along[len(along) // 2] else cut[0], cut[1], cut[2]) for cut in along[len(along) // 2 :]]
    else:
        along = [
            (0.0, along[-1][0] if detail.level == 0 else along[-2][0], 0),
            *along[-1 if detail.level == 0 else -2 :],
        ]
    down = _bands(reach, roof.band, detail.level > 0)
    if detail.level == 0:
        down = [(0.0, down[1][1], 0), down[2]]
    tints = (roof.field, roof.border, roof.edge)
    for side in (-1.0, 1.0):
        for a0, a1, kind in along:
            for d0, d1, other in down:
                x = end * (span[0] + whole * np.linspace(a0, a1, detail.cells(whole * (a1 - a0) / 2) + 1))
                share = np.linspace(d0, d1, 1 + (detail.pick(1, 2, 4) if other == 0 else 1))
                z, y = fall(slope, share)
                points = np.stack(np.broadcast_arrays(x[:, None], y[None, :], side * z[None, :]), -1)
                uv = np.stack(np.broadcast_arrays(x[:, None], share[None, :] * reach), -1)
                tiles = grid(points, facing=(0, 1, side), uv=uv)
                model.add(roof.part, "glaze", tiles.tinted(tints[max(kind, other)]))
        if detail.level:
            share = np.array([0.0, 0.5, 1.0])
            z, y = fall(slope, share)
            x = end * np.linspace(*span, detail.cells(whole / 2) + 1)
            points = np.stack(np.broadcast_arrays(x[:, None], y[None, :] - 0.22, side * z[None, :]), -1)
            model.add(roof.part, "paint", grid(points, facing=(0, -1, 0)).tinted(RED))
            lip = np.stack(
                np.broadcast_arrays(x[:, None], slope[3] - np.array([0.0, 0.26])[None, :], side * slope[2]), -1
            )
            model.add(roof.part, "paint", grid(lip, facing=(0, 0, side)).tinted(GOLD))


def _fill(
    model: Model, detail: Detail, roof: Roof, slope: Slope, place: tuple[float, bool], end: float, layer: int
) -> None:
    """The gable under the uppermost slope, or the wings under a skirt; the outermost has a lintel below."""
    half, last = place
    x, drop = end * (half - 0.45), roof.slopes[layer][1] - slope[1]
    z1, y1 = slope[2:]
    low = roof.slopes[-1][3] - drop - 0.2
    whole = roof.wing[0] == roof.pediment
    frame = (roof.slopes[-1][2], roof.slopes[0][1] - drop, low) if whole else (z1, slope[1], y1)
    z, y = fall(slope, np.linspace(0, 1, detail.pick(2, 4, 7)))
    for side in (-1.0, 1.0):
        flat = np.full_like(z, x)
        foot = np.full_like(z, low if layer and last else y1 - 0.2)
        head = y - 0.1
        if layer and detail.level:
            # Closes the slit under the eaves of the slope above.
            head[0] = max(head[0], roof.slopes[layer - 1][3] - drop - 0.1)
        face = np.stack([np.stack([flat, foot, side * z], -1), np.stack([flat, head, side * z], -1)])
        _gable(model, roof, face, frame, end, layer == 0)
    if layer == 0 and last and len(roof.slopes) > 1:
        across, up = np.linspace(-z1, z1, detail.pick(2, 3, 6)), np.array([low, y1 - 0.2])
        lintel = np.stack(np.broadcast_arrays(x, up[:, None], across[None, :]), -1)
        _gable(model, roof, lintel, frame, end, False)


def _gable(model: Model, roof: Roof, points: Array, frame: tuple[float, float, float], end: float, main: bool) -> None:
    """A piece of a gable; one picture is spread over `frame`: half its width, its top, its foot."""
    material, tint = (roof.pediment, WHITE) if main else roof.wing
    if material != roof.pediment:
        model.add(roof.part, material, grid(points, facing=(end, 0, 0)).tinted(tint))
        return
    wide, top, low = frame
    uv = np.stack([0.5 + 0.5 * points[..., 2] / wide, 1 - (points[..., 1] - low) / (top - low)], -1)
    model.add(roof.part, material, grid(points, facing=(end, 0, 0), uv=uv))


def _bargeboard(model: Model, detail: Detail, roof: Roof, slope: Slope, half: float, end: float, layer: int) -> None:
    """The gilded board along a gable's edge, its row of flames (bai raka) and the curl at its foot (hang hong)."""
    x = end * half
    share = np.linspace(0, 1, detail.pick(2, 4, 8))
    z, y = fall(slope, share)
    deep = (0.42 if layer == 0 else 0.32) * roof.size
    for side in (-1.0, 1.0):
        outer = np.stack([np.full_like(z, x), y + 0.24, side * z], -1)
        inner = outer - (0, deep + 0.24, 0)
        face = grid(np.stack([outer, inner]), facing=(end, 0, 0))
        model.add(roof.part, "gold", face.tinted(GOLD))
        if detail.level == 0:
            continue
        top = np.stack([outer, outer - (end * 0.5, 0.02, 0)])
        model.add(roof.part, "gold", grid(top, facing=(0, 1, 0)).tinted(GOLD))
        model.add(roof.part, "gold", _flames(outer, side, end, detail, roof.size))
        foot = outer[-1]
        bend = np.array(((0, -0.1, 0), (0, 0.25, side * 0.4), (0, 0.85, side * 0.55), (0, 1.5, side * 0.32)))
        thick = tuple(roof.size * radius for radius in (0.2, 0.2, 0.12, 0.0))
        model.add(roof.part, "gold", tube(foot + roof.size * bend, thick, detail.pick(3, 3, 5), GOLD))


def _flames(edge: Array, side: float, end: float, detail: Detail, size: float) -> Surface:
    """Teeth along an edge (n, 3), seen from both sides."""
    length = float(np.linalg.norm(np.diff(edge, axis=0), axis=1).sum())
    count = max(2, round(length / detail.pick(2, 1, 1) / ((1.1 if detail.level == 1 else 0.62) * size)))
    t = np.linspace(0, 1, count + 1)
    at = np.stack([np.interp(t, np.linspace(0, 1, len(edge)), edge[:, k]) for k in range(3)], -1)
    tip = (at[:-1] * 0.5 + at[1:] * 0.5) + (0, 0.46 * size, side * 0.12 * size)
    corners = np.concatenate([at[:-1], at[1:], tip]) - (end * 0.2, 0.05, 0)
    index = np.arange(count)
    faces = np.stack([index, index + count, index + 2 * count], -1)
    made = []
    for facing in (end, -end):
        normal = np.tile((facing, 0.0, 0.0), (len(corners), 1))
        colour = np.tile(GREEN_GLASS if facing == end else GOLD, (len(corners), 1))
        colour[2 * count :] = GOLD
        made.append(Surface(position=corners, normal=normal, uv=corners[:, [2, 1]], colour=colour, triangles=faces))
    return join(made)


def _chofa(model: Model, detail: Detail, roof: Roof, at: Triple, end: float) -> None:
    """The slender bird's neck over a gable."""
    curve = [(-0.3, -0.3), (0.5, 0.2), (0.62, 1.0), (0.3, 1.8), (0.36, 2.5), (0.72, 3.3)]
    radii = [0.24, 0.26, 0.2, 0.14, 0.09, 0.0]
    if detail.level == 0:
        curve, radii = [(-0.3, -0.3), (0.6, 0.9), (0.72, 3.3)], [0.26, 0.2, 0.0]
    size = roof.size
    path = [(at[0] + end * size * out, at[1] + size * up, at[2]) for out, up in curve]
    model.add(roof.part, "gold", tube(path, [size * radius for radius in radii], detail.pick(3, 4, 6), GOLD))
    if detail.level == 2:
        beak = [
            (at[0] + end * size * out, at[1] + size * up, at[2]) for out, up in ((0.4, 0.75), (1.05, 0.95), (1.2, 1.25))
        ]
        model.add(roof.part, "gold", tube(beak, (0.16 * size, 0.1 * size, 0.0), 4, GOLD))
