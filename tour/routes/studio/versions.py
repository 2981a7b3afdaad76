"""Records as the studio is told of them, and what is said when two people's changes do not go together."""

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import msgspec
from aiohttp import web
from msgspec import Struct

from scenes.merging import Change
from scenes.pack_error import SitePackError
from scenes.pack_records import SiteExists
from scenes.store import ANYTHING, KINDS, Conflict, Kind, Version
from tour.editing.editing import NothingNew, unfit
from tour.errors import Absent, Unreadable, problem
from tour.routes.studio.exchange import answer

TAG = re.compile(r'"([0-9a-f]{32})"')

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


class RecordTold(Struct, frozen=True, kw_only=True):
    """A record at one version."""

    kind: str
    id: str
    version: int
    etag: str
    """For If-Match."""
    body: dict[str, Any]
    author: str
    """Id of the account."""
    at: str
    deleted: bool = False
    merged: bool = False
    """Whether what somebody else had saved meanwhile is in it as well."""


class History(Struct, frozen=True, kw_only=True):
    """Versions of a record, newest first; at most 100."""

    versions: tuple[RecordTold, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """Where two versions of a record differ."""

    before: int
    after: int
    changes: tuple[Change, ...]


def told(version: Version, mine: dict[str, Any] | None = None) -> RecordTold:
    """A version as the studio is told of it; `mine` is what was sent where it was just saved."""
    return RecordTold(
        kind=version.kind, id=version.id, version=version.version, etag=version.etag, body=version.body,
        author=version.author, at=version.at, deleted=version.deleted,
        merged=mine is not None and version.body != mine,
    )  # fmt: skip


def tagged(version: Version, value: Any, status: int = 200) -> web.Response:
    """An answer about a record, with its entity tag."""
    response = answer(value, status)
    response.headers["ETag"] = f'"{version.etag}"'
    return response


def kind_of(request: web.Request) -> Kind:
    """The kind of the address; raises `Absent`."""
    kind = request.match_info["kind"]
    for known in KINDS:
        if kind == known:
            return known
    raise Absent(f"There is no such kind of record. There are {', '.join(KINDS)}.")


def expected(request: web.Request) -> str | None:
    """What the writer saw: an entity tag, `*` for whatever is there, None for nothing yet (RFC 9110, section 13).

    Raises 428 where neither If-Match nor `If-None-Match: *` is sent.
    """
    if request.headers.get("If-None-Match", "").strip() == "*":
        return None
    text = request.headers.get("If-Match", "").strip()
    if not text:
        raise web.HTTPPreconditionRequired(
            text="Say with If-Match what you have seen, or with If-None-Match: * that it is new."
        )
    if text == "*":
        return ANYTHING
    found = TAG.fullmatch(text)
    if found is None:
        raise Unreadable("If-Match: the tag of a record is needed, as ETag gave it.")
    return found[1]


def seen(request: web.Request) -> str:
    """The same of a record that must be there; raises 428."""
    tag = expected(request)
    if tag is None:
        raise web.HTTPPreconditionRequired(text="Say with If-Match what you have seen.")
    return tag


def writing(route: Route) -> Route:
    """A route that changes records: says with both versions what does not go together, by its field what is wrong."""

    @wraps(route)
    async def careful(request: web.Request) -> web.StreamResponse:
        try:
            return await route(request)
        except Conflict as conflict:
            return _conflicting(conflict)
        except SitePackError as wrong:
            return problem(422, f"{wrong.problem}: {wrong.remedy}.", None, **unfit(wrong))
        except KeyError:
            raise Absent("There is no such record or version.") from None
        except SiteExists:
            return problem(409, "This site is written here already. Ask for replace=yes to put the pack in its place.")
        except NothingNew:
            return problem(409, "Visitors have everything as it is.")

    return careful


def _conflicting(conflict: Conflict) -> web.Response:
    where = f" in {', '.join(conflict.clashes)}" if conflict.clashes else ""
    theirs = told(conflict.theirs) if conflict.theirs else None
    sentence = f"Somebody else changed this meanwhile{where}. Both versions are here: choose, and save again."
    headers = {"ETag": f'"{conflict.theirs.etag}"'} if conflict.theirs else {}
    return problem(
        412, sentence, headers, clashes=list(conflict.clashes), mine=dict(conflict.mine), theirs=_plain(theirs),
        base=_plain(told(conflict.base) if conflict.base else None),
    )  # fmt: skip


def _plain(value: RecordTold | None) -> Any:
    return msgspec.to_builtins(value)
