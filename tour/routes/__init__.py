"""Every address but the visit's WebSocket."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from tour.errors import problems
from tour.routes import (
    assets,
    health,
    kiosk,
    metrics,
    openapi,
    pages,
    provisions,
    scorecard,
    sites,
    studio,
    taking_along,
)
from tour.security import options, set_headers


def add_routes(app: web.Application) -> None:
    """Give the application its addresses and the headers of every answer.

    The application carries what `tour.keys` names, and may carry READINESS and WEB.
    """
    for part in (
        pages,
        sites,
        provisions,
        kiosk,
        taking_along,
        scorecard,
        assets,
        health,
        metrics,
        openapi,
        *studio.PARTS,
    ):
        app.add_routes(part.ROUTES)
    app[scorecard.CARDS] = {}
    app.on_response_prepare.append(set_headers)


def middlewares() -> list[Middleware]:
    """What every request passes, outermost first."""
    return [problems, options]
