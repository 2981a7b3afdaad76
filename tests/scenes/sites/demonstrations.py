"""The demonstration sites, and what differs between them in the rules that hold for every one."""

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

from scenes.pose import Vector
from scenes.site_pack import BUILT_IN
from scenes.sites import colosseum, dunhuang, grand_palace
from scenes.sites.colosseum import layout as colosseum_layout
from scenes.sites.dunhuang import layout as dunhuang_layout
from scenes.sites.grand_palace import layout as palace_layout

Span = tuple[int, int]
"""From, to, both included."""


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """A site, where its model says things are, and within which limits it keeps."""

    id: str
    package: ModuleType
    stops: dict[str, Vector]
    parts: tuple[str, ...]
    megabytes: int
    """Of all its models, at most."""
    triangles: tuple[Span, Span, Span]
    """Of each level."""
    elbow: float
    """Metres from a visitor's head at a stop to the next wall, at least."""
    room: float
    """Metres, at least, to half of what the first picture at a stop shows."""
    apart: frozenset[str] = frozenset()
    """Stops on floors that no way leads to: one is taken there from the list of stops."""
    languages: tuple[str, ...]
    in_one_breath: tuple[str, ...]
    """Languages in which no sentence of a fact has more than 45 words."""
    spelt_out: frozenset[str] = frozenset()
    """Facts that spell a decade out in some languages where English writes 1930s."""
    disputed: int
    """Disputed facts, at least."""
    bridges: int
    stories: int
    everyone: dict[str, Span]
    """Words (characters where no spaces are written) of a take at a stop."""
    children: dict[str, Span]
    told: dict[str, Span] = field(default_factory=dict)
    """The same of a story."""
    in_stories: frozenset[str] = frozenset({"place"})
    """Kinds of names that a story may have: nobody who lived is in one."""

    @property
    def pack(self) -> Path:
        """What is kept of the pack in the sources."""
        return BUILT_IN / self.package.__name__.rpartition(".")[2] / "pack"

    def module(self, name: str) -> ModuleType:
        """One of the modules that build it."""
        return import_module(f"{self.package.__name__}.{name}")


COLOSSEUM = Demonstration(
    id="colosseum",
    package=colosseum,
    stops=colosseum_layout.STOPS,
    parts=colosseum_layout.PARTS,
    megabytes=8,
    triangles=((20_001, 60_000), (20_001, 300_000), (20_001, 500_000)),
    elbow=0.6,
    room=3.8,
    apart=frozenset({"imperial-box", "podium", "top-gallery"}),
    languages=("en", "it", "zh-Hans"),
    in_one_breath=("en", "it"),
    spelt_out=frozenset({"cleared-at-last"}),
    disputed=1,
    bridges=12,
    stories=4,
    everyone={"en": (90, 150), "it": (90, 150), "zh-Hans": (200, 320)},
    children={"en": (80, 120), "it": (80, 120), "zh-Hans": (140, 220)},
    told={"en": (120, 170), "it": (120, 170), "zh-Hans": (200, 320)},
)
DUNHUANG = Demonstration(
    id="dunhuang",
    package=dunhuang,
    stops=dunhuang_layout.STOPS,
    parts=dunhuang_layout.PARTS,
    megabytes=10,
    triangles=((15_001, 60_000), (15_001, 300_000), (15_001, 650_000)),
    elbow=0.5,
    room=1.0,
    languages=("en", "zh-Hans", "ar"),
    in_one_breath=("en", "ar"),
    disputed=10,
    bridges=6,
    stories=0,
    everyone={"en": (90, 150), "ar": (65, 140), "zh-Hans": (145, 320)},
    children={"en": (65, 120), "ar": (45, 110), "zh-Hans": (105, 220)},
)
PALACE = Demonstration(
    id="grand-palace",
    package=grand_palace,
    stops=palace_layout.STOPS,
    parts=palace_layout.PARTS,
    megabytes=14,
    triangles=((15_001, 60_000), (15_001, 300_000), (15_001, 600_000)),
    elbow=0.5,
    room=3.3,
    languages=("en", "zh-Hans", "th"),
    in_one_breath=("en",),
    disputed=12,
    bridges=10,
    stories=2,
    everyone={"en": (75, 150), "zh-Hans": (125, 320), "th": (330, 900)},
    children={"en": (50, 120), "zh-Hans": (80, 220), "th": (220, 700)},
    told={"en": (120, 170), "zh-Hans": (200, 320), "th": (400, 800)},
    in_stories=frozenset({"place", "people"}),
)
EVERY = (COLOSSEUM, DUNHUANG, PALACE)
IN_EVERY_LANGUAGE = [(each, language) for each in EVERY for language in each.languages]
