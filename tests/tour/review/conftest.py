"""Records on a disk, the builders' site, and people who read."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from narration.draft import DraftSentence, screened
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.builders import write_pack
from tour.records import Records, RecordsNow
from tour.review.decisions import Reader
from tour.review.drafts import Draft, make

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
AZIZA, MARCO = Reader(id="p-aziza", name="Aziza"), Reader(id="p-marco", name="Marco")
DEEP = DraftSentence(text="The well is 12 metres deep.", facts=("depth",), origin="verbatim")
DUG = DraftSentence(text="In 1502 Marcus Rossi dug the well.", facts=("year",), origin="live", ai=True, model="tiny")
WRONG = DraftSentence(text="Marcus Rossi dug the well in 1602.", facts=("year",), origin="live", ai=True, model="tiny")


def at(minutes: float) -> datetime:
    """So long after the beginning."""
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[RecordsNow]:
    with Records.open_now(tmp_path / "records.sqlite") as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return load_site(write_pack(tmp_path / "pack"))


def draft(
    records: RecordsNow,
    site: Site,
    sentences: Sequence[DraftSentence] = (DEEP, DUG),
    *,
    stop: str = "mouth",
    language: str = "en",
    minutes: float = 0,
) -> Draft:
    """A draft in the queue."""
    found = screened(sentences, site, language)
    return records.write(
        make, site, stop, language, "", found, who="house", author="tiny (a language model)", now=at(minutes)
    )
