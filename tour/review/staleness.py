"""What an edited fact does to the words that rest on it, in every language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, Row

from msgspec import Struct

from narration.draft import objected, screened
from scenes.facts import Fact
from scenes.footing import holds, shifted
from scenes.scene import Site
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.drafts import get, rest, rests_on, written
from tour.review.steps import note


class Unsettled(Struct, frozen=True, kw_only=True):
    """What became of drafts when facts changed."""

    stale: tuple[str, ...] = ()
    """Approved takes that are not spoken as approved any more."""
    standing: tuple[str, ...] = ()
    """Stale ones whose facts say again what they said."""
    screened: tuple[str, ...] = ()
    """Drafts in the queue that were held against the new facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Facts that were saved or removed, and the site as it is then, read only where it is needed."""

    site: str
    facts: Mapping[str, Fact]
    """Those facts that there are now, by id."""
    whole: Callable[[], Site]
    changed: tuple[str, ...] | None = None
    """Ids of those that changed; None where any may have."""


def settle(
    connection: Connection, site: Site, who: str, now: datetime, changed: Iterable[str] | None = None
) -> Unsettled:
    """Hold what rests on the `changed` facts (all where none is named) against the facts of `site` as they are now."""
    ids = None if changed is None else tuple(sorted(set(changed)))
    return settle_change(connection, Change(site=site.id, facts=site.facts, whole=lambda: site, changed=ids), who, now)


def settle_change(connection: Connection, change: Change, who: str, now: datetime) -> Unsettled:
    """Hold what rests on facts against them; to be called in the transaction in which they are saved or removed."""
    rows = _resting(connection, change.site, change.changed)
    shaken = {row["id"] for row in rows if not _stands(row["fact"], row["footing"], change.facts)}
    found = {row["id"]: row for row in rows}
    approved = {name: row for name, row in found.items() if row["state"] == "approved"}
    fell = tuple(name for name, row in approved.items() if name in shaken and not row["stale"])
    maybe = [name for name, row in approved.items() if name not in shaken and row["stale"]]
    stood = tuple(name for name in maybe if _stands_whole(connection, name, change.whole().facts))
    waiting = tuple(name for name in found if name in shaken and name not in approved)
    _mark(connection, change.site, fell, "stale", stamp(now), who, now)
    _mark(connection, change.site, stood, "stands-again", "", who, now)
    for name in waiting:
        _screen(connection, change.whole(), name, now)
    if fell:
        details = {"takes": list(fell[:200]), "count": len(fell)}
        append(connection, who, "takes-stale", "takes", change.site, details, now=now)
    return Unsettled(stale=fell, standing=stood, screened=waiting)


def rest_on(connection: Connection, site: str, facts: Iterable[str]) -> list[str]:
    """The footings of everything that rests on these facts and may yet be spoken."""
    return [row["footing"] for row in _resting(connection, site, tuple(facts))]


def _resting(connection: Connection, site: str, facts: Sequence[str] | None) -> list[Row]:
    """What rests on the facts and may yet be spoken: draft, state and footing."""
    query = (
        "SELECT d.id, d.state, d.stale, f.fact, f.footing FROM footings f JOIN drafts d ON d.id = f.draft"
        " WHERE f.site = ? AND d.state IN ('screened', 'in-review', 'approved')"
    )
    if facts is None:
        return connection.execute(query, (site,)).fetchall()
    return [row for fact in facts for row in connection.execute(f"{query} AND f.fact = ?", (site, fact))]


def _stands(fact: str, kept: str, facts: Mapping[str, Fact]) -> bool:
    return fact in facts and holds(kept, facts[fact])


def _stands_whole(connection: Connection, draft: str, facts: Mapping[str, Fact]) -> bool:
    return not shifted(rests_on(connection, draft), facts)


def _mark(
    connection: Connection, site: str, drafts: Iterable[str], act: str, since: str, who: str, now: datetime
) -> None:
    for name in drafts:
        connection.execute("UPDATE drafts SET stale = ?, version = version + 1 WHERE id = ?", (since, name))
        note(connection, name, site, act, "approved", "approved", who, now)


def _screen(connection: Connection, site: Site, name: str, now: datetime) -> None:
    """A draft in the queue is judged by the new facts; a first reader's yes was to the old ones."""
    draft = get(connection, site.id, name)
    found = screened(draft.sentences, site, draft.language, draft.audience, moved=True)
    connection.execute(
        "UPDATE drafts SET sentences = ?, objections = ?, first_reader = '', changed = ?, version = version + 1"
        " WHERE id = ?",
        (written(found), objected(found), stamp(now), name),
    )
    rest(connection, name, site, found, draft.language)
    note(connection, name, site.id, "screen", draft.state, draft.state, "house", now)
