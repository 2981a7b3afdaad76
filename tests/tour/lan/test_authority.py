"""The authority: made once, kept from others, bound to this network, plain about what is wrong with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tests.tour.lan.conftest import NOW
from tour.lan.authority import COPY, FILE, LASTS, authority_of
from tour.lan.problem import LanError


def test_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "lan"
    made = authority_of(folder, "museum.local", NOW)
    assert authority_of(folder, "another.local", NOW + timedelta(days=400)).der == made.der
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert b"PRIVATE" not in (folder / COPY).read_bytes()


def test_the_copy_to_hand_out_comes_back(tmp_path: Path) -> None:
    made = authority_of(tmp_path, "museum.local", NOW)
    (tmp_path / COPY).unlink()
    authority_of(tmp_path, "museum.local", NOW)
    assert (tmp_path / COPY).read_bytes() == made.pem


def test_can_sign_no_further_authority_and_only_for_this_network(tmp_path: Path) -> None:
    found = authority_of(tmp_path, "museum.local", NOW).certificate.extensions
    basic = found.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert basic.value.path_length == 0
    bounds = found.get_extension_for_class(x509.NameConstraints)
    assert bounds.critical
    allowed = {str(each.value) for each in bounds.value.permitted_subtrees or ()}
    assert allowed == {"local", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"}


def test_others_may_read_the_key(tmp_path: Path) -> None:
    authority_of(tmp_path, "museum.local", NOW)
    (tmp_path / FILE).chmod(0o640)
    with pytest.raises(LanError, match=r"authority\.pem: others may read this key; chmod 600"):
        authority_of(tmp_path, "museum.local", NOW)


@pytest.mark.parametrize("damage", ["cut", "swapped", "empty"])
def test_a_damaged_key_file(tmp_path: Path, damage: str) -> None:
    authority_of(tmp_path, "museum.local", NOW)
    other = authority_of(tmp_path / "other", "museum.local", NOW)
    data = (tmp_path / FILE).read_bytes()
    key = data[: data.index(b"-----BEGIN CERTIFICATE")]
    (tmp_path / FILE).write_bytes({"cut": data[:200], "swapped": key + other.pem, "empty": b""}[damage])
    with pytest.raises(LanError, match=r"authority\.pem: damaged.*bring back a copy"):
        authority_of(tmp_path, "museum.local", NOW)


def test_a_key_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(mode=0o700)
    with pytest.raises(LanError, match=r"authority\.pem: cannot be read"):
        authority_of(tmp_path, "museum.local", NOW)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "lan").write_text("a file is in the way")
    with pytest.raises(LanError, match=r"cannot be written.*--data names another folder"):
        authority_of(tmp_path / "lan", "museum.local", NOW)


def test_says_when_it_has_ended(tmp_path: Path) -> None:
    authority_of(tmp_path, "museum.local", NOW)
    with pytest.raises(LanError, match=r"ended on 2036-11-24; move the file away"):
        authority_of(tmp_path, "museum.local", NOW + LASTS)


def test_a_clock_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(LanError, match="the clock of this machine says 1970-01-02: set it"):
        authority_of(tmp_path, "museum.local", NOW.replace(year=1970, month=1, day=2))
    assert not (tmp_path / FILE).exists()
    authority_of(tmp_path, "museum.local", NOW)
    with pytest.raises(LanError, match=r"says 2025-06-01, and this house's authority was made on 2026-11-26: set the"):
        authority_of(tmp_path, "museum.local", NOW.replace(year=2025, month=6, day=1))
