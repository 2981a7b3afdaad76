"""What the application carries, by typed key."""

from collections.abc import Mapping

from aiohttp import web

from scenes.scene import Site
from scenes.store import AssetStore
from tour.editing import Editing
from tour.house import House
from tour.jobs import Runner
from tour.metrics import Metrics
from tour.people.door import Door
from tour.privacy.house import Secrets
from tour.records import Records
from tour.review.desk import Desk
from tour.settings import Settings

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
SITES: web.AppKey[Mapping[str, Site]] = web.AppKey("sites", Mapping)
ASSETS: web.AppKey[AssetStore] = web.AppKey("assets", AssetStore)
METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)
HOUSE: web.AppKey[House] = web.AppKey("house", House)
RECORDS: web.AppKey[Records] = web.AppKey("records", Records)
DOOR: web.AppKey[Door] = web.AppKey("door", Door)
SECRETS: web.AppKey[Secrets] = web.AppKey("secrets", Secrets)
DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
EDITING: web.AppKey[Editing] = web.AppKey("editing", Editing)
JOBS: web.AppKey[Runner] = web.AppKey("jobs", Runner)
