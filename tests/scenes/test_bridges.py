"""Bridges and stories of a pack: read, checked, compared, carried through other formats."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from msgspec.structs import replace as changed

from scenes.bridges import THEME, Bridge, Story
from scenes.exchange.extension import extension, own_site
from scenes.exchange.write_pack import pack_files, write_pack
from scenes.facts import Citation
from scenes.pack_diff import compare
from scenes.scene import Site
from scenes.site_pack import SitePackError, load_site
from tests.builders import write_pack as build_pack

BRIDGE = Bridge(
    id="qanat",
    cultures=("IR", "arab"),
    text={"en": "Wells stand in Iran too.", "it": "Pozzi ci sono anche in Iran.", "zh-Hans": "伊朗也有井。"},
    cites=(Citation(source="li", locator="ch. 3"),),
    at=("mouth", "bench"),
    facts=("depth",),
    ai=True,
    author="A machine",
)
STORY = Story(
    id="bucket",
    title={"en": "The bucket", "it": "Il secchio", "zh-Hans": "水桶"},
    text={"en": "A bucket could sing.", "it": "Un secchio sapeva cantare.", "zh-Hans": "一只水桶会唱歌。"},
    bridges=("qanat",),
)
TOML = """
[[bridge]]
id = "qanat"
cultures = ["IR"]
cites = [{ source = "li" }]
at = ["mouth"]
text = { en = "Wells stand in Iran too.", it = "Pozzi ci sono anche in Iran.", zh-Hans = "伊朗也有井。" }

[[story]]
id = "bucket"
bridges = ["qanat"]
title = { en = "The bucket", it = "Il secchio", zh-Hans = "水桶" }
text = { en = "A bucket could sing.", it = "Un secchio sapeva cantare.", zh-Hans = "一只水桶会唱歌。" }
"""

Read = Callable[[str], Site]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The builders' site with this `bridges.toml`."""

    def site(text: str) -> Site:
        folder = build_pack(tmp_path / "pack")
        (folder / "bridges.toml").write_text(text, encoding="utf-8")
        return load_site(folder)

    return site


@pytest.fixture
def bridged(read: Read) -> Site:
    return replace(read(""), bridges=MappingProxyType({"qanat": BRIDGE}), stories=MappingProxyType({"bucket": STORY}))


def test_a_pack_without_bridges_has_none(tmp_path: Path) -> None:
    site = load_site(build_pack(tmp_path))
    assert (dict(site.bridges), dict(site.stories)) == ({}, {})
    assert site.stated == dict(site.facts)


def test_bridges_are_stated_as_facts_and_stories_are_not(read: Read) -> None:
    site = read(TOML)
    assert site.stated["qanat"].text["en"] == "Wells stand in Iran too."
    assert site.stated["qanat"].themes == (THEME,)
    assert "qanat" not in site.facts
    assert "bucket" not in site.stated


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "li"', 'source = "nobody"', "no source 'nobody'"),
        ('cites = [{ source = "li" }]', "cites = []", "no source"),
        ('["IR"]', '["UK"]', "'UK' is no country"),
        ('["IR"]', "[]", "none"),
        ('["mouth"]', '["roof"]', "no stop or annotation 'roof'"),
        ('bridges = ["qanat"]', 'bridges = ["canal"]', "no bridge 'canal'"),
        ('bridges = ["qanat"]', "bridges = []", "none"),
        ('id = "qanat"\ncultures', 'id = "depth"\ncultures', "also a fact's"),
        (', zh-Hans = "一只水桶会唱歌。"', "", "no text in this language"),
        ('at = ["mouth"]', 'at = ["mouth"]\nreviewed = "soon"', "is no date"),
        ("[[story]]", "[[tale]]", "unknown table"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(read: Read, old: str, new: str, says: str) -> None:
    with pytest.raises(SitePackError, match=says) as refused:
        read(TOML.replace(old, new, 1))
    assert refused.value.file.name == "bridges.toml"


def test_a_written_pack_reads_back_the_same(bridged: Site, tmp_path: Path) -> None:
    back = write_pack(bridged, tmp_path / "again", pack_files(bridged))
    assert (back.bridges, back.stories) == (bridged.bridges, bridged.stories)


def test_they_survive_another_format(bridged: Site) -> None:
    found = own_site(extension(bridged), "")
    assert found is not None
    assert (found.site.bridges, found.site.stories) == (bridged.bridges, bridged.stories)


def test_differences_are_said(bridged: Site) -> None:
    other = changed(BRIDGE, cultures=("IR",), text={**BRIDGE.text, "en": "Wells stand in Iran."})
    after = replace(bridged, bridges=MappingProxyType({"qanat": other}), stories=MappingProxyType({}))
    assert [str(change) for change in compare(bridged, after)] == [
        "bridge qanat: text changed in en; cultures gone: arab",
        "story bucket: removed",
    ]
