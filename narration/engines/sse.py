"""Server-sent events, as far as streaming model servers use them (WHATWG HTML, section 9.2)."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing

LONGEST_LINE = 1_000_000
"""Bytes."""


async def event_data(chunks: AsyncIterable[bytes]) -> AsyncGenerator[str, None]:
    """Yield the data of each event; comments, other fields and an event that was cut off are passed over.

    Raises `ValueError` for a line or an event that is too long.
    """
    data: list[str] = []
    async with aclosing(_lines(chunks)) as lines:
        async for line in lines:
            if not line:
                if data:
                    yield "\n".join(data)
                data = []
                continue
            field, _, value = line.partition(":")
            if field == "data":
                data.append(value.removeprefix(" "))
            if sum(map(len, data)) > LONGEST_LINE:
                raise ValueError("an event is too long")


async def _lines(chunks: AsyncIterable[bytes]) -> AsyncGenerator[str, None]:
    """Lines ended by LF, CRLF or CR, which may come in pieces."""
    rest = b""
    async for chunk in chunks:
        rest += chunk
        # A CR at the very end may be half of a CRLF.
        whole, rest = (rest[:-1], rest[-1:]) if rest.endswith(b"\r") else (rest, b"")
        *done, tail = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        rest = tail + rest
        if len(rest) > LONGEST_LINE:
            raise ValueError("a line is too long")
        for line in done:
            yield line.decode("utf-8", "replace")
    if rest.endswith(b"\r"):
        yield rest[:-1].decode("utf-8", "replace")
