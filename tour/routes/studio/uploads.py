"""`/api/sites/{site}/uploads…`: files come in by tus 1.0 with creation, checksum, termination and expiration."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import wraps
from sqlite3 import Connection

from aiohttp import web
from msgspec import Struct

from scenes.stores import sqlite
from tour.errors import Absent, problem
from tour.keys import RECORDS, SETTINGS, UPLOADS
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, site_of
from tour.uploads import Upload, upload
from tour.uploads.checksum import TOLD, checksum_in
from tour.uploads.limits import limits_of
from tour.uploads.names import name_in
from tour.uploads.receiving import Receiving
from tour.uploads.refusing import Refusing
from tour.uploads.upload import InUse, NoUpload, fresh_id

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
PIECE = "application/offset+octet-stream"
LONGEST_NUMBER = 15
"""Digits of a number of bytes."""

Route = Callable[[web.Request], Awaitable[web.Response]]


class UploadList(Struct, frozen=True, kw_only=True):
    """The files that are coming, or have come and wait to be used; oldest first."""

    uploads: list[Upload]


def tus(route: Route) -> Route:
    """A route that speaks tus: of its version alone, and says so in every answer."""

    @wraps(route)
    async def spoken(request: web.Request) -> web.Response:
        try:
            if request.method not in {"GET", "OPTIONS"}:
                _check_version(request)
            response = await route(request)
        except Refusing as wrong:
            response = problem(wrong.status, wrong.sentence, wrong.headers, **wrong.members)
        except NoUpload:
            response = problem(404, "There is no such upload at this site, or it was thrown away. Begin it anew.")
        except InUse:
            response = problem(409, "A job is at work on this upload. Wait until it has ended, or cancel it.")
        response.headers["Tus-Resumable"] = VERSION
        return response

    return spoken


def _check_version(request: web.Request) -> None:
    if request.headers.get("Tus-Resumable", "") != VERSION:
        raise Refusing(412, f"Tus-Resumable: {VERSION} is needed.", {"Tus-Version": VERSION})


@tus
async def able(request: web.Request) -> web.Response:
    """What this server can do of tus."""
    largest = limits_of(request.app[SETTINGS]).largest
    return _empty(
        {
            "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(largest),
            "Tus-Checksum-Algorithm": TOLD,
        }
    )  # fmt: skip


async def listed(request: web.Request) -> web.Response:
    """The uploads of a site."""
    return answer(UploadList(uploads=await request.app[RECORDS].read(upload.uploads, site_of(request))))


@tus
async def begin(request: web.Request) -> web.Response:
    """Begin an upload: its length and its name, and where its pieces go."""
    site, who, now = site_of(request), caller(request).person, datetime.now(UTC)
    size, name = _length(request), name_in(request.headers.get("Upload-Metadata", ""))
    files, limits, id_ = request.app[UPLOADS], limits_of(request.app[SETTINGS]), fresh_id()

    def change(connection: Connection) -> Upload:
        if sqlite.get(connection, site, "site", site) is None:
            raise Absent("This site is not written here. Begin it with POST /api/sites, or write the one served.")
        limits.check(connection, site, who, size, files.root)
        files.make(id_)
        return upload.begin(connection, id_, site, name, size, who, now, limits.kept)

    begun = await request.app[RECORDS].write(change)
    return _empty({"Location": f"/api/sites/{site}/uploads/{id_}", **_state(begun)}, 201)


@tus
async def how_far(request: web.Request) -> web.Response:
    """How much of an upload is here: HEAD for tus, GET for people."""
    found = await _found(request)
    response = answer(found)
    response.headers.update({**_state(found), "Upload-Length": str(found.size)})
    return response


@tus
async def receive(request: web.Request) -> web.Response:
    """Take in the next piece of an upload."""
    if request.content_type != PIECE:
        raise Refusing(415, f"Content-Type: {PIECE} is needed.")
    offset, checksum = _number(request, "Upload-Offset"), checksum_in(request.headers.get("Upload-Checksum", ""))
    id_, files = request.match_info["upload"][:64], request.app[UPLOADS]
    ways = Receiving(records=request.app[RECORDS], files=files, kept=limits_of(request.app[SETTINGS]).kept)
    with files.alone(id_):
        found = await _found(request)
        _check_piece(request, found, offset)
        done = await ways.receive(found, request.content, checksum, caller(request).person)
    return _empty(_state(done))


@tus
async def drop(request: web.Request) -> web.Response:
    """Throw an upload away."""
    id_, site = request.match_info["upload"][:64], site_of(request)
    await request.app[RECORDS].write(upload.drop, id_, site, caller(request).person, datetime.now(UTC))
    await asyncio.to_thread(request.app[UPLOADS].drop, id_)
    return _empty({})


def _check_piece(request: web.Request, found: Upload, offset: int) -> None:
    if found.job:
        raise InUse(found.id)
    if offset != found.offset:
        sentence = f"Upload-Offset: {found.offset} bytes are here, not {offset}. Go on from there."
        raise Refusing(409, sentence, {"Upload-Offset": str(found.offset)}, offset=found.offset)
    if (request.content_length or 0) > found.size - found.offset:
        raise Refusing(
            413, f"More comes than the {found.size:,} bytes that were announced; {found.offset:,} are here already."
        )


async def _found(request: web.Request) -> Upload:
    found: Upload = await request.app[RECORDS].read(upload.get, request.match_info["upload"][:64], site_of(request))
    return found


def _length(request: web.Request) -> int:
    if "Upload-Defer-Length" in request.headers:
        raise Refusing(400, "Upload-Defer-Length: say with Upload-Length how long the file is.")
    size = _number(request, "Upload-Length")
    if not size:
        raise Refusing(400, "Upload-Length: the file is empty. Export it again.")
    return size


def _number(request: web.Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Refusing(400, f"{header}: a number of bytes is needed.")
    return int(text)


def _state(found: Upload) -> dict[str, str]:
    ends = datetime.fromisoformat(found.expires).astimezone(UTC)
    return {"Upload-Offset": str(found.offset), "Upload-Expires": format_datetime(ends, usegmt=True)}


def _empty(headers: dict[str, str], status: int = 204) -> web.Response:
    return web.Response(status=status, headers={"Cache-Control": "no-store", **headers})


BASE = "/api/sites/{site}/uploads"
ONE = f"{BASE}/{{upload}}"
ROUTES = (
    web.options(BASE, able),
    web.get(BASE, listed),
    web.post(BASE, begin),
    web.get(ONE, how_far),
    web.patch(ONE, receive),
    web.delete(ONE, drop),
)

RESUMABLE = {"Tus-Resumable": VERSION}
OPERATIONS = {
    f"OPTIONS {BASE}": Operation(summary="What this server can do of tus 1.0, resumable uploads.", status=204),
    f"GET {BASE}": Operation(summary="Files that are coming, or wait to be used.", gives=UploadList),
    f"POST {BASE}": Operation(
        summary="Begin an upload; Location says where its pieces go.", status=201,
        refuses=(400, 409, 412, 413, 415, 507),
        headers={
            **RESUMABLE, "Upload-Length": "Bytes of the whole file.",
            "Upload-Metadata": "filename and its base64; with slashes, where it lies in a folder.",
        },
    ),
    f"GET {ONE}": Operation(
        summary="How much of an upload is here: Upload-Offset; the answer to HEAD has no body.", gives=Upload,
        refuses=(412,),
    ),
    f"PATCH {ONE}": Operation(
        summary="The next piece of an upload, as application/offset+octet-stream.", status=204,
        refuses=(400, 408, 409, 410, 412, 413, 415, 423, 460, 507),
        headers={**RESUMABLE, "Upload-Offset": "Bytes that are here already."},
    ),
    f"DELETE {ONE}": Operation(
        summary="Throw an upload away.", status=204, refuses=(409, 412), headers=RESUMABLE
    ),
}  # fmt: skip
