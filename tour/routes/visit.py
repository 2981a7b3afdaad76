"""`GET /visit`: the WebSocket of a visit."""

from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web

from narration.phrases import phrase
from tour.codec import FrameError, FrameTooLarge
from tour.connection import HEARTBEAT, SOCKET_LIMIT, Connection, greeting, turn_away
from tour.house import House
from tour.keys import HOUSE, SETTINGS
from tour.messages import SUBPROTOCOL, Hello, Problem
from tour.visit import Visit
from tour.visits import TooManyVisits

FULL = 1013
"""Try again later (IANA WebSocket close codes)."""


async def visit(request: web.Request) -> web.StreamResponse:
    """Upgrade, greet, and carry the visit until the line ends."""
    _check_origin(request)
    _check_subprotocol(request)
    socket = web.WebSocketResponse(
        protocols=(SUBPROTOCOL,), heartbeat=HEARTBEAT, max_msg_size=SOCKET_LIMIT, compress=False
    )
    await socket.prepare(request)
    house = request.app[HOUSE]
    try:
        hello = await greeting(socket)
    except FrameTooLarge as wrong:
        await turn_away(socket, Problem(code="malformed", message=str(wrong)), WSCloseCode.MESSAGE_TOO_BIG)
        return socket
    except FrameError as wrong:
        await turn_away(socket, Problem(code="out-of-order", message=str(wrong)), WSCloseCode.INVALID_TEXT)
        return socket
    except TimeoutError:
        await turn_away(socket, Problem(code="out-of-order", message="hello: none came"), WSCloseCode.POLICY_VIOLATION)
        return socket
    await _serve(socket, house, hello)
    return socket


async def _serve(socket: web.WebSocketResponse, house: House, hello: Hello) -> None:
    known = house.visits.find(hello.resume) if hello.resume else None
    if known is not None and known.guide.site.id == hello.site:
        await _carry(socket, house, known, resumed=True, received=hello.received)
        return
    try:
        fresh = house.begin(hello)
    except KeyError:
        words = phrase("site-unknown", hello.language, sites=", ".join(house.sites))
        await turn_away(socket, Problem(code="site-unknown", message=words), WSCloseCode.POLICY_VIOLATION)
        return
    except TooManyVisits:
        words = phrase("too-many-visitors", hello.language)
        await turn_away(socket, Problem(code="too-many-visitors", message=words, retry_after=30.0), FULL)
        return
    if hello.resume:
        await fresh.problem("visit-over", "visit-over")
    if fresh.guide.language_for(hello.language) is None:
        languages = ", ".join(fresh.guide.site.spoken)
        await fresh.problem("language-not-offered", "language-not-offered", languages=languages)
    await _carry(socket, house, fresh, resumed=False, received=0)


async def _carry(socket: web.WebSocketResponse, house: House, visit: Visit, *, resumed: bool, received: int) -> None:
    connection = Connection(socket=socket, visits=house.visits, visit=visit)
    await connection.carry(house.welcome(visit, resumed=resumed), received)


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
