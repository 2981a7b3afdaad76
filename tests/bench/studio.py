"""The studio on a very large site: 2,000 annotations and 5,000 facts in 12 languages, on loopback.

`python tests/bench/studio.py [--annotations 2000] [--facts 5000] [--visitors 200] [--times 40]`. Prints JSON: how long
the first import and the first publishing take, then p50 and p95 of listing (a page of 100 facts), searching, saving and
publishing one change, alone and with visitors about; and of how long after a curator's publishing is asked for each
visitor is told. The server has a process of its own.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[2]))

from clients.visitor import Visitor
from scenes.exchange.write_pack import pack_texts
from scenes.pack_zip import pack
from tests.bench.large_site import LANGUAGES, large_site
from tests.bench.machine import machine, spread
from tour.messages import Hello

BASE = "/api/sites/well"
SEARCHES = ("statue", "hall 4711", "kilograms 17", "厅的bowl", "Catalogue", "zzz", "сала", "drum зала", "1")


def serve(folder: Path) -> None:
    """The server of the bench: one small site, one curator; says where it is and who is signed in."""
    from dataclasses import replace

    from aiohttp import web

    from tests.people import house_settings, signed_in, two_sites
    from tour.keys import RECORDS

    async def run() -> None:
        app = two_sites(folder, replace(house_settings(folder), visits=1000))
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        headers = await signed_in(app[RECORDS], {"well": ["curator"]})
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        print(json.dumps({"address": address, "headers": headers}), flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


class Curator:
    """Asks the server, and keeps the time."""

    def __init__(self, session: aiohttp.ClientSession, headers: dict[str, str]) -> None:
        self._session, self._headers = session, headers

    async def ask(self, method: str, path: str, **more: Any) -> tuple[Any, float]:
        """The answer, and the seconds until all of it was here."""
        headers = {**self._headers, **more.pop("headers", {})}
        began = time.perf_counter()
        async with self._session.request(method, path, headers=headers, **more) as answer:
            text = await answer.read()
            took = time.perf_counter() - began
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {text[:400]!r}")
            return (json.loads(text) if answer.content_type == "application/json" else text), took

    async def change(self, kind: str, id_: str, field: str, text: str) -> float:
        """Save one text of a record; the seconds that saving took."""
        found, _ = await self.ask("GET", f"{BASE}/records/{kind}/{id_}")
        body = {**found["body"], field: {**found["body"][field], "en": text}}
        tag = {"If-Match": f'"{found["etag"]}"'}
        return (await self.ask("PUT", f"{BASE}/records/{kind}/{id_}", json=body, headers=tag))[1]


def packed(folder: Path, annotations: int, facts: int) -> bytes:
    """The large site as a zip."""
    site = large_site(folder, annotations, facts)
    for name, text in pack_texts(site):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return pack(folder, folder.with_suffix(".zip")).path.read_bytes()


async def take_in(curator: Curator, archive: bytes) -> dict[str, Any]:
    """Bring the large site in and publish it for the first time."""
    kind = {"Content-Type": "application/zip"}
    told, imported = await curator.ask("POST", f"{BASE}/pack?replace=yes", data=archive, headers=kind)
    _, published = await curator.ask("POST", f"{BASE}/releases")
    return {"records": told["records"], "import_s": round(imported, 1), "first_publish_s": round(published, 1)}


async def desk(curator: Curator, times: int, facts: int, annotations: int, chance: random.Random) -> dict[str, Any]:
    """A curator's usual work, one thing after another."""
    lists, searches, saves, publishings = [], [], [], []
    for number in range(times):
        after = f"fact-{chance.randrange(facts)}"
        lists.append((await curator.ask("GET", f"{BASE}/records/fact", params={"after": after}))[1])
        asked = {"search": SEARCHES[number % len(SEARCHES)]}
        searches.append((await curator.ask("GET", f"{BASE}/records/fact", params=asked))[1])
        fact, note = chance.randrange(facts), chance.randrange(annotations)
        saves.append(await curator.change("fact", f"fact-{fact}", "text", f"It weighs {number} kilograms."))
        saves.append(await curator.change("annotation", f"note-{note}", "label", f"Statue {number}"))
        publishings.append((await curator.ask("POST", f"{BASE}/releases"))[1])
    return {
        "list": spread(lists), "search": spread(searches), "save": spread(saves), "publish": spread(publishings),
    }  # fmt: skip


async def reach(curator: Curator, visitors: list[Visitor], times: int, chance: random.Random) -> dict[str, Any]:
    """How long after publishing is asked for each visitor knows."""
    seconds, publishings = [], []

    async def told(visitor: Visitor, text: str, began: float) -> float:
        await visitor.until(lambda: bool(visitor.changes) and visitor.changes[-1].label == text)
        return time.perf_counter() - began

    for number in range(times):
        text = f"Mask {number}"
        await curator.change("annotation", f"note-{chance.randrange(10)}", "label", text)
        began = time.perf_counter()
        waiting = [asyncio.create_task(told(visitor, text, began)) for visitor in visitors]
        publishings.append((await curator.ask("POST", f"{BASE}/releases"))[1])
        seconds += await asyncio.gather(*waiting)
    return {"publish": spread(publishings), "told": spread(seconds)}


async def measure(options: argparse.Namespace, address: str, headers: dict[str, str], archive: bytes) -> dict[str, Any]:
    """All of it."""
    chance = random.Random(3)
    async with AsyncExitStack() as stack:
        timeout = aiohttp.ClientTimeout(total=900)
        session = await stack.enter_async_context(aiohttp.ClientSession(address, timeout=timeout))
        curator = Curator(session, headers)
        found: dict[str, Any] = await take_in(curator, archive)
        found |= await desk(curator, options.times, options.facts, options.annotations, chance)
        visitors = [
            await stack.enter_async_context(
                Visitor(address.replace("http", "ws", 1) + "/visit", Hello(site="well", language="en", audio=()))
            )
            for _ in range(options.visitors)
        ]
        found["visitors"] = {"count": len(visitors), **await reach(curator, visitors, options.times // 2, chance)}
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=int, default=2000)
    parser.add_argument("--facts", type=int, default=5000)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    before = machine()
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(Path(folder) / "large", options.annotations, options.facts)
        command = [sys.executable, __file__, "--serve", str(Path(folder) / "house")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            try:
                found = asyncio.run(measure(options, told["address"], told["headers"], archive))
            finally:
                server.terminate()
    size = {"annotations": options.annotations, "facts": options.facts, "languages": len(LANGUAGES)}
    print(json.dumps({"machine": before, "site": size, **found}, indent=1))


if __name__ == "__main__":
    main()
