"""Real scans through the real command, from a stranger's file to a place in a browser.

All of them take minutes: `make soak`. `make test` takes one of each kind.
"""

import json
import struct
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from scenes.device import FIRST_GEOMETRY
from scenes.scene import Model, Site
from scenes.site_pack import load_site
from scenes.validate import khronos
from tests.e2e.conftest import ARTEFACTS, ROOT, House, tour
from tests.e2e.test_browser import enter
from tests.render.before_after import before_after, made
from tests.surface import TRIANGLES, write_surface

SCANS = ROOT.parent / "shared" / "scans"
AT_A_TIME = 2
SECONDS = 900.0
LOOKS = (-0.4, -0.2, 0.0, 0.2, 0.4)
"""Heights on the screen, from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file, what its README promises, and what becomes of it."""

    file: str
    count: int
    """Triangles, or points."""
    kind: str = "mesh"

    @property
    def site(self) -> str:
        return self.file.lower().rpartition(".")[0].replace("/", "-").replace("_", "-")


VENUS = Scan("venus_de_milo/venus.glb", 24_058)
SURFACE = Scan("surface.ply", TRIANGLES, "tiles")
DAILY = (VENUS, Scan("e57/self/ColouredCubeFloat.e57", 7_680, "points"))
RARELY = (
    SURFACE,
    Scan("venus_597k/venus.gltf", 597_703),
    Scan("whale/whale_cranium.glb", 100_000),
    Scan("whale/whale_cranium_draco.glb", 100_000),
    Scan("whale/whale_mandible.glb", 100_000),
    Scan("whale/whale_mandible_draco.glb", 100_000),
    Scan("nefertiti/nefertiti-lowres.obj", 70_000),
    Scan("lion_statue/lionstatue.obj", 63_338),
    Scan("e57/pye57_pump.e57", 155_201, "points"),
    Scan("e57/reference/bunnyDouble.e57", 30_571, "points"),
    Scan("e57/reference/bunnyInt32.e57", 30_571, "points"),
    Scan("e57/self/ColouredCubeDouble.e57", 7_680, "points"),
)
BROKEN = (
    "InvalidCVHeader", "PinholeImageWithDistortionParameters", "ZeroPoints", "ZeroPointsInvalid", "bad-crc", "empty",
)  # fmt: skip
ALL = [*DAILY, *(pytest.param(scan, marks=pytest.mark.soak) for scan in RARELY)]

pytestmark = pytest.mark.timeout(1200)


class Ingests:
    """`tour ingest` of several files, two at a time, each once."""

    def __init__(self, root: Path) -> None:
        self.sites, self._data = root / "sites", root / "data"
        self._surface = root / SURFACE.file
        self._pool = ThreadPoolExecutor(AT_A_TIME)
        self._asked: dict[Scan, Future[subprocess.CompletedProcess[str]]] = {}

    def ask(self, scan: Scan) -> None:
        if scan not in self._asked:
            self._asked[scan] = self._pool.submit(self._take, scan)

    def taken(self, scan: Scan) -> dict[str, Any]:
        """The report of the command, which ended well."""
        self.ask(scan)
        done = self._asked[scan].result()
        assert done.returncode == 0, done.stdout + done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def file(self, scan: Scan) -> Path:
        if scan == SURFACE:
            return self._surface
        return needed(scan.file)

    def _take(self, scan: Scan) -> "subprocess.CompletedProcess[str]":
        if scan == SURFACE:
            write_surface(self._surface)
        return run(self.file(scan), scan.site, self._data, self.sites)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def run(file: Path, site: str, data: Path, sites: Path) -> "subprocess.CompletedProcess[str]":
    words = ("--data", str(data), "--into", str(sites), "--holder", "Tests", "--licence", "CC0-1.0", "--json")
    command = tour("ingest", str(file), "--site", site, *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="session")
def ingests(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingests]:
    """Begins with every scan that some test of this run asks for."""
    found = Ingests(tmp_path_factory.mktemp("ingested"))
    for item in request.session.items:
        scan = getattr(item, "callspec", None) and item.callspec.params.get("scan")  # type: ignore[attr-defined]
        if isinstance(scan, Scan) and (scan == SURFACE or (SCANS / scan.file).is_file()):
            found.ask(scan)
    yield found
    found.close()


def needed(name: str) -> Path:
    """A real scan, where this machine has it."""
    if not (SCANS / name).is_file():
        pytest.skip(f"{SCANS / name} is not here")
    return SCANS / name


@pytest.mark.parametrize("scan", ALL, ids=lambda scan: scan.site)
def test_a_scan_becomes_a_place(scan: Scan, ingests: Ingests) -> None:
    file = ingests.file(scan)
    report = ingests.taken(scan)
    (model,) = report["models"]
    assert model["kind"] == scan.kind
    assert model.get("points" if scan.kind == "points" else "triangles") == scan.count

    site = load_site(ingests.sites / scan.site)
    (thing,) = (each for each in site.scene.models if each.id == model["id"])
    check_files(site, thing)
    check_place(site, model["size"])
    if scan.kind != "mesh":
        assert thing.tiles is not None
        assert len(thing.tiles.files) == model["tiles"]["tiles"] >= 1
    draw(scan, file, ingests.sites / scan.site, model["source_bytes"])


def check_files(site: Site, thing: Model) -> None:
    """First level light, pictures there, and nothing that Khronos' validator calls an error."""
    for level in thing.levels[:1]:
        assert geometry(level.path) <= FIRST_GEOMETRY
    assert {picture.kind for picture in site.pictures} == {"thumbnail", "turntable", "plan"}
    levels = [level for model in site.scene.models for level in model.levels]
    written = [level.path for level in levels] + [level.draco.path for level in levels if level.draco is not None]
    tiles = [tile.path for tile in thing.tiles.files][:: max(1, len(thing.tiles.files) // 12)] if thing.tiles else []
    errors = {path.name: wrong for path in [*written, *tiles] if (wrong := errors_of(path))}
    assert errors == {}


def errors_of(path: Path) -> list[str]:
    return [f"{each.code} {each.pointer}" for each in khronos(path) if each.severity == "error"]


def geometry(path: Path) -> int:
    """Bytes of a GLB without its images."""
    data = path.read_bytes()
    document = json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])
    views = [document["bufferViews"][image["bufferView"]] for image in document.get("images", [])]
    return len(data) - sum(view["byteLength"] for view in views)


def check_place(site: Site, size: list[float]) -> None:
    """One enters on the ground and looks at the thing, from no further than makes sense."""
    import numpy as np

    from scenes.ground import Ground
    from scenes.solid import solid_of

    entrance = site.scene.entrance
    snapped, inside = Ground.of(solid_of(site.scene).walkable).snap(np.array([entrance.position]))
    assert inside.all()
    assert np.linalg.norm(snapped[0] - entrance.position) < 0.1
    (note,) = site.scene.annotations
    away = np.array(note.position) - entrance.position
    flat = away[[0, 2]] / max(float(np.linalg.norm(away[[0, 2]])), 1e-9)
    forward = np.array(entrance.forward)[[0, 2]]
    assert float(flat @ forward) > 0.9, "one looks at it"
    assert np.linalg.norm(away) <= 3 * max(*size, 2.0)


def draw(scan: Scan, file: Path, pack: Path, size: int) -> None:
    """Keep a picture of the scan beside what was made of it."""
    from scenes.read import read

    found = read(file)
    thing = found.mesh or found.cloud
    assert thing is not None
    out = ARTEFACTS / "ingest" / f"{scan.site}.png"
    before_after(thing, list(made(pack)), out, f"{file.name} · {size / 1e6:.2f} MB")
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_cloud_is_refused_with_a_remedy(name: str, tmp_path: Path) -> None:
    done = run(needed(f"e57/self/{name}.e57"), "broken", tmp_path / "data", tmp_path / "sites")
    assert done.returncode == 1, done.stdout + done.stderr
    errors = [finding for finding in json.loads(done.stdout)["refused"] if finding.get("severity", "error") == "error"]
    assert errors
    assert all(error["remedy"] for error in errors)
    assert not any(path.is_dir() for path in (tmp_path / "sites").iterdir())


@pytest.fixture(scope="module")
def house(ingests: Ingests, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server of the ingested Venus, with neither model nor voice."""
    needed(VENUS.file)
    ingests.taken(VENUS)
    quiet = ("--data", str(tmp_path_factory.mktemp("data")), "--model", "none", "--voices", "")
    house = House("--sites", str(ingests.sites), *quiet, log=ARTEFACTS / "e2e" / "ingest-server.log")
    house.wait("/healthz")
    yield house
    house.stop()


@pytest.mark.browser
async def test_a_scan_stands_before_the_visitor_and_the_guide_copes_without_facts(
    browser: Browser, house: House
) -> None:
    visitor = await enter(browser, f"{house.url}/?site={VENUS.site}")
    await visitor.until(lambda state: state["level"] == 1)
    columns = [[await visitor.page.evaluate(f"caravanserai.under({x}, {y})") for y in LOOKS] for x in (-0.7, 0, 0.7)]
    assert columns[1].count("thing") >= 3, "she fills a good part of the height"
    assert "thing" not in columns[0] + columns[2], "and not the whole width"
    await visitor.page.locator("#begin").click()
    await visitor.until(lambda state: state["connected"] and state["stop"] == "entrance")
    await visitor.page.evaluate("""() => {
        document.querySelector('#question').value = 'Who made her?';
        document.querySelector('#ask-form').requestSubmit();
    }""")
    answered = await visitor.until(lambda state: len(state["captions"]) > 0)
    await visitor.picture("ingest-screen")
    assert answered["captions"][-1].strip(), "the guide says that it does not know"
    assert visitor.errors == []


@pytest.mark.browser
async def test_a_scan_is_seen_in_a_headset(browser: Browser, house: House) -> None:
    visitor = await enter(browser, f"{house.url}/?site={VENUS.site}", headset=True)
    flat = await visitor.until(lambda state: state["level"] == 1 and state["triangles"] > VENUS.count)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    there = await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 20)
    await visitor.picture("ingest-headset")
    assert there["triangles"] > 1.5 * flat["triangles"], "for both eyes"
    assert visitor.errors == []
