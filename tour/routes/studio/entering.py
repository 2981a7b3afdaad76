"""What every way of signing in shares: who knocks, how often, and the cookies they leave with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from aiohttp import web

from tour.keys import DOOR, RECORDS
from tour.people import cookies, devices, lockout, sessions
from tour.people.origin import address_of, is_secure
from tour.people.refusal import Refusal
from tour.people.signing_in import Opened
from tour.routes.documents import origin
from tour.routes.studio.describing import me
from tour.routes.studio.exchange import answer

STUDIO = "/studio"


async def welcome(request: web.Request, opened: Opened) -> web.Response:
    """The answer to who has signed in: who they are, and their cookies."""
    found = await request.app[RECORDS].read(sessions.find, opened.session, datetime.now(UTC))
    if found is None:
        raise Refusal("gone", "This account has just been closed.")
    told = await request.app[RECORDS].read(me, found[0], sessions.csrf_of(opened.session))
    return give_cookies(request, answer(told), opened)


def give_cookies(request: web.Request, response: web.Response, opened: Opened) -> web.Response:
    """Put the cookies of an opened session on an answer."""
    give_cookie(request, response, cookies.SESSION, opened.session)
    give_cookie(request, response, cookies.DEVICE, opened.device)
    return response


def give_cookie(request: web.Request, response: web.Response, name: str, secret: str) -> None:
    """Put one of our cookies on an answer."""
    cookies.give(response, name, secret, secure=_secure(request))


def take_cookie(request: web.Request, response: web.Response, name: str) -> None:
    """Take one of our cookies back with an answer."""
    cookies.take(response, name, secure=_secure(request))


def cookie(request: web.Request, name: str) -> str:
    """The secret in one of our cookies; empty where there is none."""
    return cookies.read(request, name, secure=_secure(request))


def had(request: web.Request) -> tuple[str, str]:
    """The secrets of the device and of the session that a browser still has."""
    return cookie(request, cookies.DEVICE), cookie(request, cookies.SESSION)


def house(request: web.Request) -> str:
    """Scheme, host and port under which people reach this house."""
    return request.app[DOOR].public_url or origin(request)


def studio_link(request: web.Request, word: str, secret: str) -> str:
    """An address of the studio with a ticket where no server and no log sees it: behind the #."""
    return f"{house(request)}{STUDIO}#{word}={secret}"


def where_from(request: web.Request) -> str:
    """The address of who asks."""
    return address_of(request, request.app[DOOR].proxies)


async def keep_tempo(request: web.Request) -> None:
    """Raise `Refusal` for an address from which too many come, but not for a browser that has signed in before."""
    now, device = datetime.now(UTC), cookie(request, cookies.DEVICE)
    if (seconds := tempo(request)) and not await request.app[RECORDS].read(devices.is_somebodys, device, now):
        raise lockout.wait(seconds)


@contextmanager
def misses_counted(request: web.Request) -> Iterator[None]:
    """Let whoever has a good ticket pass at any time, and tell an address from which bad ones are tried to wait."""
    try:
        yield
    except Refusal as refusal:
        if refusal.reason == "gone" and (seconds := tempo(request)):
            raise lockout.wait(seconds) from None
        raise


def tempo(request: web.Request) -> int:
    """Count one try from this address; seconds to wait, 0 for none."""
    seconds = request.app[DOOR].tempo.wait(where_from(request), monotonic())
    return int(seconds) + 1 if seconds else 0


def _secure(request: web.Request) -> bool:
    return is_secure(request, request.app[DOOR].public_url)
