"""Pictures and sounds of annotations: they come in stripped, go to visitors, and travel with packs and other forms."""

import io
import json
import wave
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scenes.site_pack import load_site
from tests.people import signed_in
from tests.tour.routes.studio.person import BASE, CURATOR, Client, Person
from tests.tour.routes.studio.releasing import RELEASES, fetch
from tests.tour.routes.studio.test_exchanging import bring, send
from tour.keys import RECORDS

WORDS = {"en": "A bucket on a rope", "it": "Un secchio appeso", "zh-Hans": "绳子上的桶"}
GPS, MAKER = 0x8825, 0x010F


def photograph(side: int = 64) -> bytes:
    """A JPEG that says where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[MAKER] = "Somebody's camera"
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (41.0, 53.0, 25.0)
    file = io.BytesIO()
    Image.new("RGB", (side * 2, side), "#806040").save(file, "JPEG", exif=exif)
    return file.getvalue()


def tone(rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(32_000))
    return file.getvalue()


async def attach(client: Client, data: bytes, kind: str = "image/jpeg", roles: Any = CURATOR) -> tuple[int, Any]:
    headers = {**await signed_in(client.app[RECORDS], roles), "Content-Type": kind}
    async with client.post("/api/sites/well/media", data=data, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def name(person: Person, kept: dict[str, Any], **more: Any) -> None:
    """Have the annotation of the well show it."""
    note, tag = await person.ask("GET", f"{BASE}/annotation/well")
    media = {"file": kept["file"], "title": WORDS, "alt": WORDS, "licence": "CC0-1.0", "holder": "The museum", **more}
    body = {**note["body"], "media": [media], "files": {kept["file"]: kept["digest"]}}
    await person.ask("PUT", f"{BASE}/annotation/well", body, If_Match=tag)


async def read(client: Client, path: str) -> Any:
    async with client.get(path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json(content_type=None) if "json" in answer.content_type else await answer.read()


async def test_a_photograph_goes_to_visitors_without_what_it_said_of_its_maker(house: Client, ada: Person) -> None:
    status, kept = await attach(house, photograph())
    assert (status, kept["media_type"], kept["width"], kept["height"]) == (201, "image/webp", 64, 128)
    await name(ada, kept)
    await ada.ask("POST", RELEASES, status=201)
    told = await read(house, "/api/sites/well")
    (media,) = next(each["media"] for each in told["annotations"] if each["id"] == "well")
    assert (media["kind"], media["alt"], media["holder"]) == ("Image", WORDS, "The museum")
    data = await read(house, media["url"])
    shown = Image.open(io.BytesIO(data))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("WEBP", (64, 128), {})
    assert b"camera" not in data
    page = await read(house, "/api/sites/well/annotations.json")
    bodies = [each for each in page["items"][0]["body"] if each["type"] == "Image"]
    assert bodies[0]["id"].endswith(media["url"])
    assert bodies[0]["format"] == "image/webp"


async def test_it_travels_with_the_pack_and_with_iiif(house: Client, ada: Person, tmp_path: Any) -> None:
    _, kept = await attach(house, photograph())
    await name(ada, kept)
    packed = await fetch(house)
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path / "well")
    site = load_site(tmp_path / "well")
    assert [each.digest for each in site.attached] == [kept["digest"]]
    assert next(each for each in site.scene.annotations if each.id == "well").media[0].alt == WORDS
    for data in (packed, await send(house, "iiif"), await send(house, "svx")):
        _, told, tag = await bring(house, data)
        assert (told["changes"], told["findings"]) == ([], [])
        status, told, _ = await bring(house, data, "?keep=yes", **{"If-Match": tag})
        assert (status, told["versions"]) == (201, 0)
    assert await fetch(house) == packed


async def test_a_sound_is_encoded_anew(house: Client, ada: Person) -> None:
    pytest.importorskip("av")
    status, kept = await attach(house, tone(), "audio/wav")
    assert (status, kept["media_type"]) == (201, "audio/ogg")
    assert 0.9 < kept["seconds"] < 1.2
    await name(ada, kept)
    await ada.ask("POST", RELEASES, status=201)
    told = await read(house, "/api/sites/well")
    (media,) = next(each["media"] for each in told["annotations"] if each["id"] == "well")
    assert media["kind"] == "Sound"
    assert (await read(house, media["url"])).startswith(b"OggS")


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"<svg onload='alert(1)'/>", "image/svg+xml", 422),
        (b"GIF89a", "image/gif", 422),
        (photograph()[:300], "image/jpeg", 422),
        (b"RIFF", "audio/wav", 422),
        (b"<html>", "text/html", 415),
    ],
)
async def test_what_is_none_is_refused_with_what_to_do(house: Client, data: bytes, kind: str, status: int) -> None:
    found, told = await attach(house, data, kind)
    assert found == status
    assert status == 415 or told["findings"][0]["remedy"]


async def test_a_sound_that_names_a_file_of_the_house_does_not_get_it(
    house: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("av")
    (tmp_path / "secret.wav").write_bytes(tone())
    monkeypatch.chdir(tmp_path)
    status, told = await attach(house, b"ffconcat version 1.0\nfile secret.wav\n", "audio/wav")
    assert (status, told["findings"][0]["code"]) == (422, "SOUND_UNREADABLE")


async def test_a_few_bytes_do_not_swell_to_hours_of_sound(house: Client) -> None:
    pytest.importorskip("av")
    status, told = await attach(house, tone(rate=100), "audio/wav")
    assert (status, told["findings"][0]["code"]) == (422, "SOUND_UNREADABLE")


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "AVIF"])
async def test_a_picture_that_lies_on_its_side_is_put_upright(house: Client, kind: str) -> None:
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 8
    Image.new("RGB", (64, 32)).save(file, kind, exif=exif)
    status, kept = await attach(house, file.getvalue(), "image/png")
    assert (status, kept["width"], kept["height"]) == (201, 32, 64)


async def test_damaged_tags_do_not_spoil_a_photograph(house: Client) -> None:
    data = photograph()
    at = data.index(b"\x01\x12\x00\x03") if b"Exif\x00\x00MM" in data else data.index(b"\x12\x01\x03\x00")
    for kind in range(14):
        tags = data[: at + 2] + bytes([kind, kind]) + data[at + 4 :]
        assert (await attach(house, tags))[0] == 201


async def test_a_sound_of_an_unknown_coding_is_refused(house: Client) -> None:
    pytest.importorskip("av")
    data = tone()
    strange = data[:20] + b"\xfe\x7f" + data[22:]
    status, told = await attach(house, strange, "audio/wav")
    assert (status, told["findings"][0]["code"]) == (422, "SOUND_UNREADABLE")


async def test_a_damaged_avif_is_refused(house: Client) -> None:
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "AVIF")
    head, mark, pixels = file.getvalue().partition(b"mdat")
    status, told = await attach(house, head + mark + b"\xff" * len(pixels), "image/avif")
    assert (status, told["findings"][0]["code"]) == (422, "IMAGE_UNREADABLE")


async def test_a_picture_of_endless_pixels_is_refused_unread(house: Client) -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert (await attach(house, file.getvalue(), "image/png"))[0] == 422


async def test_it_needs_words_for_who_does_not_see_it_and_a_file_that_is_here(house: Client, ada: Person) -> None:
    _, kept = await attach(house, photograph())
    await name(ada, kept, alt={"en": "A bucket"})
    told, _ = await ada.ask("POST", RELEASES, status=422)
    assert (told["kind"], told["id"], told["field"]) == ("annotation", "well", "media[0].alt.it")
    await name(ada, {**kept, "digest": "0" * 64})
    await ada.ask("POST", RELEASES, status=422)
    note, tag = await ada.ask("GET", f"{BASE}/annotation/well")
    body = {**note["body"], "media": [{"file": "../../etc/passwd"}]}
    told, _ = await ada.ask("PUT", f"{BASE}/annotation/well", body, If_Match=tag, status=422)
    assert "media" in json.dumps(told)


async def test_a_translator_attaches_nothing(house: Client) -> None:
    assert (await attach(house, photograph(), roles={"well": ["translator"]}))[0] == 403


def saying(note: dict[str, Any], place: int, **more: Any) -> dict[str, Any]:
    """The annotation's body with something else in one of its media."""
    media = [{**each, **(more if number == place else {})} for number, each in enumerate(note["body"]["media"])]
    return {**note["body"], "media": media}


@pytest.fixture
async def tara(house: Client) -> Person:
    """A translator."""
    return Person(house, await signed_in(house.app[RECORDS], {"well": ["translator"]}))


async def test_a_translator_says_what_is_to_be_seen_and_changes_nothing_else_of_it(
    house: Client, ada: Person, tara: Person
) -> None:
    _, kept = await attach(house, photograph())
    await name(ada, kept, title={}, alt={"en": "A bucket"})
    note, tag = await tara.ask("GET", f"{BASE}/annotation/well")
    words = {"alt": {**WORDS, "fr": "Un seau"}, "title": {"fr": "Le seau"}}
    saved, tag = await tara.ask("PUT", f"{BASE}/annotation/well", saying(note, 0, **words), If_Match=tag)
    assert (saved["body"]["media"][0]["alt"], saved["body"]["media"][0]["title"]) == (words["alt"], words["title"])
    media, other = saved["body"]["media"], f"media/{'0' * 64}.webp"
    for more in (
        saying(saved, 0, licence="MIT"), saying(saved, 0, holder="Tara"), saying(saved, 0, source="https://x.example/"),
        saying(saved, 0, file=other), {**saved["body"], "media": [*media, {**media[0], "file": other}]},
        {**saved["body"], "media": []}, {**saved["body"], "files": {}},
    ):  # fmt: skip
        await tara.ask("PUT", f"{BASE}/annotation/well", more, status=403, If_Match=tag)
    bare = {key: value for key, value in media[0].items() if key != "title"}
    await tara.ask("PUT", f"{BASE}/annotation/well", {**saved["body"], "media": [bare]}, If_Match=tag)


async def test_a_translator_s_words_stay_with_their_picture_while_a_curator_puts_one_before_it(
    house: Client, ada: Person, tara: Person
) -> None:
    _, kept = await attach(house, photograph())
    await name(ada, kept)
    before, tag = await tara.ask("GET", f"{BASE}/annotation/well")
    _, first = await attach(house, photograph(side=32))
    media = [{"file": first["file"], "alt": WORDS}, *before["body"]["media"]]
    files = {**before["body"]["files"], first["file"]: first["digest"]}
    await ada.ask("PUT", f"{BASE}/annotation/well", {**before["body"], "media": media, "files": files}, If_Match=tag)
    words = {"alt": {**WORDS, "fr": "Un seau"}}
    saved, _ = await tara.ask("PUT", f"{BASE}/annotation/well", saying(before, 0, **words), If_Match=tag)
    assert saved["merged"]
    assert [each["alt"] for each in saved["body"]["media"]] == [WORDS, words["alt"]]
    assert saved["body"]["files"] == files
