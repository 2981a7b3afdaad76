"""A pack that can be served is read whole; every other is refused with file, field and remedy."""

import hashlib
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest

from scenes import pack_read
from scenes.annotation import Annotation, to_web_annotation
from scenes.pack_models import check_tiles
from scenes.site_pack import SitePackError, load_site, load_sites
from tests.builders import box_glb, write_pack
from tests.tilesets import add_tiles

INN = Path(__file__).parent / "inn"


def glb(document: dict[str, Any]) -> bytes:
    text = json.dumps(document).encode()
    return struct.pack("<4sIII4s", b"glTF", 2, 20 + len(text), len(text), b"JSON") + text


DOOR = Annotation(id="door", label={"en": "Door", "it": "Porta"}, position=(0.0, 2.0, 0.0), facts=("age",))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    shutil.copytree(INN, folder)
    (folder / "annotations.json").write_text(json.dumps([to_web_annotation(DOOR, "scene")]), encoding="utf-8")
    return folder


def edit(pack: Path, name: str, old: str, new: str) -> None:
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(pack: Path, models: bool = True) -> SitePackError:
    with pytest.raises(SitePackError) as caught:
        load_site(pack, models=models)
    return caught.value


def test_a_whole_pack_is_read(pack: Path) -> None:
    site = load_site(pack)
    assert site.id == "inn"
    assert site.languages == ("en", "it")
    assert site.facts["age"].text["it"] == "La locanda ha 400 anni."
    assert site.facts["age"].cites[0].locator == "ch. 1"
    assert site.sources["book"].year == 1999
    assert site.glossary["inn"].names["it"] == ("locanda", "caravanserraglio")
    assert site.scene.annotations == (DOOR,)
    assert site.scene.stops[0].position == (0.0, 0.0, 5.0)
    assert site.scene.entrance.position == (0.0, 0.0, 10.0)
    assert site.tours[0].stops == ("gate",)
    assert [sentence.facts for sentence in site.takes[0].sentences] == [(), ("age",)]


def test_a_model_is_known_by_its_content(pack: Path) -> None:
    content = (INN / "models/walls.glb").read_bytes()
    level = load_site(pack).scene.models[0].levels[0]
    assert level.digest == hashlib.sha256(content).hexdigest()
    assert level.size == len(content)
    assert level.triangles == 12 + 3 * 12


def test_an_annotation_page_is_read_like_a_list(pack: Path) -> None:
    page = {"type": "AnnotationPage", "items": [to_web_annotation(DOOR, "scene")]}
    (pack / "annotations.json").write_text(json.dumps(page), encoding="utf-8")
    assert load_site(pack).scene.annotations == (DOOR,)


def test_without_models_the_content_can_still_be_checked(pack: Path) -> None:
    (pack / "models/walls.glb").unlink()
    assert load_site(pack, models=False).scene.models[0].levels == ()
    error = refusal(pack)
    assert error.file == pack / "site.toml"
    assert error.field == "model 'walls'.levels[0]"


def test_takes_may_be_missing(pack: Path) -> None:
    shutil.rmtree(pack / "takes")
    assert load_site(pack).takes == ()


@pytest.mark.parametrize(
    "name", ["site.toml", "facts/sources.toml", "facts/glossary.toml", "tours.toml", "annotations.json"]
)
def test_a_missing_file_is_named(pack: Path, name: str) -> None:
    (pack / name).unlink()
    error = refusal(pack)
    assert error.file == pack / name
    assert "no such file" in error.problem
    assert error.remedy


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "problem"),
    [
        ("site.toml", 'id = "inn"', "id = inn", "line 1", "no valid TOML"),
        ("site.toml", 'id = "inn"', 'id = "inn"\ncolour = "red"', "", "unknown field `colour`"),
        ("site.toml", 'id = "inn"', 'id = "The Inn!"', "id", "is no id"),
        ("site.toml", 'id = "inn"', f'id = "{"a" * 65}"', "id", "is no id"),
        ("site.toml", 'languages = ["en", "it"]', "languages = []", "languages", "none"),
        ("site.toml", 'languages = ["en", "it"]', 'languages = ["en", "e!"]', "languages", "no language tag"),
        ("site.toml", 'languages = ["en", "it"]', 'languages = ["en", "en"]', "languages", "twice"),
        ("site.toml", 'languages = ["en", "it"]', 'languages = ["en", "zh-Hans"]', "title.zh-Hans", "no text"),
        ("site.toml", 'it = "Entrate."', 'it = " "', "welcome.it", "no text"),
        ("site.toml", 'it = "Entrate."', f'it = "{"a" * 5000}"', "welcome.it", "5000 characters"),
        ("site.toml", "latitude = 41.0", "latitude = 141.0", "place", "not on Earth"),
        ("site.toml", "latitude = 41.0", "latitude = nan", "place.latitude", "not a finite number"),
        ("site.toml", "latitude = 41.0", 'latitude = "north"', "place.latitude", "Expected `float`"),
        ("site.toml", "[0, 0, 10]", "[0, inf, 10]", "entrance.position[1]", "not a finite number"),
        ("site.toml", "[0, 0, 10]", "[0, 0, 1e12]", "entrance", "limit"),
        ("site.toml", "[0, 0, 10]", "[0, 0]", "entrance.position", "length 3"),
        ("site.toml", "models/walls.glb", "../walls.glb", "model 'walls'.levels[0]", "leads out"),
        ("site.toml", "models/walls.glb", "/etc/passwd", "model 'walls'.levels[0]", "leads out"),
        ("site.toml", '["models/walls.glb"]', "[]", "model 'walls'.levels", "no files"),
        ("site.toml", 'id = "walls"', 'id = "walls"\nscale = 0', "model 'walls'.scale", "no scale"),
        ("facts/sources.toml", "year = 1999", 'year = "1999"', "source 'book'.year", "Expected `int`"),
        ("facts/sources.toml", "[[source]]", "[[sauce]]", "sauce", "unknown table"),
        ("facts/sources.toml", "[[source]]", "[source]", "source", "one table"),
        ("facts/glossary.toml", 'it = ["locanda", "caravanserraglio"]', "it = []", "term 'inn'.names.it", "no name"),
        ("facts/walls.toml", 'source = "book"', 'source = "film"', "fact 'age'.cites", "no source 'film'"),
        (
            "facts/walls.toml",
            'cites = [{ source = "book", locator = "ch. 1" }]',
            "cites = []",
            "fact 'age'.cites",
            "no",
        ),
        ("facts/walls.toml", 'cites = [{ source = "book", locator = "ch. 1" }]', "", "fact 'age'", "missing"),
        ("facts/walls.toml", 'terms = ["inn"]', 'terms = ["pub"]', "fact 'age'.terms", "no term 'pub'"),
        ("facts/walls.toml", ', it = "La locanda ha 400 anni."', "", "fact 'age'.text.it", "no text"),
        ("facts/walls.toml", 'it = "La', 'i = "x", it = "La', "fact 'age'.text.i", "no language tag"),
        ("tours.toml", "[0, 0, 5]", "[0, 0, 1e9]", "stop 'gate'.position", "out of reach"),
        ("tours.toml", 'annotation = "door"', 'annotation = "roof"', "stop 'gate'.annotation", "no annotation 'roof'"),
        ("tours.toml", 'facts = ["age"]', 'facts = ["size"]', "stop 'gate'.facts", "no fact 'size'"),
        ("tours.toml", 'facts = ["age"]', "radius = -1", "stop 'gate'.radius", "no radius"),
        ("tours.toml", ', it = "Porta"', "", "stop 'gate'.title.it", "no text"),
        ("tours.toml", 'stops = ["gate"]', 'stops = ["roof"]', "tour 'short'.stops", "no stop 'roof'"),
        ("tours.toml", 'stops = ["gate"]', "stops = []", "tour 'short'.stops", "no stops"),
        ("tours.toml", "minutes = 5", "minutes = 0", "tour 'short'.minutes", "0 minutes"),
        ("takes/en.toml", 'stop = "gate"', 'stop = "roof"', "take[0].stop", "no stop 'roof'"),
        ("takes/en.toml", 'language = "en"', 'language = "de"', "take[0].language", "none of the site's languages"),
        ("takes/en.toml", '"approved"', '"fine"', "take[0].state", "no state"),
        ("takes/en.toml", 'reviewer = "B. Reader"', "", "take[0].reviewer", "nobody"),
        ("takes/en.toml", '"2026-11-23"', '"yesterday"', "take[0].reviewed", "no date"),
        ("takes/en.toml", 'text = "Welcome."', 'text = ""', "take[0].sentence[0].text", "blank"),
        ("takes/en.toml", 'facts = ["age"]', 'facts = ["size"]', "take[0].sentence[1].facts", "no fact 'size'"),
        ("annotations.json", '"age"', '"size"', "items[0] 'door'.caravanserai:facts", "no fact 'size'"),
        ("annotations.json", '["age"]', '"age"', "items[0] 'door'.caravanserai:facts", "no list"),
        ("annotations.json", '"x": 0.0', '"x": NaN', "[0].target.selector.x", "not a finite number"),
        ("annotations.json", '"x": 0.0', '"x": 1e12', "items[0] 'door'.target.selector", "out of reach"),
        ("annotations.json", '"x": 0.0', '"y": 0.0', "items[0] 'door'", "PointSelector"),
        ("annotations.json", '"it"', '"fr"', "items[0] 'door'.body.it", "no text"),
        ("annotations.json", '"value": "Porta"', '"value": 5', "items[0] 'door'", "are texts"),
        ("annotations.json", '"door"', '"Door 1"', "items[0] 'Door 1'.id", "is no id"),
        ("annotations.json", "[{", "[{{", "line 1", "no valid JSON"),
    ],
)
def test_bad_input_is_refused(pack: Path, name: str, old: str, new: str, field: str, problem: str) -> None:
    edit(pack, name, old, new)
    error = refusal(pack)
    assert error.file == pack / name
    assert error.field == field
    assert problem in error.problem
    assert error.remedy
    assert all(part in str(error) for part in (name, field, error.problem, error.remedy))


@pytest.mark.parametrize("table", ["sources", "glossary", "walls"])
def test_an_id_given_twice_is_refused(pack: Path, table: str) -> None:
    file = pack / f"facts/{table}.toml"
    file.write_text(file.read_text(encoding="utf-8") * 2, encoding="utf-8")
    error = refusal(pack)
    assert error.file == file
    assert error.field.endswith(".id")
    assert "also in" in error.problem


def test_a_fact_in_two_files_is_refused(pack: Path) -> None:
    shutil.copy(pack / "facts/walls.toml", pack / "facts/yard.toml")
    error = refusal(pack)
    assert error.file == pack / "facts/yard.toml"
    assert "walls.toml" in error.problem


def test_two_approved_takes_for_one_stop_and_language_are_refused(pack: Path) -> None:
    shutil.copy(pack / "takes/en.toml", pack / "takes/more.toml")
    assert "also approved in en.toml" in refusal(pack).problem
    edit(pack, "takes/more.toml", '"approved"', '"rejected"')
    assert len(load_site(pack).takes) == 2


def test_a_pack_without_stops_is_refused(pack: Path) -> None:
    (pack / "tours.toml").write_text("", encoding="utf-8")
    error = refusal(pack)
    assert (error.field, error.problem) == ("stop", "no stops")


def test_a_file_that_is_too_large_is_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_read, "MAX_TEXT_BYTES", 3000)
    (pack / "facts/walls.toml").write_text("#" * 3001, encoding="utf-8")
    error = refusal(pack)
    assert error.file == pack / "facts/walls.toml"
    assert "3001 bytes" in error.problem


def test_too_many_files_are_refused(pack: Path) -> None:
    for number in range(pack_read.MAX_FILES):
        (pack / f"facts/{number}.toml").touch()
    assert "at most" in refusal(pack).problem


def test_a_link_out_of_the_pack_is_refused(pack: Path) -> None:
    outside = pack.parent / "outside.toml"
    shutil.copy(pack / "facts/walls.toml", outside)
    (pack / "facts/walls.toml").unlink()
    (pack / "facts/walls.toml").symlink_to(outside)
    assert "leads out" in refusal(pack).problem


def test_a_file_that_is_not_utf8_is_refused(pack: Path) -> None:
    (pack / "tours.toml").write_bytes(b'id = "\xff"')
    assert refusal(pack).field == "byte 6"


def test_a_folder_in_place_of_a_file_is_refused(pack: Path) -> None:
    (pack / "tours.toml").unlink()
    (pack / "tours.toml").mkdir()
    assert refusal(pack).file == pack / "tours.toml"


@pytest.mark.parametrize("name", ["tours.toml", "annotations.json"])
def test_endless_nesting_is_refused(pack: Path, name: str) -> None:
    (pack / name).write_text(("x = " if name.endswith("toml") else "") + "[" * 100_000, encoding="utf-8")
    assert refusal(pack).file == pack / name


@pytest.mark.parametrize("value", ['"text"', "{}", "[5]"])
def test_annotations_of_another_shape_are_refused(pack: Path, value: str) -> None:
    (pack / "annotations.json").write_text(value, encoding="utf-8")
    assert refusal(pack).remedy


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"glTF",
        b"solid cube" * 10,
        struct.pack("<4sIII4s", b"glTF", 2, 22, 0xFFFFFFF0, b"JSON"),
        struct.pack("<4sIII4s", b"glTF", 2, 22, 2, b"JSON") + b"{]",
        glb({"nodes": [{"mesh": 4}], "meshes": []}),
    ],
)
def test_a_file_that_is_no_glb_is_refused(pack: Path, content: bytes) -> None:
    (pack / "models/walls.glb").write_bytes(content)
    error = refusal(pack)
    assert error.file == pack / "models/walls.glb"
    assert "no glTF binary" in error.problem


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refusal(tmp_path / "nowhere").problem
    sites, errors = load_sites(tmp_path / "nowhere")
    assert sites == {}
    assert len(errors) == 1


def test_a_broken_pack_does_not_take_the_others_down(pack: Path) -> None:
    root = pack.parent
    shutil.copytree(pack, root / "nested/pack")
    edit(root / "nested/pack", "site.toml", '"inn"', '"yard"')
    shutil.copytree(pack, root / "broken")
    edit(root / "broken", "facts/walls.toml", 'source = "book"', 'source = "film"')
    (root / "no-pack").mkdir()
    sites, errors = load_sites(root)
    assert sorted(sites) == ["inn", "yard"]
    assert [error.file for error in errors] == [root / "broken/facts/walls.toml"]


def test_two_packs_of_one_id_are_reported(pack: Path) -> None:
    shutil.copytree(pack, pack.parent / "second")
    sites, errors = load_sites(pack.parent)
    assert sites["inn"].folder == pack
    assert errors[0].field == "id"


def test_a_root_that_is_itself_a_pack_is_served(pack: Path) -> None:
    assert list(load_sites(pack)[0]) == ["inn"]


def test_a_pack_that_is_still_being_written_is_passed_over(pack: Path) -> None:
    coming = pack.parent / ".inn-coming"
    shutil.copytree(pack, coming)
    sites, errors = load_sites(pack.parent)
    assert list(sites) == ["inn"]
    assert errors == []
    assert sites["inn"].folder == pack


@pytest.fixture
def tiled(tmp_path: Path) -> Path:
    return add_tiles(write_pack(tmp_path / "well"))


TILESET = "models/well/tileset.json"


def test_tiles_pictures_and_draco_copies_are_read(tiled: Path) -> None:
    site = load_site(tiled)
    [model] = site.scene.models
    assert model.orientation == pytest.approx((0.0, 0.6, 0.0, 0.8))
    assert model.tiles is not None
    assert model.tiles.tileset.digest == hashlib.sha256((tiled / TILESET).read_bytes()).hexdigest()
    assert {file.digest for file in model.tiles.files} == {
        hashlib.sha256(box_glb(*arguments)).hexdigest() for arguments in (("left",), ("right", 0.5))
    }
    assert all(file.size == file.path.stat().st_size for file in model.tiles.files)
    draco = model.levels[0].draco
    assert draco is not None
    assert draco.digest == hashlib.sha256(box_glb("small")).hexdigest()
    [plan] = site.pictures
    assert (plan.kind, plan.bounds, plan.file.media_type) == ("plan", (-1.0, -1.0, 1.0, 1.0), "image/png")
    assert {level.path.name for level in site.files} == {"well.glb", "well.draco.glb", "plan.png"}
    assert len(site.tiles) == 3


def test_a_model_may_be_nothing_but_tiles(tiled: Path) -> None:
    edit(tiled, "site.toml", '["models/well.glb"]', "[]")
    assert load_site(tiled).scene.models[0].levels == ()


def test_without_models_tiles_and_pictures_may_be_missing(tiled: Path) -> None:
    shutil.rmtree(tiled / "models")
    (tiled / "plan.png").unlink()
    site = load_site(tiled, models=False)
    assert site.scene.models[0].tiles is None
    assert site.pictures == ()


def test_a_tile_whose_bytes_changed_is_found(tiled: Path) -> None:
    tiles = load_site(tiled).scene.models[0].tiles
    assert tiles is not None
    assert list(check_tiles(tiles)) == []
    tiles.files[0].path.write_bytes(box_glb("other"))
    [wrong] = check_tiles(tiles)
    assert wrong.file == tiles.files[0].path


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "problem"),
    [
        ("site.toml", "orientation = [0, 3, 0, 4]", "orientation = [0, 0, 0, 0]", "model 'well'.orientation", "no rot"),
        ("site.toml", "[0, 3, 0, 4]", "[0, 0, 1]", "model[0].orientation", "length 4"),
        ("site.toml", TILESET, "../tileset.json", "model 'well'.tiles", "leads out"),
        ("site.toml", TILESET, "models/none.json", "model 'well'.tiles", "no such file"),
        ("site.toml", "plan.png", "none.png", "picture 'plan'.file", "no such file"),
        ("site.toml", 'file = "plan.png"', 'file = "tours.toml"', "picture 'plan'.file", "no picture"),
        ("site.toml", 'kind = "plan"', 'kind = "film"', "picture[0].kind", "Invalid enum"),
        ("site.toml", "[-1, -1, 1, 1]", "[1, -1, 1, 1]", "picture 'plan'.bounds", "enclose nothing"),
        (TILESET, '"children"', '"contents": [], "children"', "contents", "not read"),
        (TILESET, '"children"', '"implicitTiling": {}, "children"', "implicitTiling", "not read"),
        (TILESET, '{"asset"', '["asset"', "", "no valid JSON"),
        (TILESET, '"root"', '"route"', "root", "no tree"),
    ],
)
def test_bad_tiles_and_pictures_are_refused(
    tiled: Path, name: str, old: str, new: str, field: str, problem: str
) -> None:
    edit(tiled, name, old, new)
    error = refusal(tiled)
    assert error.file == tiled / name
    assert field in error.field
    assert problem in error.problem
    assert error.remedy


@pytest.mark.parametrize(
    "uri", ["../x.glb", "/etc/passwd", "https://example.org/a.glb", "a.glb", "{digest}.GLB", "sub/{digest}.glb", 5, ""]
)
def test_a_tile_that_is_not_named_by_its_digest_is_refused(tiled: Path, uri: Any) -> None:
    name = hashlib.sha256(box_glb("left")).hexdigest()
    new = json.dumps(uri.format(digest=name) if isinstance(uri, str) else uri)
    edit(tiled, TILESET, json.dumps(f"{name}.glb"), new)
    assert refusal(tiled).field == "content.uri"


def test_a_tile_that_is_a_link_is_refused(tiled: Path) -> None:
    tile = next((tiled / "models/well").glob("*.glb"))
    tile.rename(tiled.parent / "outside.glb")
    tile.symlink_to(tiled.parent / "outside.glb")
    assert "no plain file" in refusal(tiled).problem


def test_a_tile_that_is_missing_is_refused(tiled: Path) -> None:
    next((tiled / "models/well").glob("*.glb")).unlink()
    error = refusal(tiled)
    assert (error.file, error.field) == (tiled / TILESET, "content.uri")
    assert "no such file" in error.problem
