"""The server as it is joined: what it copies, and what it serves where it lies."""

from pathlib import Path

import brotli
from aiohttp.test_utils import TestClient, TestServer

from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.tilesets import add_tiles
from tour.app import create_app
from tour.settings import Settings


def settings(folder: Path) -> Settings:
    return Settings(data=folder / "data", weights=folder / "weights", model="none", voices="", embedder="none")


async def test_models_are_copied_with_their_packed_forms_and_tiles_are_not(tmp_path: Path) -> None:
    folder = add_tiles(write_pack(tmp_path / "well"))
    model = folder / "models" / "well.glb"
    model.with_name("well.glb.br").write_bytes(brotli.compress(model.read_bytes()))
    site = load_site(folder)
    app = create_app(settings(tmp_path), {site.id: site})
    kept = {path.name for path in (tmp_path / "data" / "assets").rglob("*") if path.is_file()}
    digests = {level.digest for level in site.files}
    assert kept == digests | {f"{site.scene.models[0].levels[0].digest}.br"}
    async with TestClient(TestServer(app), auto_decompress=False) as client:
        for level in (*site.files, *site.tiles):
            answer = await client.get(f"/assets/{level.digest}{level.path.suffix}", headers={"Accept-Encoding": "br"})
            body = await answer.read()
            packed = answer.headers.get("Content-Encoding") == "br"
            assert (brotli.decompress(body) if packed else body) == level.path.read_bytes()
            assert packed == (level.path == model)


async def test_who_is_loading_a_model_gets_it_though_the_pack_is_edited(tmp_path: Path) -> None:
    site = load_site(write_pack(tmp_path / "well"))
    level = site.scene.models[0].levels[0]
    before = level.path.read_bytes()
    app = create_app(settings(tmp_path), {site.id: site})
    level.path.write_bytes(b"edited")
    async with TestClient(TestServer(app)) as client:
        assert await (await client.get(f"/assets/{level.digest}.glb")).read() == before


def test_a_packed_copy_that_comes_later_is_taken_in(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "well")
    site = load_site(folder)
    create_app(settings(tmp_path), {site.id: site})
    model = folder / "models" / "well.glb"
    model.with_name("well.glb.br").write_bytes(brotli.compress(model.read_bytes()))
    create_app(settings(tmp_path), {site.id: site})
    assert list((tmp_path / "data" / "assets").rglob("*.br"))
