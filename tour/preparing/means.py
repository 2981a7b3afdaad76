"""What preparing uses of the engines and of the records, joined once for the server and for the command."""

import asyncio
from pathlib import Path
from sqlite3 import Connection

from narration.voice.speech import Speech
from scenes.exchange.tables import site_of
from scenes.gathered import gather
from scenes.pack_error import SitePackError
from scenes.scene import Site
from scenes.stores import sqlite
from scenes.translations import translated
from tour.engines import Engines
from tour.jobs.runner import Failed
from tour.places import words_of
from tour.preparing.work import Means
from tour.records import Records
from tour.settings import Settings
from tour.weights import weights_of


def words_in_records(connection: Connection, site: str) -> Site | None:
    """What is told at a site as its curators left it, without its files; None where it is not kept in records.

    Raises `SitePackError` where the records do not make a site.
    """
    if sqlite.get(connection, site, "site", site) is None:
        return None
    found = gather(connection, site)
    return translated(site_of(found.tables(), Path(site)), found.translations())


def means_of(settings: Settings, records: Records, engines: Engines, speech: Speech) -> Means:
    """The means of a house whose engines are running."""

    async def site(name: str) -> tuple[Site, bool]:
        try:
            kept = await records.read(words_in_records, name)
            return (kept, True) if kept else (await asyncio.to_thread(words_of, settings, name), False)
        except SitePackError as wrong:
            raise LookupError(str(wrong)) from None

    async def ready() -> None:
        await engines.settled()
        if engines.model is None and settings.model not in {"", "none"}:
            raise Failed(f"No model is here: {engines.model_problem}. Fetch one with tour models pull.")

    return Means(
        site=site, ready=ready, model=lambda: engines.model, weights=weights_of(settings), speech=speech,
        voice=lambda language: engines.voices.choose(language),
    )  # fmt: skip
