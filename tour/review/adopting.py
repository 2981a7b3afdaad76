"""Takes that come with a pack, taken into review: from then on their facts are watched, and they can be reopened."""

import secrets
from datetime import datetime
from sqlite3 import Connection

from narration.draft import DraftSentence, taken
from scenes.footing import shifted
from scenes.scene import Site
from scenes.take import Take
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.drafts import approved, get, insert, rest, retire, slot, written
from tour.review.shelf import lay_out, ruled
from tour.review.steps import note


def adopt(connection: Connection, site: Site, who: str, now: datetime, *, brought: bool = False) -> int:
    """Take in the approved takes of a site for whose place none was ever approved here; how many those were.

    With `brought` a curator has just brought them with a pack: then other words than those approved here count too.
    They are held against their facts once somebody opens them again: people answered for them elsewhere.
    """
    known = ruled(connection, site.id)
    ours = {slot(each): taken(each.sentences) for each in approved(connection, site.id)} if brought else {}
    fresh = [
        take
        for take in site.takes
        if take.state == "approved"
        and (slot(take) not in known or (brought and ours.get(slot(take)) != take.sentences))
    ]
    for take in fresh:
        retire(connection, site.id, slot(take), who, now)
        _take_in(connection, site, take, who, now)
    if fresh:
        append(connection, who, "takes-adopted", "takes", site.id, {"takes": len(fresh)}, now=now)
    return len(fresh)


def _take_in(connection: Connection, site: Site, take: Take, who: str, now: datetime) -> None:
    found = [DraftSentence(text=each.text, facts=each.facts, origin="approved", ai=take.ai) for each in take.sentences]
    name, moment = secrets.token_hex(8), stamp(now)
    row = {
        "id": name, "site": site.id, "stop": take.stop, "language": take.language, "audience": take.audience,
        "state": "approved", "sentences": written(found), "author": take.author,
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
    lay_out(connection, get(connection, site.id, name), who, now)
