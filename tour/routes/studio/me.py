"""`/api/me…`: what is one's own: name, password, one-time codes, sessions and tokens."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from scenes.language import is_tag
from tour.errors import Absent, Unreadable
from tour.keys import DOOR, RECORDS, SECRETS
from tour.people import accounts, codes, cookies, memberships, own_account, sessions, tokens, totp
from tour.people.guard import caller
from tour.people.refusal import Refusal
from tour.routes.operations import Operation
from tour.routes.studio import describing
from tour.routes.studio.describing import Me, SessionTold, TokenTold
from tour.routes.studio.entering import cookie, give_cookie
from tour.routes.studio.exchange import LINE, Line, answer, body, done

HOUSE = "Caravanserai"


class Changes(Struct, frozen=True, kw_only=True):
    """What to change about oneself."""

    name: Line | None = None
    language: Annotated[str, Meta(max_length=35)] | None = None


class NewPassword(Struct, frozen=True, kw_only=True):
    """A password in place of the one so far."""

    password: Annotated[str, Meta(max_length=1000)]
    current: Annotated[str, Meta(max_length=1000)] = ""
    """Not needed where there is none yet, nor just after a one-time link."""
    keep_tokens: bool = False
    """Whether one's tokens go on; they end where it is left out."""


class Code(Struct, frozen=True, kw_only=True):
    """A one-time code, or a recovery code."""

    code: Annotated[str, Meta(max_length=40)]


class Authenticator(Struct, frozen=True, kw_only=True):
    """What an authenticator is told; shown only now."""

    secret: str
    address: str
    """For a QR code."""


class Recovery(Struct, frozen=True, kw_only=True):
    """The recovery codes, shown only now, and the new CSRF token."""

    codes: list[str]
    csrf: str


class NewToken(Struct, frozen=True, kw_only=True):
    """A token to be made."""

    label: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    site: Annotated[str, Meta(pattern=r"^(\*|[a-z0-9-]{1,64})$(?!\n)")]
    roles: Annotated[list[str], Meta(min_length=1, max_length=4)]
    reads_only: bool = True
    days: Annotated[int, Meta(ge=1, le=366)] = 90


class MadeToken(Struct, frozen=True, kw_only=True):
    """A token, and its secret, shown only now."""

    token: TokenTold
    secret: str


class TokenList(Struct, frozen=True, kw_only=True):
    """One's tokens."""

    tokens: list[TokenTold]


class SessionList(Struct, frozen=True, kw_only=True):
    """One's open sessions."""

    sessions: list[SessionTold]


async def me(request: web.Request) -> web.Response:
    """Who is signed in."""
    who, secret = caller(request), cookie(request, cookies.SESSION)
    csrf = sessions.csrf_of(secret) if who.session else ""
    return answer(await request.app[RECORDS].read(describing.me, who, csrf))


async def change(request: web.Request) -> web.Response:
    """Change one's name or language."""
    given = await body(request, Changes)
    if given.language is not None and not is_tag(given.language):
        raise Unreadable("language: a BCP 47 tag such as en or zh-Hans is needed.")
    who, now = caller(request), datetime.now(UTC)
    await request.app[RECORDS].write(accounts.rename, who.person, now, name=given.name, language=given.language)
    return await me(request)


async def password(request: web.Request) -> web.Response:
    """Set one's password; every other session ends, and one's tokens unless they are to be kept."""
    given, now = await body(request, NewPassword), datetime.now(UTC)
    records, desk = request.app[RECORDS], request.app[DOOR].desk
    secret = await own_account.change_password(
        records, desk, caller(request), given.password, given.current, now, keep_tokens=given.keep_tokens
    )
    return await _rotated(request, secret)


async def begin_codes(request: web.Request) -> web.Response:
    """Begin to set up one-time codes."""
    who = caller(request)
    secret = await request.app[RECORDS].write(codes.begin, who.person, request.app[SECRETS].master, datetime.now(UTC))
    person = await request.app[RECORDS].read(accounts.found, who.person)
    return answer(Authenticator(secret=secret, address=totp.address(secret, person.login, HOUSE)))


async def confirm_codes(request: web.Request) -> web.Response:
    """Ask for one-time codes from now on; every other session ends."""
    given, now, master = await body(request, Code), datetime.now(UTC), request.app[SECRETS].master
    who = caller(request)
    recovery, secret = await request.app[RECORDS].write(own_account.confirm_codes, who, given.code, master, now)
    response = answer(Recovery(codes=recovery, csrf=sessions.csrf_of(secret)))
    give_cookie(request, response, cookies.SESSION, secret)
    return response


async def remove_codes(request: web.Request) -> web.Response:
    """Ask for no one-time codes any more; every other session ends."""
    given, now, master = await body(request, Code), datetime.now(UTC), request.app[SECRETS].master
    who = caller(request)
    secret = await request.app[RECORDS].write(own_account.remove_codes, who, given.code, master, now)
    if isinstance(secret, Refusal):
        raise secret
    return await _rotated(request, secret)


async def list_sessions(request: web.Request) -> web.Response:
    """One's open sessions."""
    told = await request.app[RECORDS].read(describing.sessions_of, caller(request), datetime.now(UTC))
    return answer(SessionList(sessions=told))


async def end_session(request: web.Request) -> web.Response:
    """End one of one's sessions."""
    who, session = caller(request), request.match_info["session"]
    if not await request.app[RECORDS].write(own_account.end_session, who, session, datetime.now(UTC)):
        raise Absent("You have no such session.")
    return done()


async def list_tokens(request: web.Request) -> web.Response:
    """One's tokens."""
    return answer(TokenList(tokens=await request.app[RECORDS].read(describing.tokens_of, caller(request).person)))


async def make_token(request: web.Request) -> web.Response:
    """A new token; its secret is shown only now."""
    given, now = await body(request, NewToken), datetime.now(UTC)
    token, secret = await request.app[RECORDS].write(
        tokens.make, caller(request).person, given.label, given.site, memberships.checked(given.roles), now,
        reads_only=given.reads_only, good_for=timedelta(days=given.days),
    )  # fmt: skip
    return answer(MadeToken(token=describing.token_told(token), secret=secret), 201)


async def remove_token(request: web.Request) -> web.Response:
    """End one of one's tokens."""
    person, token = caller(request).person, request.match_info["token"]
    await request.app[RECORDS].write(tokens.remove, person, token, datetime.now(UTC))
    return done()


async def _rotated(request: web.Request, secret: str) -> web.Response:
    """Who is signed in, with the new secret of their session."""
    told = await request.app[RECORDS].read(describing.me, caller(request), sessions.csrf_of(secret))
    response = answer(told)
    give_cookie(request, response, cookies.SESSION, secret)
    return response


ROUTES = (
    web.get("/api/me", me),
    web.patch("/api/me", change),
    web.post("/api/me/password", password),
    web.post("/api/me/codes", begin_codes),
    web.post("/api/me/codes/confirm", confirm_codes),
    web.post("/api/me/codes/remove", remove_codes),
    web.get("/api/me/sessions", list_sessions),
    web.delete("/api/me/sessions/{session}", end_session),
    web.get("/api/me/tokens", list_tokens),
    web.post("/api/me/tokens", make_token),
    web.delete("/api/me/tokens/{token}", remove_token),
)

OPERATIONS = {
    "GET /api/me": Operation(summary="Who is signed in.", gives=Me),
    "PATCH /api/me": Operation(summary="Change one's name or language.", takes=Changes, gives=Me, refuses=(422,)),
    "POST /api/me/password": Operation(
        summary="Set one's password; every other session and one's tokens end.", takes=NewPassword, gives=Me,
        refuses=(422, 429, 503),
    ),
    "POST /api/me/codes": Operation(
        summary="Begin to set up one-time codes (TOTP, RFC 6238).", gives=Authenticator, refuses=(409,)
    ),
    "POST /api/me/codes/confirm": Operation(
        summary="Ask for one-time codes from now on.", takes=Code, gives=Recovery, refuses=(410, 422)
    ),
    "POST /api/me/codes/remove": Operation(
        summary="Ask for no one-time codes any more.", takes=Code, gives=Me, refuses=(404, 422, 429)
    ),
    "GET /api/me/sessions": Operation(summary="One's open sessions.", gives=SessionList),
    "DELETE /api/me/sessions/{session}": Operation(summary="End one of one's sessions.", status=204),
    "GET /api/me/tokens": Operation(summary="One's tokens.", gives=TokenList),
    "POST /api/me/tokens": Operation(
        summary="A new token; its secret is shown only now.", takes=NewToken, gives=MadeToken, status=201,
        refuses=(409, 422),
    ),
    "DELETE /api/me/tokens/{token}": Operation(summary="End one of one's tokens.", status=204),
}  # fmt: skip
