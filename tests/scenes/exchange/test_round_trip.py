"""What goes out comes back: all of ours, and with it what was changed in between."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.exchange.extension import KEY
from scenes.exchange.send_out import document_of, send_out
from scenes.exchange.take_in import Wish, take_in
from scenes.exchange.write_pack import pack_files, write_pack
from scenes.finding import Refused
from scenes.scene import Picture, Site
from scenes.site_pack import load_site
from tests.builders import box_glb
from tests.builders import write_pack as build
from tests.scenes.exchange.conftest import Json, TakeIn, build_pack, told
from tests.scenes.iiif_rules import problems, web_annotation_problems
from tests.scenes.svx_rules import validate
from tests.tilesets import add_tiles

FORMS = ("iiif", "svx")


def sent(site: Site, form: str, folder: Path) -> Path:
    return send_out(site, form, folder).document


def changed(document: Path, change: Callable[[Json], Any]) -> Path:
    whole = json.loads(document.read_text(encoding="utf-8"))
    change(whole)
    document.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return document


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["well", "inn", "colosseum"])
def test_a_site_comes_back_equal(name: str, form: str, tmp_path: Path, take: TakeIn) -> None:
    site = load_site(build_pack(name, tmp_path / name))
    back, report = take(sent(site, form, tmp_path / "out"), site=site.id)
    assert told(back) == told(site)
    assert [level.digest for level in back.files] == [level.digest for level in site.files]
    assert report.own
    assert report.findings == ()


@pytest.mark.parametrize("name", ["well", "inn", "colosseum"])
def test_what_is_sent_keeps_its_format_s_rules(name: str, tmp_path: Path) -> None:
    site = load_site(build_pack(name, tmp_path / name))
    assert problems(document_of(site, "iiif")) == []
    assert web_annotation_problems(document_of(site, "webannotation")) == []
    validate(document_of(site, "svx"))


@pytest.mark.parametrize("name", ["well", "inn", "colosseum"])
def test_annotations_come_back_into_their_pack(name: str, tmp_path: Path, take: TakeIn) -> None:
    site = load_site(build_pack(name, tmp_path / "sites" / name))
    page = send_out(site, "webannotation", tmp_path / "notes.json", document_only=True).document
    back, _ = take(changed(page, lambda whole: whole["items"].reverse()), site=site.id)
    assert back.scene.annotations == site.scene.annotations
    assert told(back) == told(site)


@pytest.mark.parametrize("form", ["iiif", "svx", "webannotation"])
def test_the_same_site_gives_the_same_bytes(form: str, well: Site, tmp_path: Path) -> None:
    one, two = sent(well, form, tmp_path / "one"), sent(well, form, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_levels_copies_tiles_and_pictures_come_along(form: str, tmp_path: Path, take: TakeIn) -> None:
    folder = build(tmp_path / "well")
    for name in ("well.1.glb", "well.1.draco.glb"):
        (folder / "models" / name).write_bytes(box_glb(name))
    (folder / "models" / "look.png").write_bytes(b"\x89PNG")
    text = (folder / "site.toml").read_text(encoding="utf-8")
    text = text.replace('["models/well.glb"]', '["models/well.glb", "models/well.1.glb"]')
    text += '[[picture]]\nid = "look"\nkind = "thumbnail"\nfile = "models/look.png"\n'
    (folder / "site.toml").write_text(text, encoding="utf-8")
    site = load_site(folder)
    back, _ = take(sent(site, form, tmp_path / "out"), site="well")
    assert [level.digest for level in back.files] == [level.digest for level in site.files]
    assert back.scene.models[0].levels[1].draco is not None
    assert [(each.id, each.kind) for each in back.pictures] == [("look", "thumbnail")]
    assert isinstance(back.pictures[0], Picture)


@pytest.mark.parametrize("form", FORMS)
def test_tiles_come_along(form: str, tmp_path: Path, take: TakeIn) -> None:
    site = load_site(add_tiles(build(tmp_path / "well")))
    back, report = take(sent(site, form, tmp_path / "out"), site="well")
    assert told(back) == told(site)
    assert [level.digest for level in back.tiles] == [level.digest for level in site.tiles]
    assert len(back.tiles) == 3
    assert report.findings == ()


def test_an_annotation_moved_and_renamed_in_voyager_keeps_its_facts(well: Site, tmp_path: Path, take: TakeIn) -> None:
    def edit(whole: Json) -> None:
        bench = whole["models"][0]["annotations"][1]
        bench["titles"]["IT"] = "La panchina"
        bench["position"] = [21.0, 0.75, 1.0]
        whole["asset"]["copyright"] = "CC BY 4.0, Somebody"

    back, report = take(changed(sent(well, "svx", tmp_path / "out"), edit), site="well")
    bench = back.scene.annotations[1]
    assert bench.label == {"en": "The bench", "it": "La panchina", "zh-Hans": "石凳"}
    assert bench.position == (21.0, 0.75, 1.0)
    assert bench.facts == ("bench",)
    assert bench.radius == well.scene.annotations[1].radius
    assert back.rights.licence == "CC-BY-4.0"
    assert back.scene.annotations[0] == well.scene.annotations[0]
    assert report.findings == ()


def test_a_stop_moved_in_voyager_moves_as_far(well: Site, tmp_path: Path, take: TakeIn) -> None:
    def edit(whole: Json) -> None:
        orbit, offset = whole["setups"][0]["snapshots"]["states"][0]["values"]
        assert orbit[1:] == [0.0, 0.0]
        offset[0] += 2.0
        whole["setups"][0]["tours"][0]["steps"].reverse()

    back, _ = take(changed(sent(well, "svx", tmp_path / "out"), edit), site="well")
    assert back.scene.stops[0].position == pytest.approx((2.0, 0.0, 4.0))
    assert back.scene.stops[1] == well.scene.stops[1]
    assert back.tours[0].stops == ("bench", "mouth")


def test_a_changed_manifest_comes_back_changed(well: Site, tmp_path: Path, take: TakeIn) -> None:
    outline = "LINESTRING Z (0 0 0, 1 1 0)"

    def edit(whole: Json) -> None:
        scene = whole["items"][0]
        whole["label"]["en"] = ["The Old Well"]
        whole["navPlace"]["features"][0]["geometry"]["coordinates"] = [13.0, 42.0]
        scene["backgroundColor"] = "#102030"
        model = scene["items"][0]["items"][0]
        model["body"] = {
            "type": "SpecificResource",
            "source": [model["body"]],
            "transform": [
                {"type": "ScaleTransform", "x": 2, "y": 2, "z": 2},
                {"type": "RotateTransform", "y": 90},
                {"type": "TranslateTransform", "x": 1},
            ],
        }
        target = scene["annotations"][0]["items"][0]["target"]
        target["selector"].append({"type": "WktSelector", "value": outline})

    back, _ = take(changed(sent(well, "iiif", tmp_path / "out"), edit), site="well")
    assert back.title == {"en": "The Old Well", "it": "Il pozzo", "zh-Hans": "古井"}
    assert (back.place.latitude, back.place.longitude, back.place.wikidata) == (42.0, 13.0, "Q1")
    assert back.scene.background == "#102030"
    assert back.scene.models[0].position == pytest.approx((1.0, 0.0, 0.0))
    assert back.scene.models[0].scale == pytest.approx(2.0)
    assert back.scene.models[0].orientation == pytest.approx((0.0, 0.70710678, 0.0, 0.70710678))
    assert back.scene.annotations[0].region == outline
    assert back.scene.annotations[1] == well.scene.annotations[1]


def test_an_annotation_taken_out_goes_unless_a_stop_looks_at_it(well: Site, tmp_path: Path, take: TakeIn) -> None:
    extra = msgspec.structs.replace(well.scene.annotations[0], id="rope", facts=())
    scene = msgspec.structs.replace(well.scene, annotations=(*well.scene.annotations, extra))
    site = replace(well, scene=scene)
    document = changed(sent(site, "svx", tmp_path / "out"), lambda whole: whole["models"][0].pop("annotations"))
    back, report = take(document, site="well")
    assert [each.id for each in back.scene.annotations] == ["well", "bench"]
    assert [each.code for each in report.findings] == ["ANNOTATION_KEPT", "ANNOTATION_KEPT"]


def test_a_text_changed_elsewhere_is_no_fact(well: Site, tmp_path: Path, take: TakeIn) -> None:
    def edit(whole: Json) -> None:
        whole["models"][0]["annotations"][0]["leads"]["EN"] = "It is 900 metres deep."

    back, report = take(changed(sent(well, "svx", tmp_path / "out"), edit), site="well")
    assert told(back) == told(well)
    assert [each.code for each in report.findings] == ["TEXT_WITHOUT_SOURCE"]


def test_a_file_that_is_gone_is_named_and_the_rest_comes(well: Site, tmp_path: Path, take: TakeIn) -> None:
    document = sent(well, "iiif", tmp_path / "out")
    (document.parent / "models" / "well.glb").unlink()
    back, report = take(document, site="well")
    assert back.scene.models == ()
    assert back.facts == well.facts
    assert [(each.code, "well.glb" in each.message) for each in report.findings] == [("FILE_MISSING", True)]


def test_a_file_that_is_another_is_noticed(well: Site, tmp_path: Path, take: TakeIn) -> None:
    document = sent(well, "svx", tmp_path / "out")
    (document.parent / "models" / "well.glb").write_bytes(box_glb("other"))
    _, report = take(document, site="well")
    assert [each.code for each in report.findings] == ["FILE_CHANGED"]


def test_it_may_get_another_id(well: Site, tmp_path: Path, take: TakeIn) -> None:
    back, _ = take(sent(well, "svx", tmp_path / "out"), site="second-well")
    assert (back.id, back.scene.id) == ("second-well", "second-well")


def test_a_site_that_is_there_stays_unless_it_is_to_be_replaced(well: Site, tmp_path: Path, take: TakeIn) -> None:
    document = sent(well, "svx", tmp_path / "out")
    take(document, site="well")
    mark = tmp_path / "sites" / "well" / "mine.txt"
    mark.write_text("mine")
    with pytest.raises(Refused, match="--replace"):
        take(document, site="well")
    assert mark.exists()
    take(document, site="well", replace=True)
    assert not mark.exists()


def test_an_extension_of_a_later_version_is_refused(well: Site, tmp_path: Path, take: TakeIn) -> None:
    document = changed(sent(well, "iiif", tmp_path / "out"), lambda whole: whole[KEY].update(version=99))
    with pytest.raises(Refused, match="newer"):
        take(document, site="well")


def test_the_extension_says_nothing_to_a_linked_data_reader(well: Site) -> None:
    assert document_of(well, "iiif")[KEY]["@context"] is None


ODD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda text: text.strip())
TAGS = st.lists(st.sampled_from(["en", "it", "zh-Hans", "ar", "th", "pt-BR", "sr-Latn-RS"]), min_size=1, unique=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_odd_texts_in_odd_languages_come_back(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("odd")
    site = load_site(build(folder / "well"))
    tags = tuple(data.draw(TAGS))
    words = st.fixed_dictionaries(dict.fromkeys(tags, ODD))
    site = _retold(site, tags, lambda: data.draw(words), data.draw(ODD))
    written = write_pack(site, folder / "pack", pack_files(site))
    assert told(written) == told(site)
    for form in FORMS:
        document = send_out(written, form, folder / form).document
        take_in(document, Wish(site="well", into=folder / f"sites-{form}", year=2026))
        assert told(load_site(folder / f"sites-{form}" / "well")) == told(site)


def _retold(site: Site, tags: tuple[str, ...], words: Callable[[], dict[str, str]], holder: str) -> Site:
    new = msgspec.structs.replace
    scene = new(
        site.scene,
        annotations=tuple(new(each, label=words()) for each in site.scene.annotations),
        stops=tuple(new(each, title=words()) for each in site.scene.stops),
    )
    return replace(
        site,
        languages=tags,
        title=words(),
        summary=words(),
        welcome=words(),
        rights=new(site.rights, holder=holder, statement=words()),
        scene=scene,
        tours=tuple(new(each, title=words()) for each in site.tours),
        facts=MappingProxyType({name: new(each, text=words(), terms=()) for name, each in site.facts.items()}),
        glossary=MappingProxyType({}),
        takes=(),
    )
