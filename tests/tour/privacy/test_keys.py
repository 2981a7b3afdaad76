"""Every visitor's key is their own, wrapped, and destroyed for good."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tour.privacy.conftest import MASTER, NOW, TOKEN, VISIT
from tour.privacy.keys import Keys
from tour.privacy.master import MasterKeyError, MasterKeys
from tour.privacy.sealing import Unopened

OTHER = MasterKeys(keys=(b"o" * 32,))


def test_a_visit_has_one_key_and_another_name_in_the_records(keys: Keys) -> None:
    made = keys.create(VISIT, TOKEN, "well", NOW)
    assert keys.create(VISIT, TOKEN, "well", NOW) == keys.find(VISIT) == keys.of(made.visitor) == made
    assert VISIT not in made.visitor
    assert keys.create("another", "t", "well", NOW).seal != made.seal


def test_the_file_tells_neither_the_visit_nor_its_token_nor_a_key(keys: Keys) -> None:
    made = keys.create(VISIT, TOKEN, "well", NOW)
    written = keys.path.read_bytes()
    for secret in (VISIT.encode(), TOKEN.encode(), made.seal.key, MASTER.keys[0]):
        assert secret not in written
    assert keys.path.stat().st_mode & 0o777 == 0o600


def test_only_who_knows_the_token_claims_a_visit(keys: Keys) -> None:
    made = keys.create(VISIT, TOKEN, "well", NOW)
    assert keys.claim(VISIT, TOKEN) == made
    assert keys.claim(VISIT, "guessed") is None
    assert keys.claim("guessed", TOKEN) is None


def test_a_destroyed_key_leaves_no_byte_in_the_folder(keys: Keys) -> None:
    made = keys.create(VISIT, TOKEN, "well", NOW)
    rest = keys.create("another", "t", "well", NOW)
    before = keys.path.read_bytes()
    assert made.visitor.encode() in before
    assert keys.destroy(made.visitor) == 1
    assert keys.destroy(made.visitor) == 0
    assert keys.find(VISIT) is None
    assert keys.of(rest.visitor) == rest
    for path in keys.path.parent.glob("keys*"):
        assert made.visitor.encode() not in path.read_bytes()


def test_many_destroyed_keys_leave_no_byte_either_however_the_file_grew(keys: Keys) -> None:
    visitors = [keys.create(f"visit {number}", "t", "well", NOW).visitor for number in range(300)]
    with closing(sqlite3.connect(keys.path)) as connection:
        wrapped = dict(connection.execute("SELECT visitor, wrapped FROM keys"))
    gone = visitors[::2]
    assert keys.destroy(*gone) == len(gone)
    assert keys.visitors() == set(visitors[1::2])
    left = keys.path.read_bytes()
    assert [visitor for visitor in gone if wrapped[visitor] in left or visitor.encode() in left] == []
    assert all(wrapped[visitor] in left for visitor in visitors[1::2])


def test_a_renewed_key_no_longer_opens_what_the_old_one_sealed(keys: Keys) -> None:
    made = keys.create(VISIT, TOKEN, "well", NOW)
    sealed = made.seal.close(b"words", "deeds")
    with closing(sqlite3.connect(keys.path)) as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM keys").fetchone()
    keys.renew(made.visitor)
    renewed = keys.find(VISIT)
    assert renewed is not None
    assert renewed.visitor == made.visitor
    assert wrapped not in keys.path.read_bytes()
    with pytest.raises(Unopened):
        renewed.seal.open(sealed, "deeds")


def test_keys_are_wrapped_anew_under_another_master_key(keys: Keys) -> None:
    made = [keys.create(f"visit {number}", "t", "well", NOW) for number in range(3)]
    both = MasterKeys(keys=OTHER.keys + MASTER.keys)
    assert replace(keys, master=both).rewrap() == 3
    assert replace(keys, master=both).rewrap() == 0
    after = replace(keys, master=OTHER)
    assert after.masters() == set(OTHER.ids)
    assert [after.of(each.visitor) for each in made] == made
    assert keys.find("visit 0") is None, "the old master key opens nothing"
    assert keys.seals() == {}


def test_nothing_is_wrapped_anew_while_a_master_key_is_missing(keys: Keys) -> None:
    keys.create(VISIT, TOKEN, "well", NOW)
    before = keys.path.read_bytes()
    with pytest.raises(MasterKeyError, match=MASTER.ids[0]):
        replace(keys, master=OTHER).rewrap()
    assert keys.path.read_bytes() == before


def test_visitors_are_found_by_site_and_by_when_they_were_seen(keys: Keys) -> None:
    old = keys.create(VISIT, TOKEN, "well", NOW)
    new = keys.create("another", "t", "arena", NOW + timedelta(days=2))
    assert keys.seals("arena") == {new.visitor: new.seal}
    assert set(keys.seals()) == keys.visitors() == {old.visitor, new.visitor}
    assert keys.unseen_since(NOW + timedelta(days=1)) == [old.visitor]
    keys.see(old.visitor, NOW + timedelta(days=3))
    keys.see(old.visitor, NOW)
    assert keys.unseen_since(NOW + timedelta(days=1)) == []


def test_a_house_that_never_kept_anything_has_no_visitors(tmp_path: Path) -> None:
    keys = Keys(path=tmp_path / "new" / "keys.sqlite", master=MASTER)
    assert keys.visitors() == set()
    assert keys.find(VISIT) is None
