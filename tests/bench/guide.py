"""Many visitors at one language model, as JSON: llama_cpp in our process beside llama.cpp's own server.

`.venv/bin/python tests/bench/guide.py [--guide standard] [--visitors 1,4,8] [--peer PYTHON] [--out FILE]`, where PYTHON
is an interpreter that has `xllamacpp` (`python3 -m venv /tmp/peer && /tmp/peer/bin/pip install xllamacpp`).

Both hold the same weights, context, slots and threads and are sent the same prompts at the same moments, by turns:
every visitor asks for one sentence about a fact of the Colosseum after another, without a pause. In `fresh` no prompt
comes twice; in `known` the facts were told before, as on any day but the first; in `together` everybody comes at the
same moment. `drafts` sets our engine beside itself without guesses; `start` says what opening, a restart and an
interruption cost. Admission control is off.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from machine import machine, spread

from narration import compose
from narration.engine import EngineContext, LanguageModel
from narration.engines.first_clause import has_clause
from narration.engines.llama_cpp import LlamaCpp, physical_cores
from narration.engines.openai_http import OpenAIHttp
from narration.models.shelf import Shelf
from narration.prompt import Prompt, Turn
from narration.voice.turn import TURN, Urgency
from narration.voice.turn import Turn as WhoseTurn
from scenes.site_pack import load_site
from tour.settings import read_settings

FACTS = tuple(
    load_site(Path(__file__).parents[2] / "scenes" / "sites" / "colosseum" / "pack", models=False).facts.values()
)
KNOWN = 20
"""Facts that were told before, in `known`."""
CONTEXT, SLOTS = 4096, 8
ARRIVE_WITHIN = 6.0
"""Seconds over which visitors come; all at once is a measurement of its own."""
PEER = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path = sys.argv[1]
p.n_ctx, p.n_parallel, p.port, p.hostnames = int(sys.argv[3]), int(sys.argv[4]), 0, ["127.0.0.1"]
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = int(sys.argv[2])
p.verbosity = -1
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reply: seconds to its first clause and to its end."""

    clause: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked of an engine."""

    visitors: int
    requests: int
    fresh: bool
    together: bool = False
    round: int = 0


def prompts(plan: Plan, visitor: int) -> list[Prompt]:
    """Tellings of the Colosseum's facts in an order of the visitor's own."""
    facts = [*FACTS] if plan.fresh else [*FACTS[:KNOWN]]
    random.Random(f"{visitor} {plan.round}").shuffle(facts)
    told = [compose.telling(fact, "en") for fact in facts[: plan.requests]]
    if not plan.fresh:
        return told
    seed = f"{plan.visitors}{plan.round}{int(plan.together)}"
    return [_renamed(prompt, f"{seed}{visitor}{number}") for number, prompt in enumerate(told)]


def _renamed(prompt: Prompt, number: str) -> Prompt:
    """The same prompt with a number before its fact, so that nothing of it was evaluated before."""

    def renamed(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        return (*turns[:-1], Turn(role="user", text=turns[-1].text.replace("Fact", f"Fact {number}", 1)))

    if prompt.own:
        return replace(prompt, own=renamed(prompt.own))
    return replace(prompt, shared=renamed(prompt.shared))


async def told(engine: LanguageModel, prompt: Prompt) -> Told:
    start, clause, text = time.perf_counter(), 0.0, ""
    async with aclosing(engine.generate(prompt)) as pieces:
        async for piece in pieces:
            text += piece
            if not clause and has_clause(text):
                clause = time.perf_counter() - start
    end = time.perf_counter() - start
    return Told(clause=clause or end, end=end, text=text)


async def visit(engine: LanguageModel, plan: Plan, visitor: int) -> list[Told]:
    await asyncio.sleep(0 if plan.together else ARRIVE_WITHIN * visitor / plan.visitors)
    TURN.set(WhoseTurn(caller=visitor, urgency=Urgency.NOW))
    return [await told(engine, prompt) for prompt in prompts(plan, visitor)]


async def measure(engine: LanguageModel, plan: Plan, count: Callable[[str], int]) -> dict[str, Any]:
    start = time.perf_counter()
    heard = await asyncio.gather(*(asyncio.create_task(visit(engine, plan, each)) for each in range(plan.visitors)))
    seconds = time.perf_counter() - start
    every = [one for visitor in heard for one in visitor]
    return {"seconds": seconds, "tokens": sum(count(one.text) for one in every), "told": every}


def summary(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All rounds together."""
    every = [one for run in runs for one in run["told"]]
    tokens, seconds = sum(run["tokens"] for run in runs), sum(run["seconds"] for run in runs)
    return {
        "tokens_per_s": round(tokens / seconds, 2),
        "by_round": [round(run["tokens"] / run["seconds"], 2) for run in runs],
        "first_clause": spread([one.clause for one in every]),
        "sentence": spread([one.end for one in every]),
        "tokens": tokens,
    }


def ratios(ours: dict[str, Any], peers: dict[str, Any]) -> dict[str, float]:
    """Ours to the server's: more tokens are better, fewer milliseconds are."""
    return {
        "tokens_per_s": round(ours["tokens_per_s"] / peers["tokens_per_s"], 2),
        "first_clause_p50": round(ours["first_clause"]["p50_ms"] / peers["first_clause"]["p50_ms"], 2),
        "first_clause_p95": round(ours["first_clause"]["p95_ms"] / peers["first_clause"]["p95_ms"], 2),
    }


@asynccontextmanager
async def server(python: str, weights: Path, threads: int) -> AsyncIterator[LanguageModel]:
    command = [python, "-c", PEER, str(weights), str(threads), str(CONTEXT), str(SLOTS)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout
    try:
        while not (line := await process.stdout.readline()).startswith(b"http"):
            if not line:
                raise RuntimeError(f"{python} could not start xllamacpp's server")
        options = {"openai_url": f"{line.decode().strip()}/v1", "openai_model": "guide"}
        async with OpenAIHttp(EngineContext(weights=lambda _: None, options=options)) as engine:
            yield engine
    finally:
        process.kill()
        await process.wait()


def ours(weights: Path, threads: int, state: str, more: dict[str, str]) -> LlamaCpp:
    options = {"context": str(CONTEXT), "parallel": str(SLOTS), "threads": str(threads), "patience": "off"}
    return LlamaCpp(EngineContext(weights=lambda _: weights, options={**options, "state": state, **more}))


async def side_by_side(engines: dict[str, LanguageModel], plan: Plan, rounds: int, count: Any) -> dict[str, Any]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
    for number in range(rounds):
        for name, engine in engines.items():
            runs[name].append(await measure(engine, replace(plan, round=number if plan.fresh else 0), count))
    found: dict[str, Any] = {name: summary(each) for name, each in runs.items()}
    if len(found) == 2:
        found["ours_to_theirs"] = ratios(*found.values())
        pairs = zip(*([one.text for run in each for one in run["told"]] for each in runs.values()), strict=True)
        same = [mine == theirs for mine, theirs in pairs]
        found["same_sentences"] = f"{sum(same)} of {len(same)}"
    return found


async def bench(given: argparse.Namespace, weights: Path) -> dict[str, Any]:
    report: dict[str, Any] = {"bench": "guide", "guide": given.guide, "machine": machine(), "threads": given.threads}
    cases = given.cases.split(",")
    if "start" in cases:
        report["start"] = await starts(weights, given.threads)
    if "drafts" in cases:
        report["drafts"] = await beside(given, weights, ["fresh"], {"without": "0"})
    if others := [case for case in cases if case not in {"start", "drafts"}]:
        report |= await beside(given, weights, others, {})
    return report


async def beside(given: argparse.Namespace, weights: Path, cases: list[str], drafts: dict[str, str]) -> dict[str, Any]:
    """Our engine beside the server, or beside itself with other drafts."""
    found: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        state = stack.enter_context(tempfile.TemporaryDirectory())
        more = dict(option.split("=", 1) for option in given.option)
        mine = await stack.enter_async_context(ours(weights, given.threads, state, more))
        engines: dict[str, LanguageModel] = {"llama_cpp": mine}
        for name, draft in drafts.items():
            other = ours(weights, given.threads, "", {"draft": draft})
            engines[name] = await stack.enter_async_context(other)
        if given.peer and not drafts:
            engines["server"] = await stack.enter_async_context(server(given.peer, weights, given.threads))
        for engine in engines.values():
            await warmed(engine)
        for case in cases:
            found[case] = await levels(engines, given, case, mine.count)
        found["stats"] = asdict(mine.stats)
    return found


async def starts(weights: Path, threads: int) -> dict[str, float]:
    """Seconds, and megabytes: an engine that never ran, the same after a restart, and one that is interrupted."""
    prompt, found = compose.telling(FACTS[0], "en"), {}
    process = psutil.Process()
    before = process.memory_info().rss
    with tempfile.TemporaryDirectory() as state:
        for name in ("first_start", "restart"):
            began = time.perf_counter()
            async with ours(weights, threads, state, {}) as engine:
                found[f"{name}_open_s"] = time.perf_counter() - began
                found[f"{name}_first_clause_s"] = (await told(engine, prompt)).clause
                found[f"{name}_rss_mb"] = (process.memory_info().rss - before) >> 20
                if name == "restart":
                    found["after_interruption_first_clause_s"] = await interrupted(engine, prompt)
    return {name: round(value, 3) for name, value in found.items()}


async def interrupted(engine: LanguageModel, prompt: Prompt) -> float:
    """To the first clause of a prompt that was asked while a long one was being read and was closed."""
    long = Prompt(shared=(), own=(Turn(role="user", text="arch and stone " * 400),), max_tokens=4)
    waiting = asyncio.ensure_future(told(engine, long))
    await asyncio.sleep(0.4)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return (await told(engine, prompt)).clause


async def levels(engines: dict[str, LanguageModel], given: argparse.Namespace, case: str, count: Any) -> dict[str, Any]:
    found = {}
    if case == "known":
        await facts_told(engines)
    for visitors in map(int, given.visitors.split(",")):
        plan = Plan(
            visitors=visitors,
            requests=given.requests * (3 if visitors == 1 else 1),
            fresh=case != "known",
            together=case == "together",
        )
        found[f"visitors_{visitors}"] = await side_by_side(engines, plan, given.rounds, count)
    return found


async def warmed(engine: LanguageModel) -> None:
    """Each has told something before, so that its memory is mapped and the common beginning stands."""
    await told(engine, compose.telling(FACTS[0], "en"))


async def facts_told(engines: dict[str, LanguageModel]) -> None:
    """What happened on the days before: every fact was told once."""
    for engine in engines.values():
        for fact in FACTS[:KNOWN]:
            await told(engine, replace(compose.telling(fact, "en"), max_tokens=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guide", default="standard")
    parser.add_argument("--visitors", default="1,4,8")
    parser.add_argument("--cases", default="fresh,known", help="of fresh, known, together, drafts, start")
    parser.add_argument("--requests", type=int, default=4, help="sentences a visitor asks for in a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=physical_cores())
    parser.add_argument("--option", action="append", default=[], help="another option of ours, e.g. draft=0")
    parser.add_argument("--peer", default="", help="an interpreter that has xllamacpp")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    weights = Shelf(read_settings().weights).path(given.guide)
    if weights is None:
        sys.exit(f"the weights {given.guide!r} are not here: run `tour models pull {given.guide}`")
    report = asyncio.run(bench(given, weights))
    report["load_after"] = machine()["load_before"]
    text = json.dumps(report, indent=2)
    if given.out:
        given.out.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
