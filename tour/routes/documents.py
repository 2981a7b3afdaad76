"""A value as a JSON answer, tagged by its content and packed small."""

import gzip
import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgspec
from aiohttp import web

from tour.errors import Unreadable, problem
from tour.routes.conditions import accepts, evaluate, validators
from tour.routes.files import REVALIDATE

HOST = re.compile(r"([A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")

SMALL = 1400
"""Bytes that fit one packet, where packing gains nothing."""


def document(request: web.Request, value: Any, content_type: str = "application/json") -> web.Response:
    """Answer with a msgspec-encodable value, or with 304 where the client has it already."""
    return answer(request, msgspec.json.encode(value), content_type)


def answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """Answer with bytes made for this address, or with 304 where the client has them already."""
    etag = hashlib.sha256(body).hexdigest()[:32]
    packed = len(body) > SMALL and accepts(request.headers.get("Accept-Encoding", ""), "gzip")
    etag = f"{etag}-gzip" if packed else etag
    headers = validators(etag, REVALIDATE, vary=True)
    match evaluate(request, etag):
        case "failed":
            return problem(412)
        case "not modified":
            return web.Response(status=304, headers=headers)
    coding = {"Content-Encoding": "gzip"} if packed else {}
    headers = {**headers, **coding, "Content-Type": content_type}
    return web.Response(body=_packed(body) if packed else body, headers=headers)


def origin(request: web.Request) -> str:
    """Scheme, host and port under which the client reached this server; raises `Unreadable` for no such Host."""
    if HOST.fullmatch(request.host):
        with suppress(ValueError):
            return str(request.url.origin())
    raise Unreadable("Host: a host name, with a port where there is one, is needed.")


@lru_cache(maxsize=32)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
