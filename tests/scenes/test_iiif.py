"""The Manifest keeps the rules of the IIIF Presentation 4.0 draft; the AnnotationPage those of W3C."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scenes.annotation import from_web_annotation
from scenes.exchange.transform import applied, product, turn
from scenes.iiif import CONTEXT, annotation_page, manifest
from scenes.pose import facing, pose
from scenes.scene import Level, Site
from tests.builders import build_site
from tests.scenes.iiif_rules import nodes, problems, web_annotation_problems

IRI = "https://inn.example/api/sites/well"

Json = dict[str, Any]


def address(level: Level) -> str:
    return f"https://inn.example/assets/{level.digest}.glb"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


@pytest.fixture
def written(site: Site) -> Json:
    return manifest(site, IRI, address)


def within(value: Any) -> Iterator[Json]:
    """Every object of a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from within(each)


def painted(written: Json, kind: str) -> list[Json]:
    """The painting annotations whose body is or refers to a resource of that type."""
    annotations = written["items"][0]["items"][0]["items"]
    return [each for each in annotations if kind in (each["body"]["type"], each["body"].get("source", {}).get("type"))]


def test_the_manifest_has_what_a_manifest_must(written: Json) -> None:
    assert written["@context"] == CONTEXT
    assert written["type"] == "Manifest"
    assert written["id"] == f"{IRI}/manifest.json"
    assert written["label"] == {"en": ["The Well"], "it": ["Il pozzo"], "zh-Hans": ["古井"]}
    assert written["rights"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert written["requiredStatement"]["value"] == {"en": ["Made for tests."]}
    assert [item["type"] for item in written["items"]] == ["Scene"]


def test_every_label_is_a_map_of_languages_to_lists(written: Json) -> None:
    labels = [each[name] for each in within(written) for name in ("label", "summary") if name in each]
    assert len(labels) > 8
    for label in labels:
        assert label
        assert all(isinstance(texts, list) and all(texts) for texts in label.values())


def test_it_keeps_the_draft_s_rules(written: Json) -> None:
    assert problems(written) == []
    assert len(list(nodes(written))) > 40


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda whole: whole.pop("label"), "must have label"),
        (lambda whole: whole.update(rights="CC0"), "rights CC0"),
        (lambda whole: whole.update(label={"en": "The Well"}), "no array of strings"),
        (lambda whole: whole["items"][0].update(width=100), "may not have width"),
        (lambda whole: whole["items"][0].update(id="urn:scene"), "no HTTP"),
        (lambda whole: whole["items"][0]["items"][0]["items"][0].update(motivation="painting"), "no array"),
        (lambda whole: whole["items"][0]["items"][0]["items"][1].update(motivation=["describing"]), "must paint"),
        (lambda whole: whole["structures"][0]["items"][0].update(id=whole["id"]), "defined twice"),
    ],
)
def test_the_rules_would_notice(written: Json, broken: Callable[[Json], Any], said: str) -> None:
    broken(written)
    assert any(said in each for each in problems(written))


def test_the_scene_is_in_metres(written: Json, site: Site) -> None:
    [scene] = written["items"]
    assert scene["spatialScale"] == {"type": "Quantity", "quantityValue": 1.0, "unit": "m"}
    assert scene["backgroundColor"] == site.scene.background
    assert {page["type"] for page in (*scene["items"], *scene["annotations"])} == {"AnnotationPage"}


def test_the_model_is_painted(written: Json, site: Site) -> None:
    [annotation] = painted(written, "Model")
    assert annotation["motivation"] == ["painting"]
    assert annotation["body"] == {
        "id": address(site.scene.models[0].levels[0]),
        "type": "Model",
        "format": "model/gltf-binary",
        "label": {"none": ["well"]},
    }
    assert annotation["target"] == {"id": f"{IRI}/scene", "type": "Scene"}


def test_a_model_elsewhere_and_larger(site: Site) -> None:
    model = msgspec.structs.replace(site.scene.models[0], position=(3.0, 0.0, -2.0), scale=2.0)
    moved = replace(site, scene=msgspec.structs.replace(site.scene, models=(model,)))
    [annotation] = painted(manifest(moved, IRI, address), "Model")
    assert annotation["target"]["selector"] == [{"type": "PointSelector", "x": 3.0, "y": 0.0, "z": -2.0}]
    assert annotation["body"]["type"] == "SpecificResource"
    assert annotation["body"]["transform"] == [{"type": "ScaleTransform", "x": 2.0, "y": 2.0, "z": 2.0}]


def test_the_finest_level_of_what_is_visible_is_painted(site: Site) -> None:
    coarse = site.scene.models[0].levels[0]
    fine = msgspec.structs.replace(coarse, digest="f" * 64)
    model = msgspec.structs.replace(site.scene.models[0], levels=(coarse, fine))
    ground = msgspec.structs.replace(model, id="ground", role="walkable")
    both = replace(site, scene=msgspec.structs.replace(site.scene, models=(model, ground)))
    [annotation] = painted(manifest(both, IRI, address), "Model")
    assert annotation["body"]["id"] == address(fine)


def test_the_camera_stands_at_the_entrance_and_looks_in(site: Site) -> None:
    east = replace(site, scene=msgspec.structs.replace(site.scene, entrance=facing((-5.0, 1.0, 0.0), (9.0, 1.0, 0.0))))
    [annotation] = painted(manifest(east, IRI, address), "PerspectiveCamera")
    [selector] = annotation["target"]["selector"]
    assert (selector["x"], selector["z"]) == (-5.0, 0.0)
    assert 2.0 < selector["y"] < 3.0
    # Turning right from -Z to +X is a negative angle about +Y.
    assert annotation["body"]["transform"][0]["y"] == pytest.approx(-90.0)


def test_the_camera_looks_up_where_the_entrance_does(site: Site) -> None:
    up = pose((0.0, 0.0, 0.0), (0.2, 0.0, 0.0, 0.98))
    raised = replace(site, scene=msgspec.structs.replace(site.scene, entrance=up))
    [annotation] = painted(manifest(raised, IRI, address), "PerspectiveCamera")
    assert [(step["x"], step["y"], step["z"]) for step in annotation["body"]["transform"]] == [
        (pytest.approx(23.07, abs=0.01), 0.0, 0.0)
    ]


def test_the_sun_shines_from_where_it_stands(site: Site) -> None:
    [annotation] = painted(manifest(site, IRI, address), "DirectionalLight")
    light = (0.0, -1.0, 0.0)
    for step in annotation["body"]["transform"]:
        turned = product(turn("z", step["z"]), turn("y", step["y"]), turn("x", step["x"]))
        light = applied(turned, light)
    length = math.hypot(*site.scene.sun)
    assert light == pytest.approx([-value / length for value in site.scene.sun])


def test_an_outline_is_selected_beside_its_point(site: Site) -> None:
    outline = "POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0))"
    drawn = msgspec.structs.replace(site.scene.annotations[0], region=outline)
    outlined = replace(site, scene=msgspec.structs.replace(site.scene, annotations=(drawn,), stops=()), tours=())
    written = manifest(outlined, IRI, address)
    assert problems(written) == []
    [annotation] = written["items"][0]["annotations"][0]["items"]
    assert [each["type"] for each in annotation["target"]["selector"]] == ["PointSelector", "WktSelector"]
    assert annotation["target"]["selector"][1]["value"] == outline
    page = annotation_page(outlined, IRI)
    assert web_annotation_problems(page) == []
    assert from_web_annotation(page["items"][0]).region == outline


def test_annotations_point_and_tell_their_facts(written: Json, site: Site) -> None:
    annotations = written["items"][0]["annotations"][0]["items"]
    assert [each["id"].rsplit("/", 1)[1] for each in annotations] == ["well", "bench"]
    well = annotations[0]
    assert well["motivation"] != ["painting"]
    assert well["target"]["source"] == {"id": f"{IRI}/scene", "type": "Scene"}
    assert well["target"]["selector"] == [{"type": "PointSelector", "x": 0.0, "y": 1.0, "z": 0.0}]
    assert well["body"]["type"] == "Choice"
    told = {body["language"][0]: body["value"] for body in well["body"]["items"]}
    assert set(told) == set(site.languages)
    assert "1502" in told["it"]


def test_tours_are_ranges_of_stops(written: Json) -> None:
    [tour] = written["structures"]
    assert tour["type"] == "Range"
    assert tour["label"]["it"] == ["Visita breve"]
    assert [stop["label"]["en"] for stop in tour["items"]] == [["The mouth of the well"], ["The bench"]]
    [place] = tour["items"][1]["items"]
    assert place["type"] == "SpecificResource"
    assert place["source"]["type"] == "Scene"
    assert place["selector"] == [{"type": "PointSelector", "x": 20.0, "y": 0.0, "z": 4.0}]


def test_the_place_is_geojson(written: Json) -> None:
    geometry = written["navPlace"]["features"][0]["geometry"]
    assert written["navPlace"]["type"] == "FeatureCollection"
    assert geometry == {"type": "Point", "coordinates": [12.49, 41.89]}


def test_a_licence_that_iiif_has_no_url_for_is_still_said(site: Site) -> None:
    rights = msgspec.structs.replace(site.rights, licence="Apache-2.0", statement={})
    written = manifest(replace(site, rights=rights), IRI, address)
    assert "rights" not in written
    assert "Apache-2.0" in written["requiredStatement"]["value"]["none"][0]


def test_the_annotation_page_reads_back(site: Site) -> None:
    page = annotation_page(site, IRI)
    assert web_annotation_problems(page) == []
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert all("@context" not in each for each in page["items"])
    assert all(each["target"]["source"]["id"] == f"{IRI}/scene" for each in page["items"])
    read = [from_web_annotation(each) for each in page["items"]]
    ids = [msgspec.structs.replace(each, id=each.id.rsplit("/", 1)[1]) for each in read]
    assert tuple(ids) == site.scene.annotations
