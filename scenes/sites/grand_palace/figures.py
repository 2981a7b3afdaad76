"""Guardians, the hermit, Buddhas, garudas and lions, put together of turned and bent bodies; each looks along +x."""

import numpy as np

from scenes.sites.grand_palace.colours import BRONZE, GOLD, OLD_GOLD, PALE_GOLD, RED
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import ball, circle, redented, tube, turned
from scenes.sites.grand_palace.layout import GATES, HERMIT, YAKSHA_HEIGHT
from scenes.sites.surface import Surface, Triple, block

YAKSHAS: tuple[tuple[Triple, Triple], ...] = (
    ((0.10, 0.30, 0.13), (0.50, 0.10, 0.06)),
    ((0.80, 0.77, 0.70), (0.12, 0.20, 0.42)),
    ((0.10, 0.17, 0.42), (0.46, 0.12, 0.08)),
    ((0.46, 0.09, 0.06), (0.10, 0.26, 0.16)),
    ((0.42, 0.16, 0.30), (0.12, 0.28, 0.18)),
    ((0.12, 0.33, 0.22), (0.42, 0.20, 0.08)),
    ((0.66, 0.42, 0.10), (0.14, 0.18, 0.36)),
    ((0.08, 0.22, 0.34), (0.50, 0.16, 0.10)),
    ((0.56, 0.28, 0.24), (0.10, 0.24, 0.20)),
    ((0.15, 0.35, 0.15), (0.16, 0.16, 0.40)),
    ((0.60, 0.58, 0.54), (0.44, 0.10, 0.08)),
    ((0.30, 0.08, 0.07), (0.12, 0.26, 0.30)),
)
"""Skin and coat of each guardian; no two are alike."""


def build(model: Model, detail: Detail) -> None:
    """Add the guardians and the hermit."""
    number = 0
    for x, z, axis in GATES.values():
        inside = -np.sign(x) if axis == "x" else -np.sign(z)
        for side in (-1.0, 1.0):
            at = (x + inside * 8.6, 0.0, z + side * 4.9) if axis == "x" else (x + side * 4.9, 0.0, z + inside * 8.6)
            turn = (0.0 if inside > 0 else np.pi) if axis == "x" else (np.pi / 2 if inside < 0 else -np.pi / 2)
            made = Model()
            yaksha(made, detail, number)
            model.place(made, at, float(turn))
            number += 1
    made = Model()
    hermit(made, detail)
    model.place(made, (HERMIT[0], 0.0, HERMIT[1]), float(np.pi))


def yaksha(model: Model, detail: Detail, number: int) -> None:
    """A demon guardian of about six metres on a plinth, both hands on the club between his feet."""
    skin, coat = YAKSHAS[number % len(YAKSHAS)]
    part, sides = "yakshas", detail.pick(3, 9, 14)
    model.add(part, "paint", block((-1.0, 0.0, -1.35), (1.15, 0.75, 1.35), 3.0, "y").tinted((0.55, 0.54, 0.5)))
    trim = (GOLD, coat, GOLD, coat, PALE_GOLD)
    for side in (-1.0, 1.0):
        _leg(model, detail, part, side, sides, skin, coat)
        _arm(model, detail, part, side, sides, skin, coat)
    skirt = [(2.05, 0.92), (2.15, 0.95), (2.5, 0.84), (2.95, 0.70), (3.05, 0.72)]
    wide = circle(sides) * (0.8, 1.0)
    model.add(part, "scales", turned(skirt, wide, (0, 0, 0), (GOLD, coat, coat, GOLD), (True, False)))
    trunk = [(3.05, 0.60), (3.5, 0.66), (3.95, 0.80), (4.25, 0.74), (4.45, 0.40), (4.52, 0.26)]
    model.add(part, "scales", turned(trunk, wide, (0, 0, 0), trim, (True, False)))
    for wing in (-1.0, 1.0) if detail.level else ():
        flap = [(0.3, 3.0, wing * 0.62), (0.34, 2.5, wing * 0.95), (0.2, 2.1, wing * 1.25)]
        model.add(part, "paint", tube(flap, (0.13, 0.2, 0.02), detail.pick(3, 4, 5), GOLD))
    front = [(0.62, 3.0, 0.0), (0.82, 2.4, 0.0), (0.86, 1.7, 0.0)]
    model.add(part, "paint", tube(front, (0.2, 0.22, 0.05), detail.pick(3, 4, 6), GOLD))
    club = [(0.98, 0.75, 0.0), (0.98, 1.1, 0.0), (0.98, 2.9, 0.0), (0.98, 3.15, 0.0), (0.98, 3.5, 0.0)]
    model.add(part, "paint", tube(club, (0.2, 0.13, 0.1, 0.17, 0.05), max(4, sides // 2), (0.16, 0.20, 0.13)))
    _head(model, detail, part, sides, skin)


def _leg(model: Model, detail: Detail, part: str, side: float, sides: int, skin: Triple, coat: Triple) -> None:
    z = side * 0.52
    model.add(
        part,
        "scales",
        tube([(0.05, 2.35, z * 0.8), (0.2, 1.65, z * 1.25), (0.16, 1.5, z * 1.25)], (0.46, 0.36, 0.3), sides, coat),
    )
    model.add(
        part,
        "paint",
        tube([(0.18, 1.6, z * 1.25), (0.06, 1.15, z * 1.2), (0.02, 0.9, z * 1.2)], (0.29, 0.27, 0.2), sides, skin),
    )
    for y, wide in ((1.62, 0.36), (1.0, 0.27)) if detail.level else ():
        ring = [(y - 0.07, wide), (y, wide * 1.12), (y + 0.07, wide)]
        model.add(part, "paint", turned(ring, circle(sides), (0.1, 0, z * 1.22), GOLD, (True, True)))
    shoe = [(-0.2, 0.87, z * 1.2), (0.2, 0.9, z * 1.3), (0.5, 0.86, z * 1.4), (0.7, 1.05, z * 1.45)]
    model.add(part, "paint", tube(shoe, (0.12, 0.18, 0.14, 0.0), max(4, sides // 2), GOLD))


def _arm(model: Model, detail: Detail, part: str, side: float, sides: int, skin: Triple, coat: Triple) -> None:
    shoulder = (0.0, 4.12, side * 0.86)
    model.add(
        part,
        "scales",
        tube([(0.0, 4.3, side * 0.62), shoulder, (0.12, 3.55, side * 1.2)], (0.2, 0.31, 0.24), sides, coat),
    )
    model.add(
        part,
        "paint",
        tube(
            [(0.1, 3.6, side * 1.18), (0.5, 3.28, side * 0.8), (0.92, 3.2, side * 0.2)], (0.22, 0.19, 0.14), sides, skin
        ),
    )
    wing = [(-0.05, 4.25, side * 0.85), (-0.08, 4.5, side * 1.15), (-0.05, 4.75, side * 1.3)]
    model.add(part, "paint", tube(wing, (0.24, 0.16, 0.0), max(4, sides // 2), GOLD))
    model.add(part, "paint", ball((0.96, 3.2, side * 0.13), (0.17, 0.15, 0.17), max(4, sides // 2), skin))
    if detail.level == 0:
        return
    for x, y, z in ((0.62, 3.26, 0.62), (0.12, 3.68, 1.14)):
        model.add(part, "paint", ball((x, y, side * z), (0.17, 0.2, 0.17), max(4, sides // 2), GOLD))


def _head(model: Model, detail: Detail, part: str, sides: int, skin: Triple) -> None:
    model.add(
        part, "paint", turned([(4.42, 0.46), (4.5, 0.52), (4.6, 0.3)], circle(sides), (0, 0, 0), GOLD, (True, False))
    )
    model.add(part, "paint", ball((0.08, 4.98, 0.0), (0.46, 0.48, 0.44), sides, skin))
    crown = [
        (5.12, 0.50),
        (5.26, 0.53),
        (5.34, 0.46),
        (5.4, 0.49),
        (5.52, 0.38),
        (5.58, 0.41),
        (5.72, 0.29),
        (5.78, 0.31),
    ]
    rows = [*crown, (5.94, 0.19), (6.0, 0.2), (6.2, 0.11), (6.6, 0.05), (YAKSHA_HEIGHT + 0.75, 0.0)]
    model.add(part, "gold", turned(rows, circle(sides), (0, 0, 0), (GOLD, PALE_GOLD), (True, False)))
    if detail.level == 0:
        return
    for side in (-1.0, 1.0):
        model.add(part, "paint", ball((0.44, 5.06, side * 0.19), (0.12, 0.10, 0.12), 6, (0.9, 0.88, 0.8)))
        model.add(part, "paint", ball((0.53, 5.06, side * 0.19), (0.05, 0.05, 0.05), 5, (0.02, 0.02, 0.02)))
        brow = [(0.5, 5.13, side * 0.04), (0.5, 5.22, side * 0.2), (0.38, 5.2, side * 0.36)]
        model.add(part, "paint", tube(brow, (0.03, 0.045, 0.0), 4, (0.04, 0.03, 0.03)))
        fang = [(0.46, 4.72, side * 0.17), (0.55, 4.84, side * 0.2), (0.52, 4.98, side * 0.24)]
        model.add(part, "paint", tube(fang, (0.035, 0.03, 0.0), 4, (0.95, 0.92, 0.84)))
        ear = [(0.0, 5.0, side * 0.43), (-0.04, 5.2, side * 0.62), (-0.06, 5.5, side * 0.6)]
        model.add(part, "paint", tube(ear, (0.12, 0.11, 0.0), 4, GOLD))
    model.add(part, "paint", ball((0.50, 4.93, 0.0), (0.12, 0.1, 0.13), 7, skin))
    model.add(part, "paint", ball((0.43, 4.72, 0.0), (0.12, 0.07, 0.22), 7, (0.5, 0.05, 0.04)))
    model.add(part, "paint", ball((0.5, 4.73, 0.0), (0.07, 0.02, 0.17), 6, (0.92, 0.9, 0.84)))


def hermit(model: Model, detail: Detail) -> None:
    """The bronze hermit with his grindstone, seated on a marble block."""
    part, sides = "hermit", detail.pick(5, 9, 14)
    model.add(part, "paint", block((-1.1, 0.0, -1.3), (1.2, 1.0, 1.3), 2.0, "y").tinted((0.6, 0.58, 0.54)))
    body = [(1.0, 0.66), (1.2, 0.62), (1.5, 0.46), (1.9, 0.5), (2.15, 0.44), (2.3, 0.16)]
    model.add(part, "paint", turned(body, circle(sides) * (0.75, 1.0), (-0.1, 0, 0), BRONZE, (True, True)))
    for side in (-1.0, 1.0):
        leg = [(0.0, 1.18, side * 0.3), (0.62, 1.3 + 0.35 * (side > 0), side * 0.62), (0.62, 1.06, side * 0.1)]
        arm = [(-0.1, 2.12, side * 0.46), (0.14, 1.72, side * 0.66), (0.5, 1.6, side * 0.5)]
        model.add(part, "paint", tube(leg, (0.26, 0.2, 0.13), sides, BRONZE))
        model.add(part, "paint", tube(arm, (0.15, 0.13, 0.09), sides, BRONZE))
    model.add(part, "paint", ball((0.0, 2.52, 0.0), (0.24, 0.29, 0.22), sides, BRONZE))
    beard = [(0.16, 2.4, 0.0), (0.22, 2.2, 0.0), (0.16, 1.98, 0.0)]
    model.add(part, "paint", tube(beard, (0.13, 0.1, 0.0), max(4, sides // 2), BRONZE))
    hat = [(2.66, 0.27), (2.74, 0.29), (2.86, 0.24), (3.05, 0.12), (3.1, 0.16), (3.2, 0.0)]
    model.add(part, "paint", turned(hat, circle(sides), (-0.02, 0, 0), BRONZE, (True, True)))
    model.add(part, "paint", block((1.5, 0.0, -0.7), (2.3, 0.55, 0.7), 2.0, "y").tinted((0.3, 0.29, 0.28)))
    model.add(
        part, "paint", tube([(1.9, 0.68, -0.5), (1.9, 0.68, 0.5)], (0.13, 0.13), max(4, sides // 2), (0.34, 0.33, 0.31))
    )


def emerald_buddha(model: Model, detail: Detail, part: str, at: Triple, tall: float) -> None:
    """A Buddha of green stone in meditation, `tall` from seat to crown, in gilt robe and crown."""
    made, sides = Model(), detail.pick(6, 10, 16)
    jade: Triple = (0.03, 0.30, 0.12)
    lap = [(0.0, 0.36), (0.05, 0.38), (0.12, 0.34), (0.2, 0.2)]
    made.add(part, "jade", turned(lap, circle(sides) * (0.62, 1.0), (0.04, 0, 0), jade, (True, True)))
    trunk = [(0.16, 0.17), (0.3, 0.15), (0.46, 0.2), (0.56, 0.19), (0.62, 0.08)]
    made.add(part, "jade", turned(trunk, circle(sides) * (0.7, 1.0), (0, 0, 0), (jade, GOLD, jade, GOLD), (True, True)))
    for side in (-1.0, 1.0):
        arm = [(0.0, 0.56, side * 0.18), (0.03, 0.34, side * 0.26), (0.2, 0.2, side * 0.06)]
        made.add(part, "jade", tube(arm, (0.065, 0.055, 0.045), max(5, sides // 2), jade))
        made.add(part, "gold", ball((0.02, 0.57, side * 0.2), (0.07, 0.05, 0.07), 6, GOLD))
    made.add(part, "jade", ball((0.03, 0.73, 0.0), (0.1, 0.125, 0.095), sides, jade))
    crown = [(0.80, 0.11), (0.83, 0.12), (0.86, 0.085), (0.92, 0.06), (0.93, 0.075), (1.0, 0.03), (1.16, 0.0)]
    made.add(part, "gold", turned(crown, circle(sides), (0, 0, 0), PALE_GOLD, (True, False)))
    for pieces in made.surfaces.values():
        for material, items in pieces.items():
            model.add(part, material, *(_scaled(item, tall).moved(at) for item in items))


def _scaled(surface: Surface, size: float) -> Surface:
    from dataclasses import replace

    return replace(surface, position=surface.position * size, uv=surface.uv * size)


def crowned_buddha(model: Model, detail: Detail, part: str, at: Triple, turn: float = 0.0) -> None:
    """A gilded standing Buddha in royal dress, three metres high on its foot, both hands raised."""
    made, sides = Model(), detail.pick(4, 8, 12)
    foot = [(0.0, 0.5), (0.3, 0.52), (0.4, 0.38), (0.55, 0.4)]
    made.add(part, "gold", turned(detail.outline(foot), redented(detail.steps(1)), (0, 0, 0), OLD_GOLD))
    robe = [(0.55, 0.32), (0.7, 0.27), (1.3, 0.24), (1.55, 0.20), (1.9, 0.26), (2.12, 0.22), (2.2, 0.1)]
    made.add(
        part,
        "gold",
        turned(detail.outline(robe), circle(sides) * (0.72, 1.0), (0, 0, 0), (GOLD, PALE_GOLD), (True, True)),
    )
    for side in (-1.0, 1.0) if detail.level else ():
        arm = [(0.0, 2.06, side * 0.24), (0.04, 1.72, side * 0.34), (0.34, 1.8, side * 0.24), (0.36, 1.98, side * 0.23)]
        made.add(part, "gold", tube(arm, (0.09, 0.07, 0.055, 0.03), max(4, sides // 2), GOLD))
        fin = [(0.0, 0.8, side * 0.28), (0.02, 0.75, side * 0.42), (0.0, 0.95, side * 0.52)]
        made.add(part, "gold", tube(fin, (0.1, 0.06, 0.0), 3, GOLD))
    made.add(part, "gold", ball((0.02, 2.36, 0.0), (0.14, 0.17, 0.13), sides, PALE_GOLD))
    crown = [(2.44, 0.15), (2.5, 0.17), (2.54, 0.12), (2.64, 0.1), (2.67, 0.12), (2.8, 0.05), (3.1, 0.0)]
    made.add(part, "gold", turned(detail.outline(crown), circle(sides), (0, 0, 0), GOLD, (True, False)))
    model.place(made, at, turn)


def garuda(model: Model, detail: Detail, part: str, at: Triple, turn: float) -> None:
    """A gilded garuda, 0.9 m high, who holds two serpents down, against a wall behind him."""
    if detail.level == 0:
        return
    made = Model()
    sides = detail.pick(3, 4, 6)
    body = [(0.08, 0.13), (0.3, 0.10), (0.5, 0.16), (0.58, 0.07)]
    made.add(part, "gold", turned(body, circle(sides) * (0.7, 1.0), (0.1, 0, 0), (OLD_GOLD, RED, GOLD), (True, False)))
    if detail.level:
        made.add(
            part,
            "gold",
            turned(
                [(0.56, 0.09), (0.68, 0.11), (0.74, 0.09), (0.95, 0.0)], circle(sides), (0.1, 0, 0), GOLD, (True, False)
            ),
        )
    if detail.level == 2:
        for side in (-1.0, 1.0):
            arm = [(0.1, 0.52, side * 0.14), (0.14, 0.6, side * 0.28), (0.16, 0.74, side * 0.3)]
            leg = [(0.12, 0.14, side * 0.08), (0.26, 0.2, side * 0.2), (0.16, 0.0, side * 0.16)]
            made.add(part, "gold", tube(arm, (0.06, 0.05, 0.03), 3, GOLD))
            made.add(part, "gold", tube(leg, (0.07, 0.06, 0.03), 3, GOLD))
    model.place(made, at, turn)


def lion(model: Model, detail: Detail, part: str, at: Triple, turn: float) -> None:
    """A bronze lion after those of Angkor, standing on a marble foot."""
    made, sides = Model(), detail.pick(3, 6, 10)
    made.add(part, "paint", block((-0.5, 0.0, -0.35), (0.5, 0.5, 0.35), 2.0, "y").tinted((0.62, 0.6, 0.56)))
    made.add(
        part,
        "paint",
        tube(
            [(-0.42, 0.75, 0.0), (-0.2, 1.05, 0.0), (0.2, 1.35, 0.0), (0.3, 1.55, 0.0)],
            (0.1, 0.28, 0.3, 0.2),
            sides,
            BRONZE,
        ),
    )
    for side in (-1.0, 1.0):
        made.add(part, "paint", tube([(0.24, 1.3, side * 0.16), (0.3, 0.5, side * 0.18)], (0.14, 0.09), sides, BRONZE))
        made.add(
            part,
            "paint",
            tube(
                [(-0.3, 0.95, side * 0.18), (-0.12, 0.72, side * 0.26), (-0.2, 0.5, side * 0.22)],
                (0.18, 0.13, 0.09),
                sides,
                BRONZE,
            ),
        )
    made.add(part, "paint", ball((0.36, 1.74, 0.0), (0.26, 0.26, 0.25), sides, BRONZE))
    made.add(part, "paint", ball((0.56, 1.66, 0.0), (0.13, 0.12, 0.16), max(4, sides // 2), BRONZE))
    model.place(made, at, turn)
