"""What keeps the broken ends of the outer ring up: Stern's brick spur (1807) and Valadier's stepped arches (1826)."""

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, archivolt, soffit
from scenes.sites.colosseum.bending import around, unroll
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.facade import OPENINGS
from scenes.sites.colosseum.layout import BAY_WIDTH, LEVELS, STERN, VALADIER
from scenes.sites.model import Model
from scenes.sites.surface import Array, Surface, block, extrude, grid, join

HALF = BAY_WIDTH / 2
NEAR, FAR = -0.6, 7.9
STERN_EDGE = ((-0.5, 48.0), (-0.1, 47.2), (0.15, 36.0), (0.6, 34.5), (0.95, 22.0), (1.35, 11.0), (1.9, 0.0))
"""Bays beyond the last standing one, and heights, along the spur's broken-backed slope."""
VALADIER_TOPS = (40.0, 26.0, 13.5)
"""Heights where Valadier's three stepped bays end."""


def build(model: Model, detail: Detail) -> None:
    """Add both buttresses."""
    edge = np.asarray(STERN_EDGE)
    model.add("stern-buttress", "brick", *_spur(edge[:, 0] + STERN, edge[:, 1], detail))
    for number in range(3):
        opening = OPENINGS[number]
        low = LEVELS[number]
        band = [(low + 9, NEAR), (low + 9, NEAR - 0.3), (low + 9.5, NEAR - 0.35), (low + 9.5, NEAR)]
        blind = join([
            archivolt(opening, NEAR, 0.7, detail),
            extrude(band, -HALF, HALF, 2),
        ])  # fmt: skip
        model.add(
            "stern-buttress",
            "brick",
            around(blind.tinted((0.86, 0.8, 0.76)), [STERN]) if number < 2 else _ledge(detail),
        )
    _valadier(model, detail)


def _ledge(detail: Detail) -> Surface:
    return around(extrude(((33.4, NEAR), (33.5, NEAR - 0.4), (34.0, NEAR - 0.4), (34.0, NEAR)), -HALF, 0, 2), [STERN])


def _spur(bay: Array, top: Array, detail: Detail) -> list[Surface]:
    """A wall between two faces under a falling edge."""
    count = max(8, detail.cells(2.4 * BAY_WIDTH))
    along = np.linspace(bay[0], bay[-1], count + 1)
    crest = np.interp(along, bay, top)
    rows = np.linspace(0, 1, max(4, detail.cells(30.0)) + 1)
    height = rows[None, :] * crest[:, None]
    metres = along[:, None] * BAY_WIDTH
    uv = np.stack(np.broadcast_arrays(metres % 60, -height), -1)
    faces = [
        unroll(grid(np.stack(np.broadcast_arrays(metres, height, depth), -1), facing=(0, 0, out), uv=uv))
        for depth, out in ((NEAR, -1.0), (FAR, 1.0))
    ]
    depth = np.linspace(NEAR, FAR, 4)
    cap = np.stack(np.broadcast_arrays(metres, crest[:, None], depth[None, :]), -1)
    return [*faces, unroll(grid(cap, facing=(1, 1, 0)))]


def _valadier(model: Model, detail: Detail) -> None:
    part = "valadier-buttress"
    for step, end in enumerate(VALADIER_TOPS):
        bay = VALADIER - step
        for storey in range(3 - step):
            low, top = LEVELS[storey], LEVELS[storey + 1]
            model.add(
                part,
                "brick" if storey or step else "travertine",
                around(_bay(OPENINGS[storey], low, top, detail), [bay]),
            )
        crest = LEVELS[3 - step]
        cap = [(crest, NEAR + 0.3), (crest, NEAR - 0.4), (crest + 0.5, NEAR - 0.5), (crest + 0.5, NEAR + 0.4)]
        model.add(part, "travertine", around(extrude(cap, -HALF, HALF, 2), [bay]))
        slope_bay = np.array([bay + 0.5, bay - 0.5])
        start = 46.5 if step == 0 else VALADIER_TOPS[step - 1]
        model.add(part, "brick", *_slope(slope_bay, np.array([start, end]), crest, detail))
        side = block((-HALF - 0.02, 0, NEAR), (-HALF, crest, 7.9), detail.cell * 2, "yX")
        model.add(part, "brick", around(side, [bay]))


def _bay(opening: Opening, low: float, top: float, detail: Detail) -> Surface:
    beam = [(top - 1.2, NEAR), (top - 1.1, NEAR - 0.3), (top - 0.3, NEAR - 0.4), (top, NEAR - 0.7), (top, NEAR)]
    wide = 0.55
    face = arch_face(opening, HALF, low, top, NEAR, -1, detail)
    if detail.level == 0:
        return join(
            [face, soffit(opening, NEAR, 2.6, detail, sill=False), extrude(beam[:1] + beam[3:], -HALF, HALF, 1)]
        )
    return join(
        [
            face,
            arch_face(opening, HALF, low, top, 2.6, 1, detail),
            soffit(opening, NEAR, 2.6, detail),
            archivolt(opening, NEAR, 0.6, detail),
            extrude(beam, -HALF, HALF, 2),
            block((-HALF, low, NEAR - 0.35), (-HALF + wide, top - 1.2, NEAR), detail.cell * 2, "yZ"),
            block((HALF - wide, low, NEAR - 0.35), (HALF, top - 1.2, NEAR), detail.cell * 2, "yZ"),
        ]
    )


def _slope(bay: Array, crest: Array, foot: float, detail: Detail) -> list[Surface]:
    """The triangular wall that leans from one step to the next."""
    along = np.linspace(bay[0], bay[1], max(4, detail.cells(BAY_WIDTH)) + 1)
    top = np.maximum(foot + 0.05, np.interp(along, bay[::-1], crest[::-1]))
    rows = np.linspace(0, 1, max(3, detail.cells(12.0)) + 1)
    height = foot + rows[None, :] * (top[:, None] - foot)
    metres = along[:, None] * BAY_WIDTH
    uv = np.stack(np.broadcast_arrays(metres % 60, -height), -1)
    faces = [
        unroll(grid(np.stack(np.broadcast_arrays(metres, height, depth), -1), facing=(0, 0, out), uv=uv))
        for depth, out in ((NEAR + 0.2, -1.0), (2.6, 1.0))
    ]
    cap = np.stack(np.broadcast_arrays(metres, top[:, None], np.array([[NEAR + 0.2, 2.6]])), -1)
    return [*faces, unroll(grid(cap, facing=(0, 1, 0)))]
