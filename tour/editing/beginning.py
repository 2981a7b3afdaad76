"""A site that begins: its record alone, and somebody who may write the rest."""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from scenes.sites import DEMONSTRATIONS
from scenes.stores import sqlite
from tour.audit import append
from tour.people import memberships
from tour.people.roles import Caller, Role


class SiteTaken(Exception):
    """A site of that id is served or written here already."""


def begin(
    connection: Connection, site: str, body: Mapping[str, Any], caller: Caller, now: datetime, *, served: bool
) -> None:
    """Write the record of a site that is not here, and make who asks a curator of it unless they are one.

    Raises `SiteTaken`, `SitePackError`.
    """
    if served or site in DEMONSTRATIONS or sqlite.count(connection, site):
        raise SiteTaken(site)
    sqlite.save(connection, site, "site", site, body, author=caller.person, now=now, expected=None)
    append(connection, caller.person, "site-begun", site, site, {"languages": list(body["languages"])}, now=now)
    if Role.CURATOR not in caller.at(site):
        memberships.add(connection, caller.person, site, frozenset({Role.CURATOR}), now, by=caller.person)
