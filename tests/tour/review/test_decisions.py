"""From a machine's draft to a take that somebody answers for."""

import sqlite3
from dataclasses import replace
from types import MappingProxyType

import pytest
from msgspec.structs import replace as changed

from narration.review import NotAllowed
from scenes.footing import spoken_as_approved
from scenes.scene import Site
from scenes.take import TakeSentence
from tests.tour.review.conftest import AZIZA, DEEP, DUG, MARCO, WRONG, at, draft
from tour.audit.chain import entries, verify
from tour.records import RecordsNow
from tour.review.adopting import adopt
from tour.review.decisions import Decision, Moved, decide
from tour.review.drafts import NoDraft, approved, get, waiting_for
from tour.review.rules import Rules, set_rules
from tour.review.shelf import with_approved
from tour.review.steps import steps

APPROVE = Decision(act="approve")
REJECT = Decision(act="reject", category="factual", reason="It was in 1502.")


def test_a_draft_waits_with_a_verdict_on_every_sentence(records: RecordsNow, site: Site) -> None:
    found = draft(records, site, (DEEP, WRONG))
    assert (found.state, found.objections, found.model, found.ai) == ("screened", 1, "tiny", True)
    good, bad = (each.claim for each in found.sentences)
    assert good is not None
    assert bad is not None
    assert good.verdict == "supported"
    assert bad.verdict == "contradicted"
    assert "1602" in bad.reason
    assert [part.verdict for part in bad.parts] == ["contradicted"]


def test_what_was_approved_is_what_visitors_hear(records: RecordsNow, site: Site) -> None:
    found = draft(records, site)
    done = records.write(decide, site, found.id, APPROVE, AZIZA, now=at(3))
    assert (done.state, done.edited, done.category, done.reviewer) == ("approved", False, "clean", "Aziza")
    told = records.read(with_approved, site)
    (take,) = [each for each in told.takes if (each.stop, each.language) == ("mouth", "en")]
    assert [each.text for each in take.sentences] == [DEEP.text, DUG.text]
    assert (take.reviewer, take.reviewed, take.ai) == ("Aziza", "2026-11-27", True)
    assert set(take.rests_on) == {"depth", "year"}
    assert spoken_as_approved(take, site.facts)


def test_every_step_is_kept_with_who_and_when(records: RecordsNow, site: Site) -> None:
    found = draft(records, site)
    records.write(decide, site, found.id, APPROVE, AZIZA, now=at(3))
    way = [(each.act, each.before, each.after, each.who) for each in records.read(steps, found.id)]
    assert way == [
        ("make", "", "draft", "house"),
        ("screen", "draft", "screened", "house"),
        ("take-up", "screened", "in-review", "p-aziza"),
        ("approve", "in-review", "approved", "p-aziza"),
    ]
    assert [each.at for each in records.read(steps, found.id)][-1] == "2026-11-27T10:03:00.000Z"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        records.write(lambda connection: connection.execute("DELETE FROM steps"))
    (entry,) = records.read(entries, what="take-reviewed")
    assert (entry.who, entry.about, entry.site) == ("p-aziza", found.id, "well")
    assert records.read(verify) == []


def test_an_edit_is_screened_and_remembers_what_was_there(records: RecordsNow, site: Site) -> None:
    found = draft(records, site, (DEEP, WRONG))
    words = (TakeSentence(text=DEEP.text, facts=("depth",)), TakeSentence(text=DUG.text, facts=("year",)))
    edit = Decision(act="edit", category="factual", reason="A century off.", sentences=words)
    done = records.write(decide, site, found.id, edit, AZIZA, now=at(1))
    assert (done.state, done.edited, done.objections, done.category) == ("approved", True, 0, "factual")
    assert [each.origin for each in done.sentences] == ["verbatim", "person"]
    assert records.read(steps, found.id)[-1].words == (DEEP.text, WRONG.text)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(act="reject", category="factual"), "a reason in words"),
        (Decision(act="reject", category="clean", reason="no"), "a category"),
        (Decision(act="reject", reason="no"), "a category"),
        (Decision(act="edit"), "sentences: 1 to 64"),
        (Decision(act="edit", sentences=(TakeSentence(text=" "),)), r"sentences\[0\].text"),
        (Decision(act="edit", sentences=(TakeSentence(text="x", facts=("nowhere",)),)), "no fact 'nowhere'"),
        (Decision(act="reopen"), "This take is screened"),
    ],
)
def test_what_cannot_be_decided_says_why(records: RecordsNow, site: Site, decision: Decision, said: str) -> None:
    found = draft(records, site)
    with pytest.raises(NotAllowed, match=said):
        records.write(decide, site, found.id, decision, AZIZA, now=at(1))
    assert records.read(get, site.id, found.id) == found
    assert records.read(entries) == []


def test_a_rejected_draft_is_spoken_by_nobody_and_can_be_reopened(records: RecordsNow, site: Site) -> None:
    found = draft(records, site, (WRONG,), language="it")
    done = records.write(decide, site, found.id, REJECT, AZIZA, now=at(1))
    assert (done.state, done.category, done.reason) == ("rejected", "factual", "It was in 1502.")
    assert records.read(approved, site.id) == []
    again = records.write(decide, site, found.id, Decision(act="reopen"), MARCO, now=at(2))
    assert (again.state, again.reader) == ("in-review", "p-marco")


def test_two_at_once_do_not_overwrite_each_other(records: RecordsNow, site: Site) -> None:
    found = draft(records, site)
    records.write(decide, site, found.id, APPROVE, AZIZA, now=at(1), expected=found.version)
    with pytest.raises(Moved) as late:
        records.write(decide, site, found.id, REJECT, MARCO, now=at(1), expected=found.version)
    assert late.value.draft.state == "approved"


def test_a_second_pair_of_eyes(records: RecordsNow, site: Site) -> None:
    records.write(set_rules, site.id, Rules(two_readers=True), "p-operator", at(0))
    found = draft(records, site)
    once = records.write(decide, site, found.id, APPROVE, AZIZA, now=at(1))
    assert (once.state, once.first_reader, once.decided_by) == ("in-review", "p-aziza", "")
    with pytest.raises(NotAllowed, match="a second person"):
        records.write(decide, site, found.id, APPROVE, AZIZA, now=at(2))
    done = records.write(decide, site, found.id, APPROVE, MARCO, now=at(3))
    assert (done.state, done.decided_by) == ("approved", "p-marco")
    assert [each.act for each in records.read(steps, found.id)][-2:] == ["read", "approve"]


def test_a_newer_take_takes_the_place_of_the_older(records: RecordsNow, site: Site) -> None:
    older = draft(records, site, (DEEP,))
    records.write(decide, site, older.id, APPROVE, AZIZA, now=at(1))
    newer = draft(records, site, (DEEP, DUG), minutes=2)
    assert records.read(get, site.id, older.id).state == "approved", "a draft silences nothing"
    records.write(decide, site, newer.id, APPROVE, MARCO, now=at(3))
    assert records.read(get, site.id, older.id).state == "retired"
    assert [each.id for each in records.read(approved, site.id)] == [newer.id]


def test_a_draft_that_nobody_took_up_gives_way_to_the_next(records: RecordsNow, site: Site) -> None:
    older = draft(records, site, (WRONG,))
    newer = draft(records, site, (DEEP, DUG), minutes=2)
    assert records.read(get, site.id, older.id).state == "retired"
    waiting = records.read(waiting_for, site.id, "mouth", "en", "")
    assert waiting is not None
    assert waiting.id == newer.id


def test_the_takes_of_a_pack_are_taken_in_once(records: RecordsNow, site: Site) -> None:
    assert records.write(adopt, site, "house", at(0)) == 1
    assert records.write(adopt, site, "house", at(0)) == 0
    (found,) = records.read(approved, site.id)
    assert (found.reviewer, found.author, found.ai, found.objections) == ("Test builders", "Test builders", False, 0)
    opened = records.write(decide, site, found.id, Decision(act="reopen"), AZIZA, now=at(1))
    assert [each.claim and each.claim.verdict for each in opened.sentences] == ["supported", "supported"]


def test_other_words_that_a_curator_brings_with_a_pack_take_the_place(records: RecordsNow, site: Site) -> None:
    records.write(adopt, site, "house", at(0))
    (first,) = records.read(approved, site.id)
    other = changed(site.takes[0], sentences=(TakeSentence(text=DEEP.text, facts=("depth",)),))
    brought = replace(site, takes=(other,))
    assert records.write(adopt, brought, "p-curator", at(1)) == 0, "not by itself"
    assert records.write(adopt, brought, "p-curator", at(1), brought=True) == 1
    assert records.write(adopt, brought, "p-curator", at(1), brought=True) == 0
    (found,) = records.read(approved, site.id)
    assert [each.text for each in found.sentences] == [DEEP.text]
    assert records.read(get, site.id, first.id).state == "retired"


def test_a_pack_take_that_was_reopened_is_not_spoken_as_approved(records: RecordsNow, site: Site) -> None:
    records.write(adopt, site, "house", at(0))
    (found,) = records.read(approved, site.id)
    assert [each.stop for each in records.read(with_approved, site).takes] == ["mouth"]
    records.write(decide, site, found.id, Decision(act="reopen"), AZIZA, now=at(1))
    assert records.read(with_approved, site).takes == ()
    assert records.write(adopt, site, "house", at(0)) == 0, "what the pack says of it counts no more"


def test_a_draft_of_another_site_is_not_there(records: RecordsNow, site: Site) -> None:
    found = draft(records, site)
    elsewhere = replace(site, id="elsewhere")
    with pytest.raises(NoDraft):
        records.write(decide, elsewhere, found.id, APPROVE, AZIZA, now=at(1))


def test_what_is_approved_is_held_against_the_facts_of_the_day(records: RecordsNow, site: Site) -> None:
    found = draft(records, site, (DEEP,))
    deeper = changed(
        site.facts["depth"], text={"en": "The well is 13 metres deep.", "it": "Il pozzo è profondo 13 metri."}
    )
    today = replace(site, facts=MappingProxyType({**site.facts, "depth": deeper}))
    done = records.write(decide, today, found.id, APPROVE, AZIZA, now=at(1))
    assert done.objections == 1
