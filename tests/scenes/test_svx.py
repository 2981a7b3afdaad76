"""The Voyager document fits Voyager's schema."""

import math
from dataclasses import replace
from pathlib import Path

import jsonschema
import msgspec
import pytest

from scenes.exchange.orbit import eyes_of
from scenes.exchange.transform import applied
from scenes.scene import Level, Site
from scenes.svx import document
from tests.builders import build_site
from tests.scenes.svx_rules import validate


def address(level: Level) -> str:
    return f"https://inn.example/assets/{level.digest}.glb"


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


@pytest.mark.parametrize(
    ("count", "first", "last"), [(1, "High", 0), (2, "Thumb", 1), (5, "Thumb", 4), (7, "Thumb", 6)]
)
def test_levels_go_from_thumb_to_high(site: Site, count: int, first: str, last: int) -> None:
    derivatives = document(with_levels(site, count), address)["models"][0]["derivatives"]
    qualities = [each["quality"] for each in derivatives]
    assert qualities[0] == first
    assert qualities[-1] == ("Highest" if count > 4 else "High")
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


def test_texts_stand_in_every_language(site: Site) -> None:
    well = document(site, address)["models"][0]["annotations"][0]
    assert well["titles"] == {"EN": "The well", "IT": "Il pozzo", "ZH-HANS": "古井"}
    assert "1502" in well["leads"]["IT"]


def test_an_annotation_of_a_turned_model_stays_where_it_is(site: Site) -> None:
    quarter = (0.0, 0.7071067811865476, 0.0, 0.7071067811865476)
    model = msgspec.structs.replace(site.scene.models[0], position=(1.0, 0.0, 0.0), orientation=quarter)
    turned = replace(site, scene=msgspec.structs.replace(site.scene, models=(model,)))
    written = document(turned, address)
    assert written["nodes"][2]["rotation"] == list(quarter)
    # The bench is 19 m along +X; a quarter turn about +Y takes +Z there.
    assert written["models"][0]["annotations"][1]["position"] == pytest.approx([0.0, 0.5, 19.0])


def test_a_tour_s_steps_stand_at_its_stops(site: Site) -> None:
    setup = document(site, address)["setups"][0]
    [tour] = setup["tours"]
    assert tour["titles"]["IT"] == "Visita breve"
    assert [step["id"] for step in tour["steps"]] == ["mouth", "bench"]
    assert setup["snapshots"]["targets"] == ["scenes/0/setup/navigation/orbit", "scenes/0/setup/navigation/offset"]
    turned, offset = setup["snapshots"]["states"][1]["values"]
    camera = eyes_of(turned, offset)
    assert applied(camera, (0.0, 0.0, 0.0)) == pytest.approx((20.0, 1.6, 4.0))
    ahead = applied(camera, (0.0, 0.0, -math.dist((20.0, 1.6, 4.0), (20.0, 0.5, 0.0))))
    assert ahead == pytest.approx((20.0, 0.5, 0.0))


def test_articles_are_named_where_there_are_some(site: Site) -> None:
    written = document(site, address, lambda name, tag: f"articles/{name}.{tag}.html" if name == "well" else "")
    validate(written)
    [article] = written["metas"][0]["articles"]
    assert article["uris"]["ZH-HANS"] == "articles/well.zh-Hans.html"
    well, bench = written["models"][0]["annotations"]
    assert well["articleId"] == article["id"]
    assert "articleId" not in bench


def test_a_background_that_is_no_colour_is_left_out(site: Site) -> None:
    odd = replace(site, scene=msgspec.structs.replace(site.scene, background="sky"))
    written = document(odd, address)
    assert "background" not in written["setups"][0]
    validate(written)
