"""Paving, lawns with their kerbs, clipped trees, and the city beyond the walls."""

import numpy as np

from scenes.sites.grand_palace.colours import GRANITE, LEAF, WHITEWASH
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import ball, redented, tube, turned
from scenes.sites.grand_palace.layout import AXIS, CHAKRI, EAST_WALL, NORTH_WALL, SOUTH_WALL, WEST_WALL
from scenes.sites.noise import pick, rough
from scenes.sites.panels import panel
from scenes.sites.surface import Surface, Triple, block, floor_uv, grid

LAWNS: tuple[tuple[float, float, float, float], ...] = (
    (-96.0, -66.0, -112.0, -34.0),
    (-96.0, -66.0, -26.0, 44.0),
    (-150.0, -112.0, -112.0, -30.0),
    (-150.0, -112.0, -20.0, 50.0),
    (-96.0, -70.0, 74.0, 96.0),
    (-138.0, -112.0, 74.0, 96.0),
    (-96.0, -78.0, 104.0, 114.0),
    (-130.0, -112.0, 104.0, 114.0),
    (8.0, 26.0, 84.0, 108.0),
    (44.0, 92.0, 60.0, 108.0),
    (-226.0, -208.0, 84.0, 112.0),
    (-188.0, -176.0, 84.0, 104.0),
)
"""West, east, north and south of each lawn."""
KERB = 0.25
STREET: tuple[tuple[float, float, float], ...] = (
    *((-140.0, z, 9.0) for z in (-100.0, -78.0, -56.0, 0.0, 24.0)),
    (-70.0, 52.0, 8.0),
    (80.0, 80.0, 9.0),
    (88.0, 100.0, 9.0),
    (62.0, 70.0, 8.0),
    *((float(x), NORTH_WALL - 16.0, 10.0) for x in np.linspace(-220, 90, 16)),
    *((EAST_WALL + 14.0, float(z), 10.0) for z in np.linspace(-110, 170, 14)),
)
"""Full-grown trees: x, z, height."""


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    _ground(model, detail)
    for lawn in LAWNS:
        _lawn(model, detail, lawn)
    for number, (x, z, tall) in enumerate(trees()):
        _clipped(model, detail, (x, z), tall, number)
    _street_trees(model, detail)
    _offices(model, detail)
    _city(model, detail)


def _ground(model: Model, detail: Detail) -> None:
    """Granite slabs within the walls, cut finer about the temple, and streets beyond."""
    for west, east, north, south, cell in (
        (-62.0, EAST_WALL, NORTH_WALL, 40.0, 1.0),
        (WEST_WALL, -62.0, NORTH_WALL, 40.0, 1.9),
        (WEST_WALL, EAST_WALL, 40.0, SOUTH_WALL, 1.6),
    ):
        x = np.linspace(west, east, detail.cells((east - west) / cell) + 1)
        z = np.linspace(north, south, detail.cells((south - north) / cell) + 1)
        points = np.stack(np.broadcast_arrays(x[:, None], 0.0, z[None, :]), -1)
        model.add("ground", "paving", grid(points, facing=(0, 1, 0), uv=floor_uv(points)))
    for west, east, north, south in (
        (-800.0, 700.0, -700.0, NORTH_WALL),
        (-800.0, 700.0, SOUTH_WALL, 760.0),
        (-800.0, WEST_WALL, NORTH_WALL, SOUTH_WALL),
        (EAST_WALL, 700.0, NORTH_WALL, SOUTH_WALL),
    ):
        sheet = panel((west, -0.05, south), (east - west, 0, 0), (0, 0, north - south), (0, 1, 0), 60.0)
        model.add("city", "paint", sheet.tinted(GRANITE))


def _lawn(model: Model, detail: Detail, lawn: tuple[float, float, float, float]) -> None:
    west, east, north, south = lawn
    grass = panel((west, 0.12, south), (east - west, 0, 0), (0, 0, north - south), (0, 1, 0), detail.cell * 1.6)
    model.add("lawns", "grass", grass)
    for low, high in (
        ((west - KERB, north - KERB), (east + KERB, north)),
        ((west - KERB, south), (east + KERB, south + KERB)),
        ((west - KERB, north), (west, south)),
        ((east, north), (east + KERB, south)),
    ):
        kerb = block((low[0], 0.0, low[1]), (high[0], 0.2, high[1]), detail.cell * 4, "y")
        model.add("lawns", "paint", kerb.tinted((0.55, 0.53, 0.49)))


def trees() -> list[tuple[float, float, float]]:
    """Where clipped trees stand (x, z) and how tall they are: in rows along the lawns."""
    found: list[tuple[float, float, float]] = []
    for west, east, north, south in LAWNS:
        wide, long = east - west, south - north
        for x in (west + 2.6, east - 2.6) if wide > 12 else ((west + east) / 2,):
            count = max(1, round((long - 6) / 11))
            for number in range(count + 1):
                luck = float(pick(np.array([len(found)]), 5)[0])
                found.append((x, north + 3 + (long - 6) * number / count, 2.6 + 1.5 * luck))
    before = CHAKRI[1] - CHAKRI[3] - 5.0
    row = np.linspace(CHAKRI[0] - 34, CHAKRI[0] + 34, 8).tolist()
    return [*found, *((x, before, 3.4) for x in row if abs(x - AXIS) > 16)]


def _clipped(model: Model, detail: Detail, at: tuple[float, float], tall: float, number: int) -> None:
    """A tako clipped to balls on bare bent branches."""
    x, z = at
    luck = pick(np.arange(number * 8, number * 8 + 8), 17)
    trunk = [(x, 0.0, z), (x + 0.15 * (luck[0] - 0.5), tall * 0.3, z), (x, tall * 0.72, z + 0.2 * (luck[1] - 0.5))]
    bark: Triple = (0.24, 0.19, 0.13)
    model.add("trees", "foliage", tube(trunk, (0.10, 0.08, 0.06), detail.pick(3, 4, 6), bark))
    model.add(
        "trees",
        "foliage",
        _bush(detail, (x, tall * 0.82, z), (0.42 if detail.level else 0.75) + 0.22 * luck[2], number),
    )
    arms = detail.pick(0, 4, 6)
    for arm in range(arms):
        angle = 2 * np.pi * (arm + luck[3]) / max(arms, 1)
        reach, high = 0.75 + 0.3 * luck[4 + arm % 3], tall * (0.42 + 0.09 * (arm % 3))
        tip = (x + reach * float(np.cos(angle)), high, z + reach * float(np.sin(angle)))
        if detail.level:
            root = (x, high - 0.35, z)
            bend = ((root[0] + tip[0]) / 2, high - 0.12, (root[2] + tip[2]) / 2)
            model.add("trees", "foliage", tube([root, bend, tip], (0.07, 0.055, 0.04), 3, bark))
        model.add("trees", "foliage", _bush(detail, tip, 0.34 + 0.14 * luck[(arm + 5) % 8], number + arm))


def _bush(detail: Detail, at: Triple, size: float, seed: int) -> Surface:
    from dataclasses import replace

    made = ball(at, (size * 1.15, size * 0.68, size * 1.15), detail.pick(4, 7, 8), LEAF)
    bumps = 0.7 + 0.6 * rough(made.position + seed, size * 0.55, 23, 2)
    return replace(made, colour=np.clip(made.colour * bumps[:, None], 0, 1))


def _street_trees(model: Model, detail: Detail) -> None:
    """Full-grown trees in the outer court and beyond the walls."""
    from dataclasses import replace

    for number, (x, z, tall) in enumerate(STREET):
        model.add(
            "trees",
            "foliage",
            tube([(x, 0.0, z), (x + 0.3, tall * 0.5, z)], (0.34, 0.24), detail.pick(3, 5, 7), (0.22, 0.18, 0.13)),
        )
        for part in range(detail.pick(1, 3, 4)):
            luck = pick(np.arange(number * 31 + part * 3, number * 31 + part * 3 + 3), 29)
            at = (x + 2.6 * (luck[0] - 0.5), tall * (0.62 + 0.2 * luck[1]), z + 2.6 * (luck[2] - 0.5))
            crown = ball(at, (2.9, 2.3, 2.9), detail.pick(5, 8, 11), (0.07, 0.14, 0.035))
            bumps = 0.55 + 0.8 * rough(crown.position, 1.3, 31, 3)
            shape = at + (crown.position - at) * (0.8 + 0.42 * rough(crown.position * 1.0, 1.6, 37, 2))[:, None]
            model.add(
                "trees", "foliage", replace(crown, position=shape, colour=np.clip(crown.colour * bumps[:, None], 0, 1))
            )


def _offices(model: Model, detail: Detail) -> None:
    """White government buildings along the outer court, their tiled roofs plain."""
    for low, high, tall in (
        ((-236.0, -110.0), (-160.0, -70.0), 9.0),
        ((-236.0, -56.0), (-160.0, -10.0), 9.0),
        ((-236.0, 4.0), (-160.0, 54.0), 9.0),
    ):
        _house(model, detail, low, high, tall, (0.42, 0.15, 0.07))


def _house(
    model: Model,
    detail: Detail,
    low: tuple[float, float],
    high: tuple[float, float],
    tall: float,
    roof: Triple,
    part: str = "city",
) -> None:
    model.add(
        part, "paint", block((low[0], 0.0, low[1]), (high[0], tall, high[1]), detail.cell * 4, "y").tinted(WHITEWASH)
    )
    for number in range(round(tall / 4.0)) if detail.level else ():
        y = 1.2 + 4.0 * number
        for z, side in ((low[1] - 0.02, -1.0), (high[1] + 0.02, 1.0)):
            count = max(1, round((high[0] - low[0]) / 5))
            for k in range(count):
                x = low[0] + (k + 0.5) * (high[0] - low[0]) / count
                model.add(
                    part,
                    "paint",
                    panel((x - 0.7, y, z), (1.4, 0, 0), (0, 2.2, 0), (0, 0, side), 9.0).tinted((0.16, 0.15, 0.14)),
                )
        for x, side in ((low[0] - 0.02, -1.0), (high[0] + 0.02, 1.0)):
            count = max(1, round((high[1] - low[1]) / 5))
            for k in range(count):
                z = low[1] + (k + 0.5) * (high[1] - low[1]) / count
                model.add(
                    part,
                    "paint",
                    panel((x, y, z - 0.7), (0, 0, 1.4), (0, 2.2, 0), (side, 0, 0), 9.0).tinted((0.16, 0.15, 0.14)),
                )
    half = ((high[0] - low[0]) / 2, (high[1] - low[1]) / 2)
    plan = redented(0) * (1.0, half[1] / half[0])
    middle = ((low[0] + high[0]) / 2, 0.0, (low[1] + high[1]) / 2)
    rows = [
        (tall, half[0] + 0.8),
        (tall + min(half) * 0.55, max(half[0] - min(half), 0.0) + 0.4),
        (tall + min(half) * 0.56, 0.0),
    ]
    model.add(part, "paint", turned(rows, plan, middle, roof))


def _city(model: Model, detail: Detail) -> None:
    """Low houses, a few distant towers in the haze, and the green of the royal ground in the north."""
    rng = np.random.default_rng(41)
    grass = panel((-60.0, 0.0, -150.0), (150.0, 0, 0), (0, 0, -170.0), (0, 1, 0), 80.0)
    model.add("city", "paint", grass.tinted((0.16, 0.25, 0.08)))
    for _ in range(detail.pick(26, 110, 110)):
        angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(1.0, 1.5)
        x, z = -74 + 250 * reach * np.cos(angle), 30 + 215 * reach * np.sin(angle)
        if -60 < x < 100 and z < 0:
            continue
        wide, long, tall = rng.uniform(8, 22), rng.uniform(8, 22), rng.uniform(7, 15)
        shade = rng.uniform(0.6, 1.0)
        tint = (0.55 * shade, 0.5 * shade, 0.44 * shade)
        model.add("city", "paint", block((x - wide, 0.0, z - long), (x + wide, tall, z + long), 99.0, "y").tinted(tint))
    for _ in range(detail.pick(14, 30, 30)):
        angle = rng.uniform(0, 2 * np.pi)
        x, z = -74 + 620 * np.cos(angle), 30 + 620 * np.sin(angle)
        wide, tall = rng.uniform(10, 18), rng.uniform(40, 110)
        model.add(
            "city",
            "paint",
            block((x - wide, 0.0, z - wide), (x + wide, tall, z + wide), 99.0, "y").tinted((0.52, 0.58, 0.64)),
        )
