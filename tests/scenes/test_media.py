"""Pictures and sounds of annotations: as Web Annotation bodies, in a pack's folder, and in its differences."""

import hashlib
import io
import json
from dataclasses import replace as with_fields
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from scenes.annotation import Annotation, from_web_annotation, to_web_annotation
from scenes.exchange.write_pack import pack_files
from scenes.exchange.write_pack import write_pack as put
from scenes.media import MOST_BYTES, Media, digest_in
from scenes.pack_diff import compare
from scenes.pack_error import SitePackError
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.builders import write_pack

WORDS = {"en": "A bucket", "it": "Un secchio", "zh-Hans": "桶"}


def webp() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "#806040").save(file, "WEBP")
    return file.getvalue()


def medium(data: bytes, suffix: str = ".webp") -> Media:
    return Media(file=f"media/{hashlib.sha256(data).hexdigest()}{suffix}", title=WORDS, alt=WORDS, holder="The museum")


def with_media(folder: Path, media: Media, data: bytes) -> Path:
    """The builders' pack, its first annotation showing something."""
    write_pack(folder)
    rows = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    rows = rows["items"] if isinstance(rows, dict) else rows
    note = replace(from_web_annotation(rows[0]), media=(media,))
    rows[0] = to_web_annotation(note, "scene")
    (folder / "annotations.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / media.file).parent.mkdir(exist_ok=True)
    (folder / media.file).write_bytes(data)
    return folder


@pytest.fixture
def shown(tmp_path: Path) -> Site:
    data = webp()
    return load_site(with_media(tmp_path / "shown", medium(data), data))


def test_a_web_annotation_has_them_as_bodies_and_gives_them_back(shown: Site) -> None:
    note = shown.scene.annotations[0]
    written = to_web_annotation(note, "scene", lambda file: f"https://museum.example/{file}")
    (body,) = [each for each in written["body"] if each["type"] == "Image"]
    assert body["id"] == f"https://museum.example/{note.media[0].file}"
    assert body["format"] == "image/webp"
    assert from_web_annotation(written) == note


def test_a_pack_that_is_written_reads_back_the_same(shown: Site, tmp_path: Path) -> None:
    back = put(shown, tmp_path / "again", pack_files(shown))
    assert back.scene.annotations == shown.scene.annotations
    assert [each.digest for each in back.attached] == [digest_in(shown.scene.annotations[0].media[0].file)]
    assert compare(shown, back) == ()


def test_differences_are_said(shown: Site) -> None:
    note = shown.scene.annotations[0]
    other = replace(note, media=(replace(note.media[0], holder="Another"),))
    without = replace(note, media=())

    def told(after: Annotation) -> list[str]:
        scene = replace(shown.scene, annotations=(after, *shown.scene.annotations[1:]))
        return [str(each) for each in compare(shown, with_fields(shown, scene=scene))]

    assert told(other) == [f"annotation {note.id}: words about its pictures or sounds changed"]
    assert "media" in told(without)[0]


@pytest.mark.parametrize(
    ("data", "suffix", "said"),
    [
        (b"GIF89a not really", ".webp", "it is no image/webp"),
        (webp() + b"\0", ".png", "it is no image/png"),
        (b"\0" * (MOST_BYTES + 1), ".ogg", "at most"),
    ],
)
def test_a_file_that_is_none_or_too_large_is_refused(tmp_path: Path, data: bytes, suffix: str, said: str) -> None:
    with pytest.raises(SitePackError, match=said):
        load_site(with_media(tmp_path / "well", medium(data, suffix), data))


def test_a_file_that_is_not_what_its_name_stands_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SitePackError, match="not those its name stands for"):
        load_site(with_media(tmp_path / "well", medium(b"other"), webp()))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    data = webp()
    folder = with_media(tmp_path / "well", medium(data), data)
    (folder / medium(data).file).unlink()
    with pytest.raises(SitePackError, match="no such file: media/"):
        load_site(folder)
    assert load_site(folder, models=False).attached == ()


def test_a_picture_without_words_for_who_does_not_see_it_is_refused(tmp_path: Path) -> None:
    data = webp()
    with pytest.raises(SitePackError, match="no text in this language"):
        load_site(with_media(tmp_path / "well", replace(medium(data), alt={"en": "A bucket"}), data))
