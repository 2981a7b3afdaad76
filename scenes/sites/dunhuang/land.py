"""What lies before the cliff and around it: river bed, poplars, bridge, stupas, dunes, the mountain across."""

import numpy as np

from scenes.sites.dunhuang.cliff import crest, profile
from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import ARCHWAY, BRIDGE_Z, NORTH, RIVER, RIVER_BED, SOUTH, STUPA
from scenes.sites.model import Model
from scenes.sites.noise import pick, rough, smooth
from scenes.sites.panels import panel
from scenes.sites.surface import Array, Surface, block, floor_uv, grid, join, lathe

REACH = 190.0
"""Metres along the cliff that the ground goes on to both sides."""
BRIDGE_HALF = 2.6
TREES = 60


def build(model: Model, detail: Detail) -> None:
    """Add everything but the cliff and what is in it."""
    _ground(model, detail)
    _river(model, detail)
    _bridge(model, detail)
    _poplars(model, detail)
    _stupas(model, detail)
    _archway(model, detail)
    _dunes(model, detail)
    _sanwei(model, detail)


def bank(z: Array) -> Array:
    """How far the river's banks swing at a place along the cliff, metres."""
    flat = np.stack([z, z * 0 + 3.0], -1)
    return np.asarray((rough(flat, 60.0, 91, 2) - 0.5) * 14.0 * np.clip((np.abs(z - BRIDGE_Z) - 8) / 30, 0, 1))


def _sheet(x: Array, z: Array, height: Array) -> Surface:
    points = np.stack(np.broadcast_arrays(x, height, z), -1)
    return grid(points, facing=(0, 1, 0), uv=floor_uv(points))


def _ground(model: Model, detail: Detail) -> None:
    along = np.linspace(REACH, -REACH, max(20, detail.cells(2 * REACH) // 2))[:, None]
    share = np.linspace(0, 1, max(6, detail.cells(60) // 2))[None, :]
    west = -1.0 + (RIVER[0] + bank(along[:, 0])[:, None] + 1.0) * share
    flat = np.stack([west, np.broadcast_to(along, west.shape)], -1)
    bumps = (
        0.10
        * rough(flat, 5.0, 51, 2)
        * np.clip((west - 16) / 6, 0, 1)
        * np.clip((np.abs(along - BRIDGE_Z) - 4) / 4, 0, 1)
    )
    model.add("ground", "sand", _sheet(west, along, bumps - 0.06))
    paved = panel((0.0, 0.0, 150.0), (0, 0, -300.0), (8.0, 0, 0), (0, 1, 0), detail.cell * 2)
    square = panel((8.0, 0.0, 40.0), (0, 0, -68.0), (22.0, 0, 0), (0, 1, 0), detail.cell * 2)
    path = panel((30.0, 0.0, BRIDGE_Z + 3.2), (0, 0, -26.0), (24.6, 0, 0), (0, 1, 0), detail.cell * 2)
    model.add(
        "ground",
        "stone",
        *(
            Surface(
                position=each.position,
                normal=each.normal,
                uv=floor_uv(each.position),
                colour=each.colour,
                triangles=each.triangles,
            )
            for each in (paved, square, path)
        ),
    )
    far = RIVER[1] + bank(along[:, 0])[:, None] + np.array([[0, 6, 14, 30, 60, 110, 190.0]])
    rise = np.array([[0.0, 0.0, 0.0, 0.4, 2.5, 8.0, 20.0]]) + np.zeros_like(far)
    rise = rise + rough(np.stack([far, np.broadcast_to(along, far.shape)], -1), 22.0, 61, 3) * np.array(
        [[0, 0, 0, 0.8, 3, 6, 9.0]]
    )
    model.add("ground", "sand", _sheet(far, along, rise - 0.06))


def _river(model: Model, detail: Detail) -> None:
    along = np.linspace(REACH, -REACH, max(20, detail.cells(2 * REACH) // 2))[:, None]
    swing = bank(along[:, 0])[:, None]
    share = np.array([[0.0, 0.07, 0.14, 0.3, 0.5, 0.7, 0.86, 0.93, 1.0]])
    x = RIVER[0] + (RIVER[1] - RIVER[0]) * share + swing
    drop = np.array([[0.0, 0.45, 0.9, 1.0, 0.86, 0.97, 0.9, 0.45, 0.0]])
    pebbles = (rough(np.stack([x, np.broadcast_to(along, x.shape)], -1), 7.0, 81, 3) - 0.5) * 0.5 * (drop > 0.6)
    model.add("river", "gravel", _sheet(x, along, RIVER_BED * drop + pebbles - 0.06))
    fine = np.linspace(REACH, -REACH, max(24, detail.cells(2 * REACH)))
    for centre, wide, seed in ((61.5, 3.4, 83), (74.5, 1.9, 85)):
        middle = centre + bank(fine) + 3.0 * (smooth(np.stack([fine, fine * 0], -1), 28.0, seed) - 0.5)
        half = wide * (0.55 + 0.7 * smooth(np.stack([fine, fine * 0 + 5], -1), 17.0, seed + 1))
        stream = np.stack([middle - half, middle, middle + half], -1)
        model.add("river", "water", _sheet(stream, fine[:, None], np.full(stream.shape, RIVER_BED + 0.16)))


def _bridge(model: Model, detail: Detail) -> None:
    low, high = RIVER[0] - 1.0, RIVER[1] + 1.0
    deck = block((low, -0.25, BRIDGE_Z - BRIDGE_HALF), (high, 0.4, BRIDGE_Z + BRIDGE_HALF), detail.cell * 2, "y")
    model.add("bridge", "concrete", deck)
    for end, reach in ((low, -3.4), (high, 3.4)):
        x = np.array([[end, end + reach]])
        z = np.array([[BRIDGE_Z + BRIDGE_HALF], [BRIDGE_Z - BRIDGE_HALF]])
        model.add("bridge", "concrete", _sheet(x, z, np.array([[0.4, 0.0]])))
    for side in (-1, 1):
        rail = BRIDGE_Z + side * (BRIDGE_HALF - 0.12)
        model.add("bridge", "concrete", block((low, 1.25, rail - 0.1), (high, 1.42, rail + 0.1), detail.cell * 2))
        for at in np.arange(low, high + 0.1, 2.4).tolist() if detail.level else ():
            post = block((at - 0.12, 0.4, rail - 0.13), (at + 0.12, 1.62, rail + 0.13), 9.0, "y")
            model.add("bridge", "concrete", post)
    for at in np.linspace(low + 6, high - 6, 4).tolist():
        pier = block((at - 0.5, RIVER_BED - 0.6, BRIDGE_Z - 2.3), (at + 0.5, -0.2, BRIDGE_Z + 2.3), 9.0, "yY")
        model.add("bridge", "concrete", pier)


def spots() -> list[tuple[float, float, float]]:
    """Where poplars stand (x, z) and how tall: in rows along the river and before the cliff, clear of the paths."""
    found: list[tuple[float, float, float]] = []
    for number in range(600):
        luck = pick(np.arange(number * 4, number * 4 + 4), 7)
        row = int(luck[0] * 4)
        x = (20.0, 27.5, 44.0, 91.0)[row] + 2.4 * (luck[1] - 0.5)
        z = float(NORTH + 12 + (SOUTH - NORTH - 24) * luck[2])
        clear = -24 < z < 40 if row < 3 else -6 < z < 40
        if clear or (row < 2 and -118 < z < -102) or (abs(z - 52) < 5 and row < 2):
            continue
        if all(np.hypot(x - a, z - b) > 4.6 for a, b, _ in found):
            found.append((float(x), z, float(11.0 + 8.0 * luck[3])))
        if len(found) == TREES:
            break
    return found


def _poplars(model: Model, detail: Detail) -> None:
    import trimesh

    base = trimesh.creation.icosphere(subdivisions=(0, 2, 3)[detail.level])
    unit = np.asarray(base.vertices, dtype=float)
    faces = np.asarray(base.faces, dtype=np.int64)
    for number, (x, z, tall) in enumerate(spots()):
        luck = pick(np.arange(number * 3, number * 3 + 3), 9)
        trunk = lathe([(-0.2, 0.24), (tall * 0.75, 0.1)], (0.0, 0.0), max(3, detail.sides // 2), False)
        model.add("poplars", "bark", trunk.moved((x, 0, z)))
        gold = luck[2] > 0.72
        tint = np.array((1.9, 1.25, 0.45) if gold else (0.95, 1.0, 0.9)) * (0.75 + 0.4 * luck[0])
        size = np.array([1.25, 0.42 * tall, 1.25]) * (0.9 + 0.35 * luck[1])
        bumps = 0.55 + 0.75 * rough(unit * (2.6, 5.5, 2.6) + number * 3.0, 1.0, 13, 3)
        taper = 1.0 - 0.35 * np.clip(unit[:, 1:2], -0.4, 1)
        points = unit * bumps[:, None] * size * np.concatenate([taper, np.ones_like(taper), taper], axis=1)
        points = points + np.array([x, tall * 0.60 + 0.6, z])
        shade = (0.45 + 0.75 * np.clip(bumps - 0.55, 0, 1))[:, None] * (0.8 + 0.3 * (unit[:, 1:2] * 0.5 + 0.5))
        leaves = Surface(
            position=points, normal=unit, uv=points[:, [0, 2]], colour=np.clip(shade * tint, 0, 1), triangles=faces
        )
        model.add("poplars", "foliage", leaves)


def _stupas(model: Model, detail: Detail) -> None:
    """Monks' funeral stupas on the east bank; the tallest is Wang Yuanlu's."""
    shapes = (
        (STUPA[0], STUPA[1], 1.35),
        (104.0, -8.0, 1.0),
        (112.0, -1.0, 0.85),
        (101.0, 62.0, 0.9),
        (109.0, 72.0, 1.1),
    )
    for x, z, size in shapes:
        rows = [
            (0.0, 2.2),
            (0.9, 2.2),
            (0.9, 1.8),
            (1.5, 1.8),
            (1.5, 1.45),
            (2.2, 1.5),
            (3.6, 1.75),
            (4.4, 1.45),
            (4.9, 0.8),
            (5.0, 1.0),
            (5.3, 1.0),
            (5.35, 0.62),
            (6.9, 0.34),
            (7.0, 0.7),
            (7.15, 0.7),
            (7.2, 0.2),
            (7.9, 0.02),
        ]
        body = lathe([(y * size, r * size) for y, r in rows], (0.0, 0.0), (6, 12, 20)[detail.level], False)
        model.add("stupas", "plaster", body.moved((x, 0, z)).tinted((0.95, 0.86, 0.72)))
    x, z = STUPA
    model.add("stupas", "dark", panel((x - 2.45, 1.5, z + 1.99), (-0.5, 0, 0.62), (0, 1.2, 0), (-0.7, 0, 0.7), 9.0))
    model.add(
        "stupas", "stone", block((x - 4.2, 0.0, z + 2.6), (x - 3.2, 1.9, z + 2.9), 4.0, "y").tinted((0.6, 0.6, 0.62))
    )


def _archway(model: Model, detail: Detail) -> None:
    """A wooden memorial arch across the way to the pagoda."""
    x, z = ARCHWAY
    for side in (-1, 1):
        for reach, tall in ((2.2, 5.4), (5.0, 4.3)):
            post = lathe([(0.0, 0.26), (tall, 0.22)], (x, z + side * reach), max(5, detail.sides), False)
            model.add("archway", "redwood", post)
            foot = block((x - 0.4, 0, z + side * reach - 0.4), (x + 0.4, 0.6, z + side * reach + 0.4), 4.0, "y")
            model.add("archway", "stone", foot)
    for low, high, half, roof in ((4.1, 5.5, 2.4, 6.2), (3.2, 4.3, 0.0, 4.9)):
        spans = [(-half, half)] if half else [(-5.2, -2.2), (2.2, 5.2)]
        for a, b in spans:
            model.add("archway", "beam", block((x - 0.16, low, z + a), (x + 0.16, high, z + b), 4.0))
            model.add("archway", "rooftile", *_saddle(x, (z + a - 0.7, z + b + 0.7), (high, roof), detail))


def _saddle(x: float, along: tuple[float, float], height: tuple[float, float], detail: Detail) -> list[Surface]:
    t = np.linspace(0, 1, (2, 5, 9)[detail.level])
    z = along[0] + (along[1] - along[0]) * t
    lift = 0.4 * np.abs(2 * t - 1) ** 3
    made = []
    for side in (-1, 1):
        across = np.array([0.0, 0.35, 1.0])[:, None]
        y = height[1] - (height[1] - height[0]) * across**0.7 + lift[None, :]
        points = np.stack(np.broadcast_arrays(x + side * 1.15 * across, y, z[None, :]), -1)
        uv = np.stack(np.broadcast_arrays(z[None, :], across * 1.4), -1)
        made += [grid(points, facing=(0, 1, 0), uv=uv), grid(points - (0, 0.1, 0), facing=(0, -1, 0), uv=uv)]
    return made


def _dunes(model: Model, detail: Detail) -> None:
    """From the cliff's edge the plateau and the Mingsha dunes behind it."""
    along = np.linspace(SOUTH + 40, NORTH - 40, max(24, detail.cells(380)))
    edge = profile(along, np.ones_like(along))
    reach = np.array([0.0, 3.0, 8.0, 18.0, 36.0, 65.0, 110.0, 170.0])
    if detail.level == 0:
        reach = reach[[0, 2, 4, 6, 7]]
    x = edge[:, :1] - reach[None, :]
    behind = np.abs(along) < 9.5
    x = np.where(behind[:, None], np.minimum(x, -16.5 - reach[None, :]), x)
    flat = np.stack([x, np.broadcast_to(along[:, None], x.shape)], -1)
    swell = rough(flat * (1.0, 0.55), 62.0, 121, 4)
    ridge = 1 - np.abs(2 * smooth(flat * (1.0, 0.6) + 9.0, 44.0, 123) - 1)
    grow = np.clip(reach / 110, 0, 1)[None, :]
    y = (
        crest(along)[:, None]
        + grow * (6 + 26 * swell * ridge)
        - 0.5 * np.clip(reach / 4, 0, 1)[None, :]
        + 1.5 * np.clip(reach / 20, 0, 1)
    )
    points = np.stack([x, y, np.broadcast_to(along[:, None], x.shape)], -1)
    model.add("dunes", "sand", grid(points, facing=(0, 1, 0), uv=floor_uv(points)))


def _sanwei(model: Model, detail: Detail) -> None:
    """A skyline: the bare teeth of Mount Sanwei in the east, dunes in the west, desert all round."""
    count = (48, 120, 220)[detail.level]
    angle = np.linspace(0, 2 * np.pi, count + 1)
    circle = np.stack([np.cos(angle), np.sin(angle)], -1)
    east = np.clip(circle[:, 0] + 0.25, 0, 1)
    for radius, low, high, seed, colour in (
        (300.0, 6.0, 24.0, 5, (0.62, 0.47, 0.36)),
        (420.0, 20.0, 52.0, 6, (0.62, 0.52, 0.50)),
    ):
        teeth = rough(circle * 12, 1.3, seed, 5)
        dunes = smooth(circle * 6, 2.0, seed + 9)
        top = low + (high - low) * (east * teeth**0.8 + (1 - east) * 0.55 * dunes)
        rows = np.array([0.0, 0.45, 1.0])
        flare = 1 - 0.12 * (1 - rows)
        x, z = circle[:, :1] * radius * flare[None, :], circle[:, 1:] * radius * flare[None, :]
        jag = 1 + 0.10 * (rough(circle * 30, 1.0, seed + 3, 2)[:, None] - 0.5) * (rows == 0.45)
        y = -4.0 + (top[:, None] + 4.0) * rows[None, :]
        hill = grid(np.stack([x * jag, y, z * jag], -1), towards=(0.0, 9.0, 0.0))
        shade = 0.8 + 0.35 * np.repeat(rough(circle * 40, 0.8, seed + 4, 3), 3)
        model.add(
            "sanwei",
            "hills",
            Surface(
                position=hill.position,
                normal=hill.normal,
                uv=hill.uv,
                colour=np.clip(hill.colour * shade[:, None] * colour, 0, 1),
                triangles=hill.triangles,
            ),
        )


__all__ = ["bank", "build", "join", "spots"]
