"""A site and the scene one walks in."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from scenes.annotation import Annotation
from scenes.facts import Fact, Source, Term
from scenes.language import LanguageMap
from scenes.pose import Pose, Vector
from scenes.stops import Stop, Tour
from scenes.take import Take


class Rights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who holds what, in words a visitor may read, and the licence as an SPDX identifier or a URL."""

    licence: str
    holder: str
    statement: LanguageMap = {}


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where on Earth: WGS 84 degrees, Wikidata item, ISO 3166 country."""

    latitude: float
    longitude: float
    wikidata: str = ""
    country: str = ""


class Level(Struct, frozen=True, kw_only=True):
    """One level of detail of a model: a file of the pack, by name and by content."""

    path: Path
    digest: str
    """SHA-256, lower-case hex."""
    size: int
    """Bytes."""
    media_type: str = "model/gltf-binary"
    triangles: int = 0


class Model(Struct, frozen=True, kw_only=True):
    """A glTF 2.0 asset with its levels of detail, lightest first."""

    id: str
    levels: tuple[Level, ...]
    role: Literal["visible", "walkable"] = "visible"
    """A walkable model is never drawn: it is the ground that visitors may stand on."""
    position: Vector = (0.0, 0.0, 0.0)
    scale: float = 1.0


class Scene(Struct, frozen=True, kw_only=True):
    """What is in the space, and where one enters it."""

    id: str
    models: tuple[Model, ...]
    annotations: tuple[Annotation, ...]
    stops: tuple[Stop, ...]
    entrance: Pose
    background: str = "#bcd4ea"
    sun: Vector = (0.4, 0.8, 0.4)
    """Direction towards the sun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A heritage site (CIDOC-CRM E27) with everything that may be shown and told there."""

    id: str
    title: LanguageMap
    summary: LanguageMap
    welcome: LanguageMap
    languages: tuple[str, ...]
    place: Place
    rights: Rights
    scene: Scene
    tours: tuple[Tour, ...]
    facts: MappingProxyType[str, Fact]
    sources: MappingProxyType[str, Source]
    glossary: MappingProxyType[str, Term]
    takes: tuple[Take, ...]
    folder: Path
