"""The Voyager document fits Voyager's schema."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from referencing import Registry
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT7, SchemaResource

from scenes.scene import Level, Site
from scenes.svx import document
from tests.builders import build_site

SCHEMA = Path(__file__).parents[3] / "shared" / "scans" / "voyager_svx" / "document.schema.json"

VECTOR = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}

ELSEWHERE: dict[str, Any] = {
    "model": {
        "type": "object",
        "required": ["units", "derivatives"],
        "additionalProperties": False,
        "properties": {
            "units": {"enum": ["inherit", "mm", "cm", "m", "km", "in", "ft", "yd", "mi"]},
            "derivatives": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "usage": {"enum": ["Image2D", "Web3D", "Print3D", "Editorial3D"]},
                        "quality": {"enum": ["Thumb", "Low", "Medium", "High", "Highest", "LOD", "Stream"]},
                        "assets": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["uri", "type"],
                                "properties": {
                                    "uri": {"type": "string", "minLength": 1},
                                    "type": {"enum": ["Model", "Geometry", "Image", "Texture", "Points", "Volume"]},
                                    "byteSize": {"type": "integer", "minimum": 1},
                                    "numFaces": {"type": "integer", "minimum": 1},
                                },
                            },
                        },
                    },
                },
            },
            "annotations": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id"],
                    "additionalProperties": False,
                    "properties": {
                        "id": {"type": "string", "minLength": 1},
                        "title": {"type": "string"},
                        "lead": {"type": "string"},
                        "style": {"type": "string"},
                        "position": VECTOR,
                        "direction": VECTOR,
                    },
                },
            },
        },
    },
    "meta": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"collection": {"type": "object"}},
    },
    "setup": {
        "type": "object",
        "properties": {
            "navigation": {"type": "object", "properties": {"type": {"enum": ["Orbit", "Walk"]}}},
            "background": {
                "type": "object",
                "properties": {"style": {"enum": ["Solid", "LinearGradient", "RadialGradient"]}, "color0": VECTOR},
            },
        },
    },
}
"""What Voyager's other three schemas demand of the parts we write; their files are not among the shared ones."""


def elsewhere(uri: str) -> SchemaResource:
    name = uri.rsplit("/", 1)[1].removesuffix(".schema.json")
    if name not in ELSEWHERE:
        raise NoSuchResource(uri)
    return DRAFT7.create_resource(ELSEWHERE[name])


def address(level: Level) -> str:
    return f"https://inn.example/assets/{level.digest}.glb"


def validate(written: dict[str, Any]) -> None:
    if not SCHEMA.is_file():
        pytest.skip(f"no {SCHEMA}: Voyager's schema is not on this machine")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema, registry=Registry(retrieve=elsewhere)).validate(written)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


def with_levels(site: Site, count: int) -> Site:
    [model] = site.scene.models
    levels = tuple(msgspec.structs.replace(model.levels[0], digest=f"{number:064x}") for number in range(count))
    models = (msgspec.structs.replace(model, levels=levels),)
    return replace(site, scene=msgspec.structs.replace(site.scene, models=models))


@pytest.mark.parametrize("levels", [0, 1, 2, 3, 4, 6])
def test_it_fits_the_schema(site: Site, levels: int) -> None:
    validate(document(with_levels(site, levels), address))


def test_the_schema_would_notice(site: Site) -> None:
    written = document(site, address)
    written["models"][0]["derivatives"][0]["quality"] = "Best"
    with pytest.raises(jsonschema.ValidationError, match="Best"):
        validate(written)


def test_indices_lead_somewhere(site: Site) -> None:
    written = document(site, address)
    [scene] = written["scenes"]
    assert [written["nodes"][index]["name"] for index in scene["nodes"]] == ["Entrance", "Sun", "well"]
    for node in written["nodes"]:
        for kind in ("camera", "light", "model"):
            if kind in node:
                assert written[f"{kind}s"][node[kind]]
    assert written["metas"][scene["meta"]]["collection"]["titles"]["ZH-HANS"] == "古井"


@pytest.mark.parametrize(("count", "first", "last"), [(1, "High", 0), (2, "Thumb", 1), (6, "Thumb", 5)])
def test_levels_go_from_thumb_to_high(site: Site, count: int, first: str, last: int) -> None:
    derivatives = document(with_levels(site, count), address)["models"][0]["derivatives"]
    qualities = [each["quality"] for each in derivatives]
    assert qualities[0] == first
    assert qualities[-1] == "High"
    assert len(set(qualities)) == len(qualities)
    assert derivatives[-1]["assets"][0]["uri"].endswith(f"{last:064x}.glb")


def test_annotations_are_in_the_model_s_own_space(site: Site) -> None:
    model = msgspec.structs.replace(site.scene.models[0], position=(10.0, 0.0, 0.0), scale=2.0)
    moved = replace(site, scene=msgspec.structs.replace(site.scene, models=(model,)))
    written = document(moved, address)
    assert written["nodes"][2]["translation"] == [10.0, 0.0, 0.0]
    assert written["nodes"][2]["scale"] == [2.0, 2.0, 2.0]
    bench = written["models"][0]["annotations"][1]
    assert bench["title"] == "The bench"
    assert bench["position"] == [5.0, 0.25, 0.0]


def test_a_background_that_is_no_colour_is_left_out(site: Site) -> None:
    odd = replace(site, scene=msgspec.structs.replace(site.scene, background="sky"))
    written = document(odd, address)
    assert "background" not in written["setups"][0]
    validate(written)
