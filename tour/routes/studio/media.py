"""`/api/sites/{site}/media`: pictures and sounds for annotations come in."""

import asyncio
from pathlib import Path

from aiohttp import web
from msgspec import Struct, to_builtins

from scenes.finding import Refused
from scenes.media import FOLDER, MOST_BYTES
from scenes.stores.named import NamedFiles
from tour.editing.attaching import Attachable, attachable
from tour.editing.incoming import aside
from tour.errors import problem
from tour.keys import ATTACHING, EDITING, SETTINGS
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.parcels import receive


class Attached(Struct, frozen=True, kw_only=True):
    """A medium that is here, to be named by an annotation: in `media` by its file, in `files` with its digest."""

    file: str
    digest: str
    media_type: str
    bytes: int
    width: int
    height: int
    """Pixels; 0 for a sound."""
    seconds: float
    """0 for a picture."""


async def attach(request: web.Request) -> web.Response:
    """Take a picture or a sound in; nothing of what it says of where, when and by whom it was made is kept."""
    site_of(request)
    if not request.content_type.startswith(("image/", "audio/")):
        raise web.HTTPUnsupportedMediaType(text="Content-Type: a picture or a sound is needed, such as image/jpeg.")
    with aside(request.app[SETTINGS].data) as folder:
        await receive(request, folder / "sent", MOST_BYTES)
        try:
            async with request.app[ATTACHING]:
                told = await asyncio.to_thread(_kept, folder, request.content_type, request.app[EDITING].files)
        except Refused as refused:
            return problem(422, str(refused), findings=[to_builtins(each) for each in refused.findings])
    return answer(told, 201)


def _kept(folder: Path, media_type: str, files: NamedFiles) -> Attached:
    found: Attachable = attachable((folder / "sent").read_bytes(), media_type)
    path = folder / f"kept{found.suffix}"
    path.write_bytes(found.data)
    digest = files.put(path, path.name)
    return Attached(
        file=f"{FOLDER}/{digest}{found.suffix}", digest=digest, media_type=found.media_type, bytes=len(found.data),
        width=found.width, height=found.height, seconds=found.seconds,
    )  # fmt: skip


ROUTES = (web.post("/api/sites/{site}/media", attach),)

OPERATIONS = {
    "POST /api/sites/{site}/media": Operation(
        summary="Take in a picture or a sound, sent as it is, for an annotation to name; at most 20 MB.",
        gives=Attached, status=201, refuses=(413, 415, 422, 507),
    ),
}  # fmt: skip
