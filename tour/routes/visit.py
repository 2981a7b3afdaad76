"""`GET /visit`: the WebSocket of a visit."""

import math
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web

from narration.phrases import phrase
from tour.codec import FrameError, FrameTooLarge
from tour.comers import Comers
from tour.connection import HEARTBEAT, SOCKET_LIMIT, Connection, greeting, turn_away
from tour.house import House
from tour.keys import COMERS, DOOR, HOUSE, SETTINGS
from tour.messages import SUBPROTOCOL, Problem
from tour.people.origin import address_of
from tour.tongue import playable
from tour.visit import Visit
from tour.visits import TooManyVisits

FULL = 1013
"""Try again later (IANA WebSocket close codes)."""


class NotLetIn(Exception):
    """A visit that cannot begin, and what its client is told."""

    def __init__(self, problem: Problem, code: int) -> None:
        super().__init__(problem.code)
        self.problem, self.code = problem, code


async def visit(request: web.Request) -> web.StreamResponse:
    """Upgrade, greet, and carry the visit until the line ends."""
    _check_origin(request)
    _check_subprotocol(request)
    socket = web.WebSocketResponse(
        protocols=(SUBPROTOCOL,), heartbeat=HEARTBEAT, max_msg_size=SOCKET_LIMIT, compress=False
    )
    await socket.prepare(request)
    comers, proxies = request.app[COMERS], request.app[DOOR].proxies
    await _serve(socket, request.app[HOUSE], comers, comers.place(address_of(request, proxies)))
    return socket


async def _serve(socket: web.WebSocketResponse, house: House, comers: Comers, place: str) -> None:
    try:
        visit, resumed, received = await _enter(socket, house, comers, place)
    except FrameTooLarge as wrong:
        await turn_away(socket, Problem(code="malformed", message=str(wrong)), WSCloseCode.MESSAGE_TOO_BIG)
    except FrameError as wrong:
        await turn_away(socket, Problem(code="out-of-order", message=str(wrong)), WSCloseCode.INVALID_TEXT)
    except TimeoutError:
        await turn_away(socket, Problem(code="out-of-order", message="hello: none came"), WSCloseCode.POLICY_VIOLATION)
    except NotLetIn as why:
        await turn_away(socket, why.problem, why.code)
    else:
        connection = Connection(socket=socket, visits=house.visits, visit=visit)
        await connection.carry(house.welcome(visit, resumed=resumed), received)


async def _enter(socket: web.WebSocketResponse, house: House, comers: Comers, place: str) -> tuple[Visit, bool, int]:
    """The visit that the first message opens or takes up, whether it does that, and how much of it had arrived.

    The greeting itself ends here: what it says of the visitor lasts no longer than they want. Raises what `greeting`
    does, and `NotLetIn`.
    """
    hello = await greeting(socket)
    known = house.visits.find(hello.resume) if hello.resume else None
    if known is not None and known.guide.site.id == hello.site:
        if hello.audio:
            # Perhaps on another machine, which plays other things.
            known.tongue.codec = playable(hello.audio)
        return known, True, hello.received
    if wait := comers.wait(place):
        words = phrase("too-many-visitors", hello.language)
        raise NotLetIn(Problem(code="too-many-visitors", message=words, retry_after=math.ceil(wait)), FULL)
    await house.opened(hello.site)
    try:
        fresh = house.begin(hello, place)
    except KeyError:
        words = phrase("site-unknown", hello.language, sites=", ".join(house.sites))
        raise NotLetIn(Problem(code="site-unknown", message=words), WSCloseCode.POLICY_VIOLATION) from None
    except TooManyVisits:
        words = phrase("too-many-visitors", hello.language)
        raise NotLetIn(Problem(code="too-many-visitors", message=words, retry_after=30.0), FULL) from None
    if hello.resume:
        # Whoever comes with a visit that is over has been welcomed in it, and stands somewhere in the middle.
        fresh.memory.welcomed = True
        await fresh.problem("visit-over", "visit-over")
    if fresh.guide.language_for(hello.language) is None:
        languages = ", ".join(fresh.guide.site.spoken)
        await fresh.problem("language-not-offered", "language-not-offered", languages=languages)
    return fresh, False, 0


def _check_origin(request: web.Request) -> None:
    """A browser names the page's origin; any but our own or an allowed one is refused (RFC 6455 section 10.2)."""
    origin = request.headers.get("Origin")
    allowed = {each.strip() for each in request.app[SETTINGS].origins.split(",") if each.strip()}
    if origin is None or origin in allowed or urlsplit(origin).netloc == request.host:
        return
    raise web.HTTPForbidden(text="Origin: this page may not open a visit; add it to TOUR_ORIGINS to allow it")


def _check_subprotocol(request: web.Request) -> None:
    offered = {each.strip() for each in request.headers.get("Sec-WebSocket-Protocol", "").split(",")}
    if SUBPROTOCOL not in offered:
        raise web.HTTPBadRequest(text=f"Sec-WebSocket-Protocol: {SUBPROTOCOL} is needed")
