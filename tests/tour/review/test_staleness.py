"""An edited fact and the words that rest on it."""

from dataclasses import replace
from types import MappingProxyType

from msgspec.structs import replace as changed

from narration.draft import DraftSentence
from narration.guide import Guide
from narration.questions.grounding import Grounding
from scenes.scene import Site
from tests.tour.review.conftest import AZIZA, DEEP, DUG, at, draft
from tour.records import RecordsNow
from tour.review.decisions import Decision, decide
from tour.review.drafts import get
from tour.review.queue import Wanted, queue
from tour.review.shelf import with_approved
from tour.review.staleness import settle

ITALIAN = DraftSentence(text="Il pozzo è profondo 12 metri.", facts=("depth",), origin="verbatim")
BENCH = DraftSentence(
    text="Scholars disagree whether the bench is older than the well.", facts=("bench",), origin="verbatim"
)


def edited(site: Site, fact: str, language: str, text: str) -> Site:
    found = site.facts[fact]
    facts = {**site.facts, fact: changed(found, text={**found.text, language: text})}
    return replace(site, facts=MappingProxyType(facts))


def approve(records: RecordsNow, site: Site, *names: str) -> None:
    for name in names:
        records.write(decide, site, name, Decision(act="approve"), AZIZA, now=at(5))


def test_editing_a_fact_makes_every_take_on_it_stale_in_all_languages(records: RecordsNow, site: Site) -> None:
    english, italian = draft(records, site, (DEEP, DUG)), draft(records, site, (ITALIAN,), language="it")
    bench = draft(records, site, (BENCH,), stop="bench")
    approve(records, site, english.id, italian.id, bench.id)
    today = edited(site, "depth", "zh-Hans", "古井深13米。")
    found = records.write(settle, today, "p-curator", at(6), ["depth"])
    assert set(found.stale) == {english.id, italian.id}
    told = records.read(with_approved, today)
    guide = Guide(site=told, grounding=Grounding(told), model=lambda: None)
    assert set(guide._takes) == {("bench", "en")}


def test_what_is_stale_stands_again_when_the_fact_is_put_back(records: RecordsNow, site: Site) -> None:
    english = draft(records, site, (DEEP,))
    approve(records, site, english.id)
    today = edited(site, "depth", "en", "The well is 13 metres deep.")
    records.write(settle, today, "p-curator", at(6), ["depth"])
    assert records.read(get, site.id, english.id).stale == "2026-11-27T10:06:00.000Z"
    assert records.write(settle, today, "p-curator", at(7)).stale == (), "it is said once"
    assert records.write(settle, site, "p-curator", at(8), ["depth"]).standing == (english.id,)
    assert records.read(get, site.id, english.id).stale == ""


def test_a_fact_that_goes_takes_its_ground_with_it(records: RecordsNow, site: Site) -> None:
    english = draft(records, site, (DEEP, DUG))
    approve(records, site, english.id)
    today = replace(site, facts=MappingProxyType({key: site.facts[key] for key in ("depth", "bench")}))
    assert records.write(settle, today, "p-curator", at(6), ["year"]).stale == (english.id,)


def test_a_draft_in_the_queue_is_judged_by_the_new_fact(records: RecordsNow, site: Site) -> None:
    english = draft(records, site, (DEEP,))
    today = site
    for language, text in site.facts["depth"].text.items():
        today = edited(today, "depth", language, text.replace("12", "13"))
    assert records.write(settle, today, "p-curator", at(6), ["depth"]).screened == (english.id,)
    found = records.read(get, site.id, english.id)
    assert (found.state, found.objections, found.stale) == ("screened", 1, "")


def test_approving_again_settles_it(records: RecordsNow, site: Site) -> None:
    english = draft(records, site, (DEEP,))
    approve(records, site, english.id)
    today = edited(site, "depth", "it", "Il pozzo è profondo dodici metri.")
    records.write(settle, today, "p-curator", at(6), ["depth"])
    assert [each.id for each in records.read(queue, site.id, Wanted(states=("stale",))).drafts] == [english.id]
    approve(records, today, english.id)
    assert records.read(queue, site.id, Wanted()).drafts == ()
    told = records.read(with_approved, today)
    assert ("mouth", "en") in Guide(site=told, grounding=Grounding(told), model=lambda: None)._takes
