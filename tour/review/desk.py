"""The sites as reviewers judge by them: as their curators left them, else as they are served."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from sqlite3 import Connection

import msgspec

from scenes.exchange.tables import site_of
from scenes.facts import Fact
from scenes.footing import MACHINE
from scenes.gathered import Gathered, gather
from scenes.scene import Site
from scenes.stores import sqlite
from scenes.translations import joined
from tour.review.adopting import adopt
from tour.review.staleness import Change, Unsettled, rest_on, settle, settle_change


class NoSite(LookupError):
    """There is no such site here."""


class Desk:
    """Reads a site within the transaction of whoever judges by it; what did not change is not read again."""

    def __init__(self, served: Mapping[str, Site]) -> None:
        self._served = served
        self._read: dict[str, tuple[Gathered, Site]] = {}

    @staticmethod
    def keeps(connection: Connection, name: str) -> bool:
        """Whether a site is kept in records."""
        return sqlite.get(connection, name, "site", name) is not None

    def site(self, connection: Connection, name: str) -> Site:
        """A site's words as they are at this moment, without its files.

        Raises `NoSite`, and `SitePackError` where its records do not make a site.
        """
        if not self.keeps(connection, name):
            if name not in self._served:
                raise NoSite(name)
            return self._served[name]
        known = self._read.get(name)
        found = gather(connection, name, known[0] if known else None)
        if known is None or found.fresh or found.gone:
            known = (found, joined(site_of(found.tables(), Path(name)), found.translations()))
        self._read[name] = (found, known[1])
        return known[1]

    def facts_changed(
        self, connection: Connection, name: str, facts: Iterable[str], who: str, now: datetime
    ) -> Unsettled:
        """What comes of facts that were just saved or removed, in the same transaction.

        The whole site is read only where something rests on them that has to be judged anew.
        """
        changed = tuple(dict.fromkeys(facts))
        resting = rest_on(connection, name, changed)
        if not resting:
            return Unsettled()
        if any(MACHINE in kept for kept in resting):
            return settle(connection, self.site(connection, name), who, now, changed)
        saved = {fact: sqlite.get(connection, name, "fact", fact) for fact in changed}
        written = {fact: msgspec.convert(found.body, Fact) for fact, found in saved.items() if found}
        change = Change(site=name, facts=written, whole=cache(lambda: self.site(connection, name)), changed=changed)
        return settle_change(connection, change, who, now)

    def taken_in(self, connection: Connection, name: str, who: str, now: datetime) -> int:
        """Have the takes of a site watched that just came with a pack, in the same transaction."""
        return adopt(connection, self.site(connection, name), who, now, brought=True)
