"""Conditions and ranges, by rule."""

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from tour.routes.conditions import ByteRange, Unsatisfiable, accepts, byte_range, evaluate

SIZES = st.integers(0, 1000)
PLACES = st.integers(0, 1500)


@given(size=SIZES, first=PLACES, last=PLACES)
def test_a_closed_range_is_a_slice(size: int, first: int, last: int) -> None:
    whole = bytes(index % 251 for index in range(size))
    request = make_mocked_request("GET", "/", headers={"Range": f"bytes={first}-{last}"})
    if last < first:
        assert byte_range(request, "tag", size) is None
    elif first >= size:
        with pytest.raises(Unsatisfiable):
            byte_range(request, "tag", size)
    else:
        part = byte_range(request, "tag", size)
        assert part is not None
        assert whole[part.first : part.last + 1] == whole[first : last + 1]
        assert part.length == len(whole[first : last + 1])


@given(size=SIZES, length=PLACES)
def test_a_suffix_is_the_end(size: int, length: int) -> None:
    request = make_mocked_request("GET", "/", headers={"Range": f"bytes=-{length}"})
    if size == 0 or length == 0:
        with pytest.raises(Unsatisfiable):
            byte_range(request, "tag", size)
    else:
        assert byte_range(request, "tag", size) == ByteRange(max(0, size - length), size - 1)


@given(header=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=40), size=SIZES)
def test_no_range_header_breaks_anything(header: str, size: int) -> None:
    request = make_mocked_request("GET", "/", headers={"Range": header})
    try:
        part = byte_range(request, "tag", size)
    except Unsatisfiable:
        return
    assert part is None or 0 <= part.first <= part.last < size


@given(header=st.text(max_size=60))
def test_no_coding_header_breaks_anything(header: str) -> None:
    assert accepts(header, "gzip") in (True, False)


@pytest.mark.parametrize(
    ("header", "admitted"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("gzip; q=0", False),
        ("gzip;q=0.000", False),
        ("*", True),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("br", False),
        ("xgzip", False),
        ("", False),
    ],
)
def test_codings(header: str, admitted: bool) -> None:
    assert accepts(header, "gzip") is admitted


@pytest.mark.parametrize(
    ("header", "admitted"),
    [("", True), ("br", True), ("*", True), ("*;q=0", False), ("identity;q=0", False), ("*;q=0, identity;q=1", True)],
)
def test_the_plain_form_is_admitted_unless_it_is_refused(header: str, admitted: bool) -> None:
    assert accepts(header, "identity") is admitted


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({}, "send"),
        ({"If-None-Match": '"tag"'}, "not modified"),
        ({"If-None-Match": 'W/"tag"'}, "not modified"),
        ({"If-None-Match": "tag"}, "send"),
        ({"If-None-Match": '"a,"tag"'}, "send"),
        ({"If-Match": 'W/"tag"'}, "failed"),
        ({"If-Match": '"tag"', "If-None-Match": '"tag"'}, "not modified"),
        ({"If-Match": '"other"', "If-None-Match": '"tag"'}, "failed"),
        ({"If-Modified-Since": "Mon, 23 Nov 2099 00:00:00 GMT"}, "send"),
        ({"If-Unmodified-Since": "Mon, 23 Nov 1999 00:00:00 GMT"}, "send"),
    ],
)
def test_the_order_of_conditions(headers: dict[str, str], verdict: str) -> None:
    assert evaluate(make_mocked_request("GET", "/", headers=headers), "tag") == verdict
