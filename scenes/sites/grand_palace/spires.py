"""What ends in a point: the tiered spire of a mondop, and the prang like a cob of maize."""

import numpy as np

from scenes.sites.grand_palace.colours import (
    GOLD,
    OLD_GOLD,
    PALE_GOLD,
    WHITEWASH,
)
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import circle, mouldings, redented, stacked, tube, turned
from scenes.sites.surface import Triple


def spire(
    model: Model,
    detail: Detail,
    part: str,
    at: Triple,
    half: float,
    tall: float,
    tints: tuple[Triple, ...],
    tiers: int = 7,
) -> None:
    """A mondop's roof: shrinking tiers with small gables, a bell, a needle; `at` is the middle of its foot."""
    plan = redented(detail.pick(0, 2, 3), 0.07)
    body = tall * 0.46
    count = detail.pick(min(tiers, 5), tiers, tiers)
    rows: list[tuple[float, float]] = []
    for number in range(count):
        share = number / count
        wide = half * (1 - share) ** 1.18 * 0.86 + half * 0.14
        low, rise = body * (1 - (1 - share) ** 1.25), body / count
        rows += [
            (low, wide),
            (low + rise * 0.5, wide * 0.80),
            (low + rise * 0.55, wide * 0.72),
            (low + rise * 0.95, wide * 0.74),
        ]
        if detail.level:
            _dormers(model, detail, part, at, wide, low, rise)
    model.add(part, "gold", turned([*rows, (body, half * 0.15)], plan, at, tints))
    bell = [(body, 0.17), (body + tall * 0.03, 0.19), (body + tall * 0.10, 0.12), (body + tall * 0.13, 0.145)]
    needle = [
        (body + tall * 0.145, 0.10),
        (body + tall * 0.30, 0.052),
        (body + tall * 0.31, 0.065),
        (body + tall * 0.33, 0.045),
    ]
    rows = [(y, r * half) for y, r in (*bell, *needle, (tall * 0.93, 0.014), (tall * 0.94, 0.03), (tall, 0.0))]
    model.add(part, "gold", turned(rows, redented(detail.steps(1), 0.14), at, PALE_GOLD))


def _dormers(model: Model, detail: Detail, part: str, at: Triple, wide: float, low: float, rise: float) -> None:
    """Small pointed gables in the middle of a tier's sides, and flames at its corners."""
    size = max(min(rise * 0.75, wide * 0.3), 0.3)
    spots = [(0.92, 0.0), (0.86, 0.5), (0.86, -0.5)] if detail.level == 2 else [(0.92, 0.0)]
    corners = [(0.88, 0.88)] if detail.level == 2 else []
    for turn in range(4):
        made = Model()
        for out, along in (*spots, *corners):
            rows = [(0.0, size * 0.5), (size * 0.8, size * 0.44), (size * 1.9, 0.0)]
            made.add(part, "gold", turned(rows, redented(0), (wide * out, low + rise * 0.1, wide * along), PALE_GOLD))
        model.place(made, at, turn * np.pi / 2)


def _shaded(tint: Triple, share: float, more: float) -> Triple:
    red, green, blue = (min(1.0, share * value + more) for value in tint)
    return red, green, blue


def prang(
    model: Model,
    detail: Detail,
    part: str,
    at: Triple,
    half: float,
    tall: float,
    tint: Triple,
    material: str = "mosaic",
) -> None:
    """A tower like a cob of maize on a stepped base, with niches on four sides and a trident of gilt."""
    steps = detail.pick(1, 2, 3)
    plan = redented(steps, 0.12)
    dark, light = _shaded(tint, 0.62, 0.0), _shaded(tint, 1.35, 0.05)
    shades: tuple[Triple, ...] = (tint, tint, light, dark, light, tint)
    base = mouldings(detail, 0.0, tall * 0.30, half, detail.pick(3, 4, 5), 0.58)
    model.add(part, material, turned(base, plan, at, shades))
    foot = [
        (tall * 0.30, half * 0.56),
        (tall * 0.44, half * 0.54),
        (tall * 0.455, half * 0.62),
        (tall * 0.48, half * 0.58),
    ]
    model.add(part, material, turned(foot, plan, at, (tint, light, tint)))
    cob = stacked(detail, tall * 0.48, tall * 0.88, half * 0.53, half * 0.26, detail.pick(4, 7, 8), half * 0.09)
    model.add(part, material, turned(cob, plan, at, (tint, dark, light, tint)))
    cap = [(tall * 0.88, half * 0.26), (tall * 0.905, half * 0.22), (tall * 0.92, half * 0.1), (tall * 0.925, 0.0)]
    model.add(part, material, turned(cap, circle(detail.pick(6, 8, 12)), at, tint, (True, True)))
    needle = [(at[0], at[1] + tall * share, at[2]) for share in (0.90, 0.95, 1.0)]
    model.add(part, "gold", tube(needle, (half * 0.03, half * 0.03, 0.0), 4, GOLD))
    if detail.level:
        _niches(model, detail, part, at, half, tall, tint)
        for turn in range(4):
            _prong(model, part, at, half, tall, turn * np.pi / 2)


def _prong(model: Model, part: str, at: Triple, half: float, tall: float, turn: float) -> None:
    c, s = float(np.cos(turn)), float(np.sin(turn))
    curve = ((0.0, 0.925), (0.12, 0.93), (0.13, 0.95), (0.06, 0.968))
    path = [(at[0] + c * out * half, at[1] + tall * up, at[2] + s * out * half) for out, up in curve]
    model.add(part, "gold", tube(path, (half * 0.03, half * 0.03, half * 0.025, 0.0), 3, GOLD))


def _niches(model: Model, detail: Detail, part: str, at: Triple, half: float, tall: float, tint: Triple) -> None:
    for turn in range(4):
        made = Model()
        out = half * 0.50
        frame = [(0.30, 0.16), (0.42, 0.15), (0.43, 0.19), (0.50, 0.0)]
        made.add(
            part,
            "gold",
            turned([(y * tall, r * half) for y, r in frame], redented(detail.steps(1)), (out, 0.0, 0.0), OLD_GOLD),
        )
        if detail.level == 2:
            figure = [
                (0.31, 0.07),
                (0.36, 0.06),
                (0.375, 0.1),
                (0.395, 0.06),
                (0.40, 0.05),
                (0.418, 0.045),
                (0.44, 0.0),
            ]
            made.add(
                part,
                "gold",
                turned(
                    [(y * tall, r * half) for y, r in figure],
                    circle(6),
                    (out + half * 0.15, 0.0, 0.0),
                    WHITEWASH,
                    (True, False),
                ),
            )
            for along in np.linspace(-0.62, 0.62, 5).tolist():
                demon = [(0.115, 0.06), (0.15, 0.05), (0.16, 0.075), (0.175, 0.04), (0.19, 0.035), (0.205, 0.0)]
                made.add(
                    part,
                    "gold",
                    turned(
                        [(y * tall, r * half) for y, r in demon],
                        circle(5),
                        (half * 0.84, 0.0, along * half),
                        tint,
                        (True, False),
                    ),
                )
        model.place(made, at, turn * np.pi / 2)
