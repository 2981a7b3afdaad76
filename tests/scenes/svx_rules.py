"""Voyager's schema with what its `model`, `meta` and `setup` schemas demand of the parts that we write or read.

`document.schema.json` is Voyager's own, from the shared scans. The other three are not there: their rules are written
out here after the published ones of 2025 (types, required and permitted properties, enumerations, minimum sizes).
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT7, SchemaResource

VOYAGER = Path(__file__).parents[3] / "shared" / "scans" / "voyager_svx"
SCHEMA = VOYAGER / "document.schema.json"

Schema = dict[str, Any]

TEXT, NUMBER, FLAG, ID = {"type": "string"}, {"type": "number"}, {"type": "boolean"}, {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1}


def vector(size: int) -> Schema:
    return {"type": "array", "items": NUMBER, "minItems": size, "maxItems": size}


def table(required: tuple[str, ...] = (), closed: bool = True, **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "additionalProperties": not closed, "properties": properties}


def rows(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


BY_LANGUAGE = {"type": "object", "propertyNames": {"pattern": "^[A-Z0-9-]+$"}, "additionalProperties": TEXT}
TAGS_BY_LANGUAGE = {"type": "object", "additionalProperties": rows(TEXT)}

ASSET = table(
    ("uri", "type"),
    uri=ID,
    type=one_of("Model", "Geometry", "Image", "Texture", "Points", "Volume"),
    part=ID,
    mimeType=ID,
    byteSize=COUNT,
    numFaces=COUNT,
    imageSize=COUNT,
    mapType=one_of("Color", "Normal", "Occlusion", "Emissive", "MetallicRoughness", "Zone"),
)
DERIVATIVE = table(
    usage=one_of("Image2D", "Web3D", "App3D", "iOSApp3D", "Print3D", "Editorial3D"),
    quality=one_of("Thumb", "Low", "Medium", "High", "Highest", "AR"),
    assets=rows(ASSET),
)
ANNOTATION = table(
    ("id",),
    id=ID,
    title=TEXT,
    titles=BY_LANGUAGE,
    lead=TEXT,
    leads=BY_LANGUAGE,
    marker=TEXT,
    tags=rows(TEXT),
    taglist=TAGS_BY_LANGUAGE,
    articleId=ID,
    imageUri=ID,
    audioId=ID,
    viewId=ID,
    style=TEXT,
    visible=FLAG,
    expanded=FLAG,
    scale=NUMBER,
    offset=NUMBER,
    tilt=NUMBER,
    azimuth=NUMBER,
    color=vector(3),
    position=vector(3),
    direction=vector(3),
    zoneIndex={"type": "integer", "minimum": 0},
)
MODEL = table(
    ("units", "derivatives"),
    units=one_of("mm", "cm", "m", "km", "in", "ft", "yd", "mi"),
    tags=TEXT,
    visible=FLAG,
    renderOrder=NUMBER,
    overlayMap=NUMBER,
    shadowSide=one_of("Front", "Back", "Double"),
    derivatives=rows(DERIVATIVE),
    translation=vector(3),
    rotation=vector(4),
    boundingBox=table(("min", "max"), min=vector(3), max=vector(3)),
    material={"type": "object"},
    annotations=rows(ANNOTATION),
)
CLIP = table(("id", "uris"), id=ID, name=TEXT, uris=BY_LANGUAGE, captionUris=BY_LANGUAGE, durations={"type": "object"})
ARTICLE = table(
    ("id",),
    id=ID,
    title=TEXT,
    titles=BY_LANGUAGE,
    lead=TEXT,
    leads=BY_LANGUAGE,
    tags=rows(TEXT),
    taglist=TAGS_BY_LANGUAGE,
    intros=BY_LANGUAGE,
    uri=ID,
    uris=BY_LANGUAGE,
    mimeType=TEXT,
    thumbnailUri=TEXT,
)
IMAGE = table(
    ("uri", "quality"),
    closed=False,
    uri=ID,
    quality=one_of("Thumb", "Low", "Medium", "High", "HDR"),
    byteSize=COUNT,
    width=COUNT,
    height=COUNT,
)
META = table(
    collection={"type": "object"},
    process={"type": "object"},
    images=rows(IMAGE, 1),
    articles=rows(ARTICLE, 1),
    leadArticle={"type": "integer", "minimum": 0},
    audio=rows(CLIP),
    video=rows(CLIP),
    actions=rows({"type": "object"}),
)
LIMITS = {"type": "array", "items": {"type": ["number", "null"]}, "minItems": 3, "maxItems": 3}
STEP = table(("id",), id=ID, title=TEXT, titles=BY_LANGUAGE)
STATE = table(("id", "values"), id=ID, curve=TEXT, duration=NUMBER, threshold=NUMBER, values={"type": "array"})
SETUP = table(
    closed=False,
    navigation=table(
        closed=False,
        type=one_of("Orbit", "Walk"),
        enabled=FLAG,
        orbit=table(
            ("orbit", "offset", "minOrbit", "maxOrbit", "minOffset", "maxOffset"),
            orbit=vector(3),
            offset=vector(3),
            minOrbit=LIMITS,
            maxOrbit=LIMITS,
            minOffset=LIMITS,
            maxOffset=LIMITS,
        ),
    ),
    background=table(style=one_of("Solid", "LinearGradient", "RadialGradient"), color0=vector(3), color1=vector(3)),
    tours=rows(
        table(
            ("steps",),
            id=TEXT,
            title=TEXT,
            titles=BY_LANGUAGE,
            lead=TEXT,
            leads=BY_LANGUAGE,
            tags=rows(TEXT),
            taglist=TAGS_BY_LANGUAGE,
            steps=rows(STEP),
        )
    ),
    snapshots=table(("features", "targets", "states"), features=rows(TEXT), targets=rows(TEXT), states=rows(STATE)),
)
ELSEWHERE = {"model": MODEL, "meta": META, "setup": SETUP}


def validate(written: dict[str, Any]) -> None:
    """Raise `ValidationError` for a document Voyager would not read, or whose snapshots do not fit their targets."""
    if not SCHEMA.is_file():
        pytest.skip(f"no {SCHEMA}: Voyager's schema is not on this machine")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema, registry=Registry(retrieve=_elsewhere)).validate(written)
    for setup in written.get("setups", []):
        snapshots = setup.get("snapshots", {"targets": [], "states": []})
        known = {state["id"] for state in snapshots["states"]}
        sizes = {len(state["values"]) for state in snapshots["states"]}
        steps = {step["id"] for tour in setup.get("tours", []) for step in tour["steps"]}
        if not steps <= known or not sizes <= {len(snapshots["targets"])}:
            raise jsonschema.ValidationError(f"steps without snapshots: {steps - known}")


def _elsewhere(uri: str) -> SchemaResource:
    name = uri.rsplit("/", 1)[1].removesuffix(".schema.json")
    if name not in ELSEWHERE:
        raise NoSuchResource(uri)
    return DRAFT7.create_resource(ELSEWHERE[name])
