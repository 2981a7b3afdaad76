"""Annotations in the pack's file: a point as it always was, an outline beside it."""

import pytest

from scenes.annotation import Annotation, from_web_annotation, to_web_annotation

OUTLINE = "POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0))"
DOOR = Annotation(id="door", label={"en": "Door"}, position=(1.0, 2.0, 3.0), radius=1.5)


def test_a_point_stands_alone() -> None:
    written = to_web_annotation(DOOR, "scene")
    assert written["target"]["selector"] == {"type": "PointSelector", "x": 1.0, "y": 2.0, "z": 3.0}
    assert from_web_annotation(written) == DOOR


def test_an_outline_stands_beside_it() -> None:
    drawn = Annotation(id="door", label={"en": "Door"}, position=(1.0, 2.0, 3.0), region=OUTLINE)
    written = to_web_annotation(drawn, "scene")
    assert [each["type"] for each in written["target"]["selector"]] == ["PointSelector", "WktSelector"]
    assert from_web_annotation(written) == drawn


def test_an_outline_alone_has_its_middle_and_size() -> None:
    written = to_web_annotation(DOOR, "scene")
    written["target"]["selector"] = {"type": "WktSelector", "value": OUTLINE}
    del written["caravanserai:radius"]
    read = from_web_annotation(written)
    assert read.position == (2.0, 1.5, 0.0)
    assert read.radius == 2.5


@pytest.mark.parametrize(
    "selector", [{"type": "WktSelector", "value": "POLYGON ((0 0))"}, {"type": "SvgSelector"}, [], None]
)
def test_what_selects_nothing_is_named(selector: object) -> None:
    written = to_web_annotation(DOOR, "scene")
    written["target"]["selector"] = selector
    with pytest.raises(ValueError, match=r"target\.selector"):
        from_web_annotation(written)
