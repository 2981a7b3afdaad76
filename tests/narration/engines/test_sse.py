"""Server-sent events, by the sections of WHATWG HTML 9.2 that model servers rely on."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narration.engines.sse import LONGEST_LINE, event_data


async def data(*chunks: bytes) -> list[str]:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return [one async for one in event_data(stream())]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
async def test_lines_end_with_lf_crlf_or_cr(end: bytes) -> None:
    assert await data(b"data: one" + end * 2 + b"data:two" + end * 2) == ["one", "two"]


async def test_comments_and_other_fields_are_passed_over() -> None:
    assert await data(b": ping\n\nevent: x\nid: 1\nretry: 3\ndata: one\n\n\n\n: ping\n\n") == ["one"]


async def test_data_lines_of_one_event_are_joined() -> None:
    assert await data(b"data: {\ndata: }\n\n") == ["{\n}"]


async def test_an_event_that_was_cut_off_is_not_seen() -> None:
    assert await data(b"data: one\n\ndata: tw") == ["one"]
    assert await data(b"data: one\n\ndata: two\n") == ["one"]


@given(st.lists(st.integers(1, 9), min_size=1))
async def test_any_cut_of_the_stream_gives_the_same_events(cuts: list[int]) -> None:
    stream, chunks = "data: 长安\r\n\r\n: x\rdata: two\rdata: lines\r\r".encode(), []
    while stream:
        size = cuts[len(chunks) % len(cuts)]
        chunks.append(stream[:size])
        stream = stream[size:]
    assert await data(*chunks, b"\n") == ["长安", "two\nlines"]


async def test_endless_lines_and_events_are_refused() -> None:
    with pytest.raises(ValueError, match="line is too long"):
        await data(*[b"x" * 100_000] * (LONGEST_LINE // 100_000 + 2))
    with pytest.raises(ValueError, match="event is too long"):
        await data(*[b"data: " + b"x" * 100_000 + b"\n"] * (LONGEST_LINE // 100_000 + 2))
