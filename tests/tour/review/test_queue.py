"""What waits to be read, and by whom it is read next."""

import pytest

from narration.review import NotAllowed
from scenes.scene import Site
from tests.tour.review.conftest import AZIZA, DEEP, DUG, MARCO, WRONG, at, draft
from tests.tour.review.test_staleness import ITALIAN, edited
from tour.records import RecordsNow
from tour.review.decisions import Decision, decide
from tour.review.figures import coverage, figures
from tour.review.heard import Uttered, heard, keep
from tour.review.heard import settle as settle_heard
from tour.review.queue import Wanted, queue, take_next
from tour.review.rules import Rules, set_rules
from tour.review.staleness import settle


def test_pages_follow_one_another_without_gap_or_repeat(records: RecordsNow, site: Site) -> None:
    places = [("mouth", "en"), ("bench", "en"), ("mouth", "it"), ("bench", "it")]
    made = [draft(records, site, (DEEP,), stop=stop, language=tag, minutes=n) for n, (stop, tag) in enumerate(places)]
    seen, after = [], ""
    while True:
        page = records.read(queue, site.id, Wanted(), after=after, limit=2)
        seen += [each.id for each in page.drafts]
        if page.next is None:
            break
        after = page.next
    assert seen == [each.id for each in made]
    assert page.counts == {"en": {"screened": 2}, "it": {"screened": 2}}


def test_the_queue_can_be_narrowed(records: RecordsNow, site: Site) -> None:
    bad = draft(records, site, (WRONG,))
    italian = draft(records, site, (ITALIAN,), language="it")
    assert [each.id for each in records.read(queue, site.id, Wanted(objected=True)).drafts] == [bad.id]
    assert [each.id for each in records.read(queue, site.id, Wanted(language="it")).drafts] == [italian.id]
    assert [each.id for each in records.read(queue, site.id, Wanted(model="tiny")).drafts] == [bad.id]
    assert records.read(queue, site.id, Wanted(stop="bench")).drafts == ()
    with pytest.raises(ValueError, match="state: 'lost' is none"):
        records.read(queue, site.id, Wanted(states=("lost",)))
    with pytest.raises(ValueError, match="after"):
        records.read(queue, site.id, Wanted(), after="nonsense")


def test_two_readers_never_get_the_same_draft(records: RecordsNow, site: Site) -> None:
    made = {draft(records, site, (DEEP,)).id, draft(records, site, (DEEP,), stop="bench").id}
    first, second = (records.write(take_next, site, who, at(1)) for who in (AZIZA, MARCO))
    assert first is not None
    assert second is not None
    assert {first.id, second.id} == made
    again = records.write(take_next, site, AZIZA, at(2))
    assert again is not None
    assert (again.id, again.reader) == (first.id, "p-aziza"), "what one has taken up one gets back"


def test_what_went_stale_comes_first(records: RecordsNow, site: Site) -> None:
    old = draft(records, site, (DEEP,), language="en")
    records.write(decide, site, old.id, Decision(act="approve"), AZIZA, now=at(1))
    draft(records, site, (DEEP,), stop="bench", minutes=-5)
    today = edited(site, "depth", "en", "The well is 13 metres deep.")
    records.write(settle, today, "p-curator", at(2), ["depth"])
    found = records.write(take_next, today, MARCO, at(3))
    assert found is not None
    assert (found.id, found.state) == (old.id, "in-review")


def test_the_second_reader_gets_it_and_the_first_does_not(records: RecordsNow, site: Site) -> None:
    records.write(set_rules, site.id, Rules(two_readers=True), "p-operator", at(0))
    found = draft(records, site)
    records.write(decide, site, found.id, Decision(act="approve"), AZIZA, now=at(1))
    assert records.write(take_next, site, AZIZA, at(2)) is None
    second = records.write(take_next, site, MARCO, at(2))
    assert second is not None
    assert (second.id, second.first_reader) == (found.id, "p-aziza")
    assert records.write(decide, site, found.id, Decision(act="approve"), MARCO, now=at(3)).state == "approved"


def test_a_queue_of_sixty_is_cleared_by_next_and_approve(records: RecordsNow, site: Site) -> None:
    many = 60
    for number in range(many):
        draft(records, site, (DEEP, DUG), stop=f"stop-{number}", minutes=number)
    while found := records.write(take_next, site, AZIZA, at(90)):
        records.write(decide, site, found.id, Decision(act="approve"), AZIZA, now=at(90), expected=found.version)
    assert records.read(queue, site.id, Wanted()).counts == {"en": {"approved": many}}


def uttered(**fields: object) -> Uttered:
    known = {
        "site": "well",
        "language": "en",
        "text": WRONG.text,
        "facts": ("year",),
        "origin": "live",
        "kind": "answer",
    }
    return Uttered(**{**known, "ai": True, "model": "tiny", **fields})  # type: ignore[arg-type]


def test_a_doubted_sentence_is_one_however_often_it_is_doubted(records: RecordsNow, site: Site) -> None:
    records.write(keep, "sample", uttered(text=DEEP.text, facts=("depth",)), at(0))
    names = [records.write(keep, "wrong", uttered(), at(day * 24 * 60)) for day in range(3)]
    assert len(set(names)) == 1
    first, second = records.read(heard, site.id).heard
    assert (first.cause, first.times, first.first_day, first.last_day) == ("wrong", 3, "2026-11-27", "2026-11-29")
    assert second.cause == "sample"
    records.write(settle_heard, site.id, first.id, "factual", "It was 1502.", AZIZA, at(1))
    with pytest.raises(NotAllowed, match="already"):
        records.write(settle_heard, site.id, first.id, "clean", "", AZIZA, at(2))
    left = records.read(heard, site.id)
    assert ([each.id for each in left.heard], left.waiting) == ([second.id], {"sample": 1})
    assert records.write(keep, "wrong", uttered(), at(3)) not in names, "what is doubted again is read again"


def test_a_doubted_sentence_of_a_take_names_the_take(records: RecordsNow, site: Site) -> None:
    found = draft(records, site, (DEEP,))
    records.write(decide, site, found.id, Decision(act="approve"), AZIZA, now=at(1))
    records.write(keep, "wrong", uttered(text=DEEP.text, facts=("depth",), origin="approved", kind="narration"), at(2))
    assert records.read(heard, site.id).heard[0].draft == found.id


def test_what_was_found_is_counted_over_time_by_language_and_model(records: RecordsNow, site: Site) -> None:
    good, bad = draft(records, site, (DUG,)), draft(records, site, (WRONG,), stop="bench")
    italian = draft(records, site, (ITALIAN,), language="it")
    reject = Decision(act="reject", category="factual", reason="It was 1502.")
    records.write(decide, site, good.id, Decision(act="approve"), AZIZA, now=at(1))
    records.write(decide, site, bad.id, reject, AZIZA, now=at(2))
    records.write(decide, site, italian.id, Decision(act="approve"), AZIZA, now=at(60 * 24 * 10))
    name = records.write(keep, "wrong", uttered(), at(0))
    assert name
    records.write(settle_heard, site.id, name, "bias", "It slights somebody.", MARCO, at(3))
    found = records.read(figures, site.id, since=at(-60), until=at(60 * 24 * 30))
    assert [(each.period, each.language, each.model, each.source, each.category, each.count) for each in found] == [
        ("2026-11", "en", "tiny", "take", "clean", 1),
        ("2026-11", "en", "tiny", "take", "factual", 1),
        ("2026-11", "en", "tiny", "wrong", "bias", 1),
        ("2026-12", "it", "", "take", "clean", 1),
    ]
    assert records.read(figures, site.id, since=at(-60), until=at(0)) == []
    english, other = records.read(coverage, site.id)
    assert (english.approved, english.rejected, english.by_machine, other.approved) == (1, 1, 1, 1)
