"""What an edited fact does to the words that rest on it, in every language."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from sqlite3 import Connection, Row

from msgspec import Struct

from narration.draft import objected, screened
from scenes.footing import holds
from scenes.scene import Site
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.drafts import get, rest, written
from tour.review.steps import note


class Unsettled(Struct, frozen=True, kw_only=True):
    """What became of drafts when facts changed."""

    stale: tuple[str, ...] = ()
    """Approved takes that are not spoken as approved any more."""
    standing: tuple[str, ...] = ()
    """Stale ones whose facts say again what they said."""
    screened: tuple[str, ...] = ()
    """Drafts in the queue that were held against the new facts."""


def settle(
    connection: Connection, site: Site, who: str, now: datetime, changed: Iterable[str] | None = None
) -> Unsettled:
    """Hold what rests on the `changed` facts (all where none is named) against the facts of `site` as they are now.

    To be called in the transaction in which a fact is saved or removed, `site` having it as it is then.
    """
    rows = _resting(connection, site.id, None if changed is None else sorted(set(changed)))
    shaken = {
        row["id"] for row in rows if row["fact"] not in site.facts or not holds(row["footing"], site.facts[row["fact"]])
    }
    found = {row["id"]: row for row in rows}
    approved = {name: row for name, row in found.items() if row["state"] == "approved"}
    fell = tuple(name for name, row in approved.items() if name in shaken and not row["stale"])
    stood = tuple(name for name, row in approved.items() if row["stale"] and not _shaken(connection, site, name))
    waiting = tuple(name for name in found if name in shaken and name not in approved)
    _mark(connection, site.id, fell, "stale", stamp(now), who, now)
    _mark(connection, site.id, stood, "stands-again", "", who, now)
    for name in waiting:
        _screen(connection, site, name, now)
    if fell:
        append(
            connection, who, "takes-stale", "takes", site.id, {"takes": list(fell[:200]), "count": len(fell)}, now=now
        )
    return Unsettled(stale=fell, standing=stood, screened=waiting)


def _resting(connection: Connection, site: str, facts: Sequence[str] | None) -> list[Row]:
    """What rests on the facts and may yet be spoken: draft, state and footing."""
    query = (
        "SELECT d.id, d.state, d.stale, f.fact, f.footing FROM footings f JOIN drafts d ON d.id = f.draft"
        " WHERE f.site = ? AND d.state IN ('screened', 'in-review', 'approved')"
    )
    if facts is None:
        return connection.execute(query, (site,)).fetchall()
    return [row for fact in facts for row in connection.execute(f"{query} AND f.fact = ?", (site, fact))]


def _shaken(connection: Connection, site: Site, draft: str) -> bool:
    rows = connection.execute("SELECT fact, footing FROM footings WHERE draft = ?", (draft,))
    return any(fact not in site.facts or not holds(kept, site.facts[fact]) for fact, kept in rows)


def _mark(
    connection: Connection, site: str, drafts: Iterable[str], act: str, since: str, who: str, now: datetime
) -> None:
    for name in drafts:
        connection.execute("UPDATE drafts SET stale = ?, version = version + 1 WHERE id = ?", (since, name))
        note(connection, name, site, act, "approved", "approved", who, now)


def _screen(connection: Connection, site: Site, name: str, now: datetime) -> None:
    """A draft in the queue is judged by the new facts; a first reader's yes was to the old ones."""
    draft = get(connection, site.id, name)
    found = screened(draft.sentences, site, draft.language, draft.audience)
    connection.execute(
        "UPDATE drafts SET sentences = ?, objections = ?, first_reader = '', changed = ?, version = version + 1"
        " WHERE id = ?",
        (written(found), objected(found), stamp(now), name),
    )
    rest(connection, name, site, found, draft.language)
    note(connection, name, site.id, "screen", draft.state, draft.state, "house", now)
