"""Reviewers judge by what curators left, a moment after they left it."""

from pathlib import Path
from sqlite3 import Connection

import pytest

from scenes.pack_records import import_records, take_apart
from scenes.scene import Site
from scenes.store import ANYTHING, Kind
from scenes.stores import sqlite
from scenes.stores.files import FileStore
from scenes.stores.named import NamedFiles
from scenes.translation import SiteWords, Translation
from scenes.translations import write_translation
from tests.tour.review.conftest import AZIZA, DEEP, at, draft
from tour.records import RecordsNow
from tour.review.decisions import Decision, decide
from tour.review.desk import Desk, NoSite
from tour.review.drafts import get
from tour.review.staleness import Unsettled

ARABIC = Translation(
    language="ar", author="a machine", ai=True, state="checked", site=SiteWords(title="البئر"),
    stops={"mouth": "فم البئر", "bench": "المقعد"}, labels={"well": "البئر"}, facts={"depth": "عمق البئر ١٢ مترا."},
)  # fmt: skip


def test_a_site_without_records_is_as_it_is_served(records: RecordsNow, site: Site) -> None:
    desk = Desk({"well": site})
    assert records.read(desk.site, "well") is site
    with pytest.raises(NoSite):
        records.read(desk.site, "hall")


def test_a_saved_fact_is_what_reviewers_judge_by_at_once(records: RecordsNow, site: Site, tmp_path: Path) -> None:
    parts = take_apart(site.folder, NamedFiles(FileStore(tmp_path / "files"), tmp_path / "files"))
    records.write(import_records, parts, author="p-curator", now=at(0))
    desk = Desk({})
    first = records.read(desk.site, "well")
    assert records.read(desk.site, "well") is first, "nothing changed, nothing is read again"
    found = draft(records, first, (DEEP,))
    records.write(decide, first, found.id, Decision(act="approve"), AZIZA, now=at(1))
    body = dict(parts.bodies[[name for _, name, _ in parts.bodies].index("depth")][2])
    body["text"] = {**body["text"], "it": "Il pozzo è profondo 13 metri."}

    def edit(connection: Connection) -> Unsettled:
        sqlite.save(connection, "well", "fact", "depth", body, author="p-curator", now=at(2), expected=ANYTHING)
        return desk.facts_changed(connection, "well", ["depth"], "p-curator", at(2))

    assert records.write(edit).stale == (found.id,)
    assert records.read(desk.site, "well").facts["depth"].text["it"] == "Il pozzo è profondo 13 metri."
    assert records.read(get, "well", found.id).stale


def test_a_fact_on_which_nothing_rests_asks_for_no_site(records: RecordsNow) -> None:
    body = {"id": "depth", "text": {"en": "Deep."}, "cites": []}

    def first_fact(connection: Connection) -> Unsettled:
        sqlite.save(connection, "new", "fact", "depth", body, author="p-curator", now=at(0))
        return Desk({}).facts_changed(connection, "new", ["depth"], "p-curator", at(0))

    assert records.write(first_fact) == Unsettled()


def test_a_draft_that_waits_is_judged_anew_and_a_fact_put_back_settles_it(
    records: RecordsNow, site: Site, tmp_path: Path
) -> None:
    parts = take_apart(site.folder, NamedFiles(FileStore(tmp_path / "files"), tmp_path / "files"))
    records.write(import_records, parts, author="p-curator", now=at(0))
    desk = Desk({})
    waiting = draft(records, records.read(desk.site, "well"), (DEEP,))
    approved = draft(records, records.read(desk.site, "well"), (DEEP,), stop="bench")
    records.write(decide, site, approved.id, Decision(act="approve"), AZIZA, now=at(1))
    before = next(body for kind, name, body in parts.bodies if (kind, name) == ("fact", "depth"))
    deeper = {tag: text.replace("12", "13") for tag, text in before["text"].items()}

    def saved(connection: Connection, texts: dict[str, str]) -> Unsettled:
        body = {**before, "text": texts}
        sqlite.save(connection, "well", "fact", "depth", body, author="p-curator", now=at(2), expected=ANYTHING)
        return desk.facts_changed(connection, "well", ["depth"], "p-curator", at(2))

    found = records.write(saved, deeper)
    assert (found.stale, found.screened) == ((approved.id,), (waiting.id,))
    assert records.read(get, "well", waiting.id).objections == 1
    found = records.write(saved, before["text"])
    assert (found.standing, found.screened) == ((approved.id,), (waiting.id,))
    assert records.read(get, "well", waiting.id).objections == 0


@pytest.mark.parametrize(("kind", "id_"), [("stop", "bench"), ("fact", "depth"), ("annotation", "well")])
def test_a_site_that_is_still_being_written_keeps_no_reviewer_out(
    records: RecordsNow, site: Site, tmp_path: Path, kind: Kind, id_: str
) -> None:
    write_translation(site.folder, ARABIC)
    parts = take_apart(site.folder, NamedFiles(FileStore(tmp_path / "files"), tmp_path / "files"))
    records.write(import_records, parts, author="p-curator", now=at(0))
    records.write(sqlite.delete, "well", kind, id_, author="p-curator", now=at(1), expected=ANYTHING)
    assert records.read(Desk({}).site, "well").translations["ar"].site.title == "البئر"
