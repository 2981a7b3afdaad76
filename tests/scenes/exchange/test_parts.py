"""Transforms, TOML, texts, captions, articles and losses, each by itself."""

import math
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.exchange.articles import article
from scenes.exchange.captions import sentences
from scenes.exchange.losses import losses
from scenes.exchange.orbit import eyes_of, orbit
from scenes.exchange.sun import falling
from scenes.exchange.texts import language_map, plain, slug, tagged
from scenes.exchange.toml_text import document
from scenes.exchange.transform import (
    NotUniform,
    applied,
    decomposed,
    product,
    rotation,
    scaling,
    translation,
    turn,
    turned,
    turns,
)
from scenes.facts import Source
from scenes.scene import Level, Site, Sound

UNIT = st.floats(-1, 1, allow_nan=False)
QUATERNION = st.tuples(UNIT, UNIT, UNIT, UNIT).filter(lambda q: math.hypot(*q) > 0.1)
PLACE = st.floats(-1000, 1000, allow_nan=False)
POINT = st.tuples(PLACE, PLACE, PLACE)


@given(POINT, QUATERNION, st.floats(0.001, 1000))
def test_a_placing_taken_apart_is_the_same(position: Any, orientation: Any, scale: float) -> None:
    matrix = product(translation(position), rotation(orientation), scaling([scale] * 3))
    at, turned_by, by = decomposed(matrix)
    assert at == pytest.approx(position)
    assert by == pytest.approx(scale)
    again = product(translation(at), rotation(turned_by), scaling([by] * 3))
    for point in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        assert applied(again, point) == pytest.approx(applied(matrix, point), abs=1e-6 * max(scale, 1))


@given(QUATERNION)
def test_turns_about_single_axes_make_the_same_turn(orientation: Any) -> None:
    for row, wanted in zip(turned(turns(orientation)), rotation(orientation), strict=True):
        assert row == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    ("factors", "said"),
    [((1, 2, 1), "unequally"), ((1, 1, -1), "mirrors"), ((0, 0, 0), "flattens"), ((1, 1, 0), "unequally")],
)
def test_what_no_placing_can_say(factors: tuple[float, ...], said: str) -> None:
    with pytest.raises(NotUniform, match=said):
        decomposed(scaling(factors))
    with pytest.raises(NotUniform, match="shears"):
        decomposed(((1.0, 0.5, 0.0, 0.0), (0.0, math.sqrt(0.75), 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0)))


def test_a_turn_goes_the_way_the_draft_says() -> None:
    assert applied(turn("x", 90), (1, 1, 0)) == pytest.approx((1, 0, 1))


@given(POINT, POINT)
def test_an_orbit_stands_where_it_should_and_looks_there(eyes: Any, target: Any) -> None:
    camera = eyes_of(*orbit(eyes, target))
    assert applied(camera, (0.0, 0.0, 0.0)) == pytest.approx(eyes, abs=1e-6)
    distance = math.dist(eyes, target)
    assert applied(camera, (0.0, 0.0, -distance)) == pytest.approx(target, abs=1e-6)


@given(POINT.filter(lambda sun: math.hypot(*sun) > 0.1))
def test_light_falls_from_the_sun(sun: Any) -> None:
    wanted = [-value / math.hypot(*sun) for value in sun]
    assert applied(turned(falling(sun)), (0.0, -1.0, 0.0)) == pytest.approx(wanted, abs=1e-6)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.one_of(TEXT, st.booleans(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False, allow_infinity=False))
TABLE = st.dictionaries(TEXT, st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(TEXT, PLAIN, max_size=3)))


@given(st.dictionaries(TEXT, st.one_of(PLAIN, TABLE, st.lists(TABLE, min_size=1, max_size=3))))
def test_toml_reads_back(fields: dict[str, Any]) -> None:
    assert tomllib.loads(document(fields)) == fields


def test_toml_is_easy_on_the_eye() -> None:
    long = "It goes on and on. " * 8
    fields = {"id": "x", "title": {"en": "T"}, "fact": [{"id": "a", "text": {"en": long}, "cites": [{"source": "b"}]}]}
    fact = '[[fact]]\nid = "a"\ncites = [{ source = "b" }]\n'
    assert document(fields) == f'id = "x"\n\n[title]\nen = "T"\n\n{fact}\n[fact.text]\nen = "{long}"\n'


@pytest.mark.parametrize(
    ("given_tag", "tag"),
    [("EN", "en"), ("ZH-HANS", "zh-Hans"), ("pt-br", "pt-BR"), ("HAW", "haw"), ("none", "und"), ("", "und")],
)
def test_tags_are_put_right(given_tag: str, tag: str) -> None:
    assert tagged(given_tag) == tag


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<p>One</p><p>two &amp; three</p>", "One\ntwo & three"),
        ("a < b and b > c", "a < b and b > c"),
        ("<script>x</script>Yes<style>p</style>", "Yes"),
        ("  too \t many   blanks ", "too many blanks"),
        ("bell\x07", "bell"),
        (7, ""),
        ("<" * 10_000, "<" * 10_000),
    ],
)
def test_texts_lose_their_mark_up(text: Any, wanted: str) -> None:
    assert plain(text) == wanted


def test_language_maps_of_every_kind() -> None:
    assert language_map({"EN": "A", "IT": ["B", "C"], "none": "D", "fr": "", "de": 7}) == {
        "en": "A", "it": "B\nC", "und": "D",
    }  # fmt: skip
    assert language_map("bare") == {"und": "bare"}
    assert language_map(["no"]) == {}


def test_ids_are_made_once() -> None:
    taken: set[str] = set()
    names = ["Èwer base", "ewer-base", "古井", "", "a" * 100]
    assert [slug(name, taken, "thing") for name in names] == ["ewer-base", "ewer-base-2", "thing", "thing-2", "a" * 60]


def test_captions_are_sentences(tmp_path: Path) -> None:
    file = tmp_path / "a.vtt"
    file.write_text(
        "WEBVTT - made by hand\n\nNOTE no cue\n\nintro\n00:00:00.000 --> 00:00:02.000 align:start\n"
        "<v Guide>One</v> sentence. And\n\n00:02.000 --> 00:04.000\nanother! 古井。深。\n",
        encoding="utf-8",
    )
    assert sentences(file) == ("One sentence.", "And another!", "古井。", "深。")
    file.write_text("00:00.000 --> 00:01.000\nNo head.", encoding="utf-8")
    assert sentences(file) == ()


def test_an_article_cites_and_cannot_be_scripted(well: Site) -> None:
    evil = Source(id="li", author="<script>x</script>", title="A & B", year=-50, url="javascript:alert(1)")
    site = replace(well, sources=type(well.sources)({**well.sources, "li": evil}))
    page = article(site, site.scene.annotations[0], "it")
    assert '<html lang="it">' in page
    assert "<h2>Fonti</h2>" in page
    assert "Marco Rossi scavò il pozzo nel 1502. <sup>[1, p. 7]</sup> <sup>[2]</sup>" in page
    assert "&lt;script&gt;x&lt;/script&gt;: <cite>A &amp; B</cite>, 50 BCE</li>" in page
    assert "javascript:" not in page


def test_losses_are_said_in_words(well: Site) -> None:
    said = " ".join(losses(well, "svx"))
    assert "3 facts as such" in said
    assert "zh-Hans" in said
    assert "1 narration:" in said
    ground = msgspec.structs.replace(well.scene.models[0], id="ground", role="walkable")
    scene = msgspec.structs.replace(well.scene, models=(*well.scene.models, ground), background="sky")
    said = " ".join(losses(replace(well, scene=scene, tours=()), "svx"))
    assert "1 walkable model" in said
    assert "'sky'" in said
    assert "2 stops off every tour" in said


def test_a_format_that_holds_little_says_so(well: Site) -> None:
    assert "narrations, sounds" in losses(well, "webannotation")[0]


def test_what_is_not_heard_elsewhere_is_said(well: Site, tmp_path: Path) -> None:
    file = Level(path=tmp_path / "wind.ogg", digest="", size=0)
    wind = Sound(id="wind", kind="wind", file=file)
    site = replace(well, sounds=(wind, msgspec.structs.replace(wind, id="bell", position=(1.0, 2.0, 3.0))))
    assert "2 sounds of the place: Voyager plays annotations' and tours' only." in losses(site, "svx")
    assert "1 sound: IIIF says from where and how loud, not how far it is heard." in losses(site, "iiif")
    assert not [each for form in ("iiif", "svx") for each in losses(well, form) if "sound:" in each or "sounds" in each]
