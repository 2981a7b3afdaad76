"""Where things are at the Mogao Caves: published dimensions, the cliff's tiers, the caves, the stops.

Metres, +Y up, right-handed. The cliff runs from south (+Z) to north (-Z) and looks east (+X) over the Daquan river; the
nine-storeyed pagoda stands at z = 0. Of the real cliff's 1,680 m this is a compressed stretch: the caves keep their
order from south to north, and the ways between them are shorter.
"""

SOUTH, NORTH = 150.0, -150.0
"""Ends of the stretch that is modelled."""
TIERS = ((0.0, 0.0), (6.0, -2.2), (12.0, -4.4))
"""Floor and face (x) of each tier of caves in the reinforced cliff."""
FACADE_TOP = 17.5
BAY = 5.0
DECK = 2.2
"""Width of the walkways, each on the wall of the tier below."""
RECESS = 17.0
"""Half the width of the gap that the pagoda fills in the cliff's face."""

PAGODA_HEIGHT = 45.0
BUDDHA_HEIGHT = 35.5
HALL = (-15.0, 3.0, 9.0)
"""The hall of the great Buddha: its back, its front where the pagoda begins, half its width."""
STOREYS = (
    (13.0, 6.4),
    (12.2, 4.9),
    (11.4, 4.8),
    (10.6, 4.7),
    (9.8, 4.7),
    (9.0, 4.6),
    (8.2, 4.4),
    (6.0, 4.1),
    (4.3, 3.4),
)
"""Half widths and heights of the pagoda's nine storeys; the finial makes up the rest."""

RECLINING_LENGTH = 15.8
CAVE_158 = (64.0, -3.0, -10.3, 9.1, 6.8)
"""Cave 158: its middle (z), the near and the far end (x), half its width, its height."""
PLATFORM_158 = (-6.2, 1.35)
"""Front edge and height of the platform on which the Buddha lies."""
CAVE_45 = (-29.0, -2.2, -7.2, 2.5, 3.0)
"""Cave 45, up to where the ceiling begins to slope."""
CAVE_254 = (-56.0, -4.6, -14.2, 3.4, 4.6)
PILLAR_254 = (-9.2, -12.0, 1.4)
"""The central pillar: its front, its back, half its width."""
CAVE_285 = (-76.0, -4.6, -11.0, 3.2, 2.9)
CAVE_16 = (-116.0, -6.4, -16.8, 5.2, 6.2)
CAVE_17 = (-3.9, 1.4, -118.0)
"""The Library Cave off the corridor of Cave 16: its middle (x), half its width, its near wall (z)."""

STAIRS = ((-39.0, -48.0, 0), (-66.0, -72.0, 1), (-101.0, -92.0, 0))
"""Stairs: z at the foot, z at the head, the tier they start from."""
BRIDGE_Z = 30.0
RIVER = (54.0, 86.0)
RIVER_BED = -1.7
STUPA = (96.0, 14.0)
"""Wang Yuanlu's funeral stupa on the east bank (x, z)."""
ARCHWAY = (36.0, 12.0)

SUN = (0.74, 0.52, 0.43)
"""Direction towards the morning sun whose shade is baked into the vertices."""

STOPS: dict[str, tuple[float, float, float]] = {
    "bridge": (70.0, 0.4, 30.0),
    "nine-storeys": (31.0, 0.0, 4.0),
    "great-buddha": (8.2, 0.0, 0.0),
    "poplars": (31.0, 0.0, 52.0),
    "cave-158": (-3.55, 0.0, 71.0),
    "mourners": (-4.2, 0.0, 59.6),
    "cliff": (17.0, 0.0, -20.0),
    "cave-45": (-4.0, 0.0, -29.0),
    "walkway": (-1.1, 6.0, -44.6),
    "cave-254": (-5.6, 6.0, -54.4),
    "central-pillar": (-13.7, 6.0, -55.6),
    "upper-walkway": (-3.3, 12.0, -80.0),
    "cave-285": (-7.6, 6.0, -76.0),
    "three-storeys": (14.0, 0.0, -110.0),
    "cave-16": (-8.2, 0.0, -114.4),
    "library-cave": (-3.9, 0.0, -116.4),
    "wang-stupa": (91.2, 0.0, 24.5),
}
"""Where visitors' feet are at each stop."""

PARTS = (
    "cliff",
    "facade",
    "cave-mouths",
    "walkways",
    "pagoda",
    "pagoda-roofs",
    "great-buddha",
    "cave-96",
    "cave-158",
    "reclining-buddha",
    "mourners",
    "cave-45",
    "ceiling-45",
    "figures-45",
    "cave-254",
    "ceiling-254",
    "pillar-254",
    "buddha-254",
    "sattva-254",
    "cave-285",
    "ceiling-285",
    "niche-285",
    "cells-285",
    "cave-16",
    "altar-16",
    "cave-17",
    "hongbian",
    "three-storeys",
    "river",
    "bridge",
    "poplars",
    "stupas",
    "archway",
    "ground",
    "dunes",
    "sanwei",
)
"""Names of the model's nodes, the same in every level of detail."""
