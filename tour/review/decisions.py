"""What reviewers do with drafts, each act whole in one transaction: the draft, its step, the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any, get_args

from narration.claims import Claim
from narration.draft import DraftSentence, edited, objected, screened
from narration.review import Act, Category, NotAllowed, Standing, moved
from scenes.footing import shifted
from scenes.scene import Site
from scenes.take import TakeSentence
from tour.audit import append
from tour.audit.entry import stamp
from tour.review.drafts import Draft, get, rest, rests_on, retire, slot, words_of, written
from tour.review.rules import rules
from tour.review.shelf import lay_out, take_back
from tour.review.steps import note

ANSWERED = frozenset[Act]({"approve", "edit", "read"})
"""Acts by which somebody answers for words."""
VERDICTS = frozenset[Act]({"approve", "edit", "reject"})
FOUND: tuple[str, ...] = get_args(Category)
MOST_SENTENCES = 64
LONGEST = 2000
"""Characters of a sentence, and of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reviews: the account, and the name under which they answer for what they approve."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reader does with a draft."""

    act: Act
    category: Category | None = None
    """What they found; `clean` where they approve or edit and say nothing."""
    reason: str = ""
    sentences: tuple[TakeSentence, ...] = ()
    """The words as they should be, for an `edit`."""
    readings: tuple[Claim, ...] = ()
    """What the reader of claims found of them."""


class Moved(Exception):
    """Somebody else did something with the draft meanwhile; `draft` is how it stands."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"This take is at version {draft.version} now.")
        self.draft = draft


def decide(
    connection: Connection,
    site: Site,
    draft: str,
    decision: Decision,
    by: Reader,
    *,
    now: datetime,
    expected: int | None = None,
) -> Draft:
    """Do it, and return the draft as it then stands; what was only waiting is taken up on the way.

    Raises `NoDraft`, `Moved` where it is not at version `expected` any more, `NotAllowed` saying why.
    """
    found = get(connection, site.id, draft)
    if expected is not None and found.version != expected:
        raise Moved(found)
    check(decision, site)
    for act in _way(found, decision.act):
        found = _step(connection, site, found, Decision(act=act), by, now)
    found = _step(connection, site, found, decision, by, now)
    details = {"act": decision.act, "state": found.state, "stop": found.stop, "language": found.language}
    details |= {"category": found.category} if decision.act in VERDICTS else {}
    append(connection, by.id, "take-reviewed", found.id, site.id, details, now=now)
    return found


def check(decision: Decision, site: Site) -> None:
    """Raise `NotAllowed` for a decision that lacks something."""
    if decision.act == "reject" and (decision.category in (None, "clean") or not decision.reason.strip()):
        raise NotAllowed(f"Rejecting needs a category ({', '.join(FOUND[:-1])}) and a reason in words.")
    if len(decision.reason) > LONGEST:
        raise NotAllowed(f"reason: {LONGEST} characters at most.")
    if decision.act == "edit":
        _check_words(decision.sentences, site)


def _check_words(sentences: Sequence[TakeSentence], site: Site) -> None:
    if not 0 < len(sentences) <= MOST_SENTENCES:
        raise NotAllowed(f"sentences: 1 to {MOST_SENTENCES} are needed.")
    for number, each in enumerate(sentences):
        if not each.text.strip() or len(each.text) > LONGEST:
            raise NotAllowed(f"sentences[{number}].text: 1 to {LONGEST} characters are needed.")
        strange = next((fact for fact in each.facts if fact not in site.facts), None)
        if strange is not None:
            raise NotAllowed(f"sentences[{number}].facts: there is no fact {strange[:80]!r}.")


def _way(draft: Draft, act: Act) -> tuple[Act, ...]:
    """What has to be done before: a waiting draft is taken up; an approved one is opened again for a second thought."""
    if act not in VERDICTS:
        return ()
    if draft.state == "screened":
        return ("take-up",)
    again = draft.state == "approved" and (act != "approve" or bool(draft.stale))
    return ("reopen",) if again or draft.state == "rejected" else ()


def _step(connection: Connection, site: Site, draft: Draft, decision: Decision, by: Reader, now: datetime) -> Draft:
    two = rules(connection, site.id).two_readers
    act, standing = moved(draft.standing, decision.act, by.id, two_readers=two)
    sentences = _words(draft, decision, site, act, bool(shifted(rests_on(connection, draft.id), site.facts)))
    if standing.state == "approved":
        retire(connection, draft.site, slot(draft), by.id, now, but=draft.id)
    category = decision.category or ("clean" if act in ("approve", "edit") else "")
    _update(connection, draft, _fields(draft, standing, act, by, now) | {
        "sentences": written(sentences), "objections": objected(sentences),
        "category": category if act in VERDICTS else draft.category,
        "reason": decision.reason if act in VERDICTS else draft.reason,
    })  # fmt: skip
    if act in ANSWERED:
        rest(connection, draft.id, site, sentences, draft.language)
    before = words_of(draft.sentences) if act == "edit" else "[]"
    note(
        connection, draft.id, site.id, act, draft.state, standing.state, by.id, now,
        category=category, reason=decision.reason, words=before,
    )  # fmt: skip
    return _shelved(connection, draft, get(connection, site.id, draft.id), by, now)


def _words(draft: Draft, decision: Decision, site: Site, act: Act, moved: bool) -> tuple[DraftSentence, ...]:
    """The sentences as they then are, held against the facts as they are now wherever somebody answers for them."""
    found = draft.sentences
    if act == "edit":
        found = edited(draft.sentences, decision.sentences, decision.readings)
    unread = any(each.claim is None for each in found)
    return screened(found, site, draft.language, draft.audience, moved=moved) if unread or act in ANSWERED else found


def _fields(draft: Draft, standing: Standing, act: Act, by: Reader, now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "state": standing.state, "edited": standing.edited, "first_reader": standing.first_reader,
        "reader": "", "changed": stamp(now),
    }  # fmt: skip
    if act in ("take-up", "reopen"):
        fields["reader"] = by.id
    if act == "edit":
        fields["voice"] = ""
    if standing.state in ("approved", "rejected"):
        fields |= {"decided_by": by.id, "decided": stamp(now), "reviewer": by.name, "stale": ""}
    return fields


def _update(connection: Connection, draft: Draft, fields: Mapping[str, Any]) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in fields)
    connection.execute(
        f"UPDATE drafts SET {changes}, version = version + 1 WHERE id = :id",  # noqa: S608 - names are ours
        {**fields, "id": draft.id},
    )


def _shelved(connection: Connection, before: Draft, after: Draft, by: Reader, now: datetime) -> Draft:
    """What is approved lies with the site's records; what no longer is, does not."""
    if after.state == "approved":
        lay_out(connection, after, by.id, now)
    elif before.state == "approved":
        take_back(connection, after, by.id, now)
    return after
