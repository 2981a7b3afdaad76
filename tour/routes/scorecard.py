"""`/api/sites/{site}/scorecard`: who and what speaks at a site, how it was tried, who looked at it; for everybody."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from aiohttp import web

from narration import evaluations
from narration.evaluations import Evaluation
from scenes.scene import Site
from tour.errors import Absent
from tour.keys import HOUSE, RECORDS, SETTINGS, SITES
from tour.routes.documents import document
from tour.scorecard.card import Scorecard, from_records
from tour.scorecard.speakers import speakers, weights_of
from tour.scorecard.written import written

FRESH = timedelta(seconds=20)
"""For so long a scorecard is told as it was made: it is open to the street."""

CARDS: web.AppKey[dict[str, tuple[datetime, asyncio.Future[Scorecard]]]] = web.AppKey("scorecards", dict)
"""When each was begun; whoever asks while it is made waits for the same one."""


async def scorecard(request: web.Request) -> web.Response:
    """A site's scorecard."""
    site = request.app[SITES].get(request.match_info["site"])
    if site is None:
        raise Absent("There is no such site here. /api/sites lists the sites.")
    return document(request, await _card(request.app, site, datetime.now(UTC)))


async def _card(app: web.Application, site: Site, now: datetime) -> Scorecard:
    cards = app[CARDS]
    kept = cards.get(site.id)
    if kept is None or (kept[1].done() and now - kept[0] > FRESH):
        kept = cards[site.id] = now, asyncio.ensure_future(_made(app, site, now))
    try:
        return await asyncio.shield(kept[1])
    except Exception:
        if cards.get(site.id) is kept:
            del cards[site.id]
        raise


async def _made(app: web.Application, site: Site, now: datetime) -> Scorecard:
    engines, settings = app[HOUSE].engines, app[SETTINGS]
    recorded: Mapping[str, object] = await app[RECORDS].read(from_records, site, settings.retention_days, now)
    found = await asyncio.to_thread(_evaluated, site, app)
    return Scorecard(
        site=site.id, title=site.title, at=f"{now:%Y-%m-%dT%H:%M:%SZ}", speakers=speakers(site, engines),
        weights=weights_of(engines), evaluations=found, written=await asyncio.to_thread(written, site),
        **recorded,  # type: ignore[arg-type]
    )  # fmt: skip


def _evaluated(site: Site, app: web.Application) -> list[Evaluation]:
    """What ships with the guide and what the house found itself, of this site or of none."""
    own = evaluations.kept(app[SETTINGS].data / evaluations.FILE)
    found = evaluations.newest(evaluations.shipped(), own)
    return [each for each in found if each.site in ("", site.id)]


ROUTES = (web.get("/api/sites/{site}/scorecard", scorecard),)
