"""Approved drafts as takes: laid with the records of their site, and given to a guide.

A place in the tour, a language and an audience have one take that is spoken.
"""

from dataclasses import replace
from datetime import datetime
from sqlite3 import Connection

from narration.draft import taken
from scenes.pack_records import take_id
from scenes.scene import Site
from scenes.store import ANYTHING
from scenes.stores import sqlite as records
from scenes.take import Take
from tour.review.drafts import Draft, approved, rests_on, slot


def ruled(connection: Connection, site: str) -> set[tuple[str, str, str]]:
    """The places for which a take was approved here at some time: what a pack says of them counts no more."""
    rows = connection.execute(
        "SELECT DISTINCT d.stop, d.language, d.audience FROM steps s JOIN drafts d ON d.id = s.draft"
        " WHERE s.site = ? AND s.after = 'approved'",
        (site,),
    )
    return {(row[0], row[1], row[2]) for row in rows}


def take_of(draft: Draft, kept: dict[str, str]) -> Take:
    """The take of an approved draft, `kept` being what it rests on."""
    return Take(
        stop=draft.stop, language=draft.language, audience=draft.audience, sentences=taken(draft.sentences),
        state="approved", author=draft.author, reviewer=draft.reviewer or draft.decided_by,
        reviewed=draft.decided[:10], ai=draft.ai, rests_on=kept,
    )  # fmt: skip


def with_approved(connection: Connection, site: Site) -> Site:
    """The site with the takes that were approved here in place of those its pack has for the same slots.

    Of what came back for a second thought, or was rejected after it was approved, nothing is spoken as approved.
    """
    ours = {slot(draft): take_of(draft, rests_on(connection, draft.id)) for draft in approved(connection, site.id)}
    known = ruled(connection, site.id)
    left = [take for take in site.takes if take.state != "approved" or slot(take) not in known]
    return replace(site, takes=(*left, *ours.values()))


def lay_out(connection: Connection, draft: Draft, who: str, now: datetime) -> None:
    """Put an approved draft among the records of its site, where the site is kept in records."""
    if records.get(connection, draft.site, "site", draft.site) is None:
        return
    take = take_of(draft, rests_on(connection, draft.id))
    body = {
        "stop": take.stop, "language": take.language, "audience": take.audience, "state": take.state,
        "author": take.author, "reviewer": take.reviewer, "reviewed": take.reviewed, "ai": take.ai,
        "rests_on": take.rests_on,
        "sentence": [{"text": each.text, "facts": list(each.facts)} for each in take.sentences],
    }  # fmt: skip
    name = _record(connection, draft) or take_id(*slot(draft))
    records.save(connection, draft.site, "take", name, body, author=who, now=now, expected=ANYTHING)


def take_back(connection: Connection, draft: Draft, who: str, now: datetime) -> None:
    """Take a draft that is not approved any more from the records of its site."""
    name = _record(connection, draft)
    if name is not None:
        records.delete(connection, draft.site, "take", name, author=who, now=now, expected=ANYTHING)


def _record(connection: Connection, draft: Draft) -> str | None:
    """The id of the record that holds the approved take of the draft's slot."""
    usual = records.get(connection, draft.site, "take", take_id(*slot(draft)))
    if usual is not None and usual.body.get("state") == "approved":
        return usual.id
    row = connection.execute(
        "SELECT v.id FROM heads h JOIN versions v USING (site, kind, id, version) WHERE h.site = ? AND h.kind = 'take'"
        " AND NOT h.deleted AND v.body ->> 'stop' = ? AND v.body ->> 'language' = ?"
        " AND coalesce(v.body ->> 'audience', '') = ? AND v.body ->> 'state' = 'approved'",
        (draft.site, *slot(draft)),
    ).fetchone()
    return str(row[0]) if row else None
