"""What a place sounds like, out in another format and in again; and what others' documents sound like."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scenes.exchange.extension import KEY
from scenes.exchange.send_out import document_of, send_out
from scenes.finding import Refused
from scenes.pack_diff import compare
from scenes.scene import Site
from scenes.site_pack import load_site
from scenes.sounds import MOST
from tests.builders import box_glb
from tests.ogg import VORBIS_HEAD, opus, page
from tests.scenes.exchange.conftest import Json, TakeIn, sounding, told
from tests.scenes.iiif_rules import problems

HOME = "https://bells.example/iiif"
SCENE = {"id": f"{HOME}/scene", "type": "Scene"}
SPOT = {"type": "SpecificResource", "source": SCENE, "selector": [{"type": "PointSelector", "x": 1, "y": 2, "z": 3}]}
OGG = opus(b"of somebody else")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return load_site(sounding(tmp_path / "well"))


def painted(document: Json) -> list[Json]:
    rows: list[Json] = document["items"][0]["items"][0]["items"]
    return [row for row in rows if str(row["body"].get("type")).endswith("Audio")]


@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_they_come_back_with_their_files(form: str, site: Site, tmp_path: Path, take: TakeIn) -> None:
    back, report = take(send_out(site, form, tmp_path / "out").document, site="well")
    assert told(back) == told(site)
    assert compare(site, back) == ()
    assert [each.file.path.read_bytes() for each in back.sounds] == [opus(b"wind"), opus(b"bell")]
    assert report.taken["sounds"] == 2
    assert report.findings == ()


@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_one_whose_file_is_gone_is_named(form: str, site: Site, tmp_path: Path, take: TakeIn) -> None:
    document = send_out(site, form, tmp_path / "out").document
    (document.parent / "sounds" / "bell.ogg").unlink()
    back, report = take(document, site="well")
    assert [each.id for each in back.sounds] == ["air"]
    assert [(each.code, "bell.ogg" in each.message) for each in report.findings] == [("FILE_MISSING", True)]


def vorbis(file: Path) -> None:
    file.write_bytes(page(VORBIS_HEAD))


def endless(file: Path) -> None:
    """A hole of 4 TiB: whoever reads it for its digest first is at it for longer than any test may take."""
    os.truncate(file, 4 * 1024**4)


@pytest.mark.parametrize(("become", "why"), [(vorbis, "Vorbis in Ogg"), (endless, "bytes, at most")])
@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_one_that_became_another_is_left_out_and_named(
    form: str, become: Callable[[Path], None], why: str, site: Site, tmp_path: Path, take: TakeIn
) -> None:
    document = send_out(site, form, tmp_path / "out").document
    become(document.parent / "sounds" / "bell.ogg")
    back, report = take(document, site="well")
    assert [each.id for each in back.sounds] == ["air"]
    [left] = report.findings
    assert (left.code, "sounds/bell.ogg: " in left.message, why in left.message) == ("SOUND_NOT_TAKEN", True, True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"radius": 0}, "EXTENSION_BROKEN"),
        ({"id": "a b"}, "EXTENSION_BROKEN"),
        ({"file": "../wind.ogg"}, "PATH_OUTSIDE"),
    ],
)
def test_an_extension_with_one_that_cannot_be_is_refused(
    change: Json, code: str, site: Site, tmp_path: Path, take: TakeIn
) -> None:
    document = send_out(site, "iiif", tmp_path / "out").document
    whole = json.loads(document.read_text(encoding="utf-8"))
    whole[KEY]["tables"]["site"]["sound"][0].update(change)
    document.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        take(document, site="well")
    assert refused.value.findings[0].code == code


def test_iiif_hears_them_where_they_are(site: Site) -> None:
    document = document_of(site, "iiif")
    air, bell = painted(document)
    assert (air["body"]["type"], air["target"]["type"], air["timeMode"]) == ("AmbientAudio", "Scene", "loop")
    assert air["body"]["volume"]["quantityValue"] == 0.2
    assert bell["body"]["type"] == "PointAudio"
    assert bell["body"]["source"]["id"].endswith("/sounds/bell.ogg")
    assert bell["target"]["selector"] == [{"type": "PointSelector", "x": 1.0, "y": 2.0, "z": 3.0}]
    assert problems(document) == []


def test_one_that_was_moved_and_hushed_in_iiif_is_so(site: Site, tmp_path: Path, take: TakeIn) -> None:
    document = send_out(site, "iiif", tmp_path / "out").document
    whole = json.loads(document.read_text(encoding="utf-8"))
    _, bell = painted(whole)
    bell["target"]["selector"][0]["x"] = 5.0
    bell["body"]["volume"]["quantityValue"] = 0.1
    document.write_text(json.dumps(whole), encoding="utf-8")
    back, report = take(document, site="well")
    assert (back.sounds[1].position, back.sounds[1].volume, back.sounds[1].radius) == ((5.0, 2.0, 3.0), 0.1, 9.0)
    assert back.sounds[0].volume == 0.2
    assert report.findings == ()


def test_one_that_another_viewer_dropped_is_kept(site: Site, tmp_path: Path, take: TakeIn) -> None:
    document = send_out(site, "iiif", tmp_path / "out").document
    whole = json.loads(document.read_text(encoding="utf-8"))
    page = whole["items"][0]["items"][0]
    page["items"] = [row for row in page["items"] if row not in painted(whole)]
    document.write_text(json.dumps(whole), encoding="utf-8")
    back, report = take(document, site="well")
    assert [each.id for each in back.sounds] == ["air", "bell"]
    assert {each.code for each in report.findings} == {"SOUND_KEPT"}


def test_without_our_extension_they_come_in_as_anybody_s(site: Site, tmp_path: Path, take: TakeIn) -> None:
    """How far one is heard is what the export said would be lost."""
    back, report = take(send_out(site, "iiif", tmp_path / "out", own=False).document, site="well")
    heard = [(each.id, each.kind, each.position, each.volume, each.radius) for each in back.sounds]
    assert heard == [("air", "wind", None, 0.2, 30.0), ("bell", "bell", (1.0, 2.0, 3.0), 0.5, 30.0)]
    assert not report.own
    [assumed] = [each for each in report.findings if each.code == "REACH_ASSUMED"]
    assert "'bell' is heard up to 30 m away" in assumed.message
    assert "site.toml" in assumed.remedy
    assert "'bell' is heard up to 30 m away" in (back.folder / "imported" / "README.md").read_text(encoding="utf-8")


def emitter(name: str, kind: str = "PointAudio", suffix: str = ".ogg") -> Json:
    source = {"id": f"{HOME}/{name}{suffix}", "type": "Audio", "format": "audio/ogg"}
    body = {"id": f"{HOME}/{name}/audio", "type": kind, "label": {"en": ["Peal"]}, "source": [source]}
    return {"id": f"{HOME}/{name}", "type": "Annotation", "motivation": ["painting"], "body": [body], "target": SPOT}


def tower(*rows: Json) -> Json:
    model = {"id": f"{HOME}/tower.glb", "type": "Model", "format": "model/gltf-binary"}
    built = {"id": f"{HOME}/built", "type": "Annotation", "motivation": ["painting"], "body": model, "target": SCENE}
    page = {"id": f"{HOME}/page", "type": "AnnotationPage", "items": [built, *rows]}
    head = {"@context": "http://iiif.io/api/presentation/4/context.json", "id": f"{HOME}/manifest.json"}
    return {**head, "type": "Manifest", "label": {"en": ["A tower"]}, "items": [{**SCENE, "items": [page]}]}


def test_somebody_else_s_become_the_place_s(take: TakeIn) -> None:
    files = {"tower.glb": box_glb("tower"), "peal.ogg": OGG, "street.ogg": OGG}
    back, report = take(tower(emitter("peal"), emitter("street", "AmbientAudio")), files, site="tower")
    assert [(each.id, each.kind, each.position) for each in back.sounds] == [
        ("peal", "sound", (1.0, 2.0, 3.0)),
        ("street", "sound", None),
    ]
    assert "NOT_PAINTED" not in {each.code for each in report.findings}
    assert not list((back.folder / "imported").glob("*.ogg"))


def test_one_that_cannot_be_played_is_kept_aside(take: TakeIn) -> None:
    files = {"tower.glb": box_glb("tower"), "peal.mp3": b"ID3"}
    back, report = take(tower(emitter("peal", suffix=".mp3")), files, site="tower")
    assert back.sounds == ()
    assert (back.folder / "imported" / "peal.mp3").read_bytes() == b"ID3"
    [why] = [each for each in report.findings if each.code == "SOUND_NOT_TAKEN"]
    assert "encode it as Opus" in why.remedy


def test_vorbis_is_said_to_be_that(take: TakeIn) -> None:
    files = {"tower.glb": box_glb("tower"), "peal.ogg": page(VORBIS_HEAD)}
    back, report = take(tower(emitter("peal")), files, site="tower")
    assert back.sounds == ()
    [why] = [each for each in report.findings if each.code == "SOUND_NOT_TAKEN"]
    assert "peal.ogg: Vorbis in Ogg, no Opus" in why.message


def test_more_than_a_place_may_have_are_kept_aside(take: TakeIn) -> None:
    names = [f"peal-{number}" for number in range(MOST + 1)]
    files = {"tower.glb": box_glb("tower"), **{f"{name}.ogg": OGG + name.encode() for name in names}}
    back, report = take(tower(*map(emitter, names)), files, site="tower")
    assert len(back.sounds) == MOST
    assert [each.name for each in (back.folder / "imported").glob("*.ogg")] == [f"{names[-1]}.ogg"]
    assert "SOUND_NOT_TAKEN" in {each.code for each in report.findings}


def test_one_that_is_missing_is_said(take: TakeIn) -> None:
    back, report = take(tower(emitter("peal")), {"tower.glb": box_glb("tower")}, site="tower")
    assert back.sounds == ()
    assert [each for each in report.findings if each.code == "FILE_MISSING" and "peal.ogg" in each.message]


@pytest.mark.parametrize(
    ("change", "code"), [({"id": "javascript:alert(1)"}, "UNSAFE_URI"), ({"id": 7}, "INVALID_URI")]
)
def test_an_address_that_is_none_is_refused(change: Json, code: str, take: TakeIn) -> None:
    row = emitter("peal")
    row["body"][0]["source"] = {"type": "Audio", **change}
    with pytest.raises(Refused) as refused:
        take(tower(row), {"tower.glb": box_glb("tower")}, site="tower")
    assert refused.value.findings[0].code == code
