"""What preparing uses of the engines and of the records, joined once for the server and for the command."""

import asyncio
from sqlite3 import Connection

from narration.voice.speech import Speech
from scenes.pack_error import SitePackError
from scenes.scene import Site
from tour.engines import Engines
from tour.jobs.runner import Failed
from tour.places import words_of
from tour.preparing.work import Means
from tour.records import Records
from tour.review.desk import Desk, NoSite
from tour.settings import Settings


def means_of(settings: Settings, records: Records, engines: Engines, speech: Speech, desk: Desk | None = None) -> Means:
    """The means of a house whose engines are running; a site that `desk` does not know is looked for in the packs."""
    known = desk or Desk({})

    def kept(connection: Connection, name: str) -> tuple[Site, bool]:
        return known.site(connection, name), known.keeps(connection, name)

    async def site(name: str) -> tuple[Site, bool]:
        try:
            return await records.read(kept, name)
        except NoSite:
            return await asyncio.to_thread(_in_pack, settings, name), False
        except SitePackError as wrong:
            raise LookupError(str(wrong)) from None

    async def ready() -> None:
        await engines.settled()
        if engines.model is None and settings.model not in {"", "none"}:
            raise Failed(f"No model is here: {engines.model_problem}. Fetch one with tour models pull.")

    return Means(
        site=site, ready=ready, model=lambda: engines.model, speech=speech,
        voice=lambda language: engines.voices.choose(language),
    )  # fmt: skip


def _in_pack(settings: Settings, name: str) -> Site:
    try:
        return words_of(settings, name)
    except SitePackError as wrong:
        raise LookupError(str(wrong)) from None
