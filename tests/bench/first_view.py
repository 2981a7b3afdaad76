"""Seconds and bytes to the first picture and to the whole site, over slow lines, beside one GLB in a viewer.

python tests/bench/first_view.py [--site colosseum] [--line slow 4g fast] [--runs 3] [--out FILE]

The same site three times: as this house serves it; its finest levels as one plain GLB; the same through
gltf-transform's `optimize`. Both GLBs are shown by a three.js page that preloads them and is packed with Brotli.
A relay makes the line.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from aiohttp import web

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
PEER = Path(__file__).parent / "one_glb"

from tests.bench.machine import machine  # noqa: E402
from tests.bench.narrow import Narrow  # noqa: E402
from tests.e2e.conftest import House, chromium  # noqa: E402

LINES = {"fast": (100e6, 0.01), "4g": (9e6, 0.085), "slow": (1e6, 0.3)}
"""Bits a second, and seconds there and back."""
PATIENCE = 420
FIRST_OURS = "() => (window.caravanserai?.state().level ?? -1) >= 0"
WHOLE_OURS = "deepest => window.caravanserai.state().level >= deepest"
SHOWN = "() => window.shown === true"


async def until(page: Any, script: str, given: Any = None) -> float:
    """When `script` says yes."""
    async with asyncio.timeout(PATIENCE):
        while not await page.evaluate(script, given):
            await asyncio.sleep(0.05)
    return monotonic()


async def look(port: int, path: str, line: tuple[float, float], *, ours: int | None) -> dict[str, float]:
    """Open a page over a line in a browser that has never been there."""
    async with Narrow(target=port, bits=line[0], rtt=line[1]) as narrow, chromium() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
        page = await context.new_page()
        began = monotonic()
        await page.goto(f"http://localhost:{narrow.port}{path}", wait_until="commit", timeout=PATIENCE * 1000)
        first = await until(page, SHOWN if ours is None else FIRST_OURS)
        seen: dict[str, float] = {"first_s": first - began, "first_bytes": narrow.down}
        if ours is None:
            return seen | {"whole_s": seen["first_s"], "whole_bytes": seen["first_bytes"]}
        whole = await until(page, WHOLE_OURS, ours)
        return seen | {"whole_s": whole - began, "whole_bytes": narrow.down}


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[int]:
    """A plain file server that sends what lies packed beside a file."""

    async def file(request: web.Request) -> web.FileResponse:
        path = folder / (request.path.strip("/") or "index.html")
        kind = {".html": "text/html", ".js": "text/javascript"}.get(path.suffix, "model/gltf-binary")
        packed = path.with_name(path.name + ".br")
        if packed.is_file():
            return web.FileResponse(packed, headers={"Content-Type": kind, "Content-Encoding": "br"})
        return web.FileResponse(path, headers={"Content-Type": kind})

    app = web.Application()
    app.router.add_get("/{path:.*}", file)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def build_models(house: House, site: str, folder: Path) -> int:
    """Write plain.glb and optimized.glb of a site that is served; the number of its finest level."""
    import urllib.request

    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(house.url + path, timeout=60) as answer:
            return bytes(answer.read())

    models = json.loads(fetch(f"/api/sites/{site}"))["scene"]["models"]
    visible = [model for model in models if model["role"] == "visible" and model["levels"]]
    sources = []
    for number, model in enumerate(visible):
        path = folder / f"source-{number}.glb"
        path.write_bytes(fetch(model["levels"][-1]["url"]))
        sources.append(str(path))
    subprocess.run(["node", str(PEER / "plain.mjs"), str(folder / "plain.glb"), *sources], check=True)
    optimizer = ROOT / "scenes" / "node" / "node_modules" / ".bin" / "gltf-transform"
    arguments = ["optimize", str(folder / "plain.glb"), str(folder / "optimized.glb"), "--compress", "meshopt"]
    subprocess.run([str(optimizer), *arguments], check=True, stdout=subprocess.DEVNULL)
    return max(len(model["levels"]) for model in visible) - 1


def middle(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}


async def measure(house: House, deepest: int, given: argparse.Namespace, folder: Path, report: dict[str, Any]) -> None:
    report["glb_bytes"] = {name: (folder / f"{name}.glb").stat().st_size for name in ("plain", "optimized")}
    for name in given.line:
        line = LINES[name]
        found: dict[str, Any] = {"bits_a_second": line[0], "round_trip_s": line[1], "load": machine()["load_before"]}
        ours = [await look(house.port, f"/?site={given.site}", line, ours=deepest) for _ in range(given.runs)]
        found["caravanserai"] = middle(ours)
        for kind in ("plain", "optimized"):
            (folder / "page" / "site.glb").write_bytes((folder / f"{kind}.glb").read_bytes())
            async with serving(folder / "page") as port:
                runs = 1 if kind == "plain" and name == "slow" else given.runs
                found[kind] = middle([await look(port, "/", line, ours=None) for _ in range(runs)])
            found[f"sooner_than_{kind}"] = round(found[kind]["first_s"] / found["caravanserai"]["first_s"], 1)
        report["lines"][name] = found
        print(json.dumps({name: found}), file=sys.stderr, flush=True)


def main(arguments: Callable[[], argparse.Namespace] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", default="colosseum")
    parser.add_argument("--line", nargs="*", choices=LINES, default=list(LINES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path)
    given = arguments() if arguments else parser.parse_args()
    report: dict[str, Any] = {"bench": "first_view", "machine": machine(), "site": given.site, "runs": given.runs}
    report["lines"] = {}
    with tempfile.TemporaryDirectory() as scratch:
        house = House("--model", "none", "--voices", "espeak", log=Path(scratch) / "server.log")
        try:
            house.wait()
            deepest = build_models(house, given.site, Path(scratch))
            subprocess.run(["node", str(PEER / "build.mjs"), str(Path(scratch) / "page")], check=True)
            asyncio.run(measure(house, deepest, given, Path(scratch), report))
        finally:
            house.stop()
    if given.out:
        given.out.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
