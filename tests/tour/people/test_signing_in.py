"""Signing in and out, as a browser does it."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser import Browser
from tests.people import PASSWORD
from tour.audit.chain import entries
from tour.people import accounts, links, lockout, totp
from tour.people.cookies import DEVICE, SESSION
from tour.records import Records


async def test_in_and_out(browser: Browser, anna: str) -> None:
    assert await browser.ask("GET", "/api/sign-in") == {"password": True, "institution": None}
    assert (await browser.ask("GET", "/api/me", status=401))["denied"] == "sign-in"
    me = await browser.sign_in("Anna", PASSWORD)
    assert (me["id"], me["login"], me["roles"], me["codes"]) == (anna, "anna", {"well": ["curator"]}, False)
    assert await browser.ask("GET", "/api/me") == me
    await browser.ask("POST", "/api/sign-out", status=204)
    assert browser.cookie(SESSION) == ""
    await browser.ask("GET", "/api/me", status=401)


async def test_the_cookies(browser: Browser, anna: str) -> None:
    answer = await browser.client.post("/api/sign-in", json={"login": "anna", "password": PASSWORD})
    given = answer.headers.getall("Set-Cookie")
    assert len(given) == 2
    assert all("HttpOnly" in each and "SameSite=Lax" in each and "Path=/" in each for each in given)
    assert not any("Secure" in each or "Domain" in each for each in given)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_visitor_gets_no_cookie(browser: Browser) -> None:
    for path in ("/", "/api/sites", "/api/sites/well", "/healthz", "/api/sign-in"):
        assert "Set-Cookie" not in (await browser.client.get(path)).headers


async def test_an_old_secret_opens_nothing_after_sign_in(
    browser: Browser, others: Callable[[], Browser], anna: str
) -> None:
    await browser.sign_in("anna", PASSWORD)
    before = browser.cookie(SESSION)
    await browser.sign_in("anna", PASSWORD)
    assert browser.cookie(SESSION) != before
    await others().ask("GET", "/api/me", status=401, Cookie=f"{SESSION}={before}")


async def test_a_secret_that_somebody_planted_is_not_taken_up(browser: Browser, anna: str) -> None:
    browser.client.session.cookie_jar.update_cookies({SESSION: "planted"}, browser.client.make_url("/"))
    await browser.sign_in("anna", PASSWORD)
    assert browser.cookie(SESSION) not in {"", "planted"}


async def test_wrong_password_and_no_such_login_sound_alike(browser: Browser, anna: str) -> None:
    wrong = await browser.sign_in("anna", "not the password", status=401)
    nobody = await browser.sign_in("nobody", "not the password", status=401)
    assert wrong == nobody
    assert wrong["reason"] == "wrong"
    assert browser.cookie(SESSION) == browser.cookie(DEVICE) == ""


async def test_who_comes_in_hears_how_often_somebody_was_refused(browser: Browser, anna: str) -> None:
    for _ in range(3):
        await browser.sign_in("anna", "not the password", status=401)
    assert (await browser.sign_in("anna", PASSWORD))["refused"] == 3
    assert (await browser.sign_in("anna", PASSWORD))["refused"] == 0


async def test_guessing_waits_and_says_how_long(browser: Browser, anna: str) -> None:
    for _ in range(lockout.FREE):
        await browser.sign_in("anna", "guess", status=401)
    told = await browser.sign_in("anna", PASSWORD, status=429)
    assert told["reason"] == "slow-down"
    assert re.search(r"wait \d+ seconds", told["detail"])


async def test_many_guesses_at_once_are_no_way_round(browser: Browser, anna: str) -> None:
    body = {"login": "anna", "password": "guess"}
    answers = await asyncio.gather(*(browser.client.post("/api/sign-in", json=body) for _ in range(15)))
    statuses = sorted(each.status for each in answers)
    assert statuses == [401] * (lockout.FREE) + [429] * (15 - lockout.FREE)


async def test_a_neighbour_behind_the_same_address_cannot_lock_anybody_out(
    browser: Browser, others: Callable[[], Browser], anna: str
) -> None:
    await browser.sign_in("anna", PASSWORD)
    await browser.ask("POST", "/api/sign-out", status=204)
    neighbour = others()
    seen = {
        (await neighbour.client.post("/api/sign-in", json={"login": "anna", "password": "guess"})).status
        for _ in range(30)
    }
    assert seen == {401, 429}
    assert (await browser.sign_in("anna", PASSWORD))["refused"] == lockout.FREE


async def test_a_made_up_device_is_no_way_round(browser: Browser, anna: str) -> None:
    statuses = [
        (
            await browser.client.post(
                "/api/sign-in",
                json={"login": "anna", "password": "guess"},
                headers={"Cookie": f"{DEVICE}=made-up-{number}"},
            )
        ).status
        for number in range(lockout.FREE + 3)
    ]
    assert statuses == [401] * (lockout.FREE) + [429] * 3


async def test_a_closed_account_says_no_more_than_a_wrong_password(
    browser: Browser, records: Records, anna: str
) -> None:
    await browser.sign_in("anna", PASSWORD)
    await records.write(accounts.close, anna, True, datetime.now(UTC), by="command:test")
    await browser.ask("GET", "/api/me", status=401)
    assert (await browser.sign_in("anna", PASSWORD, status=401))["reason"] == "wrong"


async def test_a_one_time_link(browser: Browser, records: Records, anna: str) -> None:
    secret = await records.write(links.make, anna, datetime.now(UTC), by="command:test")
    assert (await browser.ask("POST", "/api/sign-in/link", {"token": secret}))["login"] == "anna"
    assert (await browser.ask("POST", "/api/sign-in/link", {"token": secret}, status=410))["reason"] == "gone"
    fresh = "another five camels rest"
    await browser.ask("POST", "/api/me/password", {"password": fresh})
    await browser.ask("POST", "/api/sign-out", status=204)
    await browser.sign_in("anna", PASSWORD, status=401)
    await browser.sign_in("anna", fresh)


async def test_tickets_cannot_be_tried_fast(browser: Browser) -> None:
    statuses = [
        (await browser.client.post("/api/sign-in/link", json={"token": f"guess {number}"})).status
        for number in range(25)
    ]
    assert statuses == [410] * 20 + [429] * 5


async def test_a_good_ticket_passes_though_a_neighbour_tries_bad_ones(
    browser: Browser, others: Callable[[], Browser], records: Records, anna: str
) -> None:
    for number in range(30):
        await others().client.post("/api/sign-in/link", json={"token": f"guess {number}"})
    secret = await records.write(links.make, anna, datetime.now(UTC), by="command:test")
    assert (await browser.ask("POST", "/api/sign-in/link", {"token": secret}))["login"] == "anna"


async def test_changing_the_password_ends_every_other_session(
    browser: Browser, others: Callable[[], Browser], anna: str
) -> None:
    other = others()
    await browser.sign_in("anna", PASSWORD)
    await other.sign_in("anna", PASSWORD)
    fresh = {"password": "another five camels rest"}
    await browser.ask("POST", "/api/me/password", fresh, status=422)
    await browser.ask("POST", "/api/me/password", {**fresh, "current": "wrong"}, status=422)
    await browser.ask("POST", "/api/me/password", {"password": "anna", "current": PASSWORD}, status=422)
    before = browser.cookie(SESSION)
    await browser.ask("POST", "/api/me/password", {**fresh, "current": PASSWORD})
    assert browser.cookie(SESSION) != before
    await browser.ask("PATCH", "/api/me", {"name": "Anna B", "language": "zh-Hans"})
    await other.ask("GET", "/api/me", status=401)


@pytest.mark.parametrize(("kept", "left"), [(True, ["the screen at the gate"]), (False, [])])
async def test_a_new_password_ends_tokens_unless_they_are_kept(
    browser: Browser, others: Callable[[], Browser], anna: str, kept: bool, left: list[str]
) -> None:
    await browser.sign_in("anna", PASSWORD)
    wanted = {"label": "the screen at the gate", "site": "well", "roles": ["curator"]}
    made = await browser.ask("POST", "/api/me/tokens", wanted, status=201)
    fresh = {"password": "another five camels rest", "current": PASSWORD}
    await browser.ask("POST", "/api/me/password", {**fresh, "keep_tokens": kept})
    assert [each["label"] for each in (await browser.ask("GET", "/api/me/tokens"))["tokens"]] == left
    program = {"Authorization": f"Bearer {made['secret']}"}
    await others().ask("GET", "/api/me", status=200 if kept else 401, **program)


async def test_one_time_codes(browser: Browser, others: Callable[[], Browser], records: Records, anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    begun = await browser.ask("POST", "/api/me/codes")
    assert [entry.who for entry in await records.read(entries, what="codes-begun")] == [anna]
    await browser.ask("POST", "/api/me/codes/confirm", {"code": "abc"}, status=422)
    confirmed = await browser.ask("POST", "/api/me/codes/confirm", {"code": code(begun["secret"])})
    assert (await browser.ask("GET", "/api/me"))["codes"]
    other, shown = others(), code(begun["secret"], 1)
    asked = await other.sign_in("anna", PASSWORD, status=401)
    assert asked["reason"] == "code-needed"
    assert (await other.sign_in("anna", PASSWORD, code="000", status=401))["reason"] == "code-wrong"
    assert (await other.sign_in("anna", "wrong", code=shown, status=401))["reason"] == "wrong"
    assert (await other.sign_in("anna", PASSWORD, code=shown))["codes"]
    assert (await other.sign_in("anna", PASSWORD, code=shown, status=401))["reason"] == "code-wrong"
    await other.sign_in("anna", PASSWORD, code=confirmed["codes"][0])
    await other.ask("POST", "/api/me/codes/remove", {"code": "000"}, status=422)
    assert not (await other.ask("POST", "/api/me/codes/remove", {"code": confirmed["codes"][1]}))["codes"]
    await browser.sign_in("anna", PASSWORD)


async def test_who_has_the_password_cannot_try_codes_for_long(browser: Browser, records: Records, anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    begun = await browser.ask("POST", "/api/me/codes")
    await browser.ask("POST", "/api/me/codes/confirm", {"code": code(begun["secret"])})
    place = await records.write(lockout.bucket, "code", anna)
    now = datetime.now(UTC)
    for _ in range(lockout.CODES):
        assert await records.write(lockout.reserve, place, now, free=lockout.CODES) == 0
    assert (await browser.sign_in("anna", PASSWORD, code="000", status=429))["reason"] == "slow-down"
    assert (await browser.sign_in("anna", PASSWORD, status=401))["reason"] == "code-needed"


async def test_ones_sessions(browser: Browser, others: Callable[[], Browser], records: Records, anna: str) -> None:
    other = others()
    await browser.sign_in("anna", PASSWORD)
    await other.sign_in("anna", PASSWORD)
    listed = (await browser.ask("GET", "/api/me/sessions"))["sessions"]
    assert [(each["way"], each["current"]) for each in listed] == [("password", False), ("password", True)]
    await browser.ask("DELETE", f"/api/me/sessions/{listed[0]['id']}", status=204)
    await browser.ask("DELETE", f"/api/me/sessions/{listed[0]['id']}", status=404)
    await other.ask("GET", "/api/me", status=401)
    assert [entry.about for entry in await records.read(entries, what="session-ended")] == [listed[0]["id"]]


def code(secret: str, later: int = 0) -> str:
    """What an authenticator shows, so many half minutes from now."""
    return totp.code_at(secret, totp.step_at(datetime.now(UTC) + timedelta(seconds=30 * later)))
