"""`/api/sites/{site}/advice…`: what deserves a curator's attention in what a site tells."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing

from aiohttp import web
from msgspec import Struct

from narration.consistency import MOST, Note, notes
from narration.consistency.reading import Judged, judged
from narration.consistency.twins import couples
from narration.engine import reader_of
from scenes.scene import Site
from tour.errors import problem
from tour.keys import ADVICE, HOUSE, PREVIEWS
from tour.people.guard import caller
from tour.previewing import Busy
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.lines import LINES, lined
from tour.routes.studio.written import as_written

Known = dict[str, tuple[Site, asyncio.Future[tuple[Note, ...]]]]

MOST_READ = 40
"""Pairs of facts that are read at once, the most alike first."""
PATIENCE = 240.0
"""Seconds after which no further pair is taken up."""


class Advice(Struct, frozen=True, kw_only=True):
    """What rules alone find; at most 60 notes of each matter."""

    notes: tuple[Note, ...]
    more: bool
    """Whether there may be more than are told."""


class Look(Struct, frozen=True, kw_only=True):
    """A line of the answer to POST: how far it is and, where two facts do not go together, which."""

    looked: int
    of: int
    reader: bool
    """Whether a reader of claims is here; without one the rules alone decide."""
    found: Judged | None = None
    ended: bool = False
    left: int = 0
    """At the end: pairs that were not looked at."""


async def advice(request: web.Request) -> web.Response:
    """What rules find of the site as it is written; worked out anew only where it changed."""
    found = await _notes(request.app[ADVICE], site_of(request), await as_written(request))
    counts = Counter(note.matter for note in found)
    return answer(Advice(notes=found, more=max(counts.values(), default=0) >= MOST))


async def _notes(known: Known, name: str, site: Site) -> tuple[Note, ...]:
    """What is found of a site; whoever asks while it is worked out waits for the same answer."""
    kept = known.get(name)
    if kept is None or kept[0] is not site:
        kept = known[name] = (site, asyncio.ensure_future(asyncio.to_thread(lambda: tuple(notes(site)))))
    try:
        return await asyncio.shield(kept[1])
    except Exception:
        if known.get(name) is kept:
            del known[name]
        raise


async def contradictions(request: web.Request) -> web.StreamResponse:
    """Hold facts that speak of the same against each other, by the rules and by the reader of claims."""
    site = await as_written(request)
    try:
        with request.app[PREVIEWS].turn(caller(request).person, "words"):
            async with aclosing(_looked(request, site)) as lines:
                return await lined(request, lines)
    except Busy:
        return problem(429, "Somebody has this done already. Please try again in a moment.", {"Retry-After": "10"})


async def _looked(request: web.Request, site: Site) -> AsyncGenerator[Look, None]:
    reader = reader_of(request.app[HOUSE].engines.model)
    every = await asyncio.to_thread(couples, site.facts, site.languages)
    found, has_reader = every[:MOST_READ], reader is not None
    yield Look(looked=0, of=len(found), reader=has_reader)
    until, looked = asyncio.get_running_loop().time() + PATIENCE, 0
    async with aclosing(judged(site, found, reader)) as each_:
        async for each in each_:
            looked += 1
            shown = each if each.judgement in {"contradicts", "differs"} else None
            yield Look(looked=looked, of=len(found), reader=has_reader, found=shown)
            if asyncio.get_running_loop().time() > until:
                break
            await request.app[HOUSE].speech.demand.until_calm()
    yield Look(looked=looked, of=len(found), reader=has_reader, ended=True, left=len(every) - looked)


BASE = "/api/sites/{site}/advice"
ROUTES = (web.get(BASE, advice), web.post(f"{BASE}/contradictions", contradictions))
OPERATIONS = {
    f"GET {BASE}": Operation(
        summary="What deserves attention: contradictions, twins, numbers, sources, names, what is told nowhere.",
        gives=Advice, refuses=(409,),
    ),
    f"POST {BASE}/contradictions": Operation(
        summary="Look for facts that do not go together: one JSON object a line, as it goes.",
        media=LINES, refuses=(409, 429),
    ),
}  # fmt: skip
