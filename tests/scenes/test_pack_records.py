"""A pack as records and back: nothing is lost, nothing is added."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from scenes.bridges import Bridge, Story
from scenes.exchange.write_pack import pack_files, pack_texts
from scenes.facts import Citation
from scenes.gathered import gather
from scenes.pack_error import SitePackError
from scenes.pack_records import SiteExists, import_records, take_apart, write_records
from scenes.scene import Site
from scenes.site_pack import load_site, read_site
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.stores.named import NamedFiles
from scenes.translation import SiteWords, Translation
from scenes.translations import read_translations, write_translation
from tests.builders import write_pack
from tests.tilesets import add_tiles

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
ARABIC = Translation(
    language="ar", author="a machine", ai=True, state="checked", made=date(2026, 11, 1),
    site=SiteWords(title="البئر"), stops={"mouth": "فم البئر"}, facts={"depth": "عمق البئر ١٢ مترا."},
)  # fmt: skip
BRIDGE = """
[[bridge]]
id = "qanat"
cultures = ["IR"]
text = { en = "A well.", it = "Un pozzo.", zh-Hans = "井。" }
cites = [{ source = "rossi" }]

[[story]]
id = "dream"
title = { en = "A dream", it = "Un sogno", zh-Hans = "梦" }
text = { en = "Once.", it = "Una volta.", zh-Hans = "从前。" }
bridges = ["qanat"]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with everything that a pack may hold."""
    folder = add_tiles(write_pack(tmp_path / "pack"))
    (folder / "bridges.toml").write_text(BRIDGE, encoding="utf-8")
    (folder / "imported").mkdir()
    (folder / "imported" / "README.md").write_text("# Notes\n", encoding="utf-8")
    write_translation(folder, ARABIC)
    return folder


def take_in(records: Connection, folder: Path, named: NamedFiles, *, again: bool = False) -> int:
    return import_records(records, take_apart(folder, named), author="ada", now=NOW, replace=again)


def told(site: Site) -> tuple[dict[str, str], dict[str, bytes]]:
    return dict(pack_texts(site)), {name: path.read_bytes() for name, path in pack_files(site).items()}


def test_a_pack_comes_back_whole(records: Connection, named: NamedFiles, pack: Path, tmp_path: Path) -> None:
    assert take_in(records, pack, named) == 18
    out = write_records(gather(records, "well"), tmp_path / "out", named)
    assert told(read_site(out)) == told(read_site(pack))
    assert read_translations(out) == read_translations(pack)
    assert (out / "imported" / "README.md").read_text() == "# Notes\n"
    assert take_in(records, out, named, again=True) == 0


def test_the_site_that_is_served_is_that_of_the_pack(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    found = gather(records, "well")
    found.check()
    served, read = found.assemble(named, pack), load_site(pack)
    assert replace(served, scene=read.scene, pictures=()) == replace(read, pictures=())
    assert served.title["ar"] == "البئر"
    assert [level.digest for level in (*served.files, *served.tiles)] == [
        level.digest for level in (*read.files, *read.tiles)
    ]
    assert [level.triangles for level in served.files] == [level.triangles for level in read.files]
    assert all(level.path.suffix == was.path.suffix for level, was in zip(served.files, read.files, strict=True))


def test_files_are_kept_once(records: Connection, named: NamedFiles, pack: Path, tmp_path: Path) -> None:
    take_in(records, pack, named)
    out = load_site(write_records(gather(records, "well"), tmp_path / "out", named))
    level = out.scene.models[0].levels[0]
    kept = named.path(level.digest, "x.glb")
    assert kept is not None
    assert level.path.stat().st_ino == kept.stat().st_ino
    assert (pack / "models" / "well.glb").stat().st_ino != kept.stat().st_ino


def test_a_site_that_is_here_is_not_replaced_unasked(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    with pytest.raises(SiteExists):
        take_in(records, pack, named)


def test_what_a_new_pack_lacks_is_gone_and_can_come_back(
    records: Connection, named: NamedFiles, pack: Path, tmp_path: Path
) -> None:
    take_in(records, pack, named)
    take_in(records, write_pack(tmp_path / "lean"), named, again=True)
    assert sqlite.get(records, "well", "bridge", "qanat") is None
    assert [each.deleted for each in sqlite.history(records, "well", "bridge", "qanat")] == [True, False]


def test_the_same_checks_as_a_pack(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    before = gather(records, "well")
    sqlite.delete(records, "well", "fact", "depth", author="ada", now=NOW, expected=ANYTHING)
    after = gather(records, "well", before)
    assert after.gone == {("fact", "depth")}
    with pytest.raises(SitePackError) as met:
        after.check()
    assert (met.value.file.as_posix(), met.value.problem) == ("annotation/well", "there is no fact 'depth'")


def test_only_what_changed_is_read_and_checked_again(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    before = gather(records, "well")
    body = {**sqlite.find(records, "well", "fact")[0].body, "cites": [{"source": "nobody"}]}
    sqlite.save(records, "well", "fact", "depth", body, author="ada", now=NOW, expected=ANYTHING)
    after = gather(records, "well", before)
    assert after.fresh == {("fact", "depth")}
    assert after.held["fact", "year"] is before.held["fact", "year"]
    with pytest.raises(SitePackError, match="there is no source 'nobody'"):
        after.check()


def test_a_language_that_is_added_asks_everything_anew(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    before = gather(records, "well")
    site = sqlite.get(records, "well", "site", "well")
    assert site is not None
    body = {**site.body, "languages": [*site.body["languages"], "fr"]}
    for field in ("title", "summary", "welcome"):
        body[field] = {**body[field], "fr": "Le puits"}
    sqlite.save(records, "well", "site", "well", body, author="ada", now=NOW, expected=site.etag)
    with pytest.raises(SitePackError, match="in this language"):
        gather(records, "well", before).check()


def test_a_fact_may_not_take_the_name_of_a_bridge(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    before = gather(records, "well")
    body = {**sqlite.find(records, "well", "fact")[0].body, "id": "qanat"}
    sqlite.save(records, "well", "fact", "qanat", body, author="ada", now=NOW)
    with pytest.raises(SitePackError, match="also a fact's"):
        gather(records, "well", before).check()


def test_a_file_that_is_not_here_is_named(records: Connection, named: NamedFiles, pack: Path, tmp_path: Path) -> None:
    take_in(records, pack, named)
    model = sqlite.find(records, "well", "model")[0]
    body = {**model.body, "files": {}}
    sqlite.save(records, "well", "model", model.id, body, author="ada", now=NOW, expected=ANYTHING)
    with pytest.raises(SitePackError, match="the file is not here"):
        gather(records, "well").assemble(named, tmp_path)
    with pytest.raises(SitePackError):
        write_records(gather(records, "well"), tmp_path / "out", named)
    assert not (tmp_path / "out").exists()


def test_a_site_without_a_record_of_its_own_is_none(records: Connection) -> None:
    with pytest.raises(SitePackError, match="no such site"):
        gather(records, "well").check()


def test_bridges_and_stories_are_records_of_their_own(records: Connection, named: NamedFiles, pack: Path) -> None:
    take_in(records, pack, named)
    parts = gather(records, "well").parts()
    assert parts.bridges["qanat"].value == Bridge(
        id="qanat", cultures=("IR",), cites=(Citation(source="rossi"),),
        text={"en": "A well.", "it": "Un pozzo.", "zh-Hans": "井。"},
    )  # fmt: skip
    assert isinstance(parts.stories["dream"].value, Story)


def test_a_pack_that_could_not_be_read_again_is_not_written(
    records: Connection, named: NamedFiles, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(records, pack, named)
    monkeypatch.setattr("scenes.pack_read.MAX_ANNOTATION_BYTES", 100)
    with pytest.raises(SitePackError, match=r"annotations\.json.*split the file"):
        write_records(gather(records, "well"), tmp_path / "out", named)
    assert not (tmp_path / "out").exists()
