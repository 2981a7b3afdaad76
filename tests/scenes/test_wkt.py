"""Outlines in well-known text: read where they lie in space, refused where they do not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.wkt import MAX_CHARACTERS, WktError, read_region, scaled


@pytest.mark.parametrize(
    ("text", "kind", "lines"),
    [
        ("POINT Z (1 2 3)", "POINT", 1),
        ("point(1 2 3)", "POINT", 1),
        ("LINESTRING Z (0 0 0, 1 0 0, 1 1.5 -2e1)", "LINESTRING", 1),
        ("POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0), (1 1 0, 2 1 0, 2 2 0, 1 1 0))", "POLYGON", 2),
        ("POLYGON Z (0 0 0, 4 0 0, 4 3 0, 0 0 0)", "POLYGON", 1),
        ("MULTIPOINT Z ((0 0 0), (1 1 1))", "MULTIPOINT", 2),
        ("MULTIPOINT Z (0 0 0, 1 1 1)", "MULTIPOINT", 1),
        ("MULTIPOLYGON Z (((0 0 0, 4 0 0, 4 3 0, 0 0 0)), ((1 1 0, 2 1 0, 2 2 0, 1 1 0)))", "MULTIPOLYGON", 2),
    ],
)
def test_geometries_in_space(text: str, kind: str, lines: int) -> None:
    region = read_region(text)
    assert (region.kind, len(region.lines)) == (kind, lines)


def test_its_middle_and_size() -> None:
    region = read_region("LINESTRING Z (0 0 0, 4 0 3)")
    assert region.middle == (2.0, 0.0, 1.5)
    assert region.radius == 2.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is needed"),
        ("CIRCLE Z (0 0 0)", "is needed"),
        ("POLYGON Z EMPTY", "is needed"),
        ("POINT M (0 0 0)", "is needed"),
        ("POINT (1 2)", "x, y and z"),
        ("POINT ZM (1 2 3 4)", "is needed"),
        ("POINT (1 2 3 4)", "x, y and z"),
        ("POINT (1 2 nan)", "no number"),
        ("POINT (1 2 0x10)", "no number"),
        ("POINT (1 2 1e300)", "out of reach"),
        ("POINT (1 2 1e999)", "no number|out of reach"),
        ("LINESTRING (0 0 0)", "at least 2"),
        ("POLYGON ((0 0 0, 1 0 0, 0 0 0))", "at least 4"),
        ("POLYGON ((0 0 0, 1 0 0, 1 1 0, 0 1 0))", "last point"),
        ("POLYGON ((0 0 0, 1 0 0, 1 1 0, 0 0 0)", "parentheses"),
        ("POINT (0 0 0) and more", "parentheses"),
        ("POINT (0 0 0))(", "parentheses"),
        ("POLYGON " + "(" * 50 + "0 0 0" + ")" * 50, "parentheses"),
        ("POINT ()", "no points"),
        ("LINESTRING (" + ", ".join(["0 0 0"] * 10_001) + ")", "more than 10000"),
        ("POINT (" + " " * MAX_CHARACTERS + "0 0 0)", "characters"),
    ],
)
def test_what_is_no_region(text: str, said: str) -> None:
    with pytest.raises(WktError, match=said):
        read_region(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, f"POLYGON Z (({text}))"):
        with suppress(WktError):
            assert read_region(candidate).lines


def test_other_units() -> None:
    assert scaled("POINT Z (100 2e2 -50)", 0.01) == "POINT Z (1.0 2.0 -0.5)"
    assert scaled("POINT Z (100 2e2 -50)", 1.0) == "POINT Z (100 2e2 -50)"
