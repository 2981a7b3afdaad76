"""Takes that come with a pack, taken into review: from then on their facts are watched, and they can be reopened."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection

from narration.draft import DraftSentence, objected, screened
from scenes.footing import shifted
from scenes.scene import Site
from scenes.take import Take
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.drafts import insert, rest, written
from tour.review.shelf import ruled, slot
from tour.review.steps import note

Judged = Sequence[tuple[Take, tuple[DraftSentence, ...]]]
"""Takes, and what the check says of their sentences."""


def unknown_takes(connection: Connection, site: Site) -> list[Take]:
    """The approved takes of a site for whose slot none was ever approved here."""
    known = ruled(connection, site.id)
    return [take for take in site.takes if take.state == "approved" and slot(take) not in known]


def judge(site: Site, take: Take) -> tuple[DraftSentence, ...]:
    """A take's sentences held against their facts; some 10 ms each."""
    said = [DraftSentence(text=each.text, facts=each.facts, origin="approved", ai=take.ai) for each in take.sentences]
    return screened(said, site, take.language, take.audience)  # type: ignore[arg-type]


def adopt(connection: Connection, site: Site, takes: Judged, who: str, now: datetime) -> int:
    """Take in those takes that are still unknown here; how many those were."""
    unknown = {slot(take) for take in unknown_takes(connection, site)}
    fresh = [(take, found) for take, found in takes if slot(take) in unknown]
    for take, found in fresh:
        _take_in(connection, site, take, found, who, now)
    if fresh:
        append(connection, who, "takes-adopted", "takes", site.id, {"takes": len(fresh)}, now=now)
    return len(fresh)


def _take_in(
    connection: Connection, site: Site, take: Take, found: Sequence[DraftSentence], who: str, now: datetime
) -> None:
    name, moment = secrets.token_hex(8), stamp(now)
    row = {
        "id": name, "site": site.id, "stop": take.stop, "language": take.language, "audience": take.audience,
        "state": "approved", "sentences": written(found), "objections": objected(found), "author": take.author,
        "ai": take.ai, "made": moment, "changed": moment, "decided_by": take.reviewer, "decided": take.reviewed,
        "reviewer": take.reviewer, "stale": moment if shifted(take.rests_on, site.facts) else "",
    }  # fmt: skip
    insert(connection, row)
    rest(connection, name, site, found, take.language)
    if take.rests_on:
        connection.execute("DELETE FROM footings WHERE draft = ?", (name,))
        rows = [(name, site.id, fact, kept) for fact, kept in take.rests_on.items()]
        connection.executemany("INSERT INTO footings VALUES (?, ?, ?, ?)", rows)
    note(connection, name, site.id, "adopt", "", "approved", who, now)
