"""One-time codes against the tables of the standards."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tour.people import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 27, 12, 0, 7, tzinfo=UTC)

# RFC 4226, appendix D, and RFC 6238, appendix B (its last six of eight digits).
COUNTED = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
TIMED = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
    20000000000: "353130",
}  # fmt: skip


@pytest.mark.parametrize(("step", "code"), list(enumerate(COUNTED)))
def test_counted(step: int, code: str) -> None:
    assert totp.code_at(SECRET, step) == code


@pytest.mark.parametrize(("seconds", "code"), list(TIMED.items()))
def test_timed(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert totp.step_of(SECRET, code, now) == totp.step_at(now)


@pytest.mark.parametrize(("off", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(off: int, found: bool) -> None:
    shown = totp.code_at(SECRET, totp.step_at(NOW + timedelta(seconds=30 * off)))
    assert (totp.step_of(SECRET, shown, NOW) is not None) == found


def test_a_code_that_was_used_is_wrong_and_so_is_one_before_it() -> None:
    current = totp.step_at(NOW)
    for step in (current, current - 1):
        assert totp.step_of(SECRET, totp.code_at(SECRET, step), NOW, after=current) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, current + 1), NOW, after=current) == current + 1


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "１２３４５６", "\ud800", "0" * 40])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert totp.step_of(SECRET, typed, NOW) is None


def test_spaces_are_no_part_of_a_code() -> None:
    code = totp.code_at(SECRET, totp.step_at(NOW))
    assert totp.step_of(SECRET, f"{code[:3]} {code[3:]}", NOW) is not None


def test_the_address_for_an_authenticator() -> None:
    secret = totp.fresh_secret()
    parts = urlsplit(totp.address(secret, "anna@museum", "Caravanserai"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Caravanserai%3Aanna%40museum")
    asked = parse_qs(parts.query)
    assert asked == {
        "secret": [secret], "issuer": ["Caravanserai"], "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"],
    }  # fmt: skip
    assert len(base64.b32decode(secret)) == 20
