"""Who holds a job, and how it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tour.audit.chain import entries
from tour.jobs.holder import gone, holder
from tour.jobs.job import (
    LEASE,
    MOST_OPEN,
    MOST_STARTS,
    Cancelled,
    Lost,
    NoJob,
    TooManyJobs,
    advance,
    ask,
    cancel,
    end,
    get,
    jobs,
    keep,
    take,
)
from tour.records import Records, RecordsNow

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
KINDS = ("count",)
LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[RecordsNow]:
    with Records.open_now(tmp_path / "records.sqlite") as opened:
        yield opened


def test_the_same_wish_is_one_job_while_it_is_open(records: RecordsNow) -> None:
    first = records.write(ask, "count", "well", {"to": 3, "by": 1}, "p-aziza", NOW)
    assert records.write(ask, "count", "well", {"by": 1, "to": 3}, "p-marco", NOW) == first
    assert records.write(ask, "count", "well", {"to": 4}, "p-marco", NOW).id != first.id
    records.write(cancel, first.id, "p-aziza", NOW)
    assert records.write(ask, "count", "well", {"to": 3, "by": 1}, "p-aziza", NOW).id != first.id
    assert [each.what for each in records.read(entries)][:1] == ["job-asked"]


def test_one_site_keeps_no_other_waiting_for_good(records: RecordsNow) -> None:
    for number in range(MOST_OPEN):
        last = records.write(ask, "count", "well", {"to": number}, "p-aziza", NOW)
    with pytest.raises(TooManyJobs):
        records.write(ask, "count", "well", {"to": -1}, "p-aziza", NOW)
    assert records.write(ask, "count", "well", {"to": MOST_OPEN - 1}, "p-aziza", NOW).id == last.id
    assert records.write(ask, "count", "hall", {"to": -1}, "p-marco", NOW).is_open
    records.write(cancel, last.id, "p-aziza", NOW)
    assert records.write(ask, "count", "well", {"to": -1}, "p-aziza", NOW).is_open


def test_a_job_is_held_by_one(records: RecordsNow) -> None:
    records.write(ask, "count", "well", {}, "p-aziza", NOW)
    mine = records.write(take, "elsewhere/1/a", NOW, KINDS)
    assert mine is not None
    assert (mine.state, mine.begun_times) == ("running", 1)
    assert records.write(take, "elsewhere/2/b", NOW, KINDS) is None
    assert records.write(take, "elsewhere/1/a", NOW, ("others",)) is None
    records.write(keep, mine.id, "elsewhere/1/a", NOW + LEASE)
    assert records.write(take, "elsewhere/2/b", LATER, KINDS) is None
    later = records.write(take, "elsewhere/2/b", LATER + LEASE, KINDS)
    assert later is not None
    assert later.id == mine.id
    with pytest.raises(Lost):
        records.write(advance, mine.id, "elsewhere/1/a", LATER, 1, 3, "one")
    records.write(end, mine.id, "elsewhere/1/a", LATER, "done")
    assert records.read(get, mine.id).state == "running", "who lost it cannot end it"


def test_a_process_that_is_gone_holds_nothing(records: RecordsNow) -> None:
    dead = holder().rpartition("/")[0] + "/another-start"
    assert gone(dead)
    assert not gone(holder())
    assert not gone("elsewhere/1/a")
    records.write(ask, "count", "well", {}, "p-aziza", NOW)
    assert records.write(take, dead, NOW, KINDS) is not None
    assert records.write(take, holder(), NOW, KINDS) is not None


def test_what_never_gets_further_is_given_up_and_what_does_is_not(records: RecordsNow) -> None:
    job = records.write(ask, "count", "well", {}, "p-aziza", NOW)
    for _ in range(MOST_STARTS):
        assert records.write(take, "a/1/a", NOW, KINDS) is not None
    records.write(advance, job.id, "a/1/a", NOW, 1, 3, "one")
    for _ in range(MOST_STARTS):
        assert records.write(take, "a/1/a", NOW, KINDS) is not None
    assert records.write(take, "a/1/a", NOW, KINDS) is None
    assert records.read(get, job.id).state == "failed"
    assert "never got a step further" in records.read(get, job.id).problem


def test_a_wish_to_cancel_is_met_at_once_or_at_the_next_step(records: RecordsNow) -> None:
    waiting = records.write(ask, "count", "well", {"to": 1}, "p-aziza", NOW)
    assert records.write(cancel, waiting.id, "p-aziza", NOW).state == "cancelled"
    running = records.write(ask, "count", "well", {"to": 2}, "p-aziza", NOW)
    records.write(take, "a/1/a", NOW, KINDS)
    assert records.write(cancel, running.id, "p-aziza", NOW).wish == "cancel"
    with pytest.raises(Cancelled):
        records.write(advance, running.id, "a/1/a", NOW, 1, 2, "one")
    assert records.write(take, "b/1/a", LATER, KINDS) is None, "what was to be cancelled is not begun anew"
    assert records.read(get, running.id).state == "cancelled"


def test_jobs_are_known_at_their_own_site(records: RecordsNow) -> None:
    job = records.write(ask, "count", "well", {}, "p-aziza", NOW)
    for site in ("other", "WELL"):
        with pytest.raises(NoJob):
            records.read(get, job.id, site)
        with pytest.raises(NoJob):
            records.write(cancel, job.id, "p-marco", NOW, site)
        assert records.read(jobs, site) == []
    assert records.read(jobs, "well", only_open=True) == [job]
