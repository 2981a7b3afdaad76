"""Large files that come in and go out piece by piece, and are kept by nobody on the way."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from tour.keys import PARCELS
from tour.uploads.limits import FLOOR, free

T = TypeVar("T")

MOST_BYTES = 4 * 1024**3
"""Of what is sent in one piece."""
CHUNK = 1024 * 1024
ZIP = "application/zip"


async def receive(request: web.Request, path: Path, most: int = MOST_BYTES) -> None:
    """Take the body in piece by piece; raises 413, and 507 where the disk would have no room left for the house."""
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=request.content_length or 0)
    _check_room(path.parent, request.content_length or 0)
    size = 0
    with path.open("wb") as file:
        async for part in request.content.iter_chunked(CHUNK):
            size += len(part)
            if size > most:
                raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=size)
            _check_room(path.parent, 0)
            await asyncio.to_thread(file.write, part)


async def worked(request: web.Request, work: Callable[..., T], *arguments: Any, **more: Any) -> T:
    """Do what takes long to a whole site in a thread, in turn with what others have done."""
    async with request.app[PARCELS]:
        return await asyncio.to_thread(work, *arguments, **more)


def _check_room(folder: Path, coming: int) -> None:
    if free(folder) - coming < FLOOR:
        raise web.HTTPInsufficientStorage(text="The disk of this house has no room for it. Ask an operator.")


async def sent(request: web.Request, path: Path, name: str, media: str) -> web.StreamResponse:
    """Send a file that will not outlive the request, to be kept under a name."""
    headers = {
        "Content-Type": media, "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
    }  # fmt: skip
    response = web.StreamResponse(headers=headers)
    response.content_length = (await asyncio.to_thread(path.stat)).st_size
    await response.prepare(request)
    with path.open("rb") as file:
        while part := await asyncio.to_thread(file.read, CHUNK):
            await response.write(part)
    await response.write_eof()
    return response
