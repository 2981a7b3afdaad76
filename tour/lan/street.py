"""What the network may use: what is there for visitors. Everything else answers on this machine only.

With `--lan` every TLS connection comes in from the network; loopback is plain HTTP.
"""

from aiohttp import web
from aiohttp.typedefs import Handler

from tour.errors import problem, route_of
from tour.people.rights import Right, right

STAFF_DOORS = ("/studio", "/metrics", "/api/sign-in", "/api/invitations")
"""Open to everybody, and of no use to a visitor: where people who work here come in, and the house's own figures."""

SENTENCE = (
    "This part of the house is open on its own machine only."
    " An operator can open it to this network: tour serve --lan --lan-studio."
)


def is_for_visitors(row: Right) -> bool:
    """Whether a row of the table of rights is for the street."""
    doors = (row.path == door or row.path.startswith(f"{door}/") for door in STAFF_DOORS)
    return row.where == "anywhere" and not any(doors)


@web.middleware
async def street(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let from the network only through what is there for visitors."""
    row = right(request.method, route_of(request))
    if request.secure and request.match_info.http_exception is None and not (row and is_for_visitors(row)):
        return problem(403, SENTENCE, denied="network")
    return await handler(request)
