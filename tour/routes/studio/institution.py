"""Signing in at an institution: away from here, and back."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Struct

from tour.errors import Absent
from tour.keys import DOOR, RECORDS
from tour.people import cookies, identities, signing_in
from tour.people.guard import caller, find_caller
from tour.people.institution import InstitutionDoor
from tour.people.refusal import Refusal
from tour.people.signing_in import Opened
from tour.people.tickets import ticket
from tour.routes.operations import Operation
from tour.routes.studio.entering import (
    STUDIO,
    cookie,
    give_cookie,
    give_cookies,
    had,
    house,
    keep_tempo,
    take_cookie,
)
from tour.routes.studio.exchange import Line, answer, body

BACK = "/api/sign-in/institution/return"


class Leaving(Struct, frozen=True, kw_only=True):
    """Somebody on the way to their institution, with the ticket of an invitation where they have one."""

    invitation: Line = ""


class Address(Struct, frozen=True, kw_only=True):
    """Where the browser should go."""

    address: str


async def leave(request: web.Request) -> web.Response:
    """To the institution: the address where the browser should go."""
    given = await body(request, Leaving)
    await keep_tempo(request)
    return await _depart(request, given.invitation, None)


async def leave_to_join(request: web.Request) -> web.Response:
    """The same, to join an identity there to the account here."""
    return await _depart(request, "", caller(request).person)


async def come_back(request: web.Request) -> web.Response:
    """From the institution: into the studio, or to its door with a word why not."""
    door = _institution(request)
    try:
        opened = await _settle(request, door)
        response = _go(STUDIO)
    except Refusal as refusal:
        opened, response = None, _go(f"{STUDIO}#{urlencode({'refused': refusal.reason})}")
    take_cookie(request, response, cookies.AWAY_COOKIE)
    return give_cookies(request, response, opened) if opened is not None else response


async def _depart(request: web.Request, invitation: str, person: str | None) -> web.Response:
    door, browser, now = _institution(request), ticket(), datetime.now(UTC)
    state, departure = await request.app[RECORDS].write(
        identities.depart, browser, house(request) + BACK, now, invitation=invitation, person=person
    )
    response = answer(Address(address=await door.address(state, departure)))
    give_cookie(request, response, cookies.AWAY_COOKIE, browser)
    return response


async def _settle(request: web.Request, door: InstitutionDoor) -> Opened | None:
    """The session of who has come back; None where they only joined an identity to their account."""
    asked, now, records = request.query, datetime.now(UTC), request.app[RECORDS]
    browser = cookie(request, cookies.AWAY_COOKIE)
    departure = await records.write(identities.come_back, asked.get("state", ""), browser, now)
    if not asked.get("code"):
        raise Refusal("institution", "Your institution did not let you in.")
    if departure.person is not None:
        here = await find_caller(request)
        if here is None or here.person != departure.person:
            raise Refusal("gone", "You have signed out meanwhile. Sign in and begin again.")
    identity = await door.identify(asked["code"], asked.get("iss", ""), departure, now)
    return await records.write(signing_in.open_by_institution, identity, departure, *had(request), now)


def _institution(request: web.Request) -> InstitutionDoor:
    there = request.app[DOOR].institution
    if there is None:
        raise Absent("No institution signs people in here. TOUR_OIDC_ISSUER names one.")
    return there


def _go(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


ROUTES = (
    web.post("/api/sign-in/institution", leave),
    web.post("/api/me/institution", leave_to_join),
    web.get(BACK, come_back),
)

OPERATIONS = {
    "POST /api/sign-in/institution": Operation(
        summary="Where the browser should go to sign in at the institution; a cookie comes with it.",
        takes=Leaving, gives=Address, refuses=(403, 404, 409, 429, 503),
    ),
    "POST /api/me/institution": Operation(
        summary="The same, to join an identity there to one's account.", gives=Address, refuses=(404, 409, 503)
    ),
    f"GET {BACK}": Operation(
        summary="Back from the institution (its redirect_uri): on to the studio.", status=303, refuses=(404,)
    ),
}  # fmt: skip
