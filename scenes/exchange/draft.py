"""A site as another format could say it: what every importer reads, before it is made a site of ours."""

from dataclasses import dataclass, field

from scenes.finding import Finding
from scenes.language import LanguageMap
from scenes.pose import Pose, Quaternion, Vector
from scenes.scene import Place

UNKNOWN = "und"
"""BCP 47 tag of a text whose language nobody gave; the site's first language takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftModel:
    """A model as placed, with the addresses of its files, lightest first."""

    id: str
    files: tuple[tuple[str, str], ...]
    """Address and JSON pointer."""
    position: Vector = (0.0, 0.0, 0.0)
    orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAnnotation:
    """A place with a label, and what the other format tells about it."""

    id: str
    label: LanguageMap
    position: Vector
    region: str = ""
    texts: tuple[LanguageMap, ...] = ()
    motivation: str = "describing"
    audio: str = ""
    """Id of the draft's audio clip, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStop:
    """A step of a tour: where to stand."""

    id: str
    title: LanguageMap
    position: Vector
    """The eyes' or the feet's, as `standing` says."""
    standing: bool = False
    """Whether `position` is the feet's; else it is a camera's."""
    target: Vector | None = None
    """What is looked at, where the format says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTour:
    """Steps in order."""

    id: str
    title: LanguageMap
    stops: tuple[DraftStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAudio:
    """A clip with its captions, addresses by language."""

    id: str
    name: str
    files: LanguageMap
    captions: LanguageMap
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSound:
    """What the place sounds like, everywhere or from a point."""

    id: str
    file: str
    """Its address."""
    pointer: str
    label: str
    position: Vector | None
    volume: float
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was read of a document; every address in it is harmless."""

    format: str
    title: LanguageMap
    summary: LanguageMap = field(default_factory=dict)
    licence: str = ""
    holder: str = ""
    statement: LanguageMap = field(default_factory=dict)
    place: Place | None = None
    background: str = ""
    sun: Vector | None = None
    entrance: Pose | None = None
    """Of the feet."""
    ground: float | None = None
    """Height of the floor, metres, where the format says it."""
    models: tuple[DraftModel, ...] = ()
    annotations: tuple[DraftAnnotation, ...] = ()
    tours: tuple[DraftTour, ...] = ()
    audio: tuple[DraftAudio, ...] = ()
    sounds: tuple[DraftSound, ...] = ()
    attached: tuple[tuple[str, str], ...] = ()
    """Address and JSON pointer of files that are kept as they are: articles, pictures, sounds, captions."""
    left: tuple[Finding, ...] = ()
    """What the document holds that no site of ours can, in words."""
    base: str = ""
    """The address that relative ones stand under, where the document gives it."""
