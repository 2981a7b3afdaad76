"""Nothing is passed on before two people agreed, after it ended, or for another site."""

from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

import pytest

from tests.tour.privacy.conftest import NOW
from tour.audit.chain import entries, verify
from tour.people import accounts, invitations, memberships
from tour.people.roles import Role
from tour.privacy.sharing import NotShared, Sharing, approve, ask, end, find, of_site, pass_on
from tour.records import RecordsNow

WEEK = NOW + timedelta(days=7)


def asked(records: RecordsNow, **changes: Any) -> Sharing:
    given: dict[str, Any] = {
        "month": "2026-11", "recipient": "University of Bologna", "purpose": "a study of dwell times", "until": WEEK,
        "who": "ada", "now": NOW,
    }  # fmt: skip
    return records.write(ask, "well", "figures", **(given | changes))


@pytest.mark.parametrize("people", [(), ("ada",), ("bo",)])
def test_fewer_than_two_are_not_enough(records: RecordsNow, people: tuple[str, ...]) -> None:
    sharing = asked(records)
    for person in people:
        records.write(approve, "well", sharing.id, person, NOW)
    with pytest.raises(NotShared, match="more pe"):
        records.write(pass_on, "well", sharing.id, "ada", NOW)
    assert records.read(find, "well", sharing.id).state(NOW) == "waiting"


@pytest.mark.parametrize("people", [("ada", "bo"), ("bo", "cy")])
def test_two_people_are(records: RecordsNow, people: tuple[str, ...]) -> None:
    sharing = asked(records)
    for person in people:
        sharing = records.write(approve, "well", sharing.id, person, NOW)
    assert (sharing.state(NOW), sharing.approved_by) == ("approved", people)
    assert records.write(pass_on, "well", sharing.id, "ada", NOW).recipient == "University of Bologna"
    acts = ["sharing-passed-on", "sharing-approved", "sharing-approved", "sharing-asked"]
    assert [entry.what for entry in records.read(entries)] == acts
    assert {entry.about for entry in records.read(entries)} == {sharing.id}
    assert records.read(verify) == []


def test_one_person_is_not_two(records: RecordsNow) -> None:
    sharing = asked(records)
    records.write(approve, "well", sharing.id, "bo", NOW)
    with pytest.raises(NotShared, match="Another person"):
        records.write(approve, "well", sharing.id, "bo", NOW)
    assert records.read(find, "well", sharing.id).approved_by == ("bo",)


def joined(records: RecordsNow, login: str, now: datetime, by: str = "") -> str:
    """Somebody new, who came by an invitation of `by`."""

    def made(connection: Connection) -> str:
        person = accounts.create(connection, login, login, now, by="test").id
        if by:
            memberships.add(connection, by, "*", frozenset({Role.OPERATOR}), now, by="test")
            ticket = invitations.invite(connection, "well", frozenset({Role.CURATOR}), now, by=by)[1]
            invitations.accept(connection, ticket, person, now)
        return person

    return records.write(made)


def test_an_account_made_for_the_purpose_gives_no_leave(records: RecordsNow) -> None:
    sharing = asked(records)
    with pytest.raises(NotShared, match="newer"):
        records.write(approve, "well", sharing.id, joined(records, "late", NOW + timedelta(hours=1)), NOW)
    assert records.read(find, "well", sharing.id).approved_by == ()


def test_who_was_invited_by_the_other_is_said_to_be(records: RecordsNow) -> None:
    before = NOW - timedelta(days=1)
    ada, guest = joined(records, "ada", before), joined(records, "bo", before)
    invited = joined(records, "cy", before, by=ada)
    for people, tied in (((ada, guest), False), ((ada, invited), True), ((invited, ada), True)):
        sharing = asked(records)
        for person in people:
            sharing = records.write(approve, "well", sharing.id, person, NOW)
        assert (sharing.state(NOW), sharing.tied) == ("approved", tied)
        assert records.read(entries, what="sharing-approved")[0].told()["details"]["invited_by_another"] is tied


def approved(records: RecordsNow) -> Sharing:
    sharing = asked(records)
    records.write(approve, "well", sharing.id, "ada", NOW)
    return records.write(approve, "well", sharing.id, "bo", NOW)


@pytest.mark.parametrize("when", [WEEK + timedelta(seconds=1), WEEK + timedelta(days=400)])
def test_leave_ends_on_its_day(records: RecordsNow, when: datetime) -> None:
    sharing = approved(records)
    assert sharing.state(when) == "ended"
    with pytest.raises(NotShared, match="ended"):
        records.write(pass_on, "well", sharing.id, "ada", when)
    with pytest.raises(NotShared, match="over"):
        records.write(approve, "well", sharing.id, "cy", when)


def test_leave_is_taken_back_and_what_was_asked_for_is_refused(records: RecordsNow) -> None:
    sharing, waiting = approved(records), asked(records)
    assert records.write(end, "well", sharing.id, "cy", NOW, "the study was cancelled").state(NOW) == "ended"
    assert records.write(end, "well", waiting.id, "cy", NOW).state(NOW) == "refused"
    for each in (sharing, waiting):
        with pytest.raises(NotShared):
            records.write(pass_on, "well", each.id, "ada", NOW)
        with pytest.raises(NotShared):
            records.write(end, "well", each.id, "ada", NOW)
    assert [entry.what for entry in records.read(entries)][:2] == ["sharing-refused", "sharing-ended"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"recipient": "  "}, "recipient"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"until": NOW}, "until"),
        ({"until": NOW + timedelta(days=800)}, "until"),
    ],
)
def test_a_request_says_who_what_for_and_until_when(records: RecordsNow, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(NotShared, match=named):
        asked(records, **changes)
    assert records.read(of_site, "well") == []


def test_a_site_sees_its_own_alone(records: RecordsNow) -> None:
    sharing = approved(records)
    assert records.read(of_site, "elsewhere") == []
    with pytest.raises(NotShared, match="no such"):
        records.write(pass_on, "elsewhere", sharing.id, "ada", NOW)
    assert records.read(of_site, "well") == [sharing]
