"""Where things are at the Grand Palace: dimensions, courts, buildings, the stops and what one points at from them.

Metres, +Y up, +X east, -Z north. The origin lies on the ground under the middle of the ubosot of the Emerald Buddha,
whose door looks east. The temple's cloister keeps about its true size and order; the ways between the courts are
shorter than in Bangkok, and only what visitors see is there.
"""

NORTH_WALL, EAST_WALL, SOUTH_WALL, WEST_WALL = -122.0, 99.0, 186.0, -246.0
"""Lines of the white crenellated wall: the palace's own in the north and the east, cut short in the south and west."""
AXIS = -104.0
"""x of the way from the Gate of Wondrous Victory (Wiset Chai Si) in the north wall to the Chakri throne hall."""
WISET = (AXIS, NORTH_WALL)
PHIMAN = (AXIS, 66.0)
"""The Phiman Chai Si gate in the inner wall, between the outer and the middle court."""
INNER_WALL = 66.0
"""z of the wall between the courts, from the west wall to x = -66."""

GALLERY_WEST, GALLERY_EAST, GALLERY_NORTH, GALLERY_SOUTH = -62.0, 62.0, -99.0, 33.0
"""Outer wall lines of the cloister (Phra Rabiang) with the Ramakien murals."""
GALLERY_DEEP, GALLERY_FLOOR = 7.0, 0.6
BULGE = (90.0, -62.0, -27.0)
"""Where the cloister steps out in the east to take in two of the eight prangs: its outer wall (x), from z to z."""
GATES: dict[str, tuple[float, float, str]] = {
    "west": (GALLERY_WEST, 0.0, "x"),
    "north-west": (GALLERY_WEST, -66.0, "x"),
    "koei-sadet": (BULGE[0], -44.5, "x"),
    "east": (GALLERY_EAST, 0.5, "x"),
    "south-west": (-38.0, GALLERY_SOUTH, "z"),
    "south-east": (38.0, GALLERY_SOUTH, "z"),
}
"""Gates of the cloister: a point on the outer wall line, and the axis that one walks along through them."""
GATE_HALF = 2.2
STAIRS: tuple[tuple[float, float, float, float], ...] = (
    (-43.0, -27.0, 0.0, 1.0),
    (2.0, -27.0, 0.0, 1.0),
    (44.0, -27.0, 0.0, 1.0),
    (-14.0, -68.0, 0.0, -1.0),
    (50.0, -44.5, 1.0, 0.0),
    (-50.0, -50.0, -1.0, 0.0),
)
"""Stairs of the terrace: the middle of their head (x, z), and which way they lead down."""
STAIR_HALF, STAIR_LONG = 2.2, 3.4
YAKSHA_HEIGHT = 6.0
"""Six pairs of demon guardians stand inside the gates and look at the ubosot."""

UBOSOT_HALF = (27.5, 12.0)
"""Half length and width of the ubosot over its colonnade."""
UBOSOT_FLOOR = 1.5
UBOSOT_ROOM = (-17.5, 18.5, 7.6)
"""Its hall: the west wall behind the altar, the east wall with the doors, half the width."""
UBOSOT_CEILING = 17.0
UBOSOT_RIDGE = 29.0
ALTAR = (-13.5, 3.4)
"""x of the middle of the altar, half its width."""
BUDDHA_HEIGHT, BUDDHA_LAP = 0.66, 0.483
BUDDHA_FOOT = 10.6
"""Height over the ground of the seat of the Emerald Buddha."""
LOW_WALL = (-34.0, 41.0, 18.5)
"""The low wall with the boundary stones: west, east, half its width; openings in the middle of each side."""

TERRACE = (-50.0, 50.0, -68.0, -27.0)
"""The raised terrace (Than Phaithi): west, east, north, south."""
TERRACE_FLOOR = 2.4
MIDDLE = -44.5
"""z of the line on which chedi, mondop and Prasat Phra Thep Bidon stand."""
CHEDI = (-29.0, MIDDLE, 11.0, 42.0)
"""Phra Si Rattana Chedi: x, z, half its base, height of its tip over the ground."""
MONDOP = (2.0, MIDDLE, 7.5, 42.0)
BIDON = (30.0, MIDDLE, 11.5, 46.0)
"""Prasat Phra Thep Bidon: x, z, half its cruciform plan, height."""
GOLD_CHEDIS = ((45.5, -54.0), (45.5, -35.0))
"""The two gilded chedis that monkeys and demons carry, on the terrace's east end."""
ANGKOR = (2.0, -63.4, 4.4, 3.4)
"""The model of Angkor Wat: x, z, half its length and its width."""

WIHAN_YOT = (2.0, -83.0, 11.0, 5.5)
"""Phra Wihan Yot, clad in broken porcelain: x, z, half its length and width."""
HO_PHRA_NAK = (-40.0, -83.5, 11.0, 5.0)
MONTHIAN_THAM = (42.0, -83.5, 10.0, 5.5)
BELL_TOWER = (-8.0, 23.0)
KHANTHARARAT = (47.0, 23.0)
"""The Phra Khanthararat chapel in the south-east corner, with its small prang."""
HERMIT = (-39.0, 0.0)
"""The bronze of the hermit physician behind the ubosot, looking west."""

PRANG_X = 72.0
PRANG_Z = tuple(-82.0 + 15.0 * number for number in range(8))
PRANG_HEIGHT, PRANG_HALF = 24.0, 4.8
"""The eight prangs from north to south; the third and the fourth stand inside the cloister."""

CHAKRI = (AXIS, 140.0, 39.0, 14.0)
"""Chakri Maha Prasat, facing north: x and z of its middle, half its width and its depth."""
CHAKRI_TOP = 52.0
DUSIT = (-198.0, 138.0, 17.0)
"""Dusit Maha Prasat: x, z, half its cruciform plan."""
DUSIT_FLOOR, DUSIT_TOP = 3.0, 44.0
DUSIT_WALL = (-160.0, 76.0)
"""The wall east of Dusit Maha Prasat's court (x), and where it begins in the north (z)."""
APHORN = (DUSIT_WALL[0], 116.0, 3.0)
"""The Aphorn Phimok pavilion on that wall: x, z, half its cruciform plan."""
AMARIN = (-26.0, 132.0, 12.0, 24.0)
"""The Amarin Winitchai audience hall, facing north: x, z, half its width and its depth."""
BOROM = (46.0, 128.0, 24.0, 13.0)
"""Borom Phiman mansion: x, z, half its width and its depth."""

SUN = (0.42, 0.8, 0.3)
"""Direction towards the high sun of a late morning whose shade is baked into the vertices."""

STOPS: dict[str, tuple[float, float, float]] = {
    "wiset-gate": (-104.0, 0.0, -95.0),
    "outer-court": (-99.0, 0.0, 6.0),
    "guardians": (-45.5, 0.0, 10.5),
    "hermit": (-46.0, 0.0, -2.0),
    "golden-chedi": (-46.5, 2.4, -30.0),
    "mondop": (-14.0, 2.4, -29.0),
    "angkor-wat": (-5.0, 2.4, -59.5),
    "phra-thep-bidon": (64.0, 0.0, -44.5),
    "gold-chedis": (48.0, 2.4, -31.0),
    "wihan-yot": (22.5, 0.0, -70.25),
    "ramakien": (19.0, 0.6, -94.0),
    "battle": (-57.0, 0.6, -30.0),
    "eight-prangs": (86.0, 0.0, 34.0),
    "ubosot": (46.5, 0.0, 9.5),
    "ubosot-walls": (0.5, 1.5, 12.9),
    "emerald-buddha": (-1.0, 1.5, 0.0),
    "ubosot-murals": (6.5, 1.5, -2.0),
    "borom-phiman": (30.0, 0.0, 98.0),
    "amarin": (-31.0, 0.0, 87.0),
    "chakri": (-104.0, 0.0, 88.0),
    "aphorn-phimok": (-175.0, 0.0, 109.0),
    "dusit": (-198.0, 0.0, 90.0),
}
"""Where visitors' feet are at each stop."""

ANCHORS: dict[str, tuple[float, float, float]] = {
    "wiset-gate": (-104.0, 10.0, -122.0),
    "outer-court": (-29.0, 26.0, -44.5),
    "guardians": (-53.4, 3.6, 4.9),
    "hermit": (-39.0, 2.2, 0.0),
    "golden-chedi": (-29.0, 17.5, -44.5),
    "mondop": (2.0, 17.0, -44.5),
    "angkor-wat": (2.0, 4.2, -63.4),
    "phra-thep-bidon": (36.0, 14.5, -44.5),
    "gold-chedis": (45.5, 5.0, -35.0),
    "wihan-yot": (4.0, 9.0, -80.0),
    "ramakien": (12.0, 2.8, -98.4),
    "battle": (-61.4, 2.8, -37.0),
    "eight-prangs": (72.0, 11.0, 8.0),
    "ubosot": (24.0, 14.0, 0.0),
    "ubosot-walls": (0.5, 3.7, 9.2),
    "emerald-buddha": (-13.5, 10.9, 0.0),
    "ubosot-murals": (18.3, 7.5, 0.0),
    "borom-phiman": (46.0, 10.0, 116.0),
    "amarin": (-26.0, 9.0, 110.0),
    "chakri": (-104.0, 16.0, 126.0),
    "aphorn-phimok": (-160.0, 5.0, 116.0),
    "dusit": (-198.0, 16.0, 124.0),
    "koei-sadet": (90.0, 5.0, -44.5),
    "west-gate": (-58.5, 6.0, 0.0),
    "prang-inside": (72.0, 11.0, -37.0),
    "chedi-spire": (-29.0, 34.0, -44.5),
    "mondop-spire": (2.0, 30.0, -44.5),
    "bidon-prang": (30.0, 34.0, -44.5),
    "chofa": (25.5, 28.0, 0.0),
    "garudas": (4.0, 2.2, 10.2),
    "ubosot-doors": (18.8, 4.0, 0.0),
    "crowned-buddhas": (-9.5, 4.0, 2.6),
    "boundary-stones": (3.5, 2.0, 18.5),
    "bell-tower": (-8.0, 9.0, 23.0),
    "ho-phra-nak": (-40.0, 7.0, -78.5),
    "monthian-tham": (42.0, 7.0, -78.0),
    "khanthararat": (47.0, 10.0, 23.0),
    "phiman-gate": (-104.0, 8.0, 66.0),
    "chakri-spire": (-104.0, 40.0, 140.0),
    "dusit-spire": (-198.0, 32.0, 138.0),
    "busabok-throne": (-198.0, 7.0, 120.8),
    "clipped-trees": (-88.0, 2.0, 92.0),
    "lawn": (-80.0, 0.2, -60.0),
}
"""What one points at: the first ones belong to the stops of the same name."""

PARTS = (
    "palace-walls",
    "wiset-gate",
    "phiman-gate",
    "gallery",
    "gallery-murals",
    "gallery-gates",
    "yakshas",
    "hermit",
    "terrace",
    "golden-chedi",
    "mondop",
    "phra-thep-bidon",
    "gold-chedis",
    "angkor-wat",
    "wihan-yot",
    "ho-phra-nak",
    "monthian-tham",
    "bell-tower",
    "khanthararat",
    "prangs",
    "ubosot",
    "ubosot-roof",
    "ubosot-hall",
    "ubosot-murals",
    "altar",
    "emerald-buddha",
    "low-wall",
    "chakri",
    "chakri-roofs",
    "dusit",
    "aphorn-phimok",
    "amarin",
    "borom-phiman",
    "trees",
    "lawns",
    "ground",
    "city",
)
"""Names of the model's nodes, the same in every level of detail."""
