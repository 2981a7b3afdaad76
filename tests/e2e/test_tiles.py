"""A place of tiles, in real Chromium: flat and in IWER's headset, from `tour serve` to the triangles on the screen."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.builders import write_pack
from tests.e2e.conftest import ARTEFACTS, ROOT, House
from tests.e2e.test_browser import Watcher, enter
from tests.tilesets import add_court

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def serve(sites: Path, data: Path) -> House:
    log = ARTEFACTS / "e2e" / "tiles-server.log"
    house = House("--sites", str(sites), "--data", str(data), "--model", "none", "--voices", "", log=log)
    house.wait("/healthz")
    return house


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with the well inside a court of tiles, and a site without."""
    folder = tmp_path_factory.mktemp("sites")
    add_court(write_pack(folder / "court"))
    write_pack(folder / "annexe", id="annexe")
    house = serve(folder, tmp_path_factory.mktemp("data"))
    yield house
    house.stop()


async def test_tiles_are_drawn_on_a_screen_and_the_coarse_level_goes(browser: Browser, court: House) -> None:
    visitor = await enter(browser, f"{court.url}/?site=well")
    fine = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.picture("tiles-screen")
    assert fine["tiles"]["failed"] == 0
    assert fine["tiles"]["covering"] == 1, "the coarse level has stepped aside"
    assert fine["tiles"]["bytes"] > 0
    assert fine["triangles"] > 2 * 25 * 12
    assert await visitor.page.evaluate("caravanserai.under(0.6, -0.1)") == "thing", "a pillar"
    assert await visitor.page.evaluate("caravanserai.under(0.6, 0.9)") is None, "the sky"
    assert visitor.errors == []


async def test_tiles_come_and_go_in_a_headset_and_are_drawn_for_both_eyes(browser: Browser, court: House) -> None:
    visitor = await enter(browser, f"{court.url}/?site=well", headset=True)
    flat = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    there = await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 20)
    assert there["tiles"]["visible"] >= 2
    assert there["triangles"] > 1.5 * flat["triangles"], "two eyes"
    await visitor.picture("tiles-headset")
    await visitor.page.evaluate("caravanserai.goto('bench')")
    far = await visitor.until(
        lambda state: state["position"][0] > 100 and state["tiles"]["bytes"] > there["tiles"]["bytes"]
    )
    assert far["presenting"], "what came, came while the headset was on"
    far = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.picture("tiles-headset-far")
    assert far["tiles"]["failed"] == 0
    await visitor.page.evaluate("headset.activeSession.end()")
    await visitor.until(lambda state: not state["presenting"])
    await visitor.page.evaluate("caravanserai.goto('mouth')")
    home = await visitor.until(
        lambda state: state["position"][0] < 1 and state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0
    )
    assert home["tiles"]["failed"] == 0
    assert visitor.errors == []


async def test_tiles_are_given_back_when_the_visitor_goes_to_another_site(browser: Browser, court: House) -> None:
    visitor = await enter(browser, f"{court.url}/?site=well")
    await visitor.until(lambda state: state["tiles"]["covering"] == 1)
    await visitor.page.locator("[data-site=annexe]").click()
    left = await visitor.until(lambda state: state["tiles"]["covering"] == 0 and state["level"] == 0)
    assert left["tiles"] == {**left["tiles"], "visible": 0, "bytes": 0, "loading": 0, "failed": 0}
    for site in ("well", "annexe", "well"):  # the second before the tiles of the first have come
        await visitor.page.locator(f"[data-site={site}]").click()
    back = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    assert back["tiles"]["covering"] == 1
    assert back["tiles"]["failed"] == 0
    assert visitor.errors == []


async def test_the_levels_do_where_the_tileset_cannot_be_had(browser: Browser, tmp_path: Path) -> None:
    folder = add_court(write_pack(tmp_path / "sites" / "court"))
    manifest = (folder / "site.toml").read_text(encoding="utf-8")
    both = manifest.replace('["models/slab.glb"]', '["models/slab.glb", "models/well.glb"]')
    (folder / "site.toml").write_text(both.replace('well.glb"]\nrole', 'slab.glb", "models/well.glb"]\nrole'), "utf-8")
    house = serve(tmp_path / "sites", tmp_path / "data")
    try:
        context = await browser.new_context(viewport={"width": 640, "height": 360})
        page = await context.new_page()
        await page.route("**/assets/*.json", lambda route: route.abort())
        visitor = Watcher(page)
        await page.goto(house.url)
        state = await visitor.until(lambda state: state["level"] == 1)
        assert state["tiles"]["covering"] == 0
        assert visitor.errors == []
    finally:
        house.stop()


async def test_a_damaged_tile_leaves_its_parent_in_view(browser: Browser, tmp_path: Path) -> None:
    folder = add_court(write_pack(tmp_path / "sites" / "court"))
    tiles = sorted((folder / "models" / "court").glob("*.glb"), key=lambda file: file.stat().st_size)
    tiles[-1].write_bytes(b"damaged" * 1000)
    house = serve(tmp_path / "sites", tmp_path / "data")
    try:
        visitor = await enter(browser, house.url)
        await visitor.until(lambda state: state["tiles"]["failed"] > 0)
        state = await visitor.until(lambda state: state["tiles"]["covering"] == 1 and state["tiles"]["visible"] == 1)
        await visitor.picture("tiles-damaged")
        assert visitor.errors == [], state
    finally:
        house.stop()


@pytest.mark.parametrize("slow", [True, False])
async def test_the_draco_copy_comes_on_a_slow_line(browser: Browser, tmp_path: Path, slow: bool) -> None:
    folder = write_pack(tmp_path / "sites" / "well")
    shutil.copy(needed("whale/whale_mandible.glb"), folder / "models" / "well.glb")
    shutil.copy(needed("whale/whale_mandible_draco.glb"), folder / "models" / "well.draco.glb")
    manifest = (folder / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(manifest.replace("scale = 1.0", "scale = 20.0"), encoding="utf-8")
    house = serve(tmp_path / "sites", tmp_path / "data")
    try:
        context = await browser.new_context(viewport={"width": 640, "height": 360})
        line = f"{{saveData: false, effectiveType: '{'3g' if slow else '4g'}', downlink: 5}}"
        await context.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {line}}})")
        page = await context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        visitor = Watcher(page)
        await page.goto(house.url)
        state = await visitor.until(lambda state: state["level"] == 0 and state["triangles"] > 50_000)
        await visitor.picture(f"draco-{slow}")
        digest = hashlib.sha256(
            (folder / "models" / ("well.draco.glb" if slow else "well.glb")).read_bytes()
        ).hexdigest()
        assert [url for url in asked if "/assets/" in url] == [f"{house.url}/assets/{digest}.glb"]
        assert any("draco_decoder" in url for url in asked) is slow, "the decoder is ours, and only fetched when needed"
        assert all(url.startswith((house.url, "blob:")) for url in asked)
        assert visitor.errors == [], state
    finally:
        house.stop()


async def test_a_scan_that_was_tiled(browser: Browser, tmp_path: Path) -> None:
    from scenes.derive.tile import tile
    from scenes.read import read

    mesh = read(needed("nefertiti/nefertiti-lowres.obj"), units="mm").mesh
    assert mesh is not None
    folder = write_pack(tmp_path / "sites" / "well")
    made = tile(mesh.materials, mesh, folder / "models" / "bust", scratch=tmp_path / "scratch", leaf_triangles=4000)
    manifest = (folder / "site.toml").read_text(encoding="utf-8")
    low, high = mesh.bounds()
    middle, away = (low[0] + high[0]) / 2, high[2] + float((high - low).max()) * 0.5
    manifest = manifest.replace('["models/well.glb"]', '[]\ntiles = "models/bust/tileset.json"')
    manifest = manifest.replace("[0.0, 0.0, 12.0]", f"[{10 * middle}, {5 * (low[1] + high[1])}, {10 * away}]")
    manifest = manifest.replace("scale = 1.0", "scale = 10.0")
    (folder / "site.toml").write_text(manifest, encoding="utf-8")
    house = serve(tmp_path / "sites", tmp_path / "data")
    try:
        visitor = await enter(browser, f"{house.url}/?detail=full")
        state = await visitor.until(lambda state: state["tiles"]["visible"] > 1 and state["tiles"]["loading"] == 0)
        await visitor.picture("tiles-scan")
        assert state["tiles"]["failed"] == 0
        assert 0 < state["tiles"]["visible"] <= made.tiles
        assert visitor.errors == []
    finally:
        house.stop()


def needed(name: str) -> Path:
    """A real scan, where this machine has it."""
    file = ROOT.parent / "shared" / "scans" / name
    if not file.is_file():
        pytest.skip(f"{file} is not here")
    return file
