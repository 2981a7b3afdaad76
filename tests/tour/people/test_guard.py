"""What the guard asks for beside the role: the page, the CSRF token, a token's limits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.browser import Browser
from tests.people import PASSWORD, house_settings, signed_in, two_sites
from tour.keys import RECORDS
from tour.people.cookies import SESSION
from tour.people.guard import CSRF
from tour.records import Records

CHANGE = ("PATCH", "/api/me", {"name": "Changed"})


async def test_a_session_alone_changes_nothing(browser: Browser, anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    right, browser.csrf = browser.csrf, ""
    assert (await browser.ask(*CHANGE, status=403))["denied"] == "csrf"
    for forged in (right[:-1], right.upper(), "é", "x" * 8000):
        answer = await browser.client.patch("/api/me", json={}, headers={CSRF: forged})
        assert answer.status == 403
    browser.csrf = right
    assert (await browser.ask(*CHANGE))["name"] == "Changed"


async def test_the_csrf_token_of_another_session_is_none(
    browser: Browser, others: Callable[[], Browser], anna: str
) -> None:
    other = others()
    await browser.sign_in("anna", PASSWORD)
    await other.sign_in("anna", PASSWORD)
    browser.csrf = other.csrf
    assert (await browser.ask(*CHANGE, status=403))["denied"] == "csrf"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "", "file://"]
)
async def test_a_page_of_another_origin_changes_nothing(browser: Browser, anna: str, origin: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    sent = {CSRF: browser.csrf, "Origin": origin}
    answer = await browser.client.patch("/api/me", json={"name": "Forged"}, headers=sent)
    assert (answer.status, (await answer.json(content_type=None))["denied"]) == (403, "origin")
    login = await browser.client.post("/api/sign-in", json={"login": "anna", "password": PASSWORD}, headers=sent)
    assert login.status == 403


async def test_a_browser_that_says_only_where_it_comes_from(browser: Browser, anna: str) -> None:
    body = {"login": "anna", "password": PASSWORD}
    for where, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
        answer = await browser.client.post("/api/sign-in", json=body, headers={"Sec-Fetch-Site": where})
        assert answer.status == status


async def test_a_form_of_another_page_signs_nobody_in(browser: Browser, anna: str) -> None:
    body = '{"login": "anna", "password": "' + PASSWORD + '"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = await browser.client.post("/api/sign-in", data=body, headers={"Content-Type": kind} if kind else {})
        assert answer.status == 415


async def test_no_other_origin_reads_what_is_private(browser: Browser, anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    private = await browser.client.get("/api/me", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in private.headers
    assert private.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert private.headers["Cache-Control"] == "no-store"
    assert (await browser.client.get("/api/sites")).headers["Access-Control-Allow-Origin"] == "*"
    preflight = await browser.client.options("/api/me", headers={"Access-Control-Request-Method": "PATCH"})
    assert "PATCH" not in preflight.headers.get("Access-Control-Allow-Methods", "")


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer caravan_made-up", "Basic YTpi", "Bearer " + "x" * 5000, "caravan_x", "Bearer é"],
)
async def test_a_token_that_is_none(browser: Browser, anna: str, authorization: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    answer = await browser.client.get("/api/me", headers={"Authorization": authorization})
    assert (answer.status, (await answer.json(content_type=None))["denied"]) == (401, "token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_token_reads_and_changes_no_account(browser: Browser, others: Callable[[], Browser], anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    wish = {"label": "script", "site": "well", "roles": ["curator"], "reads_only": False, "days": 1}
    made = await browser.ask("POST", "/api/me/tokens", wish, status=201)
    await browser.ask("POST", "/api/me/tokens", {**wish, "roles": ["operator"]}, status=422)
    program, bearer = others(), {"Authorization": f"Bearer {made['secret']}"}
    me = await program.ask("GET", "/api/me", **bearer)
    assert (me["id"], me["roles"], me["csrf"]) == (anna, {"well": ["curator"]}, "")
    assert (await program.ask(*CHANGE, status=403, **bearer))["denied"] == "token"
    assert (await program.ask("POST", "/api/me/tokens", wish, status=403, **bearer))["denied"] == "token"
    [listed] = (await browser.ask("GET", "/api/me/tokens"))["tokens"]
    assert listed["used"] is not None
    await browser.ask("DELETE", f"/api/me/tokens/{listed['id']}", status=204)
    await program.ask("GET", "/api/me", status=401, **bearer)


async def test_a_token_that_may_only_read(browser: Browser, records: Records, others: Callable[[], Browser]) -> None:
    operator = await signed_in(records, {"well": ["operator"]})
    made = {}
    for reads_only in (True, False):
        wish = {"label": "x", "site": "well", "roles": ["operator"], "reads_only": reads_only}
        answer = await browser.client.post("/api/me/tokens", json=wish, headers=operator)
        made[reads_only] = (await answer.json())["secret"]
    address = "/api/sites/well/people"
    for reads_only, secret in made.items():
        bearer = {"Authorization": f"Bearer {secret}"}
        assert (await others().client.get(address, headers=bearer)).status == 200
        refused = await others().client.put(f"{address}/x", json={"roles": []}, headers=bearer)
        assert (refused.status, (await refused.json(content_type=None))["denied"]) == (403, "token"), reads_only


async def test_by_https_the_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    settings_ = replace(house_settings(tmp_path), public_url="https://tours.museum.example/")
    async with TestClient(TestServer(two_sites(tmp_path, settings_))) as client:
        headers = await signed_in(client.app[RECORDS], {"*": ["operator"]})
        headers["Cookie"] = f"__Host-{headers['Cookie']}"
        assert (
            await client.get("/api/me", headers={"Cookie": headers["Cookie"].removeprefix("__Host-")})
        ).status == 401
        made = await client.post("/api/invitations", json={"roles": ["curator"]}, headers=headers)
        invited = await made.json()
        assert invited["address"].startswith("https://tours.museum.example/studio#invitation=")
        who = {"token": invited["token"], "login": "bert", "name": "Bert", "password": PASSWORD}
        ours = {"Origin": "https://tours.museum.example"}
        accepted = await client.post("/api/invitations/accept", json=who, headers=ours)
        assert accepted.status == 200
        given = accepted.headers.getall("Set-Cookie")
        assert all(each.startswith("__Host-tour-") and "Secure" in each and "Path=/" in each for each in given)


async def test_cookies_of_any_shape_open_nothing(browser: Browser) -> None:
    for secret in ("", "x" * 7000, "'; DROP TABLE people; --", "%00", "é"):
        answer = await browser.client.get("/api/me", headers={"Cookie": f"{SESSION}={secret}"})
        assert answer.status == 401
