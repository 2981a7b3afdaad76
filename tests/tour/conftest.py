"""A small site on a real server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from scenes.scene import Site
from scenes.site_pack import load_site
from scenes.stores.files import FileStore
from scenes.stores.packs import PackStore
from tests.builders import write_pack
from tests.tilesets import add_tiles
from tour.keys import ASSETS, DOOR, METRICS, SITES
from tour.metrics import Metrics
from tour.people.door import Door
from tour.routes import add_routes, middlewares
from tour.routes.pages import WEB

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The builders' site, written as a pack and read back."""
    return load_site(write_pack(tmp_path / "pack"))


@pytest.fixture
def web_folder(tmp_path: Path) -> Path:
    """Where the built web client would lie; empty."""
    folder = tmp_path / "dist"
    (folder / "app").mkdir(parents=True)
    return folder


@pytest.fixture
def http_app(site: Site, tmp_path: Path, web_folder: Path) -> web.Application:
    """An application with every address but the visit's."""
    app = web.Application(middlewares=middlewares())
    app[SITES], app[METRICS], app[WEB], app[DOOR] = {site.id: site}, Metrics(), web_folder, Door()
    app[ASSETS] = store = PackStore(FileStore(tmp_path / "assets"), ())
    for model in site.scene.models:
        for level in model.levels:
            store.put(level.path)
    add_routes(app)
    return app


@pytest.fixture
async def client(http_app: web.Application) -> AsyncIterator[Client]:
    """A client of `http_app` over a real socket; it asks for no compression and unpacks nothing."""
    server = TestServer(http_app)
    async with TestClient(server, auto_decompress=False, skip_auto_headers=("Accept-Encoding",)) as client:
        yield client


@pytest.fixture
def tiled_site(tmp_path: Path) -> Site:
    """The builders' site with two tiles, a Draco copy, a plan, and its model turned."""
    return load_site(add_tiles(write_pack(tmp_path / "tiled")))


@pytest.fixture
async def tiled(tiled_site: Site, tmp_path: Path, web_folder: Path) -> AsyncIterator[Client]:
    """A client of that site's files where they lie in the pack."""
    app = web.Application(middlewares=middlewares())
    app[SITES], app[METRICS], app[WEB] = {tiled_site.id: tiled_site}, Metrics(), web_folder
    store = FileStore(tmp_path / "assets")
    for level in tiled_site.files:
        store.put(level.path)
    app[ASSETS] = PackStore(store, tiled_site.tiles)
    add_routes(app)
    async with TestClient(TestServer(app), auto_decompress=False, skip_auto_headers=("Accept-Encoding",)) as client:
        yield client


@pytest.fixture
def digest(site: Site) -> str:
    """The digest of the site's one model."""
    return site.scene.models[0].levels[0].digest


@pytest.fixture
def address(digest: str) -> str:
    """Where the site's one model is served."""
    return f"/assets/{digest}.glb"


@pytest.fixture
def glb(site: Site) -> bytes:
    """The bytes of the site's one model."""
    return site.scene.models[0].levels[0].path.read_bytes()
