"""Drafts of takes in the records: made once, screened, and read back with what the check says of them."""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from sqlite3 import Connection, Row

import msgspec
from msgspec import Struct

from narration.audience import AgeGroup
from narration.draft import DraftSentence, objected, refused
from narration.review import Category, Standing, State
from scenes.footing import footings, shifted
from scenes.scene import Site
from scenes.take import Take
from tour.audit.entry import stamp
from tour.review.steps import note

_SENTENCES = msgspec.json.Decoder(tuple[DraftSentence, ...])


class Draft(Struct, frozen=True, kw_only=True):
    """A take on its way, and where it stands."""

    id: str
    site: str
    stop: str
    language: str
    audience: AgeGroup
    state: State
    edited: bool
    """Whether a reviewer changed the words."""
    sentences: tuple[DraftSentence, ...]
    objections: int
    """Sentences that the check speaks against."""
    refused: int
    """Proposals that the check refused on the way."""
    author: str
    ai: bool
    model: str
    voice: str
    """The voice whose sound of it is kept; empty where there is none."""
    made: str
    changed: str
    version: int
    """Counts every change, for `ETag`."""
    reader: str
    """Who has taken it up."""
    first_reader: str
    """Who said yes, where a second pair of eyes is still to come."""
    decided_by: str
    decided: str
    reviewer: str
    """The name under which they answer for it, as packs have it."""
    category: Category | str
    reason: str
    stale: str
    """Since when a fact under it says something else; empty where none does."""

    @property
    def standing(self) -> Standing:
        """Where it stands, as `narration.review` knows it."""
        return Standing(state=self.state, edited=self.edited, first_reader=self.first_reader)


class NoDraft(LookupError):
    """There is no such draft at the site."""


def slot(take: Take | Draft) -> tuple[str, str, str]:
    """The place of a take: stop, language, audience."""
    return take.stop, take.language, take.audience


def make(
    connection: Connection,
    site: Site,
    stop: str,
    language: str,
    audience: AgeGroup,
    sentences: Iterable[DraftSentence],
    *,
    who: str,
    author: str,
    now: datetime,
) -> Draft:
    """Take in a draft whose sentences were screened: it waits in the queue with the verdict on every clause.

    A draft of the same place in the tour that nobody has taken up yet is replaced.
    """
    found = tuple(sentences)
    slot = {"site": site.id, "stop": stop, "language": language, "audience": audience}
    _drop_unread(connection, slot, who, now)
    name = secrets.token_hex(8)
    row = {
        **slot,
        "id": name, "state": "draft", "sentences": written(found), "objections": objected(found),
        "refused": refused(found), "author": author, "ai": any(each.ai for each in found),
        "model": next((each.model for each in found if each.model), ""), "made": stamp(now), "changed": stamp(now),
    }  # fmt: skip
    insert(connection, row)
    rest(connection, name, site, found, language)
    note(connection, name, site.id, "make", "", "draft", who, now)
    connection.execute("UPDATE drafts SET state = 'screened' WHERE id = ?", (name,))
    note(connection, name, site.id, "screen", "draft", "screened", "house", now)
    return get(connection, site.id, name)


def get(connection: Connection, site: str, draft: str) -> Draft:
    """A draft by its id; raises `NoDraft`."""
    row = connection.execute("SELECT * FROM drafts WHERE site = ? AND id = ?", (site, draft)).fetchone()
    if row is None:
        raise NoDraft(draft)
    return of_row(row)


def approved(connection: Connection, site: str) -> list[Draft]:
    """The drafts that somebody answers for, stale ones too."""
    rows = connection.execute(
        "SELECT * FROM drafts WHERE site = ? AND state = 'approved' ORDER BY stop, language, audience", (site,)
    )
    return [of_row(row) for row in rows]


def waiting_for(connection: Connection, site: str, stop: str, language: str, audience: str) -> Draft | None:
    """The draft of a place in the tour that waits or is being read, or None."""
    row = connection.execute(
        "SELECT * FROM drafts WHERE site = ? AND stop = ? AND language = ? AND audience = ?"
        " AND state IN ('draft', 'screened', 'in-review') ORDER BY made DESC LIMIT 1",
        (site, stop, language, audience),
    ).fetchone()
    return of_row(row) if row else None


def lies_there(connection: Connection, site: Site, stop: str, language: str, audience: str) -> bool:
    """Whether a place in the tour needs no draft: one waits, or was approved or rejected on the facts as they are."""
    row = connection.execute(
        "SELECT id, stale FROM drafts WHERE site = ? AND stop = ? AND language = ? AND audience = ?"
        " AND state <> 'retired' ORDER BY state IN ('screened', 'in-review') DESC, state = 'approved' DESC, made DESC"
        " LIMIT 1",
        (site.id, stop, language, audience),
    ).fetchone()
    return row is not None and not row["stale"] and not shifted(rests_on(connection, row["id"]), site.facts)


def silent(connection: Connection, site: str, slots: Collection[tuple[str, str, str]]) -> list[Draft]:
    """The drafts for these places in the tour that are spoken or may be, and whose sound nobody made yet."""
    rows = connection.execute(
        "SELECT * FROM drafts WHERE site = ? AND voice = '' AND state IN ('screened', 'in-review', 'approved')"
        " ORDER BY state = 'approved' DESC, made, id",
        (site,),
    )
    return [of_row(row) for row in rows if (row["stop"], row["language"], row["audience"]) in slots]


def voiced(connection: Connection, draft: str, version: int, voice: str) -> None:
    """Write down that the sound of a draft is kept, where its words are still those of `version`."""
    connection.execute("UPDATE drafts SET voice = ? WHERE id = ? AND version = ?", (voice, draft, version))


def of_row(row: Row) -> Draft:
    """The draft in a row of the table `drafts`."""
    fields = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over values
    fields |= {"edited": bool(row["edited"]), "ai": bool(row["ai"]), "sentences": _SENTENCES.decode(row["sentences"])}
    return Draft(**fields)


def insert(connection: Connection, row: Mapping[str, object]) -> None:
    """Put a row into the table `drafts`; what it does not name has its default."""
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO drafts ({names}) VALUES ({marks})", row)  # noqa: S608 - names are ours


def rest(connection: Connection, draft: str, site: Site, sentences: Iterable[DraftSentence], language: str) -> None:
    """Write down what the facts under a draft say now."""
    kept = footings((each for sentence in sentences for each in sentence.facts), site.facts, language)
    connection.execute("DELETE FROM footings WHERE draft = ?", (draft,))
    rows = [(draft, site.id, fact, said) for fact, said in kept.items()]
    connection.executemany("INSERT INTO footings VALUES (?, ?, ?, ?)", rows)


def rests_on(connection: Connection, draft: str) -> dict[str, str]:
    """What the facts under a draft said when it was last written down."""
    rows = connection.execute("SELECT fact, footing FROM footings WHERE draft = ? ORDER BY fact", (draft,))
    return {row["fact"]: row["footing"] for row in rows}


def retire(
    connection: Connection, site: str, place: tuple[str, str, str], who: str, now: datetime, *, but: str = ""
) -> None:
    """Whatever take is approved for a place gives way to another (`but`)."""
    rows = connection.execute(
        "SELECT id FROM drafts WHERE site = ? AND stop = ? AND language = ? AND audience = ?"
        " AND state = 'approved' AND id <> ?",
        (site, *place, but),
    ).fetchall()
    for row in rows:
        connection.execute(
            "UPDATE drafts SET state = 'retired', changed = ?, version = version + 1 WHERE id = ?",
            (stamp(now), row["id"]),
        )
        note(connection, row["id"], site, "retire", "approved", "retired", who, now)


def written(sentences: Iterable[DraftSentence]) -> str:
    """Sentences as they are kept."""
    return msgspec.json.encode(tuple(sentences)).decode()


def words_of(sentences: Iterable[DraftSentence]) -> str:
    """Only the texts, for the history."""
    return json.dumps([each.text for each in sentences], ensure_ascii=False)


def _drop_unread(connection: Connection, slot: Mapping[str, str], who: str, now: datetime) -> None:
    rows = connection.execute(
        "SELECT id, state FROM drafts WHERE site = :site AND stop = :stop AND language = :language"
        " AND audience = :audience AND state IN ('draft', 'screened')",
        slot,
    ).fetchall()
    for row in rows:
        connection.execute(
            "UPDATE drafts SET state = 'retired', changed = ?, version = version + 1 WHERE id = ?",
            (stamp(now), row["id"]),
        )
        note(connection, row["id"], slot["site"], "replace", row["state"], "retired", who, now)
