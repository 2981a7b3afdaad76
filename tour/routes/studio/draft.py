"""`/api/sites/{site}/draft` and the files of its records: the site as it is written, for those who write it."""

import asyncio
from sqlite3 import Connection

import msgspec
from aiohttp import web
from msgspec import Struct

from scenes.drafted import Drafted, drafted
from scenes.gathered import gather
from scenes.scene import Level
from scenes.stores.releases import latest
from tour.editing.editing import unfit
from tour.errors import Absent
from tour.keys import EDITING, RECORDS
from tour.routes.assets import KINDS, NAME
from tour.routes.describing import describe
from tour.routes.description import SiteDescription
from tour.routes.files import choose, send
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.versions import writing

PRIVATE = "private, max-age=31536000, immutable"

NAMED = """
SELECT 1 FROM heads h JOIN versions v USING (site, kind, id, version), json_each(v.body, '$.files') f
WHERE h.site = ? AND f.value = ? LIMIT 1
"""
"""Whether a record of a site names a file; records without files have none to look through."""


class Lack(Struct, frozen=True, kw_only=True):
    """Something without which visitors cannot have the site."""

    kind: str
    id: str
    """Empty where there is nothing of the kind."""
    field: str
    problem: str
    remedy: str


class DraftDescription(SiteDescription, frozen=True, kw_only=True):
    """A site as it is written, described as visitors' clients have it described; its files are for staff."""

    release: int
    """Number of the newest release, 0 where nothing was published."""
    lacks: tuple[Lack, ...]


@writing
async def draft(request: web.Request) -> web.Response:
    """The site as it is written."""
    site, editing = site_of(request), request.app[EDITING]
    found = await request.app[RECORDS].read(gather, site)
    if ("site", site) not in found.held:
        raise Absent("This site is not written here.")
    told = await asyncio.to_thread(drafted, found, editing.files, editing.published.folder(site))
    return answer(_described(told, await request.app[RECORDS].read(latest, site)))


async def file(request: web.Request) -> web.StreamResponse:
    """A file that a record of the site names."""
    site, match = site_of(request), NAME.fullmatch(request.match_info["name"])
    if match is None or match.group(2) not in KINDS:
        raise Absent(f"A file is named by its SHA-256 in lower-case hex and one of {', '.join(KINDS)}.")
    digest, extension = match.groups()
    path = request.app[EDITING].files.path(digest, f"file{extension}")
    if path is None or not await request.app[RECORDS].read(_names, site, digest):
        raise Absent("No record of this site names such a file.")
    form = choose(request, path, etag=digest, media_type=KINDS[extension], cache=PRIVATE)
    return await send(request, form)


def _described(told: Drafted, release: int) -> DraftDescription:
    site = told.site

    def address(level: Level) -> str:
        return f"/api/sites/{site.id}/files/{level.digest}{level.path.suffix.lower()}"

    members = msgspec.structs.asdict(describe(site, address))
    lacks = (unfit(each) for each in told.lacks)
    return DraftDescription(**members, release=release, lacks=tuple(Lack(**each) for each in lacks))


def _names(connection: Connection, site: str, digest: str) -> bool:
    return connection.execute(NAMED, (site, digest)).fetchone() is not None


ROUTES = (
    web.get("/api/sites/{site}/draft", draft),
    web.get("/api/sites/{site}/files/{name}", file),
)

OPERATIONS = {
    "GET /api/sites/{site}/draft": Operation(
        summary="The site as it is written, and what it lacks before visitors can have it.",
        gives=DraftDescription, refuses=(422,),
    ),
    "GET /api/sites/{site}/files/{name}": Operation(
        summary="A file that a record of the site names, by its digest; it never changes.",
        refuses=(406, 412, 416), media="*/*",
    ),
}  # fmt: skip
