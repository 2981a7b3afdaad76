"""IIIF manifests of others, in the ways the drafts have been read, become sites to walk in."""

from copy import deepcopy
from typing import Any

import pytest

from scenes.exchange.send_out import document_of
from scenes.finding import Refused
from tests.builders import box_glb
from tests.scenes.exchange.conftest import Json, TakeIn
from tests.scenes.iiif_rules import problems

HOME = "https://whale.example/iiif"
SCENE = {"id": f"{HOME}/scene", "type": "Scene"}


def at(x: float, y: float, z: float, *, wrapped: bool) -> Json:
    selector = {"type": "PointSelector", "x": x, "y": y, "z": z}
    source: Any = [SCENE] if wrapped else SCENE
    return {"type": "SpecificResource", "source": source, "selector": [selector] if wrapped else selector}


def painting(name: str, body: Json, target: Any = SCENE) -> Json:
    return {"id": f"{HOME}/{name}", "type": "Annotation", "motivation": ["painting"], "body": body, "target": target}


def whale(*, wrapped: bool) -> Json:
    """A skull tipped and enlarged, a camera, a light, a comment: with arrays around everything, or around nothing."""
    skull: Any = {"id": f"{HOME}/skull.glb", "type": "Model", "format": "model/gltf-binary"}
    tipped = {
        "type": "SpecificResource",
        "source": [skull] if wrapped else skull,
        "transform": [{"type": "ScaleTransform", "x": 2, "y": 2, "z": 2}, {"type": "RotateTransform", "z": -90}],
    }
    comment: Any = {"type": "TextualBody", "value": "The skull has two blowholes.", "language": "en"}
    return {
        "@context": "http://iiif.io/api/presentation/4/context.json",
        "id": f"{HOME}/manifest.json",
        "type": "Manifest",
        "label": {"en": ["A whale"]},
        "summary": {"en": ["<p>Bones of a <b>whale</b>.</p>"]},
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "requiredStatement": {"label": {"en": ["Attribution"]}, "value": {"en": ["Museum of Whales, 2019"]}},
        "navPlace": {
            "id": f"{HOME}/place",
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [-77.0, 38.9]}}],
        },
        "items": [
            {
                **SCENE,
                "backgroundColor": "#101010",
                "items": [
                    {
                        "id": f"{HOME}/page",
                        "type": "AnnotationPage",
                        "items": [
                            painting("skull", tipped, at(1, 0, -2, wrapped=wrapped)),
                            painting(
                                "camera",
                                {"id": f"{HOME}/c", "type": "PerspectiveCamera"},
                                at(0, 1.6, 5, wrapped=wrapped),
                            ),
                            painting("spot", {"id": f"{HOME}/l", "type": "SpotLight"}),
                        ],
                    }
                ],
                "annotations": [
                    {
                        "id": f"{HOME}/comments",
                        "type": "AnnotationPage",
                        "items": [
                            {
                                "id": f"{HOME}/blowhole",
                                "type": "Annotation",
                                "motivation": ["commenting"] if wrapped else "commenting",
                                "label": {"en": ["Blowholes"]},
                                "body": [comment] if wrapped else comment,
                                "target": at(1, 2, -2, wrapped=wrapped),
                            }
                        ],
                    }
                ],
            }
        ],
    }


FILES = {"skull.glb": box_glb("skull")}


def codes(report: Any) -> list[str]:
    return [each.code for each in report.findings]


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_manifest_of_somebody_else(wrapped: bool, take: TakeIn) -> None:
    site, report = take(whale(wrapped=wrapped), FILES)
    [model] = site.scene.models
    assert model.position == pytest.approx((1.0, 0.0, -2.0))
    assert model.orientation == pytest.approx((0.0, 0.0, -0.70710678, 0.70710678))
    assert model.scale == pytest.approx(2.0)
    assert site.title == {"en": "A whale"}
    assert site.summary == {"en": "Bones of a whale."}
    assert (site.place.latitude, site.place.longitude) == (38.9, -77.0)
    assert site.rights.licence == "CC-BY-4.0"
    assert site.rights.holder == "Museum of Whales, 2019"
    assert site.scene.background == "#101010"
    assert site.scene.entrance.position == pytest.approx((0.0, 0.0, 5.0))
    [annotation] = site.scene.annotations
    assert (annotation.id, annotation.position) == ("blowhole", (1.0, 2.0, -2.0))
    [fact] = site.facts.values()
    assert fact.text == {"en": "The skull has two blowholes."}
    assert site.sources["document"].year == 2019
    assert site.sources["document"].url == f"{HOME}/"
    assert "NOT_PAINTED" in codes(report)
    assert not report.own


def test_it_goes_out_again_by_the_rules(take: TakeIn) -> None:
    site, _ = take(whale(wrapped=True), FILES)
    assert problems(document_of(site, "iiif", "https://inn.example/whale")) == []


def test_turns_follow_one_another(take: TakeIn) -> None:
    document = whale(wrapped=False)
    body = document["items"][0]["items"][0]["items"][0]["body"]
    body["transform"] = [{"type": "TranslateTransform", "x": 1}, {"type": "RotateTransform", "y": 90}]
    site, _ = take(document, FILES)
    assert site.scene.models[0].position == pytest.approx((1.0, 0.0, -3.0))


@pytest.mark.parametrize("quantity", [{"quantityValue": 1.0, "unit": "cm"}, {"value": 0.01, "unit": "m"}])
def test_a_scene_in_other_units(quantity: Json, take: TakeIn) -> None:
    document = whale(wrapped=False)
    document["items"][0]["spatialScale"] = {"type": "Quantity", **quantity}
    selector = {"type": "WktSelector", "value": "POLYGON Z ((0 0 0, 100 0 0, 100 50 0, 0 0 0))"}
    document["items"][0]["annotations"][0]["items"][0]["target"]["selector"] = selector
    site, _ = take(document, FILES)
    assert site.scene.models[0].scale == pytest.approx(0.02)
    assert site.scene.models[0].position == pytest.approx((0.01, 0.0, -0.02))
    [annotation] = site.scene.annotations
    assert annotation.region == "POLYGON Z ((0.0 0.0 0.0, 1.0 0.0 0.0, 1.0 0.5 0.0, 0.0 0.0 0.0))"
    assert annotation.position == pytest.approx((0.5, 0.25, 0.0))
    assert annotation.radius == pytest.approx(0.559, abs=1e-3)


def test_a_comment_without_a_label_is_its_own(take: TakeIn) -> None:
    document = whale(wrapped=False)
    row = document["items"][0]["annotations"][0]["items"][0]
    del row["label"], row["body"]
    row["bodyValue"] = "Tooth"
    site, _ = take(document, FILES)
    assert site.scene.annotations[0].label == {"en": "Tooth"}
    assert not site.facts


def test_a_comment_for_the_whole_scene_stands_where_its_text_does(take: TakeIn) -> None:
    document = whale(wrapped=False)
    row = document["items"][0]["annotations"][0]["items"][0]
    row["body"]["position"] = row["target"]
    row["target"] = SCENE
    site, _ = take(document, FILES)
    assert site.scene.annotations[0].position == (1.0, 2.0, -2.0)


def test_one_text_in_several_languages(take: TakeIn) -> None:
    document = whale(wrapped=False)
    for texts in (document["label"], document["items"][0]["annotations"][0]["items"][0]["label"]):
        texts["mi"] = ["Tohorā"]
    words = {"en": "It has two blowholes.", "mi": "E rua."}
    bodies = [{"type": "TextualBody", "value": text, "language": [tag]} for tag, text in words.items()]
    document["items"][0]["annotations"][0]["items"][0]["body"] = {"type": "Choice", "items": bodies}
    site, _ = take(document, FILES)
    assert site.languages == ("en", "mi")
    assert next(iter(site.facts.values())).text == words


def test_ranges_are_tours(take: TakeIn) -> None:
    document = whale(wrapped=False)
    place = {"id": f"{HOME}/r/1/place", **at(0, 0, 3, wrapped=True)}
    stop = {"id": f"{HOME}/r/1", "type": "Range", "label": {"en": ["Front"]}, "items": [place]}
    document["structures"] = [
        {"id": f"{HOME}/r", "type": "Range", "label": {"en": ["Round"]}, "items": [stop]},
        {"id": f"{HOME}/all", "type": "Range", "label": {"en": ["All"]}, "items": [SCENE]},
    ]
    site, report = take(document, FILES)
    assert [tour.title["en"] for tour in site.tours] == ["Round"]
    assert site.scene.stops[0].position == (0.0, 0.0, 3.0)
    assert site.scene.stops[0].annotation == "blowhole"
    assert "RANGE_NOT_TAKEN" in codes(report)


def test_a_model_elsewhere_is_not_fetched_but_named(take: TakeIn) -> None:
    site, report = take(whale(wrapped=False))
    assert site.scene.models == ()
    [finding] = [each for each in report.findings if each.code == "FILE_MISSING"]
    assert f"{HOME}/skull.glb" in finding.message
    assert "beside" in finding.remedy


def test_more_scenes_are_left_and_said(take: TakeIn) -> None:
    document = whale(wrapped=False)
    document["items"].append(deepcopy(document["items"][0]))
    _, report = take(document, FILES)
    assert "OTHER_CONTAINERS" in codes(report)


def test_a_book_is_no_place(take: TakeIn) -> None:
    document = whale(wrapped=False)
    document["items"] = [{"id": f"{HOME}/page/1", "type": "Canvas", "items": []}]
    with pytest.raises(Refused, match="no Scene"):
        take(document, FILES)


def test_annotations_of_others_join_a_site(take: TakeIn) -> None:
    site, _ = take(whale(wrapped=True), FILES, site="whale")
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{HOME}/more",
        "type": "AnnotationPage",
        "items": [
            {
                "id": "urn:uuid:1",
                "type": "Annotation",
                "motivation": "describing",
                "creator": {"type": "Person", "name": "A. Diver"},
                "body": [
                    {"type": "TextualBody", "purpose": "tagging", "value": "Jaw", "language": "en"},
                    {"type": "TextualBody", "value": "It is 3 m long.", "language": "en"},
                ],
                "target": at(0, 1, 0, wrapped=False),
            },
            {"id": "urn:uuid:2", "type": "Annotation", "target": "https://elsewhere.example/page"},
        ],
    }
    joined, report = take(page, site="whale")
    assert [each.id for each in joined.scene.annotations] == ["blowhole", "1"]
    assert joined.scene.annotations[1].label == {"en": "Jaw"}
    assert joined.facts == site.facts
    assert codes(report) == ["ANNOTATION_NOT_TAKEN", "TEXT_WITHOUT_SOURCE"]
    kept = joined.folder / "imported"
    assert (kept / "README.md").is_file()
    assert "> It is 3 m long." in (kept / "annotations.md").read_text(encoding="utf-8")


def test_annotations_need_a_site(take: TakeIn) -> None:
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": HOME, "type": "AnnotationPage", "items": []}
    with pytest.raises(Refused, match="need a site"):
        take(page)
