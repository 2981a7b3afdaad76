"""Which addresses count as this network's, and which names a house may have."""

from ipaddress import IPv4Address

import pytest

from tour.lan.addresses import addresses, private
from tour.lan.names import host_name
from tour.lan.problem import LanError


def test_private_addresses_that_lead_out_of_the_machine() -> None:
    adapters = {
        "lo": "127.0.0.1", "eth0": "192.168.1.20", "wlan0": "10.4.0.9", "docker0": "172.17.0.1", "wg0": "10.9.9.9",
        "ppp0": "203.0.113.9", "eth1": "169.254.7.7", "tailscale0": "100.101.102.103",
    }  # fmt: skip
    found = private((name, IPv4Address(address)) for name, address in adapters.items())
    assert [str(each) for each in found] == ["10.4.0.9", "169.254.7.7", "192.168.1.20"]


def test_named_addresses_are_taken_as_they_are() -> None:
    assert addresses(" 192.168.1.20, 172.17.0.1,192.168.1.20") == (
        IPv4Address("192.168.1.20"),
        IPv4Address("172.17.0.1"),
    )


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.lan.addresses._adapters", lambda: [("lo", IPv4Address("127.0.0.1"))])
    with pytest.raises(LanError, match="no address of a local network: connect this machine"):
        addresses()


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("8.8.8.8", "not an address of a private network.*proxy with a real certificate"),
        ("192.0.2.2", "not an address of a private network"),
        ("museum", "an IPv4 address is needed"),
        ("fd00::2", "an IPv4 address is needed"),
    ],
)
def test_addresses_that_cannot_be_used(wanted: str, why: str) -> None:
    with pytest.raises(LanError, match=why):
        addresses(wanted)


@pytest.mark.parametrize("given", ["museum", "Museum.LOCAL", " museum "])
def test_a_name_is_a_name_of_the_local_domain(given: str) -> None:
    assert host_name(given) == "museum.local"


@pytest.mark.parametrize("given", ["", "-a", "two words", "a.b", "museum.example", "博物馆", "a" * 64])
def test_names_that_cannot_be(given: str) -> None:
    with pytest.raises(LanError, match="--lan-name"):
        host_name(given)
