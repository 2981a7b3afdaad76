"""An answer that comes line by line: one JSON object each, as soon as it is there (application/x-ndjson)."""

from collections.abc import AsyncIterator

import msgspec
from aiohttp import web
from msgspec import Struct

LINES = "application/x-ndjson"


async def lined(request: web.Request, values: AsyncIterator[Struct]) -> web.StreamResponse:
    """Send the values one a line; whatever is raised before the first is there becomes a problem as usual."""
    first = await anext(values)
    response = web.StreamResponse(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    response.content_type = LINES
    await response.prepare(request)
    await response.write(_line(first))
    async for value in values:
        await response.write(_line(value))
    await response.write_eof()
    return response


def _line(value: Struct) -> bytes:
    return msgspec.json.encode(value) + b"\n"
