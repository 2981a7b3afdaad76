"""The three cookies of who works here; a visitor gets none."""

from aiohttp import web

from tour.people.devices import KNOWN_FOR
from tour.people.identities import AWAY
from tour.people.sessions import LONGEST

SESSION, DEVICE, AWAY_COOKIE = "tour-session", "tour-device", "tour-away"
LASTING = {SESSION: LONGEST, DEVICE: KNOWN_FOR, AWAY_COOKIE: AWAY}
LONGEST_SECRET = 128


def read(request: web.Request, name: str, *, secure: bool) -> str:
    """The secret in a cookie; empty where there is none."""
    secret = request.cookies.get(_full(name, secure), "")
    return secret if len(secret) <= LONGEST_SECRET else ""


def give(response: web.StreamResponse, name: str, secret: str, *, secure: bool) -> None:
    """Set a cookie that no script reads and no other site sends along with more than a link."""
    response.set_cookie(
        _full(name, secure), secret, max_age=int(LASTING[name].total_seconds()), path="/", secure=secure,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def take(response: web.StreamResponse, name: str, *, secure: bool) -> None:
    """Take a cookie back."""
    response.del_cookie(_full(name, secure), path="/", secure=secure, httponly=True, samesite="Lax")


def _full(name: str, secure: bool) -> str:
    """By https the name binds the cookie to this host and path (RFC 6265bis, section 4.1.3.2)."""
    return f"__Host-{name}" if secure else name
