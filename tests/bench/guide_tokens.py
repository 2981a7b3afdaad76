"""How fast the guide's words come, as JSON: llama_cpp in our process, and a llama.cpp server beside it.

`.venv/bin/python tests/bench/guide_tokens.py [--guides small,standard] [--peer PYTHON]`, where PYTHON is an
interpreter that has `xllamacpp`. Each engine runs in a process of its own, one after the other.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

from narration.engine import EngineContext, EngineUnavailable, LanguageModel
from narration.engines.llama_cpp import LlamaCpp, physical_cores
from narration.engines.openai_http import OpenAIHttp
from narration.models.shelf import Shelf
from narration.prompt import Prompt, Turn
from tour.settings import read_settings

SHARED = (
    Turn(
        role="system",
        text="You are a museum guide speaking English to a visitor at the Colosseum. You are given a fact. Say it in "
        "one short spoken sentence of your own. Keep every number, date and name exactly. Add nothing that the fact "
        "does not say. Reply with the sentence only.",
    ),
    Turn(role="user", text="Fact: The lighthouse keeper's lamp on Harbour Rock burned 12 litres of oil every night."),
    Turn(role="assistant", text="Every night, the keeper's lamp on Harbour Rock used up 12 litres of oil."),
)
FACTS = (
    "The Colosseum was opened by the emperor Titus in the year 80 with games that lasted a hundred days.",
    "The outer wall of the amphitheatre rises 48 metres and was faced with travertine from Tivoli.",
    "Eighty arches ring each storey; seventy-six of the ground floor's carried numbers for the spectators.",
    "The arena's wooden floor measured 83 by 48 metres and was covered with sand.",
)
PEER = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path = sys.argv[1]
p.n_ctx, p.n_parallel, p.port, p.hostnames = 4096, 4, 0, ["127.0.0.1"]
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = int(sys.argv[2])
p.verbosity = -1
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def telling(fact: str, number: int, **more: Any) -> Prompt:
    # A number of its own keeps a server from answering out of its cache.
    own = (Turn(role="user", text=f"Fact {number}: {fact}"),)
    return Prompt(shared=SHARED, own=own, **{"max_tokens": 48, **more})


async def one(engine: LanguageModel, prompt: Prompt) -> dict[str, float]:
    """Seconds to the first piece and to the end, and how many pieces (tokens, nearly) came."""
    start, first, pieces = time.perf_counter(), 0.0, 0
    async with aclosing(engine.generate(prompt)) as stream:
        async for _ in stream:
            first = first or time.perf_counter() - start
            pieces += 1
    return {"first": first, "end": time.perf_counter() - start, "pieces": pieces}


async def measure(engine: LanguageModel, warm: Callable[[Turn], Any]) -> dict[str, Any]:
    cold = await one(engine, telling(FACTS[0], 0))
    prompts = await prompt_speed(warm)
    single = [await one(engine, telling(fact, number + 1)) for number, fact in enumerate(FACTS)]
    start = time.perf_counter()
    four = await asyncio.gather(*(one(engine, telling(fact, number + 11)) for number, fact in enumerate(FACTS)))
    seconds = time.perf_counter() - start
    return {
        "first_token_cold_s": round(cold["first"], 3),
        "first_token_warm_s": round(sum(run["first"] for run in single) / 4, 3),
        "first_token_after_interruption_s": round(await interrupted(engine), 3),
        "prompt_tokens_per_s": prompts,
        "tokens_per_s_one": round(sum((r["pieces"] - 1) / (r["end"] - r["first"]) for r in single) / 4, 1),
        "sentence_s_one": round(sum(run["end"] for run in single) / 4, 2),
        "tokens_per_s_four_prompts_included": round(sum(run["pieces"] for run in four) / seconds, 1),
        "first_token_four_s": round(max(run["first"] for run in four), 2),
    }


async def prompt_speed(warm: Callable[[Turn], Any]) -> float:
    """Tokens a second over a fresh text of about 500 tokens."""
    text = " ".join(f"Stone {number} of the wall." for number in range(70))
    start = time.perf_counter()
    tokens = await warm(Turn(role="system", text=text))
    return round(float(tokens) / (time.perf_counter() - start), 1)


async def interrupted(engine: LanguageModel) -> float:
    """Seconds to the first piece of a warm prompt asked for while a long one was being evaluated and was closed."""
    long = Prompt(shared=(), own=(Turn(role="user", text="arch and stone " * 400),), max_tokens=4)
    waiting = asyncio.ensure_future(one(engine, long))
    await asyncio.sleep(0.4)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    after = await one(engine, telling(FACTS[0], 99))
    return float(after["first"])


async def ours(weights: Path) -> dict[str, Any]:
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.perf_counter()
    async with LlamaCpp(EngineContext(weights=lambda _: weights)) as engine:
        opened = time.perf_counter() - start

        async def warm(turn: Turn) -> int:
            evaluated = engine.stats.evaluated_tokens
            await engine.warm((turn,))
            return engine.stats.evaluated_tokens - evaluated

        found = await measure(engine, warm)
        return {"open_s": round(opened, 2), **found, "rss_mb": (process.memory_info().rss - before) >> 20}


@asynccontextmanager
async def peer_server(python: str, weights: Path) -> AsyncIterator[tuple[str, int]]:
    command = [python, "-c", PEER, str(weights), str(physical_cores())]
    server = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout
    try:
        while not (line := await server.stdout.readline()).startswith(b"http"):
            if not line:
                raise RuntimeError(f"{python} could not start xllamacpp's server")
        yield line.decode().strip(), server.pid
    finally:
        server.kill()
        await server.wait()


async def peers(python: str, weights: Path) -> dict[str, Any]:
    start = time.perf_counter()
    async with peer_server(python, weights) as (url, pid):
        opened = time.perf_counter() - start
        options = {"openai_url": f"{url}/v1", "openai_model": "guide"}
        async with OpenAIHttp(EngineContext(weights=lambda _: None, options=options)) as engine:

            async def warm(turn: Turn) -> int:
                await one(engine, Prompt(shared=(turn,), own=(Turn(role="user", text="Go."),), max_tokens=1))
                return len(turn.text.split()) * 6 // 5

            found = await measure(engine, warm)
            return {"open_s": round(opened, 2), **found, "rss_mb": psutil.Process(pid).memory_info().rss >> 20}


def run(which: str, *arguments: Any) -> dict[str, Any]:
    """Measure in a fresh process; what went wrong there is a finding too."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(_alone, which, *arguments).result(timeout=900)
        except RuntimeError as error:
            return {"failed": str(error)}


def _alone(which: str, *arguments: Any) -> dict[str, Any]:
    measured = ours(*arguments) if which == "ours" else peers(*arguments)
    try:
        return asyncio.run(measured)
    except EngineUnavailable as error:
        raise RuntimeError(str(error)) from None


def machine() -> dict[str, Any]:
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": physical_cores(),
        "memory_gb": psutil.virtual_memory().total >> 30,
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guides", default="small,standard")
    parser.add_argument("--peer", default="", help="an interpreter that has xllamacpp")
    given = parser.parse_args()
    shelf = Shelf(read_settings().weights)
    found: dict[str, Any] = {"bench": "guide_tokens", "machine": machine(), "guides": {}}
    for guide in given.guides.split(","):
        weights = shelf.path(guide)
        if weights is None:
            sys.exit(f"the weights {guide!r} are not here: run `tour models pull {guide}`")
        found["guides"][guide] = {"llama_cpp": run("ours", weights)}
        if given.peer:
            found["guides"][guide]["xllamacpp server"] = run("peers", given.peer, weights)
    found["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
