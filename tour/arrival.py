"""A site whose pack is there only after the door was opened."""

import asyncio
from pathlib import Path

from aiohttp import web

from scenes.scene import Site
from scenes.site_pack import load_site
from scenes.store import AssetStore
from scenes.stores.packed import beside
from scenes.stores.packs import PackStore
from scenes.stores.releases import latest
from tour.keys import ASSETS, HOUSE, RECORDS
from tour.review.serving import speak_approved


async def arrive(app: web.Application, folder: Path) -> bool:
    """Serve the pack in a folder as it is now, to those who are in that site also; whether visitors get it.

    Of a site that was published in the studio they go on getting that. Raises `SitePackError`, `OSError`.
    """
    site = await asyncio.to_thread(_kept, app[ASSETS], folder)
    if await app[RECORDS].read(latest, site.id):
        return False
    await app[HOUSE].renew(site)
    await speak_approved(app[RECORDS], app[HOUSE], site.id)
    return True


def keep(store: AssetStore, site: Site) -> None:
    """Copy a pack's models and pictures, so that who is loading one still gets it when the pack is made anew.

    Tiles may be many gigabytes: they stay where they are.
    """
    for level in site.files:
        if store.path(level.digest) is None or beside(level.path).keys() - store.codings(level.digest):
            store.put(level.path)


def _kept(store: PackStore, folder: Path) -> Site:
    site = load_site(folder)
    keep(store, site)
    store.stand(site.tiles)
    return site
