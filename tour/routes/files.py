"""A file as an answer: validators, ranges and codings as RFC 9110 has them.

aiohttp's own FileResponse makes its tag from the modification time, takes no tag in If-Range, answers 416 where a
Range is to be ignored, and 206 to HEAD; hence this one.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from aiohttp import web

from scenes.stores.packed import beside
from tour.errors import Absent, problem
from tour.routes.conditions import ByteRange, Unsatisfiable, byte_range, evaluate, validators, weight

CHUNK = 256 * 1024
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

MEDIA_TYPES = {
    ".avif": "image/avif",
    ".bin": "application/octet-stream",
    ".css": "text/css",
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".ktx2": "image/ktx2",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


class NotAcceptable(web.HTTPNotAcceptable):
    """406: the client refuses every content coding in which the file is here, and the plain file."""

    def __init__(self) -> None:
        super().__init__(text="Accept-Encoding refuses every form in which this is here. Admit identity.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One form of a resource: the file, its strong entity tag, media type and content coding."""

    path: Path
    etag: str
    media_type: str
    coding: str = ""
    cache: str = IMMUTABLE
    vary: bool = False
    link: str = ""
    """What to fetch beside it (RFC 8288)."""

    @property
    def content_type(self) -> str:
        """The media type, with its charset where it is text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def choose(
    request: web.Request,
    path: Path,
    *,
    etag: str,
    media_type: str,
    cache: str = IMMUTABLE,
    codings: Mapping[str, Path] | None = None,
) -> Representation:
    """The form of `path` that the request likes best: one of `codings`, by default what lies beside it, or itself.

    A range is a range of the plain file, so that what a client has of it stays of use. Raises `NotAcceptable` where
    the request refuses every form there is.
    """
    stored = beside(path) if codings is None else codings
    coding = _best(request, stored)
    return Representation(
        path=stored.get(coding, path),
        etag=f"{etag}-{coding}" if coding in stored else etag,
        media_type=media_type,
        coding=coding if coding in stored else "",
        cache=cache,
        vary=bool(stored),
    )


def _best(request: web.Request, stored: Mapping[str, Path]) -> str:
    header = ",".join(request.headers.getall("Accept-Encoding", []))
    plain = weight(header, "identity")
    if plain > 0 and "Range" in request.headers:
        return "identity"
    weights = {**{coding: weight(header, coding) for coding in stored}, "identity": plain}
    best = max(weights, key=lambda coding: weights[coding])
    if weights[best] <= 0:
        raise NotAcceptable
    return best


async def send(request: web.Request, form: Representation) -> web.StreamResponse:
    """Answer with the file, a range of it, 304, 412 or 416; raises `Absent` when the file is gone."""
    try:
        file = await asyncio.to_thread(form.path.open, "rb")
    except OSError:
        raise Absent("This file is no longer here.") from None
    with file:
        return await _send(request, form, file, os.fstat(file.fileno()).st_size)


async def _send(request: web.Request, form: Representation, file: BinaryIO, size: int) -> web.StreamResponse:
    headers = _validators(form)
    match evaluate(request, form.etag):
        case "failed":
            return problem(412)
        case "not modified":
            return web.Response(status=304, headers=headers)
    try:
        part = None if form.coding else byte_range(request, form.etag, size)
    except Unsatisfiable:
        return problem(416, headers={"Content-Range": f"bytes */{size}"})
    return await _stream(request, _response(form, part, size), file, part or ByteRange(0, size - 1))


def _validators(form: Representation) -> dict[str, str]:
    return {**validators(form.etag, form.cache, form.vary), **({"Link": form.link} if form.link else {})}


def _response(form: Representation, part: ByteRange | None, size: int) -> web.StreamResponse:
    response = web.StreamResponse(
        status=200 if part is None else 206,
        headers={
            **_validators(form),
            "Accept-Ranges": "bytes",
            "Content-Type": form.content_type,
        },
    )
    if form.coding:
        response.headers["Content-Encoding"] = form.coding
    if part is not None:
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response.content_length = size if part is None else part.length
    return response


async def _stream(
    request: web.Request, response: web.StreamResponse, file: BinaryIO, part: ByteRange
) -> web.StreamResponse:
    await response.prepare(request)
    if request.method != "HEAD":
        file.seek(part.first)
        for length in _lengths(part.length):
            await response.write(await asyncio.to_thread(file.read, length))
    await response.write_eof()
    return response


def _lengths(total: int) -> Iterator[int]:
    for done in range(0, total, CHUNK):
        yield min(CHUNK, total - done)
