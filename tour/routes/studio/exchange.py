"""What comes in and goes out on the studio's addresses: JSON of a known shape, kept by nobody on the way."""

from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from tour.errors import Absent, Unreadable
from tour.people.roles import SITE

T = TypeVar("T")

LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$(?!\n)"
Line = Annotated[str, Meta(max_length=200, pattern=LINE)]
"""A line of text. Python's `$` lets a line end follow; `(?!\\n)` does not, and says nothing new in ECMA 262."""
Secret = Annotated[str, Meta(min_length=1, max_length=128)]
"""A ticket, as it was handed out."""


async def body(request: web.Request, kind: type[T]) -> T:
    """The body as a value of a kind; raises 415 for another form than JSON, and `Unreadable` naming the field."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Content-Type: application/json is needed.")
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.ValidationError as wrong:
        raise Unreadable(f"{wrong}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable("The body is not JSON.") from None


def answer(value: Any, status: int = 200) -> web.Response:
    """A value as JSON for the one who asked."""
    return web.Response(
        status=status,
        body=msgspec.json.encode(value),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def done() -> web.Response:
    """It is done, and there is nothing to say."""
    return web.Response(status=204, headers={"Cache-Control": "no-store"})


def site_of(request: web.Request) -> str:
    """The site of the address; raises `Absent` for what can be none."""
    site = request.match_info["site"]
    if not SITE.fullmatch(site):
        raise Absent("There is no such site here. /api/sites lists the sites.")
    return site
