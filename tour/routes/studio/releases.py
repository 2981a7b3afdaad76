"""`/api/sites/{site}/releases`: what goes to visitors, and what went."""

from aiohttp import web
from msgspec import Struct

from scenes.stores import releases as store
from scenes.stores.releases import Release
from tour.errors import Unreadable
from tour.keys import EDITING, RECORDS
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.versions import writing


class ReleaseTold(Struct, frozen=True, kw_only=True):
    """What was published at once."""

    number: int
    author: str
    """Id of the account."""
    at: str
    changes: int
    """Records that visitors did not have so before."""


class Releases(Struct, frozen=True, kw_only=True):
    """A site's releases, newest first."""

    releases: tuple[ReleaseTold, ...]


async def listed(request: web.Request) -> web.Response:
    """A site's releases."""
    text = request.query.get("before", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable("before: the number of a release is needed.")
    found = await request.app[RECORDS].read(store.releases, site_of(request), int(text) if text else None)
    return answer(Releases(releases=tuple(_told(each) for each in found)))


@writing
async def publish(request: web.Request) -> web.Response:
    """Send everything as it is out to the visitors."""
    return answer(_told(await request.app[EDITING].publish(site_of(request), caller(request).person)), 201)


def _told(release: Release) -> ReleaseTold:
    return ReleaseTold(number=release.number, author=release.author, at=release.at, changes=release.count)


ROUTES = (
    web.get("/api/sites/{site}/releases", listed),
    web.post("/api/sites/{site}/releases", publish),
)

OPERATIONS = {
    "GET /api/sites/{site}/releases": Operation(
        summary="What was published, newest first.", gives=Releases, refuses=(400,),
        queries={"before": "Only those before this number."},
    ),
    "POST /api/sites/{site}/releases": Operation(
        summary="Send everything as it is out to the visitors.", gives=ReleaseTold, status=201, refuses=(409, 422)
    ),
}  # fmt: skip
