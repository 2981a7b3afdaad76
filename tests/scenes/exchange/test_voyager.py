"""Documents that Voyager made, or could have, become sites to walk in."""

import json
import re
import struct
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scenes.exchange.send_out import document_of
from scenes.rights import EXTENSION, packet
from scenes.scene import Rights, Site
from tests.builders import box_glb
from tests.scenes.exchange.conftest import Json, TakeIn
from tests.scenes.svx_rules import VOYAGER, validate

EXAMPLE = VOYAGER / "dpo_example.md"
VTT = "WEBVTT\n\n1\n00:00.000 --> 00:02.000\nThis urn is <i>old</i>. It held\n\n00:02.000 --> 00:04.000\nwine.\n"

URN: Json = {
    "asset": {
        "type": "application/si-dpo-3d.document+json",
        "version": "1.0",
        "generator": "Voyager",
        "copyright": "(c) 2021 A Museum, CC BY-NC 4.0",
    },
    "scene": 0,
    "scenes": [{"units": "cm", "name": "Scene", "nodes": [0, 1], "meta": 0, "setup": 0}],
    "nodes": [
        {"name": "Camera", "camera": 0, "translation": [0, 160, 300]},
        {"name": "Table", "translation": [100, 0, 0], "rotation": [0, 0.7071068, 0, 0.7071068], "children": [2, 3]},
        {"name": "Urn", "model": 0, "scale": [2, 2, 2]},
        {"name": "Lamp", "light": 0, "translation": [0, 200, 0]},
    ],
    "cameras": [{"type": "perspective", "perspective": {"yfov": 52, "znear": 0.1}}],
    "lights": [{"type": "directional", "color": [1, 1, 1]}],
    "models": [
        {
            "units": "mm",
            "translation": [0, 50, 0],
            "derivatives": [
                {"usage": "Web3D", "quality": "High", "assets": [{"uri": "urn-high.glb", "type": "Model"}]},
                {"usage": "Web3D", "quality": "Thumb", "assets": [{"uri": "urn-thumb.glb", "type": "Model"}]},
                {"usage": "App3D", "quality": "AR", "assets": [{"uri": "urn.usdz", "type": "Model"}]},
            ],
            "annotations": [
                {
                    "id": "Kq7!",
                    "titles": {"EN": "Handle", "DE": "Henkel"},
                    "leads": {"EN": "<p>The handle is <b>cast</b>.</p><script>alert(1)</script>", "DE": "Gegossen."},
                    "position": [0, 0, 100],
                    "direction": [0, 0, 1],
                    "articleId": "a1",
                    "audioId": "s1",
                }
            ],
        }
    ],
    "metas": [
        {
            "collection": {"titles": {"EN": "An urn", "DE": "Eine Urne"}, "intros": {"EN": "From a grave."}},
            "articles": [{"id": "a1", "uris": {"EN": "articles/urn.html"}}],
            "audio": [{"id": "s1", "uris": {"EN": "urn.mp3"}, "captionUris": {"EN": "urn.vtt"}}],
        }
    ],
    "setups": [
        {
            "background": {"style": "Solid", "color0": [1, 0.5, 0]},
            "floor": {"visible": True, "position": [0, -10, 0]},
            "tours": [
                {
                    "titles": {"EN": "Round the urn", "DE": "Um die Urne"},
                    "steps": [
                        {"id": "s-1", "titles": {"EN": "Front", "DE": "Vorn"}},
                        {"id": "gone", "titles": {"EN": "Back", "DE": "Hinten"}},
                    ],
                }
            ],
            "snapshots": {
                "features": ["navigation"],
                "targets": [
                    "scenes/0/setup/reader/enabled",
                    "scenes/0/setup/navigation/orbit",
                    "scenes/0/setup/navigation/offset",
                ],
                "states": [{"id": "s-1", "values": [False, [-10, 90, 0], [0, 0, 250]]}],
            },
        }
    ],
}

FILES = {
    "urn-high.glb": box_glb(size=0.2),
    "urn-thumb.glb": box_glb(size=0.1),
    "urn.vtt": VTT.encode(),
    "urn.mp3": b"ID3",
    "articles/urn.html": b"<p>Long</p>",
}


@pytest.fixture
def urn() -> Json:
    return deepcopy(URN)


def codes(report: Any) -> list[str]:
    return [each.code for each in report.findings]


def test_the_example_would_pass_voyager_s_own_schema(urn: Json) -> None:
    urn["setups"][0]["tours"][0]["steps"].pop()
    validate(urn)


def test_models_are_placed_in_metres(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    [model] = site.scene.models
    assert model.id == "urn"
    assert model.scale == pytest.approx(0.002)
    assert model.position == pytest.approx((1.0, 0.1, 0.0))
    assert model.orientation == pytest.approx((0.0, 0.7071068, 0.0, 0.7071068))
    assert [level.size for level in model.levels] == [len(FILES["urn-thumb.glb"]), len(FILES["urn-high.glb"])]


def test_annotations_are_carried_into_the_scene(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    [handle] = site.scene.annotations
    assert handle.id == "kq7"
    assert handle.label == {"en": "Handle", "de": "Henkel"}
    # 100 mm along the model's z, doubled, turned a quarter about y: 20 cm along x from the table's metre.
    assert handle.position == pytest.approx((1.2, 0.1, 0.0))


def test_texts_with_an_owner_become_facts_that_cite_the_document(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    assert site.languages == ("en", "de")
    [fact] = site.facts.values()
    assert fact.text == {"en": "The handle is cast.", "de": "Gegossen."}
    assert fact.themes == ("imported",)
    assert fact.licence == "CC-BY-NC-4.0"
    source = site.sources[fact.cites[0].source]
    assert (source.author, source.year) == ("(c) 2021 A Museum, CC BY-NC 4.0", 2021)
    assert site.scene.annotations[0].facts == (fact.id,)


def test_texts_without_an_owner_wait_for_a_source(urn: Json, take: TakeIn) -> None:
    del urn["asset"]["copyright"]
    site, report = take(urn, FILES)
    assert not site.facts
    assert "TEXT_WITHOUT_SOURCE" in codes(report)
    page = (site.folder / "imported" / "README.md").read_text(encoding="utf-8")
    assert "> The handle is cast." in page
    assert "script" not in page


def test_a_language_that_is_not_everywhere_is_no_language_of_the_site(urn: Json, take: TakeIn) -> None:
    del urn["setups"][0]["tours"][0]["steps"][0]["titles"]["DE"]
    site, report = take(urn, FILES)
    assert site.languages == ("en",)
    assert site.scene.annotations[0].label["de"] == "Henkel"
    assert "LANGUAGE_INCOMPLETE" in codes(report)


def test_steps_of_a_tour_stand_on_the_floor_under_their_cameras(urn: Json, take: TakeIn) -> None:
    site, report = take(urn, FILES)
    [tour] = site.tours
    [stop] = site.scene.stops
    assert tour.title["de"] == "Um die Urne"
    assert stop.annotation == "kq7"
    # Yawed a quarter to the left, 2.5 m back, looking down by 10 degrees: along +x.
    assert stop.position == pytest.approx((2.462, -0.1, 0.0), abs=1e-3)
    assert "STEP_NOT_TAKEN" in codes(report)


def test_captions_become_a_narration_to_review(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    [narration] = site.takes
    assert (narration.stop, narration.language, narration.state) == ("s-1", "en", "draft")
    assert [each.text for each in narration.sentences] == ["This urn is old.", "It held wine."]


def test_what_no_pack_holds_is_kept_beside_it(urn: Json, take: TakeIn) -> None:
    site, report = take(urn, FILES)
    kept = {path.name for path in (site.folder / "imported").iterdir()}
    assert kept == {"README.md", "document.json", "urn.mp3", "urn.vtt", "urn.html"}
    assert json.loads((site.folder / "imported" / "document.json").read_text(encoding="utf-8")) == urn
    assert "KEPT_ASIDE" in codes(report)


def test_the_view_comes_along(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    assert site.scene.background == "#ff8000"
    assert site.scene.entrance.position == pytest.approx((0.0, -0.1, 3.0))
    assert site.rights.licence == "CC-BY-NC-4.0"


@pytest.mark.parametrize("scale", [[1, 2, 1], [-1, 1, 1], [1, 0, 1]])
def test_a_stretched_model_is_left_with_a_remedy(urn: Json, take: TakeIn, scale: list[int]) -> None:
    urn["nodes"][2]["scale"] = scale
    site, report = take(urn, FILES)
    assert site.scene.models == ()
    [finding] = [each for each in report.findings if each.code == "TRANSFORM_NOT_UNIFORM"]
    assert finding.pointer == "/nodes/2"
    assert "bake" in finding.remedy


@pytest.mark.parametrize(("units", "metres"), [("mm", 0.002), ("cm", 0.02), ("m", 2.0), ("in", 0.0508), ("ft", 0.6096)])
def test_units_are_metres_at_last(urn: Json, take: TakeIn, units: str, metres: float) -> None:
    urn["models"][0]["units"] = units
    site, _ = take(urn, FILES)
    assert site.scene.models[0].scale == pytest.approx(metres)


def test_a_matrix_serves_as_well_as_its_parts(urn: Json, take: TakeIn) -> None:
    node = urn["nodes"][1]
    del node["translation"], node["rotation"]
    node["matrix"] = [0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 100, 0, 0, 1]
    site, _ = take(urn, FILES)
    assert site.scene.models[0].position == pytest.approx((1.0, 0.1, 0.0))
    assert site.scene.models[0].orientation == pytest.approx((0.0, 0.7071068, 0.0, 0.7071068), abs=1e-6)


def test_it_goes_out_again_as_voyager_likes_it(urn: Json, take: TakeIn) -> None:
    site, _ = take(urn, FILES)
    again = document_of(site, "svx")
    validate(again)
    assert again["models"][0]["annotations"][0]["titles"] == {"EN": "Handle", "DE": "Henkel"}


def voyager_example() -> Json:
    """The document of Voyager's documentation, its comments taken out."""
    if not EXAMPLE.is_file():
        pytest.skip(f"no {EXAMPLE}: Voyager's example is not on this machine")
    block = re.search(r"```javascript\n(.*?)```", EXAMPLE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    found: Json = json.loads(re.sub(r"^\s*//.*$", "", block.group(1), flags=re.MULTILINE))
    return found


def test_voyager_s_documented_example(take: TakeIn) -> None:
    example = voyager_example()
    names = [each["assets"][0]["uri"] for each in example["models"][0]["derivatives"]]
    site, report = take(example, {name: box_glb(size=0.1) for name in names})
    [model] = site.scene.models
    assert [level.path.name for level in model.levels] == [f"ewer-base.{number}.glb" for number in range(5)]
    assert model.position == pytest.approx((-0.0029456, -0.1816199, -0.0046746))
    assert model.scale == pytest.approx(1.0)
    assert site.scene.entrance.position[0] == pytest.approx(-0.411679185)
    assert site.rights.holder == "(c) Smithsonian Institution. All rights reserved."
    assert {"MODEL_MISSING", "LICENCE_UNSTATED", "FILE_MISSING"} <= set(codes(report))
    again = document_of(site, "svx")
    validate(again)
    assert [each["quality"] for each in again["models"][0]["derivatives"]] == [
        "Thumb", "Low", "Medium", "High", "Highest",
    ]  # fmt: skip


def test_a_model_that_is_no_glb_is_sent_to_ingest(urn: Json, take: TakeIn) -> None:
    urn["models"][0]["derivatives"][0]["assets"][0]["uri"] = "urn.obj"
    site, report = take(urn, {**FILES, "urn-thumb.glb": b"glTF but not really"})
    assert site.scene.models == ()
    said = {each.code: each.remedy for each in report.findings}
    assert "tour ingest" in said["DERIVATIVE_NOT_TAKEN"]
    assert "tour ingest" in said["FILE_NOT_TAKEN"]


def test_rights_that_only_the_model_states_are_the_site_s(urn: Json, take: TakeIn) -> None:
    del urn["asset"]["copyright"]
    rights = Rights(licence="CC-BY-4.0", holder="A Museum", statement={"en": "Credit the museum."})
    site, _ = take(urn, {**FILES, "urn-thumb.glb": stamped(FILES["urn-thumb.glb"], rights)})
    assert site.rights == rights
    assert site.sources["document"].author == "A Museum"


def stamped(glb: bytes, rights: Rights) -> bytes:
    """The GLB with the rights in its asset, as KHR_xmp_json_ld has them."""
    length = int.from_bytes(glb[12:16], "little")
    document = json.loads(glb[20 : 20 + length])
    document["asset"]["extensions"] = {EXTENSION: {"packet": 0}}
    document["extensionsUsed"] = [EXTENSION]
    document["extensions"] = {EXTENSION: {"packets": [packet(rights, {"en": "An urn"})]}}
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    rest = struct.pack("<I4s", len(text), b"JSON") + text + glb[20 + length :]
    return struct.pack("<4sII", b"glTF", 2, 12 + len(rest)) + rest


def test_the_pack_stands_alone(urn: Json, take: TakeIn, tmp_path: Path) -> None:
    site, _ = take(urn, FILES)
    assert isinstance(site, Site)
    assert not list((tmp_path / "sites").glob(".*"))
