"""What somebody may change of a record who may change words only, as the table of rights says."""

from collections.abc import Iterable, Iterator, Mapping
from sqlite3 import Connection
from typing import Any

from aiohttp import web

from scenes.bodies import settled
from scenes.merging import Change, compare
from scenes.store import ANYTHING, Kind, Version
from scenes.stores import sqlite
from tour.errors import route_of
from tour.keys import RECORDS
from tour.people.guard import caller
from tour.people.rights import WORDS, right

Name = tuple[str, Kind, str]
"""Site, kind and id of a record."""


async def within_rights(request: web.Request, name: Name, tag: str | None, given: Mapping[str, Any]) -> str | None:
    """Let through what the caller may save of a record, translations whole; the tag that it was held against.

    Raises 403 where more than words is changed by who may change words only.
    """
    site, kind, id_ = name
    row = right(request.method, route_of(request))
    if kind == "translation" or row is None or not row.only_words(caller(request).at(site)):
        return tag
    base = await request.app[RECORDS].read(_base, site, kind, id_, tag)
    changes = compare(base.body, settled(kind, id_, given)) if base else ()
    if base is None or base.deleted or not all(WORDS.match(each) for each in _places(changes)):
        raise web.HTTPForbidden(text="A translator changes words in one language, and nothing else of a record.")
    return base.etag


def _base(connection: Connection, site: str, kind: Kind, id_: str, tag: str | None) -> Version | None:
    if tag in (None, ANYTHING):
        return sqlite.get(connection, site, kind, id_) if tag else None
    return sqlite.by_etag(connection, site, kind, id_, str(tag))


def _places(changes: Iterable[Change]) -> Iterator[str]:
    """The JSON Pointers of changes; of an object that comes or goes, those of what is in it."""
    for change in changes:
        whole = change.after if change.added else change.before if change.removed else None
        if isinstance(whole, dict):
            yield from (f"{change.pointer}/{key}" for key in whole)
        else:
            yield change.pointer
