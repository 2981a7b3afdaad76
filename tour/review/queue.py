"""What waits to be read, in the order in which it should be; and who has taken up what."""

from datetime import datetime
from sqlite3 import Connection

from msgspec import Struct

from narration.review import Act
from scenes.scene import Site
from tour.review.decisions import Decision, Reader, decide
from tour.review.drafts import Draft, of_row

PAGE, MOST = 50, 200
STALE = "stale"
"""In place of a state: approved, but a fact under it changed."""
STATES = ("draft", "screened", "in-review", "approved", "rejected", "retired", STALE)
WAITING = ("screened", "in-review", STALE)


class Queue(Struct, frozen=True, kw_only=True):
    """A page of the queue, and how much there is of everything."""

    drafts: tuple[Draft, ...]
    next: str | None
    """The cursor of the next page."""
    counts: dict[str, dict[str, int]]
    """By language, then by state; stale takes are counted among the approved and once more as `stale`."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which drafts; an empty field means any."""

    states: tuple[str, ...] = WAITING
    language: str = ""
    stop: str = ""
    audience: str | None = None
    reader: str = ""
    model: str = ""
    objected: bool = False
    """Only where the check speaks against a sentence."""


def queue(connection: Connection, site: str, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> Queue:
    """The drafts that are wanted, oldest first; `after` is the cursor of the page before.

    Raises `ValueError` for a cursor that is none.
    """
    conditions, values = _conditions(site, wanted)
    if after:
        made, _, name = after.partition("~")
        if not name:
            raise ValueError("after: the cursor of a page is needed")
        conditions.append("(made, id) > (?, ?)")
        values += [made, name]
    limit = max(1, min(limit, MOST))
    query = f"SELECT * FROM drafts WHERE {' AND '.join(conditions)} ORDER BY made, id LIMIT ?"  # noqa: S608
    found = [of_row(row) for row in connection.execute(query, (*values, limit + 1))]
    page = tuple(found[:limit])
    more = f"{page[-1].made}~{page[-1].id}" if len(found) > limit else None
    return Queue(drafts=page, next=more, counts=counts(connection, site))


def counts(connection: Connection, site: str) -> dict[str, dict[str, int]]:
    """How many drafts are in which state, by language."""
    rows = connection.execute(
        "SELECT language, state, count(*), sum(state = 'approved' AND stale <> '') FROM drafts WHERE site = ?"
        " GROUP BY language, state",
        (site,),
    )
    found: dict[str, dict[str, int]] = {}
    for language, state, many, stale in rows:
        known = found.setdefault(language, {})
        known[state] = many
        if stale:
            known[STALE] = stale
    return found


def take_next(
    connection: Connection, site: Site, by: Reader, now: datetime, language: str = "", audience: str | None = None
) -> Draft | None:
    """Take up the next draft that nobody reads: a stale one first, then what waits longest; None when none is left.

    What `by` has taken up before and not decided comes first of all, and never what they were the first reader of.
    """
    conditions, values = ["site = ?"], [site.id]
    if language:
        conditions.append("language = ?")
        values.append(language)
    if audience is not None:
        conditions.append("audience = ?")
        values.append(audience)
    row = connection.execute(
        f"SELECT * FROM drafts WHERE {' AND '.join(conditions)} AND first_reader <> ? AND ("  # noqa: S608
        " (state = 'in-review' AND reader IN (?, '')) OR state = 'screened' OR (state = 'approved' AND stale <> ''))"
        " ORDER BY reader = ? DESC, state = 'approved' DESC, state = 'in-review' DESC, made, id LIMIT 1",
        (*values, by.id, by.id, by.id),
    ).fetchone()
    if row is None:
        return None
    draft = of_row(row)
    if draft.reader == by.id:
        return draft
    act: Act = "reopen" if draft.state == "approved" else "take-up"
    return decide(connection, site, draft.id, Decision(act=act), by, now=now)


def _conditions(site: str, wanted: Wanted) -> tuple[list[str], list[str]]:
    unknown = next((each for each in wanted.states if each not in STATES), None)
    if unknown is not None:
        raise ValueError(f"state: {unknown[:40]!r} is none; known: {', '.join(STATES)}")
    plain = [state for state in wanted.states if state != STALE]
    states = [f"state IN ({', '.join('?' * len(plain))})"] if plain else []
    states += ["(state = 'approved' AND stale <> '')"] if STALE in wanted.states else []
    conditions, values = ["site = ?", f"({' OR '.join(states) or '1'})"], [site, *plain]
    for name in ("language", "stop", "reader", "model"):
        if getattr(wanted, name):
            conditions.append(f"{name} = ?")
            values.append(getattr(wanted, name))
    if wanted.audience is not None:
        conditions.append("audience = ?")
        values.append(wanted.audience)
    return conditions + ["objections > 0"] * wanted.objected, values
