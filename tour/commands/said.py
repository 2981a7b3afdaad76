"""Printing what the guide says, with everything a person needs to judge it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic
from typing import Any

import click

from narration.audience import EVERYONE, Audience
from narration.compose import shared_turns
from narration.engine import writes
from narration.guide import Guide, Spoken
from narration.models.shelf import Shelf
from narration.questions.grounding import Grounding
from narration.utterance import Sentence
from scenes.facts import told_in
from scenes.language import lookup
from scenes.scene import Site
from tour.engines import Engines
from tour.places import NoSuchPlace
from tour.settings import Settings


def language_of(site: Site, wanted: str) -> str:
    """The site's language that serves the wanted one.

    Raises `NoSuchPlace` naming the languages there are.
    """
    found = lookup(wanted, site.spoken)
    if found is None:
        raise NoSuchPlace(f"language {wanted!r} is not told at {site.id}; known: {', '.join(site.spoken)}")
    return found


@asynccontextmanager
async def with_guide(settings: Settings, site: Site) -> AsyncIterator[Guide]:
    """The guide of one site with its language model, if there is one; what is missing is said on standard error."""
    engines = Engines(settings=replace(settings, voices="", edge_tts=False), shelf=Shelf(settings.weights))
    guide = Guide(site=site, grounding=Grounding(site), model=lambda: engines.model, embedder=lambda: engines.embedder)
    async with engines.running():
        await engines.settled()
        for name, problem in engines.problems().items():
            click.echo(f"{name}: {problem}; the curator's own sentences are used instead", err=True)
        yield guide


async def say(
    guide: Guide,
    words: Callable[[Guide], Spoken],
    about: dict[str, Any],
    *,
    as_json: bool,
    audience: Audience = EVERYONE,
) -> None:
    """Print every sentence as it becomes ready."""
    model = guide.model()
    if model is not None and writes(model, about["language"]):
        await model.warm(shared_turns(about["language"], audience.manner))
    began = monotonic()
    said: list[dict[str, Any]] = []
    async for item in words(guide):
        if isinstance(item, Sentence):
            said.append(record(guide.site, item, monotonic() - began))
            if not as_json:
                _print(said[-1])
    if as_json:
        total = round(monotonic() - began, 3)
        report = {**about, "model": model.name if model else None, "sentences": said, "seconds": total}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def record(site: Site, sentence: Sentence, at: float) -> dict[str, Any]:
    """A sentence that was ready after `at` seconds, its facts with their sources, and every verdict."""
    return {
        "text": sentence.text,
        "origin": sentence.origin,
        "ai": sentence.ai,
        "imaginative": sentence.imaginative,
        "offer": sentence.offer,
        "facts": [_fact(site, fact, sentence.language) for fact in sentence.facts],
        "claims": [
            {
                "sentence": claim.sentence,
                "facts": claim.facts,
                "verdict": claim.verdict,
                "reason": claim.reason,
                "read": claim.read if claim.read is None else round(claim.read, 3),
                "unread": claim.unread,
                "parts": [{"text": part.text, "verdict": part.verdict, "reason": part.reason} for part in claim.parts],
            }
            for claim in sentence.claims
        ],
        "seconds": round(sentence.seconds, 3),
        "ready_at": round(at, 3),
    }


def _fact(site: Site, fact_id: str, language: str) -> dict[str, Any]:
    fact = site.stated[fact_id]
    sources = [
        f"{site.sources[cite.source].author}, {site.sources[cite.source].title} ({site.sources[cite.source].year})"
        + (f", {cite.locator}" if cite.locator else "")
        for cite in fact.cites
    ]
    return {"id": fact.id, "text": told_in(fact, language) or "", "sources": sources}


def _print(record: dict[str, Any]) -> None:
    click.secho(record["text"], bold=True)
    words = "  machine-written" * record["ai"] + "  imagined" * record["imaginative"]
    click.secho(f"    {record['origin']}{words}  ready after {record['ready_at']:.2f} s", dim=True)
    for fact in record["facts"]:
        click.secho(f"    {fact['id']}: {'; '.join(fact['sources'])}", dim=True)
    for claim in record["claims"]:
        if claim["verdict"] != "supported":
            click.secho(f"    refused ({claim['verdict']}: {claim['reason']}): {claim['sentence']}", fg="yellow")
    click.echo()
