"""`tour check`: what works on this machine, what is missing, and how to get it."""

import asyncio
import json
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tour.commands.finding import Finding
from tour.commands.options import guide_options, lan_options, settings_from, sites_option
from tour.settings import Settings

if TYPE_CHECKING:
    from narration.engine import LanguageModel
    from scenes.scene import Site, Tiles
    from tour.commands.languages import Row

WEB = Path(__file__).parents[2] / "clients" / "web" / "dist" / "index.html"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("--languages", is_flag=True, help="Which languages are told, how they came about, and who speaks them.")
@lan_options
@sites_option
@guide_options
def check(as_json: bool, languages: bool, sites: Any, **given: Any) -> None:
    """Say what works here, what is missing, and how to get it.

    Ends with 1 when visitors could not be received at all. A missing model or voice is no such thing: the guide then
    tells the curators' words, in captions if need be.
    """
    if languages:
        _languages(settings_from(sites, **given), as_json)
        return
    findings = asyncio.run(_look(settings_from(sites, **given)))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _print(findings)
    raise SystemExit(any(finding.state == "missing" for finding in findings))


def _languages(settings: Settings, as_json: bool) -> None:
    from tour.commands.languages import show

    found = asyncio.run(_tongues(settings))
    if as_json:
        click.echo(json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=2))
    else:
        show(found)


async def _tongues(settings: Settings) -> "list[Row]":
    from dataclasses import replace

    from narration.models.shelf import Shelf
    from tour.commands.languages import rows
    from tour.engines import Engines
    from tour.places import open_sites

    wanted = replace(settings, model="none", recognizer="none", embedder="none")
    engines = Engines(settings=wanted, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        return rows(open_sites(settings)[0].values(), engines.voices)


async def _look(settings: Settings) -> list[Finding]:
    from tour.commands.check_network import look_at_network

    return [
        *_sites(settings),
        _page(),
        *await _engines(settings),
        _opus(),
        _gaze(settings),
        _scans(),
        _books(settings),
        _room(settings),
        *await look_at_network(settings),
    ]


def _sites(settings: Settings) -> list[Finding]:
    from tour.places import open_sites

    sites, problems = open_sites(settings)
    found = [
        Finding(what=f"site {site.id}", state="ok", detail=f"{len(site.facts)} facts, {', '.join(site.languages)}")
        for site in sites.values()
    ]
    found += [_translations(site) for site in sites.values() if site.translations]
    found += [Finding(what="site", state="optional", detail=str(wrong)) for wrong in problems]
    found += [_tiles(model.tiles, site.id) for site in sites.values() for model in site.scene.models if model.tiles]
    if not sites:
        found.append(Finding(what="sites", state="missing", detail="none to serve", remedy="tour demo --build-only"))
    return found


def _translations(site: "Site") -> Finding:
    """Whether every translated fact has the numbers, names and dates of the original."""
    from narration.translation.of_site import objections

    count = sum(tag in fact.translated for fact in site.facts.values() for tag in site.translations)
    grave = [each for each in objections(site) if each.objection.grave]
    what = f"translations of {site.id}"
    if not grave:
        return Finding(what=what, state="ok", detail=f"{count} facts in {len(site.translations)} languages hold")
    first = grave[0]
    detail = f"{len(grave)} of {count} do not hold; {first.language}, {first.fact}: {first.objection.reason}"
    return Finding(what=what, state="optional", detail=detail, remedy=f"translations/{first.language}.toml")


def _tiles(tiles: "Tiles", site: str) -> Finding:
    """Whether every tile holds what its name says: nobody is sent one that does not."""
    from scenes.pack_models import check_tiles

    wrong = list(check_tiles(tiles))
    size = sum(file.size for file in tiles.files)
    if not wrong:
        return Finding(what=f"tiles of {site}", state="ok", detail=f"{len(tiles.files)} files, {size / 1e6:.0f} MB")
    detail = f"{len(wrong)} of {len(tiles.files)} are damaged and not sent: {wrong[0].file}"
    return Finding(what=f"tiles of {site}", state="optional", detail=detail, remedy=wrong[0].remedy)


def _page() -> Finding:
    if WEB.is_file():
        return Finding(what="web page", state="ok", detail="built")
    return Finding(what="web page", state="optional", detail="not built", remedy="make web")


async def _engines(settings: Settings) -> list[Finding]:
    from narration.models.shelf import Shelf
    from tour.engines import Engines

    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        states, problems = engines.states(), engines.problems()
        languages = engines.voices.speakable_languages()
        found = [_reader(engines.model)] if engines.model else []
    for name, state in states.items():
        named = {"model": settings.model, "recognizer": settings.recognizer, "embedder": settings.embedder}
        engine = named.get(name, name.removeprefix("voice "))
        problem = problems.get(engine, "")
        detail = "opens" if state == "open" else problem
        found.append(Finding(what=f"{name}: {engine}", state="ok" if state == "open" else "optional", detail=detail))
    if languages:
        found.append(Finding(what="spoken languages", state="ok", detail=f"{len(languages)}"))
    else:
        found.append(
            Finding(what="voice", state="optional", detail="none: captions only", remedy="tour models pull kokoro")
        )
    return found


def _reader(model: "LanguageModel") -> Finding:
    """Whether a second look is taken at sentences that the rules have nothing against."""
    from narration.engine import ReadsClaims, reader_of

    reader = reader_of(model)
    if reader:
        return Finding(what="reader of claims", state="ok", detail=reader.name)
    why = model.reader_problem if isinstance(model, ReadsClaims) else f"{model.name} has none"
    return Finding(what="reader of claims", state="optional", detail=f"{why}: the rules alone judge live words")


def _opus() -> Finding:
    if find_spec("av"):
        return Finding(what="Opus encoder", state="ok", detail="PyAV")
    detail = "missing: speech is sent as PCM, 13 times the bytes"
    return Finding(what="Opus encoder", state="optional", detail=detail, remedy="pip install 'caravanserai[opus]'")


def _scans() -> Finding:
    from scenes.worker import Limits, WorkerFailed, run

    try:
        missing = run("scenes.ingest.tools:missing", {}, limits=Limits(wall=60))
    except WorkerFailed as failed:
        missing = [f"the check itself failed: {failed}"]
    if not missing:
        return Finding(what="taking scans in", state="ok", detail="validator, simplifier, renderer, readers")
    return Finding(what="taking scans in", state="optional", detail=" ".join(missing), remedy="install what is named")


def _gaze(settings: Settings) -> Finding:
    missing = [name for name in ("numpy", "scipy", "embreex") if not find_spec(name)]
    if not settings.gaze:
        return Finding(what="gaze", state="optional", detail="TOUR_GAZE is off: angles alone say what is looked at")
    if not missing:
        return Finding(what="gaze", state="ok", detail="Embree: walls hide what is behind them")
    detail = f"{', '.join(missing)} missing: angles alone say what is looked at, also through walls"
    return Finding(what="gaze", state="optional", detail=detail, remedy="pip install 'caravanserai[scenes]'")


def _books(settings: Settings) -> Finding:
    from tour.privacy.house import can_keep, where_master_lies

    if not can_keep():
        detail = "cryptography is missing: nothing is ever kept of visitors, and the audit is not signed"
        return Finding(
            what="visitors' books", state="optional", detail=detail, remedy="pip install 'caravanserai[privacy]'"
        )
    detail = f"sealed under {where_master_lies(settings)}; kept for {settings.retention_days} days"
    return Finding(what="visitors' books", state="ok", detail=detail)


def _room(settings: Settings) -> Finding:
    import shutil

    folder = next(each for each in (settings.weights, *settings.weights.parents) if each.exists())
    free = shutil.disk_usage(folder).free / 1e9
    enough = free > 3
    remedy = "" if enough else "TOUR_WEIGHTS names another folder"
    return Finding(what="disk", state="ok" if enough else "optional", detail=f"{free:.1f} GB free", remedy=remedy)


def _print(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("", "what", "", "how to get it"):
        table.add_column(title, overflow="fold")
    marks = {"ok": "[green]ok", "missing": "[red]missing", "optional": "[yellow]without"}
    for finding in findings:
        table.add_row(marks[finding.state], finding.what, finding.detail, finding.remedy)
    Console().print(table)
