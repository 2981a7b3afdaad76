"""The master keys come from the environment or from a file that only its owner reads."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tour.privacy.master import MasterKeyError, MasterKeys, keep_first, master_keys, put_in_use

ONE, TWO = bytes(range(32)), bytes(range(32, 64))


def text(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.mark.parametrize("given", [text(ONE), ONE.hex(), text(ONE).rstrip("="), base64.urlsafe_b64encode(ONE).decode()])
def test_a_key_is_given_in_base64_or_hex(given: str, tmp_path: Path) -> None:
    assert master_keys(given, tmp_path / "master.key").keys == (ONE,)
    assert not (tmp_path / "master.key").exists()


def test_the_first_of_several_is_in_use(tmp_path: Path) -> None:
    keys = master_keys(f"{text(TWO)}, {text(ONE)}", tmp_path / "none")
    assert keys.keys == (TWO, ONE)
    assert keys.subkey("x") == keys.subkey("x", keys.ids[0]) != keys.subkey("x", keys.ids[1])
    assert keys.subkey("x") != keys.subkey("y")


def test_without_any_one_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "master.key"
    made = master_keys("", file)
    assert len(made.keys[0]) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert master_keys("", file) == made
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]


@pytest.mark.parametrize("given", ["short", text(ONE)[:-6], "x" * 64, ","])
def test_what_is_no_key_is_refused_with_the_remedy(given: str, tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match=r"TOUR_MASTER_KEY: .*(openssl rand -base64 32|32 random bytes)"):
        master_keys(given, tmp_path / "none")


def test_a_file_that_others_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    master_keys("", file)
    file.chmod(0o644)
    with pytest.raises(MasterKeyError, match="chmod 600"):
        master_keys("", file)


def test_a_rotated_file_has_both_until_the_old_one_goes(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    before = master_keys("", file)
    assert put_in_use(file, TWO, before).keys == (TWO, *before.keys)
    assert keep_first(file).keys == (TWO,)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_not_here_is_named() -> None:
    with pytest.raises(MasterKeyError, match="0123456789abcdef"):
        MasterKeys(keys=(ONE,)).subkey("x", "0123456789abcdef")


def test_nothing_prints_a_key() -> None:
    shown = repr(MasterKeys(keys=(ONE,)))
    assert ONE.hex() not in shown
    assert text(ONE) not in shown
    assert repr(ONE) not in shown


def test_all_who_begin_at_once_get_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: master_keys("", file), range(32)))
    assert set(found) == {master_keys("", file)}
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]
