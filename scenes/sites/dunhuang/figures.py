"""Buddhas, disciples, bodhisattvas and guardians of painted clay, in their simplest forms.

Each figure looks along +X, its left hand towards -Z, and is made for a height of 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scenes.sites.dunhuang.nets import Blob, Spot, ball, figure, limb
from scenes.sites.surface import Surface, Triple, join

PLAIN = 32
"""Cells of a figure below which nobody sees a finer face."""

Legs = Literal["lotus", "ankles", "pendent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Colours of a figure, linear."""

    skin: Triple = (0.62, 0.42, 0.27)
    robe: Triple = (0.36, 0.09, 0.05)
    under: Triple = (0.16, 0.30, 0.24)
    hair: Triple = (0.05, 0.06, 0.10)
    trim: Triple = (0.55, 0.40, 0.16)


WEI = Paint(skin=(0.5, 0.36, 0.26), robe=(0.33, 0.10, 0.06), under=(0.14, 0.26, 0.22), hair=(0.06, 0.09, 0.14))
TANG = Paint(skin=(0.68, 0.50, 0.36), robe=(0.42, 0.08, 0.05), under=(0.13, 0.34, 0.28))
MONK = Paint(skin=(0.55, 0.38, 0.27), robe=(0.32, 0.13, 0.07), under=(0.4, 0.34, 0.24), hair=(0.4, 0.3, 0.22))
GILT = Paint(skin=(0.66, 0.47, 0.26), robe=(0.45, 0.14, 0.07), under=(0.16, 0.28, 0.30), hair=(0.06, 0.08, 0.13))


def head(
    at: Triple, size: float, paint: Paint, *, bun: bool = True, crown: bool = False
) -> tuple[list[Blob], list[Spot]]:
    """A head whose chin-to-crown height is about 1.3 × `size`, with its painted features."""
    x, y, z = at

    def moved(dx: float, dy: float, dz: float) -> Triple:
        return x + dx * size, y + dy * size, z + dz * size

    def of(a: float, b: float, c: float) -> Triple:
        return a * size, b * size, c * size

    blobs = [
        ball(at, of(0.47, 0.62, 0.45), paint.skin),
        ball(moved(-0.06, 0.24, 0), of(0.50, 0.44, 0.48), paint.hair),
        limb(moved(0.44, 0.10, 0), moved(0.54, -0.12, 0), (0.04 * size, 0.075 * size), paint.skin),
        ball(moved(0.42, -0.28, 0), of(0.09, 0.05, 0.14), (0.47, 0.24, 0.18)),
        ball(moved(0.33, -0.46, 0), of(0.14, 0.13, 0.16), paint.skin),
    ]
    for side in (-1, 1):
        blobs.append(ball(moved(0.0, -0.10, side * 0.47), of(0.09, 0.27, 0.06), paint.skin))
        blobs.append(ball(moved(0.37, 0.02, side * 0.19), of(0.09, 0.05, 0.12), paint.skin))
        blobs.append(ball(moved(0.28, -0.20, side * 0.22), of(0.18, 0.17, 0.17), paint.skin))
    if bun:
        blobs.append(ball(moved(-0.05, 0.72, 0), of(0.24, 0.20, 0.24), paint.hair))
    if crown:
        blobs.append(ball(moved(0.22, 0.60, 0), of(0.18, 0.26, 0.30), paint.trim))
    dark = (0.05, 0.04, 0.04)
    spots = [
        Spot(at=moved(0.45, y_, side * 0.20), size=of(0.16, tall, 0.14), colour=dark)
        for side in (-1, 1)
        for y_, tall in ((-0.015, 0.022), (0.155, 0.020))
    ]
    return [replace(blob, fine=True) for blob in blobs], spots


def seated(
    paint: Paint, legs: Legs = "lotus", *, hand: Literal["lap", "raised"] = "lap", monk: bool = False
) -> tuple[list[Blob], list[Spot]]:
    """A seated figure; 1 is from its seat to the crown of its head."""
    across = ((0.0, 55.0, 18.0), 0.006)
    blobs, spots = head((0.03, 0.79, 0.0), 0.2, paint, bun=not monk)
    blobs += [
        limb((0, 0.58, 0), (0.01, 0.70, 0), (0.07, 0.06), paint.skin),
        limb((0, 0.565, -0.16), (0, 0.565, 0.16), (0.085, 0.085), paint.robe),
        ball((0.01, 0.46, 0), (0.145, 0.19, 0.20), paint.robe, across),
        ball((0.07, 0.53, 0.02), (0.10, 0.10, 0.09), paint.skin),
        ball((0.02, 0.26, 0), (0.17, 0.20, 0.20), paint.robe, across),
    ]
    for side in (-1.0, 1.0):
        lifted = hand == "raised" and side > 0
        elbow = (0.07, 0.32, side * 0.30)
        palm = (0.27, 0.50, side * 0.24) if lifted else (0.24, 0.20, side * 0.06)
        if legs == "pendent" and not lifted:
            palm = (0.31, 0.12, side * 0.17)
        blobs += [
            limb((0, 0.56, side * 0.22), elbow, (0.075, 0.07), paint.robe, across),
            limb(elbow, palm, (0.068, 0.04), paint.robe if not lifted else paint.skin),
            ball((palm[0] + 0.02, palm[1] + (0.05 if lifted else 0.0), palm[2]), (0.035, 0.07, 0.05), paint.skin),
        ]
        blobs += _legs(legs, side, paint)
    return blobs, spots


def _legs(legs: Legs, side: float, paint: Paint) -> list[Blob]:
    down = ((30.0, 0.0, 60.0), 0.006)
    if legs == "lotus":
        return [
            limb((0.0, 0.10, side * 0.12), (0.20, 0.09, side * 0.36), (0.12, 0.085), paint.robe, down),
            limb((0.20, 0.08, side * 0.36), (0.28, 0.09, -side * 0.04), (0.08, 0.06), paint.robe, down),
            ball((0.06, 0.04, 0.0), (0.28, 0.055, 0.34), paint.under),
        ]
    knee = (0.32, 0.06, side * (0.15 if legs == "pendent" else 0.27))
    foot = (0.36, -0.40, side * 0.14) if legs == "pendent" else (0.26, -0.36, -side * 0.07)
    return [
        limb((0.0, 0.06, side * 0.12), knee, (0.12, 0.095), paint.robe, down),
        limb(knee, foot, (0.095, 0.075), paint.under, ((0.0, 8.0, 70.0), 0.008)),
        ball((foot[0] + 0.07, foot[1] - 0.02, foot[2]), (0.11, 0.035, 0.05), paint.skin),
    ]


def standing(
    paint: Paint, *, sway: float = 0.0, monk: bool = False, crown: bool = False, armed: bool = False
) -> tuple[list[Blob], list[Spot]]:
    """A standing figure 1 high; `sway` throws the hip to one side."""
    folds = ((0.0, 16.0, 90.0), 0.004)
    hip = sway * 0.5
    robe = paint.robe
    blobs, spots = head((0.015, 0.90, sway * -0.35), 0.10, paint, bun=not monk, crown=crown)
    blobs += [
        limb((0, 0.80, sway * -0.3), (0, 0.86, sway * -0.33), (0.034, 0.03), paint.skin),
        limb(
            (0, 0.775, -0.10 - sway * 0.3),
            (0, 0.775, 0.10 - sway * 0.3),
            (0.045, 0.045),
            robe if monk or armed else paint.skin,
        ),
        ball((0, 0.68, sway * -0.1), (0.075, 0.13, 0.105), robe if monk or armed else paint.skin),
        ball((0.0, 0.52, hip), (0.085, 0.10, 0.12), paint.under if armed else robe, folds),
        limb((0.0, 0.50, hip), (0.0, 0.10, 0.0), (0.105, 0.095), robe, folds),
        ball((0.0, 0.06, 0.0), (0.11, 0.05, 0.125), paint.under, folds),
    ]
    for side in (-1.0, 1.0):
        shoulder = (0.0, 0.775, side * 0.125 - sway * 0.3)
        raised = armed and side > 0
        elbow = (0.02, 0.66, side * 0.20) if raised else (0.0, 0.61, side * 0.17 - sway * 0.1)
        palm = (
            (0.12, 0.80, side * 0.17)
            if raised
            else (0.12, 0.60 if monk or side > 0 else 0.5, side * (0.03 if monk else 0.12))
        )
        blobs += [
            limb(shoulder, elbow, (0.042, 0.035), robe if monk or armed else paint.skin),
            limb(elbow, palm, (0.034, 0.02), paint.skin if not monk else robe),
            ball(palm, 0.026, paint.skin),
            ball((0.05, 0.015, side * 0.055), (0.07, 0.018, 0.03), paint.skin),
        ]
        if not monk:
            blobs.append(limb((0.02, 0.74, side * 0.11), (0.06, 0.16, side * 0.16), (0.016, 0.012), paint.trim))
    if armed:
        blobs += [
            ball((0.02, 0.02, 0.0), (0.16, 0.055, 0.18), (0.12, 0.17, 0.22)),
            ball((0.0, 0.60, 0), (0.085, 0.03, 0.11), paint.trim),
        ]
    return blobs, spots


def reclining(paint: Paint) -> tuple[list[Blob], list[Spot]]:
    """A figure 1 long from the crown to the soles, lying on its right side, looking along +X, its head towards +Z."""
    folds = ((0.0, 26.0, 150.0), 0.0032)
    blobs, spots = head((0.012, 0.895, 0.012), 0.118, paint, bun=False)
    blobs += [
        replace(ball((0.0, 0.975, 0.004), (0.035, 0.025, 0.035), paint.hair), fine=True),
        limb((0.0, 0.80, 0.008), (0.005, 0.85, 0.01), (0.045, 0.04), paint.skin),
        limb((0.0, 0.77, -0.085), (0.0, 0.77, 0.06), (0.062, 0.062), paint.robe, folds),
        ball((0.008, 0.70, -0.005), (0.082, 0.13, 0.105), paint.robe, folds),
        ball((0.04, 0.775, 0.0), (0.055, 0.05, 0.05), paint.skin),
        ball((0.0, 0.54, 0.0), (0.082, 0.14, 0.10), paint.robe, folds),
        limb((0.0, 0.52, -0.02), (0.012, 0.10, -0.005), (0.088, 0.052), paint.robe, folds),
        limb((0.0, 0.52, 0.03), (0.0, 0.10, 0.03), (0.08, 0.052), paint.robe, folds),
        limb((0.012, 0.10, -0.004), (0.0, 0.045, -0.002), (0.056, 0.062), paint.under),
        limb((-0.01, 0.765, -0.125), (0.028, 0.61, -0.128), (0.045, 0.04), paint.robe, folds),
        limb((0.028, 0.61, -0.128), (0.035, 0.45, -0.105), (0.038, 0.026), paint.robe, folds),
        limb((0.035, 0.45, -0.105), (0.035, 0.40, -0.098), (0.022, 0.014), paint.skin),
        limb((0.02, 0.74, 0.08), (0.03, 0.81, 0.115), (0.036, 0.03), paint.robe),
        limb((0.03, 0.81, 0.115), (0.01, 0.90, 0.075), (0.026, 0.018), paint.skin),
        ball((0.03, 0.018, -0.022), (0.052, 0.022, 0.022), paint.skin),
        ball((0.028, 0.018, 0.026), (0.052, 0.022, 0.022), paint.skin),
    ]
    return blobs, spots


def laid_down(surface: Surface) -> Surface:
    """A standing figure turned so that it lies on its right side with its head towards +Z."""
    turn = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], dtype=float)
    return replace(surface, position=surface.position @ turn.T, normal=surface.normal @ turn.T)


def made(
    parts: tuple[Sequence[Blob], Sequence[Spot]], tall: float, cells: int, blend: float = 0.02, finer: float = 1.8
) -> Surface:
    """A figure of a height in metres over about so many cells of its height.

    Those of its head are up to `finer` times as many; of a figure of few cells, head and body are one.
    """
    blobs, spots = parts
    step = 1.0 / max(10, cells)
    if cells < PLAIN:
        surface = figure(blobs, step, blend, spots)
    else:
        body, head_ = ([blob for blob in blobs if blob.fine == fine] for fine in (False, True))
        surface = join([figure(body, step, blend), figure(head_, step / finer, blend / 2, spots)])
    return replace(surface, position=surface.position * tall, uv=surface.uv * tall)
