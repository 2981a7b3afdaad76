"""`/api/sign-in`, by password or by one-time link, and `/api/sign-out`."""

from datetime import UTC, datetime
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.keys import DOOR, RECORDS, SECRETS
from tour.people import cookies, lockout, signing_in
from tour.people.guard import caller
from tour.people.signing_in import Attempt
from tour.routes.operations import Operation
from tour.routes.studio.describing import Me
from tour.routes.studio.entering import had, misses_counted, take_cookie, tempo, welcome, where_from
from tour.routes.studio.exchange import Secret, answer, body, done


class Ways(Struct, frozen=True, kw_only=True):
    """How one can sign in here."""

    password: bool = True
    institution: str | None
    """What the institution is called whose people may come; null where there is none."""


class Credentials(Struct, frozen=True, kw_only=True):
    """What somebody typed."""

    login: Annotated[str, Meta(max_length=100)]
    password: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=40)] = ""


class Ticket(Struct, frozen=True, kw_only=True):
    """A one-time ticket."""

    token: Secret


async def ways(request: web.Request) -> web.Response:
    """How one can sign in here."""
    there = request.app[DOOR].institution
    return answer(Ways(institution=(there.institution.name or there.institution.issuer) if there else None))


async def sign_in(request: web.Request) -> web.Response:
    """By login and password, and the one-time code where the account asks for one."""
    given, now, records = await body(request, Credentials), datetime.now(UTC), request.app[RECORDS]
    device, session = had(request)
    seconds = tempo(request)
    if seconds and not await records.read(signing_in.is_known, given.login, device, now):
        raise lockout.wait(seconds)
    attempt = Attempt(
        login=given.login, password=given.password, code=given.code, address=where_from(request),
        device=device, session=session,
    )  # fmt: skip
    desk, master = request.app[DOOR].desk, request.app[SECRETS].master
    return await welcome(request, await signing_in.sign_in(records, desk, master, attempt, now))


async def by_link(request: web.Request) -> web.Response:
    """By a one-time link."""
    given, now = await body(request, Ticket), datetime.now(UTC)
    with misses_counted(request):
        opened = await request.app[RECORDS].write(signing_in.open_by_link, given.token, *had(request), now)
    return await welcome(request, opened)


async def sign_out(request: web.Request) -> web.Response:
    """End this session."""
    who = caller(request)
    await request.app[RECORDS].write(signing_in.close, who.person, who.session, datetime.now(UTC))
    response = done()
    take_cookie(request, response, cookies.SESSION)
    return response


ROUTES = (
    web.get("/api/sign-in", ways),
    web.post("/api/sign-in", sign_in),
    web.post("/api/sign-in/link", by_link),
    web.post("/api/sign-out", sign_out),
)

OPERATIONS = {
    "GET /api/sign-in": Operation(summary="How one can sign in here.", gives=Ways),
    "POST /api/sign-in": Operation(
        summary="Sign in by login, password and, where the account asks for one, one-time code; cookies come with it.",
        takes=Credentials, gives=Me, refuses=(401, 403, 410, 429, 503),
    ),
    "POST /api/sign-in/link": Operation(
        summary="Sign in by a one-time link.", takes=Ticket, gives=Me, refuses=(403, 410, 429)
    ),
    "POST /api/sign-out": Operation(summary="End this session.", status=204),
}  # fmt: skip
