"""`/assets/{sha256}.{ext}`: blobs by their digest, unchanging for ever."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from scenes.store import AssetStore
from tour.errors import Absent
from tour.keys import ASSETS
from tour.routes.files import MEDIA_TYPES, choose, send

NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{2,5})")

KINDS = {
    extension: MEDIA_TYPES[extension]
    for extension in (
        ".avif", ".bin", ".glb", ".gltf", ".jpeg", ".jpg", ".json", ".ktx2", ".mp3", ".ogg", ".opus", ".png", ".wav",
        ".webp",
    )
}  # fmt: skip
"""What may be asked for: nothing that a browser would run. A tileset is JSON, and what is no `.json` in a pack is not
given out as such."""


async def asset(request: web.Request) -> web.StreamResponse:
    """The blob of that digest, typed by the extension."""
    match = NAME.fullmatch(request.match_info["name"])
    if match is None or match.group(2) not in KINDS:
        raise Absent(f"An asset is named by its SHA-256 in lower-case hex and one of {', '.join(KINDS)}.")
    digest, extension = match.groups()
    path, codings = await asyncio.to_thread(_find, request.app[ASSETS], digest)
    if path is None or (extension == ".json" and path.suffix != ".json"):
        raise Absent("No asset has this digest. The site may have changed: ask for its description again.")
    form = choose(request, path, etag=digest, media_type=KINDS[extension], codings=codings)
    return await send(request, form)


def _find(store: AssetStore, digest: str) -> tuple[Path | None, Mapping[str, Path]]:
    return store.path(digest), store.codings(digest)


def url(digest: str, extension: str) -> str:
    """The path of an asset; `extension` with its dot."""
    return f"/assets/{digest}{extension.lower()}"


ROUTES = (web.get("/assets/{name}", asset),)
