"""What went wrong over HTTP, as problem details (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

MEDIA_TYPE = "application/problem+json"

KIND = {
    400: "The request could not be read. Check its address and its parameters.",
    401: "Please sign in first.",
    403: "This is not open to you.",
    404: "There is nothing at this address. /api/sites lists the sites, /api/openapi.json every address.",
    405: "This address does not take this. Allow says what it takes.",
    406: "None of the forms in which this is here was asked for.",
    408: "The line was silent for too long. Please try again.",
    409: "This does not go together with what is here.",
    410: "This is not here any more.",
    412: "What is here is not what the request expected.",
    413: "The request is too large.",
    415: "The form of what was sent is not known here. /api/openapi.json says which are.",
    416: "The part asked for lies beyond the end.",
    422: "What was sent cannot be used. Check its values.",
    423: "Somebody is at work on this already. Please wait a moment.",
    428: "Say with If-Match what you have seen.",
    429: "Too many requests. Please wait a moment.",
    500: "Something went wrong on our side. It has been written down; please try again.",
    503: "The server is not ready yet. Please try again in a moment.",
    507: "The disk of this house has no room for it. Ask an operator.",
}
"""What a person is told when the code that failed says nothing better."""

CHECKSUM_MISMATCH = 460
"""Of tus 1.0, the resumable upload protocol; no status of HTTP's own."""

log = logging.getLogger(__name__)


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None, **members: Any) -> web.Response:
    """A problem response; `members` are extension members of the problem object."""
    phrase = phrase_of(status)
    body = {"type": "about:blank", "title": phrase, "status": status, "detail": detail or KIND.get(status, phrase)}
    return web.Response(
        status=status,
        body=json.dumps(body | members, ensure_ascii=False).encode(),
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def phrase_of(status: int) -> str:
    """What a status is called."""
    return "Checksum Mismatch" if status == CHECKSUM_MISMATCH else HTTPStatus(status).phrase


class Absent(web.HTTPNotFound):
    """404 with a sentence that says what is missing."""

    def __init__(self, detail: str) -> None:
        super().__init__(text=detail)


class Unreadable(web.HTTPBadRequest):
    """400 with a sentence that names the parameter and what it may be."""

    def __init__(self, detail: str) -> None:
        super().__init__(text=detail)


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure as a problem; nothing of an unexpected exception leaves the house.

    Once bytes of an answer are on their way there is nothing left to say: the exception goes on and the connection
    ends.
    """
    try:
        return await handler(request)
    except web.HTTPException as failure:
        if failure.status < 400:
            raise
        return problem(failure.status, _said(failure), _kept(failure))
    except ConnectionError:
        raise
    except Exception:
        log.exception("request failed", extra={"route": route_of(request)})
        if request.writer.output_size:
            raise ConnectionResetError("the answer broke off") from None
        return problem(500)


def route_of(request: web.BaseRequest) -> str:
    """The pattern of the route that a request met, never the address itself; `unmatched` where there is none."""
    if not isinstance(request, web.Request):
        return "unmatched"
    try:
        resource = request.match_info.route.resource
    except AssertionError:  # what the parser refused never met a route, and aiohttp asserts that it did
        return "unmatched"
    return resource.canonical if resource is not None else "unmatched"


def _said(failure: web.HTTPException) -> str:
    by_default = f"{failure.status}: {failure.reason}"
    return "" if failure.text in (None, by_default) else str(failure.text)


def _kept(failure: web.HTTPException) -> dict[str, str]:
    return {name: failure.headers[name] for name in ("Allow", "Retry-After") if name in failure.headers}
