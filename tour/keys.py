import asyncio
from collections.abc import Mapping

from aiohttp import web

from narration.consistency import Note
from scenes.scene import Site
from scenes.stores.packs import PackStore
from tour.comers import Comers
from tour.editing import Editing
from tour.house import House
from tour.jobs import Runner
from tour.metrics import Metrics
from tour.people.door import Door
from tour.presence import Presence
from tour.previewing import Previews
from tour.privacy.house import Secrets
from tour.records import Records
from tour.review.desk import Desk
from tour.settings import Settings
from tour.uploads import UploadFiles

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
SITES: web.AppKey[Mapping[str, Site]] = web.AppKey("sites", Mapping)
ASSETS: web.AppKey[PackStore] = web.AppKey("assets", PackStore)
METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)
HOUSE: web.AppKey[House] = web.AppKey("house", House)
RECORDS: web.AppKey[Records] = web.AppKey("records", Records)
COMERS: web.AppKey[Comers] = web.AppKey("comers", Comers)
DOOR: web.AppKey[Door] = web.AppKey("door", Door)
SECRETS: web.AppKey[Secrets] = web.AppKey("secrets", Secrets)
DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
EDITING: web.AppKey[Editing] = web.AppKey("editing", Editing)
JOBS: web.AppKey[Runner] = web.AppKey("jobs", Runner)
UPLOADS: web.AppKey[UploadFiles] = web.AppKey("uploads", UploadFiles)
PREVIEWS: web.AppKey[Previews] = web.AppKey("previews", Previews)
PRESENCE: web.AppKey[Presence] = web.AppKey("presence", Presence)
ADVICE: web.AppKey[dict[str, tuple[Site, asyncio.Future[tuple[Note, ...]]]]] = web.AppKey("advice", dict)
"""What is found of a site, and of which one exactly."""
PARCELS: web.AppKey[asyncio.Semaphore] = web.AppKey("parcels", asyncio.Semaphore)
"""Whole sites that are worked on at once on their way in or out: the other threads are there for visitors."""
ATTACHING: web.AppKey[asyncio.Lock] = web.AppKey("attaching", asyncio.Lock)
"""One picture or sound is decoded at a time: a large one fills a gigabyte, and threads are there for visitors."""
