"""Reading the sounds that a IIIF Scene is painted with: everywhere, or from a point."""

from typing import Any

from scenes.exchange.documents import Json, checked_uri, listed, number, refused, table
from scenes.exchange.draft import DraftSound
from scenes.exchange.iiif_annotations import last_part
from scenes.exchange.texts import language_map, slug
from scenes.exchange.transform import Matrix, applied
from scenes.pose import REACH, Vector

PLACED = {"PointAudio", "SpotAudio"}
EMITTERS = {"AmbientAudio", *PLACED}
RECORDINGS = {"Audio", "Sound"}
"""Painted without an emitter, as some drafts had it: heard everywhere."""
SOUNDING = EMITTERS | RECORDINGS
VOLUME = 0.5
"""Where the document does not say how loud it is."""


def sound(row: Json, body: Json, matrix: Matrix, unit: float, taken: set[str], pointer: str) -> DraftSound:
    """The sound of a painting annotation; raises `Refused` for an unsafe address or a place out of reach."""
    kind = str(body.get("type"))
    source, place = body, f"{pointer}/body/id"
    if kind in EMITTERS:
        source, place = table(next(iter(listed(body.get("source"))), {})), f"{pointer}/body/source/id"
    label = next(iter(language_map(body.get("label")).values()), "")
    return DraftSound(
        id=slug(last_part(row.get("id")) or label, taken, "sound"),
        file=checked_uri(source.get("id"), place),
        pointer=place,
        label=label,
        position=_position(matrix, unit, pointer) if kind in PLACED else None,
        volume=_volume(body.get("volume"), f"{pointer}/body/volume"),
    )


def _position(matrix: Matrix, unit: float, pointer: str) -> Vector:
    x, y, z = (value * unit for value in applied(matrix, (0.0, 0.0, 0.0)))
    if not all(abs(value) <= REACH for value in (x, y, z)):
        message = f"more than {REACH:.0f} m from the origin"
        raise refused("OUT_OF_REACH", message, "correct it or the scene's spatialScale", f"{pointer}/target")
    return (x, y, z)


def _volume(value: Any, pointer: str) -> float:
    return max(0.0, min(1.0, number(table(value).get("quantityValue"), VOLUME, f"{pointer}/quantityValue")))
