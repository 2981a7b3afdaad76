"""The only place that joins the parts into a server."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from aiohttp import web

from narration.models.shelf import Shelf
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from scenes.scene import Site
from scenes.stores.files import FileStore
from scenes.stores.packs import PackStore
from tour.analytics.keeping import Keeping
from tour.arrival import keep
from tour.comers import AT_ONCE, Comers
from tour.editing import Editing
from tour.editing.published import PUBLISHED, Published, files_in
from tour.engines import Engines
from tour.house import House
from tour.ingesting import KIND as INGEST
from tour.ingesting import Ingestion
from tour.jobs import Runner
from tour.keys import (
    ADVICE,
    ASSETS,
    ATTACHING,
    COMERS,
    DESK,
    DOOR,
    EDITING,
    HOUSE,
    JOBS,
    METRICS,
    PARCELS,
    PRESENCE,
    PREVIEWS,
    RECORDS,
    SECRETS,
    SETTINGS,
    SITES,
    UPLOADS,
)
from tour.kiosk.corner import corner_of
from tour.lan.street import street
from tour.lan.way_in import WAY_IN, WayIn
from tour.metrics import Metrics
from tour.people.door import door_of
from tour.people.guard import guard
from tour.preparing import KIND, Preparation
from tour.preparing.means import means_of
from tour.presence import Presence
from tour.previewing import Previews
from tour.privacy.house import can_keep, secrets_of
from tour.privacy.upkeep import Upkeep
from tour.records import Records
from tour.records.records import FILE
from tour.records.unnamed import Unnamed
from tour.review.desk import Desk
from tour.review.listening import Listening
from tour.review.serving import speak_approved
from tour.routes import add_routes, middlewares
from tour.routes.health import READINESS
from tour.routes.kiosks import KIOSKS, Kiosks
from tour.routes.studio.wording import REPORTS, Reports
from tour.routes.visit import visit
from tour.settings import Settings
from tour.uploads import UploadFiles
from tour.uploads.clearing import Clearing
from tour.uploads.files import FOLDER
from tour.visits import Visits

REQUEST_LIMIT = 1024 * 1024
"""Bytes of a request body that is read whole: the longest is a translation of a site. Packs come piece by piece."""

PARCELS_AT_ONCE = 2
"""Whole sites on their way in or out; another waits."""


def create_app(settings: Settings, sites: Mapping[str, Site]) -> web.Application:
    """A server for these sites; engines open once it runs."""
    walls = [street] if settings.lan and not settings.lan_studio else []
    app = web.Application(middlewares=[*middlewares(), *walls, guard], client_max_size=REQUEST_LIMIT)
    sites = dict(sites)
    app[SETTINGS], app[SITES], app[METRICS] = settings, sites, Metrics()
    app[ASSETS], app[DOOR] = _assets(settings, sites), door_of(settings)
    app[SECRETS], app[UPLOADS] = secrets_of(settings), UploadFiles(settings.data / FOLDER)
    app[HOUSE] = house = _house(settings, sites, app[METRICS])
    app[READINESS], app[KIOSKS] = house.engines.states, Kiosks(corner=corner_of(settings))
    app[WAY_IN] = WayIn()
    app[PRESENCE], app[ADVICE], app[ATTACHING] = Presence(), {}, asyncio.Lock()
    app[PARCELS], app[REPORTS] = asyncio.Semaphore(PARCELS_AT_ONCE), Reports()
    app[COMERS] = Comers(at_once=max(settings.visits, AT_ONCE), a_minute=settings.visits_a_minute)
    app[PREVIEWS] = Previews(model=lambda: house.engines.model, demand=house.speech.demand)
    add_routes(app)
    app.router.add_get("/visit", visit, allow_head=False)
    app.cleanup_ctx.append(_records)
    app.cleanup_ctx.append(_books)
    app.cleanup_ctx.append(_engines)
    app.cleanup_ctx.append(_readers)
    app.cleanup_ctx.append(_lookouts)
    app.on_shutdown.append(_farewell)
    return app


def _house(settings: Settings, sites: dict[str, Site], metrics: Metrics) -> House:
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    return House(
        sites=sites,
        engines=engines,
        speech=Speech(engines.voices, cache=SpeechCache(settings.data / "speech")),
        visits=Visits(limit=settings.visits, resume_seconds=settings.resume_seconds, metrics=metrics),
        metrics=metrics,
        gaze=settings.gaze,
        prefetch=settings.prefetch,
    )


def _assets(settings: Settings, sites: Mapping[str, Site]) -> PackStore:
    """Models and pictures are copied; tiles are served from their packs."""
    store = FileStore(settings.data / "assets")
    for site in sites.values():
        keep(store, site)
    return PackStore(store, (level for site in sites.values() for level in site.tiles))


async def _records(app: web.Application) -> AsyncIterator[None]:
    async with Records.open(app[SETTINGS].data / FILE) as app[RECORDS]:
        app[DESK] = Desk(app[SITES])
        app[EDITING] = editing = _editing(app)
        await editing.open()
        yield
        await editing.close()


def _editing(app: web.Application) -> Editing:
    """What writes sites; it holds what rests on a fact against it when that changes."""
    data = app[SETTINGS].data
    files = files_in(data)
    return Editing(
        records=app[RECORDS],
        files=files,
        house=app[HOUSE],
        published=Published(data / PUBLISHED, files),
        assets=app[ASSETS],
        facts_changed=app[DESK].facts_changed,
        taken_in=app[DESK].taken_in,
    )


async def _books(app: web.Application) -> AsyncIterator[None]:
    """Visitors' books, and what keeps them in order; without `cryptography` nothing is ever kept of a visitor."""
    records, secrets = app[RECORDS], app[SECRETS]
    if can_keep():
        app[HOUSE].keeping = Keeping(records=records, keys=secrets.keys)
    unnamed = Unnamed(records=records, files=app[EDITING].files, served=app[HOUSE].digests)
    upkeep = Upkeep(records=records, secrets=secrets, visitor_days=app[SETTINGS].retention_days, unnamed=unnamed)
    clearing = Clearing(records=records, files=app[UPLOADS])
    async with upkeep.going_on(), clearing.going_on():
        yield


async def _engines(app: web.Application) -> AsyncIterator[None]:
    async with app[HOUSE].engines.running():
        yield


async def _readers(app: web.Application) -> AsyncIterator[None]:
    """What takes sentences that people should read, and who does the long work."""
    house, records, settings = app[HOUSE], app[RECORDS], app[SETTINGS]
    house.listening = listening = Listening(records=records)
    means = means_of(settings, records, house.engines, house.speech, app[DESK])
    ingestion = Ingestion(editing=app[EDITING], uploads=app[UPLOADS], data=settings.data)
    app[JOBS] = runner = Runner(records, {KIND: Preparation(means=means).work, INGEST: ingestion.work})
    for name in tuple(house.sites):
        await speak_approved(records, house, name)
    listening.begin()
    runner.begin()
    yield
    await runner.close()
    await listening.close()


async def _lookouts(app: web.Application) -> AsyncIterator[None]:
    app[HOUSE].look_ahead()
    yield
    await app[HOUSE].close()


async def _farewell(app: web.Application) -> None:
    await asyncio.shield(app[HOUSE].visits.close())
