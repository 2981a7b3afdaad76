"""The guard: every request is held against the table of rights before anything else sees it."""

import logging
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.typedefs import Handler

from tour.errors import problem, route_of
from tour.keys import DOOR, RECORDS
from tour.people import cookies, sessions, tokens
from tour.people.origin import is_ours, is_secure
from tour.people.refusal import Reason, Refusal
from tour.people.rights import Right, right
from tour.people.roles import EVERYWHERE, Caller
from tour.people.tickets import equal

CALLER: web.RequestKey[Caller] = web.RequestKey("caller", Caller)
"""Who asks, on every route that is not open to everybody."""

SAFE = {"GET", "HEAD", "OPTIONS"}
CSRF = "X-CSRF-Token"
LONGEST_BEARER = 200
STRANGERS_BYTES = 64 * 1024
"""Of a body that somebody sends who need not say who they are."""

STATUS: dict[Reason, int] = {
    "wrong": 401, "code-needed": 401, "code-wrong": 401, "slow-down": 429, "busy": 503, "gone": 410, "taken": 409,
    "weak": 422, "unknown": 404, "last-operator": 409, "institution": 409, "unfit": 422, "too-many": 409,
}  # fmt: skip

log = logging.getLogger(__name__)


class Denied(Exception):
    """Not let in: a status, a word for the program, a sentence for the person."""

    def __init__(self, status: int, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.word, self.sentence = status, word, sentence


def caller(request: web.Request) -> Caller:
    """Who asks; only on routes that the table of rights does not open to everybody."""
    return request[CALLER]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through whom the table of rights lets through; say kindly why not to everybody else."""
    if request.match_info.http_exception is not None:
        return await handler(request)
    try:
        await _admit(request)
        return await handler(request)
    except Denied as denied:
        headers = {"WWW-Authenticate": 'Bearer realm="caravanserai"'} if denied.status == 401 else {}
        return problem(denied.status, denied.sentence, headers, denied=denied.word)
    except Refusal as refusal:
        return refused(refusal)


def refused(refusal: Refusal) -> web.Response:
    """A refusal as a problem."""
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return problem(STATUS[refusal.reason], refusal.sentence, headers, reason=refusal.reason)


async def find_caller(request: web.Request) -> Caller | None:
    """Who asks, by token or by session and its CSRF token; None for nobody. Raises `Denied` for a forged one."""
    if "Authorization" in request.headers:
        return await _by_token(request)
    return await _by_session(request)


async def _admit(request: web.Request) -> None:
    row = right(request.method, route_of(request))
    if row is None:
        log.error("a route is missing from the table of rights", extra={"route": route_of(request)})
        raise Denied(403, "unlisted", "This is not open to anybody yet.")
    if request.method not in SAFE and "Authorization" not in request.headers and not _is_ours(request):
        raise Denied(403, "origin", "Origin: only pages of this house may do this.")
    if row.where == "anywhere":
        if (request.content_length or 0) > STRANGERS_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=STRANGERS_BYTES, actual_size=request.content_length or 0)
        return
    found = await find_caller(request)
    if found is None:
        raise Denied(401, "sign-in", "Please sign in first.")
    _check(row, found, request)
    request[CALLER] = found


def _check(row: Right, found: Caller, request: web.Request) -> None:
    if found.token and not row.by_token:
        raise Denied(403, "token", "A token cannot do this. Sign in with a browser.")
    if found.reads_only and request.method not in SAFE:
        raise Denied(403, "token", "This token may only read.")
    if row.where == "own account":
        return
    site = request.match_info["site"] if row.where == "site" else EVERYWHERE
    if not found.at(site) & row.roles:
        wanted = " or ".join(sorted(row.roles))
        where = "at this site" if row.where == "site" else "in the whole house"
        raise Denied(403, "role", f"This needs the role {wanted} {where}. An operator can give it to you.")


async def _by_token(request: web.Request) -> Caller:
    scheme, _, secret = request.headers["Authorization"].partition(" ")
    now = datetime.now(UTC)
    if scheme.lower() == "bearer" and len(secret) <= LONGEST_BEARER and RECORDS in request.app:
        found = await request.app[RECORDS].read(tokens.find, secret.strip(), now)
        if found is not None:
            if not await request.app[RECORDS].read(tokens.was_used, found.token, now):
                await request.app[RECORDS].write(tokens.touch, found.token, now)
            return found
    raise Denied(401, "token", "This token is not known here, or has ended. Make a new one.")


async def _by_session(request: web.Request) -> Caller | None:
    secret = cookies.read(request, cookies.SESSION, secure=is_secure(request, _public_url(request)))
    if not secret or RECORDS not in request.app:
        return None
    now = datetime.now(UTC)
    found = await request.app[RECORDS].read(sessions.find, secret, now)
    if found is None:
        return None
    if request.method not in SAFE and not equal(request.headers.get(CSRF, ""), sessions.csrf_of(secret)):
        raise Denied(403, "csrf", f"{CSRF}: send what /api/me gives as csrf. Load the page again.")
    who, session = found
    if sessions.is_stale(session, now):
        await request.app[RECORDS].write(sessions.touch, session.id, now)
    return who


def _is_ours(request: web.Request) -> bool:
    return is_ours(request, _public_url(request))


def _public_url(request: web.Request) -> str:
    return request.app[DOOR].public_url if DOOR in request.app else ""
