"""Where the records of sites are written, each change in one transaction with all that has to follow it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from sqlite3 import Connection
from typing import Any

from scenes.gathered import Gathered, caught_up, gather
from scenes.merging import merge
from scenes.pack_error import SitePackError
from scenes.pack_records import PackRecords, import_records
from scenes.scene import Site
from scenes.store import ANYTHING, Kind, Version
from scenes.stores import sqlite
from scenes.stores.named import NamedFiles
from scenes.stores.packs import PackStore
from scenes.stores.releases import Pending, Release, latest, pending, release, released_sites, reordered
from tour.audit import append
from tour.editing.bringing import state_of
from tour.editing.published import Published
from tour.house import House
from tour.records import Records

FactsChanged = Callable[[Connection, str, tuple[str, ...], str, datetime], object]
"""What follows when facts of a site changed: connection, site, ids, who, now; inside the same transaction."""


TakenIn = Callable[[Connection, str, str, datetime], object]
"""What follows when a site came with a pack: connection, site, who, now; inside the same transaction."""


class ChangedSince(Exception):
    """The site is not as it was when it was looked at."""


class OrderedElsewhere(Exception):
    """Somebody else gave the records another order meanwhile, and the two do not go together."""


class NothingNew(Exception):
    """Visitors have everything as it is."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Editing:
    """Writes records in a name, and publishes them to the visitors of a house.

    Whatever is asked of it raises what the store raises: `Conflict`, `KeyError`, `SitePackError`.
    """

    records: Records
    files: NamedFiles
    house: House
    published: Published
    assets: PackStore
    """What visitors get files from."""
    facts_changed: FactsChanged | None = None
    taken_in: TakenIn | None = None
    _out: dict[str, Gathered] = field(default_factory=dict)
    """Sites as visitors get them; only the writer's thread looks."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One site is renewed after another."""

    async def save(
        self, site: str, kind: Kind, id_: str, body: Mapping[str, Any], who: str, expected: str | None
    ) -> Version:
        """Save a record; what others saved meanwhile is joined where it does not touch."""
        change = partial(sqlite.save, site=site, kind=kind, id_=id_, body=body, expected=expected)
        return await self.records.write(self._noted, "saved", change, site, kind, id_, who)

    async def delete(self, site: str, kind: Kind, id_: str, who: str, expected: str) -> Version:
        """Say that a record is gone; its versions stay."""
        change = partial(sqlite.delete, site=site, kind=kind, id_=id_, expected=expected)
        return await self.records.write(self._noted, "deleted", change, site, kind, id_, who)

    async def restore(self, site: str, kind: Kind, id_: str, version: int, who: str, expected: str) -> Version:
        """Save an old version as the newest."""
        change = partial(sqlite.restore, site=site, kind=kind, id_=id_, version=version, expected=expected)
        return await self.records.write(self._noted, "restored", change, site, kind, id_, who)

    def save_within(
        self, connection: Connection, site: str, kind: Kind, id_: str, body: Mapping[str, Any], who: str
    ) -> Version:
        """Save a record in a transaction of the caller's, who read there what it replaces."""
        change = partial(sqlite.save, site=site, kind=kind, id_=id_, body=body, expected=ANYTHING)
        return self._noted(connection, "saved", change, site, kind, id_, who)

    async def take_in(self, found: PackRecords, who: str, *, replace: bool, state: str = "") -> int:
        """Save everything of a pack at once; how many versions that made.

        Raises `SiteExists`, and `ChangedSince` where the site is not in the `state` any more that is named.
        """
        return await self.records.write(self._taken_in, found, who, replace, state)

    async def put_in_order(self, site: str, kind: Kind, ids: list[str], who: str, seen: list[str] | None) -> None:
        """Give the records of a kind an order, made from the one that was `seen`: what others did since is joined.

        Raises `OrderedElsewhere`; with None for what was seen, whatever others did gives way.
        """
        await self.records.write(self._ordered, site, kind, ids, who, seen)

    async def publish(self, site: str, who: str) -> Release:
        """Send everything of a site out to its visitors, those who are in it included.

        It is checked as a pack is. Raises `SitePackError` for the first thing that does not fit, `NothingNew`. What is
        published is on the disk when this returns; the pack's folder follows.
        """
        async with self._turn:
            done, found, renewed = await self.records.write(self._released, site, who)
            await self._serve(renewed)
        self.published.follow(found, done.number)
        return done

    async def open(self) -> None:
        """Serve every site that was published as it was published last, whatever pack it came from."""
        for site, number in (await self.records.read(released_sites)).items():
            found = await self.records.write(self._brought_back, site)
            renewed = await asyncio.to_thread(found.assemble, self.files, self.published.folder(site), published=True)
            if self.house.sites.get(site) != renewed:
                await self._serve(renewed)
            self.published.follow(found, number)

    async def _serve(self, site: Site) -> None:
        self.assets.stand(site.tiles)
        await self.house.renew(site)

    async def close(self) -> None:
        """Wait until every pack is written."""
        await self.published.settled()

    def _noted(
        self,
        connection: Connection,
        act: str,
        change: Callable[..., Version],
        site: str,
        kind: Kind,
        id_: str,
        who: str,
    ) -> Version:
        """Make a change of a record, and all that follows from it."""
        moment = now()
        before = sqlite.newest(connection, site, kind, id_)
        saved = change(connection, author=who, now=moment)
        if before is None or saved.version != before.version:
            told = {"version": saved.version, "etag": saved.etag}
            append(connection, who, f"{kind}-{act}", id_, site, told, now=moment)
            facts = _told_otherwise(before, saved)
            if facts and self.facts_changed is not None:
                self.facts_changed(connection, site, facts, who, moment)
        return saved

    def _taken_in(self, connection: Connection, found: PackRecords, who: str, replace: bool, state: str) -> int:
        moment = now()
        before = gather(connection, found.site)
        if state and state_of(before) != state:
            raise ChangedSince(found.site)
        count = import_records(connection, found, author=who, now=moment, replace=replace)
        append(connection, who, "site-imported", found.site, found.site, {"versions": count}, now=moment)
        after = gather(connection, found.site, before)
        facts = tuple(sorted(id_ for kind, id_ in (*after.fresh, *after.gone) if kind == "fact"))
        if facts and self.facts_changed is not None:
            self.facts_changed(connection, found.site, facts, who, moment)
        if self.taken_in is not None:
            self.taken_in(connection, found.site, who, moment)
        return count

    def _ordered(
        self, connection: Connection, site: str, kind: Kind, ids: list[str], who: str, seen: list[str] | None
    ) -> None:
        if seen is not None:
            merged = merge(seen, sqlite.in_order(connection, site, kind), ids)
            if merged.clashes:
                raise OrderedElsewhere(kind)
            ids = merged.value
        sqlite.put_in_order(connection, site, kind, ids)
        append(connection, who, f"{kind}-ordered", "", site, {"count": len(ids)}, now=now())

    def _released(self, connection: Connection, site: str, who: str) -> tuple[Release, Gathered, Site]:
        changes = pending(connection, site)
        moved = bool(reordered(connection, site))
        found = self._as_written(connection, site, changes, moved)
        found.check()
        renewed = found.assemble(self.files, self.published.folder(site))
        if not changes and not moved:
            raise NothingNew(site)
        moment = now()
        done = release(connection, site, changes, author=who, now=moment)
        told = {"release": done.number, "records": len(changes)}
        append(connection, who, "site-published", site, site, told, now=moment)
        self._out[site] = found
        return done, found, renewed

    def _as_written(self, connection: Connection, site: str, changes: Sequence[Pending], moved: bool) -> Gathered:
        """The newest records; of what visitors get already, nothing is read or checked again."""
        known = self._out.get(site)
        if known is None and latest(connection, site):
            known = self._brought_back(connection, site)
        if known is None or moved or any(not each.published for each in changes):
            return gather(connection, site, known)
        return caught_up(connection, known, changes)

    def _brought_back(self, connection: Connection, site: str) -> Gathered:
        """What visitors get, as it was checked when it was published."""
        found = gather(connection, site, self._out.get(site), published=True)
        self._out[site] = found
        return found


def _told_otherwise(before: Version | None, saved: Version) -> tuple[str, ...]:
    """The facts that say something else after a record was saved: the fact itself, or those of a translation."""
    if saved.kind == "fact":
        return (saved.id,)
    if saved.kind != "translation":
        return ()
    old = before.body.get("facts", {}) if before and not before.deleted else {}
    new = saved.body.get("facts", {}) if not saved.deleted else {}
    return tuple(sorted(fact for fact in old.keys() | new.keys() if old.get(fact) != new.get(fact)))


def unfit(wrong: SitePackError) -> dict[str, str]:
    """What does not fit, as members of a problem: the record, its field, what is wrong and what to do.

    Of a file of a pack its name alone: where this house keeps it is nobody's business.
    """
    kind, _, id_ = ("pack", "", wrong.file.name) if wrong.file.is_absolute() else wrong.file.as_posix().partition("/")
    return {"kind": kind, "id": id_, "field": wrong.field, "problem": wrong.problem, "remedy": wrong.remedy}
