"""The certificate: for the names of now, for a month, renewed in time."""

from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

from tests.tour.lan.conftest import NOW
from tour.lan.authority import LASTS, authority_of
from tour.lan.certificate import FILE, certificate_of, names_of

NAMES = names_of("museum.local", (IPv4Address("192.168.1.20"), IPv4Address("127.0.0.1")))
DAY = timedelta(days=1)


def test_holds_for_the_name_and_the_addresses_of_the_network(tmp_path: Path) -> None:
    made = certificate_of(tmp_path, authority_of(tmp_path, "museum.local", NOW), NAMES, NOW)
    assert made.names == ("museum.local", "192.168.1.20")
    assert made.days_left(NOW) == 30
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_stays_until_ten_days_before_its_end(tmp_path: Path) -> None:
    authority = authority_of(tmp_path, "museum.local", NOW)
    first = certificate_of(tmp_path, authority, NAMES, NOW)
    assert certificate_of(tmp_path, authority, NAMES, NOW + 19 * DAY) == first
    second = certificate_of(tmp_path, authority, NAMES, NOW + 20 * DAY)
    assert second.ends == first.ends + 20 * DAY


def test_another_name_another_address_another_authority_and_damage_make_a_new_one(tmp_path: Path) -> None:
    authority = authority_of(tmp_path, "museum.local", NOW)
    seen = [certificate_of(tmp_path, authority, NAMES, NOW)]
    seen.append(certificate_of(tmp_path, authority, names_of("other.local", ()), NOW))
    seen.append(certificate_of(tmp_path, authority, NAMES, NOW))
    seen.append(certificate_of(tmp_path, authority_of(tmp_path / "new", "museum.local", NOW), NAMES, NOW))
    (tmp_path / FILE).write_text("nothing")
    seen.append(certificate_of(tmp_path, authority, NAMES, NOW))
    assert len({each.certificate.serial_number for each in seen}) == 5


def test_never_outlives_its_authority(tmp_path: Path) -> None:
    authority = authority_of(tmp_path, "museum.local", NOW)
    assert certificate_of(tmp_path, authority, NAMES, NOW + LASTS - 5 * DAY).ends == authority.ends
