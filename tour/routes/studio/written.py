"""A site as it is written at this moment, for those who look at the whole of it."""

from sqlite3 import Connection

from aiohttp import web

from scenes.pack_error import SitePackError
from scenes.scene import Site
from tour.errors import Absent
from tour.keys import DESK, RECORDS
from tour.review.desk import Desk, NoSite
from tour.review.shelf import with_approved
from tour.routes.studio.exchange import site_of


async def as_written(request: web.Request) -> Site:
    """The site of the address; raises 404, and 409 where its records make no site yet."""
    try:
        return await request.app[RECORDS].read(_as_written, request.app[DESK], site_of(request))
    except NoSite:
        raise Absent("There is no such site here. /api/sites lists the sites.") from None
    except SitePackError as wrong:
        raise web.HTTPConflict(text=f"The site is not whole enough for that yet: {wrong}") from None


def _as_written(connection: Connection, desk: Desk, name: str) -> Site:
    site = desk.site(connection, name)
    return site if desk.keeps(connection, name) else with_approved(connection, site)
