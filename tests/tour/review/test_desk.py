"""Reviewers judge by what curators left, a moment after they left it."""

from pathlib import Path
from sqlite3 import Connection

import pytest

from scenes.pack_records import import_records, take_apart
from scenes.scene import Site
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.stores.files import FileStore
from scenes.stores.named import NamedFiles
from tests.tour.review.conftest import AZIZA, DEEP, at, draft
from tour.records import RecordsNow
from tour.review.decisions import Decision, decide
from tour.review.desk import Desk, NoSite
from tour.review.drafts import get
from tour.review.staleness import Unsettled


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
