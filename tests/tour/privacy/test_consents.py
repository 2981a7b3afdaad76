"""What was agreed stands in the ledger with its words, and ends when it is withdrawn."""

from dataclasses import replace
from datetime import timedelta
from sqlite3 import Connection

import pytest

from tests.tour.privacy.conftest import ANNA, NOW, TOKEN, VISIT
from tour.analytics.deeds import Deed, done, keep
from tour.privacy.consents import agree, ledger, standing
from tour.privacy.keys import Keys
from tour.privacy.words import shown
from tour.records import RecordsNow

QUESTION = Deed(kind="asked", language="it", words="Dov'è il cammello zoppo?", answered=False)


def rows(connection: Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def test_who_agrees_to_nothing_leaves_no_trace(records: RecordsNow, keys: Keys) -> None:
    assert records.write(agree, keys, ANNA, (), NOW) is None
    assert records.read(rows, "consents") == []
    assert not keys.path.exists() or keys.visitors() == set()


def test_the_ledger_says_what_in_which_words_and_when(records: RecordsNow, keys: Keys) -> None:
    key = records.write(agree, keys, ANNA, {"analytics", "voice"}, NOW)
    assert key is not None
    said = {row["purpose"]: row for row in records.read(ledger, key.visitor)}
    assert set(said) == {"analytics", "voice"}
    assert said["analytics"]["words"] == shown("it")["analytics"].text
    assert (said["voice"]["language"], said["voice"]["version"]) == ("it", 1)
    assert said["voice"]["given"] == "2026-11-27T12:00:00.000Z"
    assert said["voice"]["ended"] is None


@pytest.mark.parametrize("words", ["", "0/it", "1/xx", "nonsense", "1/"])
def test_words_that_are_not_known_are_not_made_up(records: RecordsNow, keys: Keys, words: str) -> None:
    key = records.write(agree, keys, replace(ANNA, words=words), {"voice"}, NOW)
    assert key is not None
    (row,) = records.read(ledger, key.visitor)
    assert (row["words"], row["version"], row["language"]) == (None, None, "it")


def test_a_purpose_that_does_not_exist_is_not_agreed_to(records: RecordsNow, keys: Keys) -> None:
    assert records.write(agree, keys, ANNA, {"advertising"}, NOW) is None


def test_purposes_are_given_and_withdrawn_one_by_one(records: RecordsNow, keys: Keys) -> None:
    later = NOW + timedelta(minutes=5)
    records.write(agree, keys, ANNA, {"personalise"}, NOW)
    key = records.write(agree, keys, ANNA, {"personalise", "analytics"}, later)
    assert key is not None
    assert records.read(standing, key.visitor) == {"personalise", "analytics"}
    records.write(agree, keys, ANNA, {"analytics"}, later)
    assert records.read(standing, key.visitor) == {"analytics"}
    (first, second) = records.read(ledger, key.visitor)
    assert (first["given"], first["ended"], first["how"]) == (
        "2026-11-27T12:00:00.000Z",
        "2026-11-27T12:05:00.000Z",
        "withdrawn",
    )
    assert second["ended"] is None


def test_agreeing_twice_is_agreeing_once(records: RecordsNow, keys: Keys) -> None:
    records.write(agree, keys, ANNA, {"analytics"}, NOW)
    records.write(agree, keys, ANNA, {"analytics"}, NOW)
    assert len(records.read(rows, "consents")) == 1
    assert len(records.read(rows, "consent_words")) == 1


def test_withdrawing_analytics_destroys_what_was_kept_for_it(records: RecordsNow, keys: Keys) -> None:
    before = records.write(agree, keys, ANNA, {"personalise", "analytics"}, NOW)
    records.write(keep, keys, VISIT, [QUESTION], NOW)
    copied = records.read(rows, "deeds")
    after = records.write(agree, keys, ANNA, {"personalise"}, NOW)
    assert before is not None
    assert after is not None
    assert records.read(rows, "deeds") == []
    assert after.visitor == before.visitor
    assert after.seal != before.seal, f"a backup with {len(copied)} deeds would still open"


def test_withdrawing_everything_destroys_the_key_and_unnames_the_ledger(records: RecordsNow, keys: Keys) -> None:
    key = records.write(agree, keys, ANNA, {"analytics"}, NOW)
    records.write(keep, keys, VISIT, [QUESTION], NOW)
    assert records.write(agree, keys, ANNA, (), NOW) is None
    assert key is not None
    assert (keys.find(VISIT), keys.claim(VISIT, TOKEN)) == (None, None)
    (row,) = records.read(rows, "consents")
    assert (row["visitor"], row["ended"], row["purpose"]) == ("", "withdrawn", "analytics")
    assert records.read(rows, "deeds") == []


def test_deeds_are_kept_only_while_analytics_is_agreed_to(records: RecordsNow, keys: Keys) -> None:
    assert records.write(keep, keys, VISIT, [QUESTION], NOW) == 0
    records.write(agree, keys, ANNA, {"personalise", "voice"}, NOW)
    assert records.write(keep, keys, VISIT, [QUESTION], NOW) == 0
    records.write(agree, keys, ANNA, {"analytics"}, NOW)
    assert records.write(keep, keys, VISIT, [QUESTION], NOW) == 1
    assert [each.deed for each in records.read(done, keys, "well")] == [QUESTION]
    assert records.read(done, keys, "elsewhere") == []
    assert records.read(done, keys, "well", "2026-10") == []
    assert len(records.read(done, keys, "well", "2026-11")) == 1
