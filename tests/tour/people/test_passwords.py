"""Passwords: which are refused, and how they are kept."""

import asyncio

import pytest

from tour.people import passwords
from tour.people.passwords import PasswordDesk
from tour.people.refusal import Refusal

GOOD = "four old camels at the well"


@pytest.mark.parametrize(
    "weak",
    ["", "short", "elevenchars", "a" * 257, "aaaaaaaaaaaaaaaa", "abababababab", "PasswordPassword", "annamaria123"],
)
def test_refused(weak: str) -> None:
    with pytest.raises(Refusal, match="password: ") as refused:
        passwords.check(weak, "annamaria")
    assert refused.value.reason == "weak"


@pytest.mark.parametrize(
    "good", [GOOD, "annamaria keeps four old camels", "四匹老骆驼在井边喝水休息", "x" * 6 + "abcdef"]
)
def test_accepted(good: str) -> None:
    passwords.check(good, "annamaria")


def test_kept_as_argon2id_with_its_own_salt() -> None:
    one, other = passwords.hashed(GOOD), passwords.hashed(GOOD)
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other
    assert GOOD not in one
    assert not passwords.is_dated(one)


def test_matching() -> None:
    kept = passwords.hashed("Café au caravansérail")
    assert passwords.matches(kept, "Cafe\u0301 au caravanse\u0301rail")
    assert not passwords.matches(kept, "cafe au caravanserail")
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("no hash at all", GOOD)


def test_a_hash_with_other_costs_is_dated() -> None:
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
    assert passwords.matches(cheap, GOOD)
    assert passwords.is_dated(cheap)


async def test_a_known_device_does_not_wait_behind_strangers() -> None:
    desk = PasswordDesk()
    kept = passwords.hashed(GOOD)
    strangers = [asyncio.create_task(desk.matches(kept, f"guess {number}", known=False)) for number in range(16)]
    strangers += [asyncio.create_task(desk.hashed(f"of a newcomer {number}", known=False)) for number in range(16)]
    await asyncio.sleep(0)
    assert await desk.matches(kept, GOOD, known=True)
    assert sum(each.done() for each in strangers) < 16
    more = [asyncio.create_task(desk.matches(kept, "one more", known=False)) for _ in range(32)]
    done, _ = await asyncio.wait(more, return_when=asyncio.FIRST_EXCEPTION)
    [refused] = {str(each.exception()) for each in done}
    assert refused.startswith("Many people are signing in")
    for each in (*strangers, *more):
        each.cancel()
    await asyncio.gather(*strangers, *more, return_exceptions=True)
