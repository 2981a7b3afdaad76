"""What was approved here, in the mouth of the guide at once, at sites that are served from a pack.

Sites in records are published by their curators, approved takes with everything else (`tour.editing`).
"""

from sqlite3 import Connection

from scenes.scene import Site
from tour.house import House
from tour.records import Records
from tour.review.desk import Desk
from tour.review.drafts import slot
from tour.review.shelf import with_approved


async def speak_approved(records: Records, house: House, name: str) -> bool:
    """Have a site's visitors hear what is approved now; whether that is something else than before."""
    site = house.sites.get(name)
    told = await records.read(_told, site) if site else None
    if told is None:
        return False
    await house.renew(told)
    return True


def _told(connection: Connection, site: Site) -> Site | None:
    """The site with its approved takes; None where that changes nothing, or where its curators publish it."""
    if Desk.keeps(connection, site.id):
        return None
    told = with_approved(connection, site)
    return None if sorted(told.takes, key=slot) == sorted(site.takes, key=slot) else told
