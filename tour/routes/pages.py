"""The visitor's page, the studio's, the scorecards', and the files they are made of."""

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
from tour.keys import SITES
from tour.routes.conditions import accepts, evaluate, validators
from tour.routes.describing import asset_url
from tour.routes.files import IMMUTABLE, MEDIA_TYPES, REVALIDATE, NotAcceptable, Representation, choose, send

WEB: web.AppKey[Path] = web.AppKey("web", Path)
"""Where the built web client lies; by default `web/dist` of the package `clients`."""

HASHED = re.compile(r".+-(?=\S*[A-Z0-9])[A-Za-z0-9_-]{8}\.\w+")
"""A name that Vite made from the content, so that the file under it never changes."""

MOST_PRELOADS = 12

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
    """The visitor's page, or how to build it; it says at once what the first picture needs."""
    return await _page(request, "index.html", link=_first_picture(request))


async def studio(request: web.Request) -> web.StreamResponse:
    """The studio's page, or how to build it; where one is in it stands behind the #, which no server sees."""
    return await _page(request, "studio.html")


async def scorecard(request: web.Request) -> web.StreamResponse:
    """A site's scorecard for people; the page asks for the site in its own address."""
    return await _page(request, "scorecard.html")


async def kiosk(request: web.Request) -> web.StreamResponse:
    """The page of a screen in a hall; it asks for the site in its own address."""
    return await _page(request, "kiosk.html")


async def service_worker(request: web.Request) -> web.StreamResponse:
    """What opens the visitor's page without a network; at the root, since it answers for every address below it."""
    worker = _folder(request) / "service-worker.js"
    if not worker.is_file():
        raise Absent("The page is not built with it.")
    return await _answer(request, worker)


def _first_picture(request: web.Request) -> str:
    """What is fetched first anyway, as preloads (RFC 8288): it does not wait for the scripts that ask for it.

    Not a model that has a Draco copy: which of both to fetch is for the page to choose, by its line.
    """
    sites = request.app.get(SITES, {})
    site = sites.get(request.query.get("site", "")) or next(iter(sites.values()), None)
    if site is None:
        return ""
    wanted = ["/api/sites", f"/api/sites/{site.id}"]
    if request.headers.get("Save-Data", "").lower() != "on":
        visible = (model for model in site.scene.models if model.role == "visible" and model.levels)
        wanted += [asset_url(model.levels[0]) for model in visible if model.levels[0].draco is None]
    return ", ".join(f"<{path}>; rel=preload; as=fetch; crossorigin" for path in wanted[:MOST_PRELOADS])


async def _page(request: web.Request, name: str, *, link: str = "") -> web.StreamResponse:
    page = _folder(request) / name
    if not page.is_file():
        return web.Response(text=NOT_BUILT, content_type="text/html", headers={"Cache-Control": "no-store"})
    return await _answer(request, page, link)


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


async def _answer(request: web.Request, path: Path, link: str = "") -> web.StreamResponse:
    """The file, packed on the way where the build did not pack it."""
    form = replace(_form(request, path), link=link)
    if form.coding or path.suffix not in PACKABLE or not accepts(request.headers.get("Accept-Encoding", ""), "gzip"):
        return await send(request, form)
    headers = {**validators(f"{form.etag}-gzip", form.cache, vary=True), **({"Link": link} if link else {})}
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
    web.get("/scorecard/{site}", scorecard),
    web.get("/kiosk/{site}", kiosk),
    web.get("/app/{path:.+}", part),
    web.get("/service-worker.js", service_worker),
    web.get("/favicon.ico", icon),
)
