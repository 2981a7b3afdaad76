"""The visitor's page, the studio's, and the files they are made of."""

import asyncio
import gzip
import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from aiohttp import web

from tour.errors import Absent
from tour.routes.conditions import accepts, evaluate, validators
from tour.routes.files import IMMUTABLE, MEDIA_TYPES, REVALIDATE, NotAcceptable, Representation, choose, send

WEB: web.AppKey[Path] = web.AppKey("web", Path)
"""Where the built web client lies; by default `web/dist` of the package `clients`."""

HASHED = re.compile(r".+-(?=\S*[A-Z0-9])[A-Za-z0-9_-]{8}\.\w+")
"""A name that Vite made from the content, so that the file under it never changes."""

PACKABLE = {".css", ".html", ".js", ".json", ".svg", ".webmanifest"}

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#c8862c" '
    'd="M7 1h2v2h2l1 3v6l-2 3H6l-2-3V6l1-3h2zM6 6v5l1 2h2l1-2V6z"/></svg>'
)

NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Caravanserai</title>
<h1>The inn is open, but its door is not built yet</h1>
<p>The server is running. The page that visitors see has to be built once:</p>
<pre>make demo</pre>
<p>Then load this page again. Programs can visit already: <a href="/api/openapi.json">/api/openapi.json</a></p>
</html>
"""


async def index(request: web.Request) -> web.StreamResponse:
    """The visitor's page, or how to build it."""
    return await _page(request, "index.html")


async def studio(request: web.Request) -> web.StreamResponse:
    """The studio's page, or how to build it; where one is in it stands behind the #, which no server sees."""
    return await _page(request, "studio.html")


async def _page(request: web.Request, name: str) -> web.StreamResponse:
    page = _folder(request) / name
    if not page.is_file():
        return web.Response(text=NOT_BUILT, content_type="text/html", headers={"Cache-Control": "no-store"})
    return await _answer(request, page)


async def part(request: web.Request) -> web.StreamResponse:
    """A script, style, worker or decoder of the page."""
    root = (_folder(request) / "app").resolve()
    try:
        path = (root / request.match_info["path"]).resolve()
    except ValueError:
        raise Absent("There is no such file.") from None
    if not (path.is_relative_to(root) and path.is_file() and path.suffix in MEDIA_TYPES):
        raise Absent("There is no such file. The page may have been built anew: load it again.")
    return await _answer(request, path)


async def icon(request: web.Request) -> web.StreamResponse:
    """The site's icon: a lantern, unless the web client brings its own."""
    for name in ("favicon.ico", "favicon.svg"):
        if (_folder(request) / name).is_file():
            return await _answer(request, _folder(request) / name)
    headers = {"Cache-Control": "public, max-age=86400"}
    return web.Response(text=ICON, content_type="image/svg+xml", headers=headers)


async def _answer(request: web.Request, path: Path) -> web.StreamResponse:
    """The file, packed on the way where the build did not pack it."""
    form = _form(request, path)
    if form.coding or path.suffix not in PACKABLE or not accepts(request.headers.get("Accept-Encoding", ""), "gzip"):
        return await send(request, form)
    headers = validators(f"{form.etag}-gzip", form.cache, vary=True)
    if evaluate(request, f"{form.etag}-gzip") == "not modified":
        return web.Response(status=304, headers=headers)
    body = await asyncio.to_thread(_packed, path, form.etag)
    headers = {**headers, "Content-Encoding": "gzip", "Content-Type": form.content_type}
    return web.Response(body=body, headers=headers)


def _form(request: web.Request, path: Path) -> Representation:
    state = path.stat()
    etag = _digest(path, state.st_mtime_ns, state.st_size)
    cache = IMMUTABLE if HASHED.fullmatch(path.name) else REVALIDATE
    media_type = MEDIA_TYPES[path.suffix]
    try:
        form = choose(request, path, etag=etag, media_type=media_type, cache=cache)
    except NotAcceptable:
        if path.suffix not in PACKABLE or not accepts(request.headers.get("Accept-Encoding", ""), "gzip"):
            raise
        form = Representation(path=path, etag=etag, media_type=media_type, cache=cache)
    return replace(form, vary=form.vary or path.suffix in PACKABLE)


def _folder(request: web.Request) -> Path:
    return request.app[WEB] if WEB in request.app else _built()


@lru_cache(maxsize=1)
def _built() -> Path:
    spec = find_spec("clients")
    places = list(spec.submodule_search_locations or []) if spec is not None else []
    return Path(places[0] if places else ".") / "web" / "dist"


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


@lru_cache(maxsize=64)
def _packed(path: Path, _etag: str) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


ROUTES = (
    web.get("/", index),
    web.get("/studio", studio),
    web.get("/app/{path:.+}", part),
    web.get("/favicon.ico", icon),
)
