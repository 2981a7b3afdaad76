"""Start to `/healthz`, and resident memory before and after each engine opens.

python tests/bench/start.py [--runs 5]
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.machine import machine

OPEN = """
import asyncio, json, os, sys, time
import psutil
from narration.engine import EngineContext
from narration.models.shelf import Shelf
from tour import plugins
from tour.settings import read_settings

async def main(group, name):
    shelf = Shelf(read_settings().weights)
    here = psutil.Process()
    before = here.memory_info().rss
    began = time.monotonic()
    async with plugins.engine(group, name)(EngineContext(weights=shelf.path, options={"guide": "standard"})):
        print(json.dumps({
            "seconds": round(time.monotonic() - began, 2),
            "before_mb": round(before / 1e6, 1),
            "after_mb": round(here.memory_info().rss / 1e6, 1),
        }))

asyncio.run(main(*sys.argv[1:]))
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start(*options: str) -> dict[str, Any]:
    """Start a server, wait for `/healthz`, weigh it, stop it."""
    port = free_port()
    began = time.monotonic()
    command = [sys.executable, "-m", "tour", "serve", "--port", str(port), *options]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.01)
        seconds = time.monotonic() - began
        time.sleep(1.0)
        loaded = {Path(each.path).name for each in psutil.Process(server.pid).memory_maps()}
        heavy = sorted(name for name in loaded if any(part in name for part in ("open3d", "llama", "onnxruntime")))
        return {"seconds": seconds, "rss_mb": psutil.Process(server.pid).memory_info().rss / 1e6, "heavy": heavy}
    finally:
        server.terminate()
        server.wait()


def opened(group: str, name: str) -> dict[str, Any]:
    answer = subprocess.run([sys.executable, "-c", OPEN, group, name], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    report: dict[str, Any] = {"bench": "start", "machine": machine()}
    starts = [start("--model", "none", "--voices", "none") for _ in range(runs)]
    report["no_engine"] = {
        "healthz_seconds_p50": round(statistics.median(each["seconds"] for each in starts), 3),
        "healthz_seconds_max": round(max(each["seconds"] for each in starts), 3),
        "rss_mb_max": round(max(each["rss_mb"] for each in starts), 1),
        "heavy_libraries": starts[0]["heavy"],
    }
    report["engines"] = {
        f"{group.rsplit('.', 1)[1]} {name}": opened(group, name)
        for group, name in (
            ("caravanserai.language_models", "llama_cpp"),
            ("caravanserai.voices", "kokoro"),
            ("caravanserai.voices", "espeak"),
            ("caravanserai.recognizers", "whisper"),
        )
    }
    report["load_after"] = machine()["load_before"]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
