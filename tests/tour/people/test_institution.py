"""Signing in at an institution, against a small real provider."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from joserfc.jwk import ECKey, RSAKey
from yarl import URL

from tests.browser import Browser
from tests.openid_provider import CLIENT, SECRET, Provider
from tests.people import PASSWORD, two_sites
from tour.people import accounts, invitations
from tour.people.cookies import AWAY_COOKIE, SESSION
from tour.people.roles import Role
from tour.records import Records
from tour.settings import Settings

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """An institution's provider."""
    there = Provider()
    async with there.server:
        yield there


@pytest.fixture
async def house(tmp_path: Path, settings: Settings, provider: Provider) -> AsyncIterator[Client]:
    """A house whose people may come from that institution."""
    known = replace(
        settings, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET, oidc_name="The museum"
    )
    async with TestClient(TestServer(two_sites(tmp_path, known))) as client:
        yield client


@pytest.fixture
async def invitation(records: Records) -> str:
    """A ticket to curate the well."""
    roles = frozenset({Role.CURATOR})
    return (await records.write(invitations.invite, "well", roles, datetime.now(UTC), by="command:test"))[1]


async def go(browser: Browser, provider: Provider, subject: str = "s-1", ticket: str = "", **profile: str) -> str:
    """There and back; where the browser is sent at last."""
    there = (await browser.ask("POST", "/api/sign-in/institution", {"invitation": ticket}))["address"]
    return await back(browser, provider.authorize(there, subject, **profile))


async def back(browser: Browser, address: str) -> str:
    answer = await browser.client.get(URL(address, encoded=True).relative(), allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return answer.headers["Location"]


async def test_invited_and_from_then_on_known(
    browser: Browser, others: Callable[[], Browser], provider: Provider, invitation: str
) -> None:
    assert (await browser.ask("GET", "/api/sign-in"))["institution"] == "The museum"
    assert (
        await go(browser, provider, ticket=invitation, name="Berta 贝尔塔", login="Berta@Museum.example") == "/studio"
    )
    me = await browser.ask("GET", "/api/me")
    assert (me["login"], me["name"], me["roles"]) == ("berta@museum.example", "Berta 贝尔塔", {"well": ["curator"]})
    assert (me["password"], me["institutions"]) == (False, [provider.issuer])
    assert browser.cookie(AWAY_COOKIE) == ""
    later = others()
    assert await go(later, provider, name="Berta married") == "/studio"
    assert (await later.ask("GET", "/api/me"))["id"] == me["id"]


async def test_an_account_elsewhere_opens_nothing_here(browser: Browser, provider: Provider) -> None:
    assert await go(browser, provider, "stranger") == "/studio#refused=institution"
    assert browser.cookie(SESSION) == ""


async def test_the_same_name_is_not_the_same_person(
    browser: Browser, provider: Provider, invitation: str, anna: str
) -> None:
    assert await go(browser, provider, ticket=invitation, login="anna", name="Anna") == "/studio"
    me = await browser.ask("GET", "/api/me")
    assert me["id"] != anna
    assert me["login"] == "anna-2"


async def test_joining_an_identity_to_an_account(
    browser: Browser, others: Callable[[], Browser], provider: Provider, anna: str
) -> None:
    await browser.sign_in("anna", PASSWORD)
    there = (await browser.ask("POST", "/api/me/institution"))["address"]
    assert await back(browser, provider.authorize(there, "s-9")) == "/studio"
    assert (await browser.ask("GET", "/api/me"))["institutions"] == [provider.issuer]
    later = others()
    assert await go(later, provider, "s-9") == "/studio"
    assert (await later.ask("GET", "/api/me"))["id"] == anna


async def test_an_identity_belongs_to_one_account(
    browser: Browser, others: Callable[[], Browser], provider: Provider, invitation: str, anna: str
) -> None:
    await go(browser, provider, "s-9", ticket=invitation)
    other = others()
    await other.sign_in("anna", PASSWORD)
    there = (await other.ask("POST", "/api/me/institution"))["address"]
    assert await back(other, provider.authorize(there, "s-9")) == "/studio#refused=taken"


async def test_who_signed_out_meanwhile_joins_nothing(browser: Browser, provider: Provider, anna: str) -> None:
    await browser.sign_in("anna", PASSWORD)
    there = (await browser.ask("POST", "/api/me/institution"))["address"]
    await browser.ask("POST", "/api/sign-out", status=204)
    assert await back(browser, provider.authorize(there, "s-9")) == "/studio#refused=gone"
    assert provider.redeemed == []


async def test_a_way_back_is_good_once_and_in_the_same_browser(
    browser: Browser, others: Callable[[], Browser], provider: Provider, invitation: str
) -> None:
    there = (await browser.ask("POST", "/api/sign-in/institution", {"invitation": invitation}))["address"]
    returning = provider.authorize(there, "victim")
    assert await back(others(), returning) == "/studio#refused=gone"
    assert provider.redeemed == []
    assert await back(browser, returning) == "/studio"
    assert await back(browser, returning) == "/studio#refused=gone"


@pytest.mark.parametrize(
    "answer", ["", "?", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied", "?code=%00&state=%ff"]
)
async def test_a_way_back_that_nobody_left_by(browser: Browser, answer: str) -> None:
    assert await back(browser, f"http://x/api/sign-in/institution/return{answer}") == "/studio#refused=gone"


async def test_who_was_not_let_in_there(browser: Browser, provider: Provider) -> None:
    there = URL((await browser.ask("POST", "/api/sign-in/institution", {}))["address"])
    denied = f"{there.query['redirect_uri']}?error=access_denied&state={there.query['state']}"
    assert await back(browser, denied) == "/studio#refused=institution"


LIES: dict[str, dict[str, Any]] = {
    "another's nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "another"},
    "for many, given to another": {"aud": [CLIENT, "another"], "azp": "another"},
    "for many, given to nobody": {"aud": [CLIENT, "another"]},
    "by another issuer": {"iss": "https://evil.example"},
    "of yesterday": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "of tomorrow": {"iat": 4_000_000_000},
    "of nobody": {"sub": None},
    "of an empty name": {"sub": ""},
    "of a number": {"sub": 7},
}


@pytest.mark.parametrize("lie", list(LIES.values()), ids=list(LIES))
async def test_an_id_token_that_lies(
    browser: Browser, provider: Provider, invitation: str, lie: dict[str, Any]
) -> None:
    provider.lie = lie
    assert await go(browser, provider, ticket=invitation) == "/studio#refused=institution"
    assert browser.cookie(SESSION) == ""
    provider.lie = {}
    assert await go(browser, provider, ticket=invitation) == "/studio"


async def test_a_signature_by_somebody_else(browser: Browser, provider: Provider, invitation: str) -> None:
    provider.sign_with = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert await go(browser, provider, ticket=invitation) == "/studio#refused=institution"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_a_signature_that_anybody_can_make(
    browser: Browser, provider: Provider, invitation: str, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert await go(browser, provider, ticket=invitation) == "/studio#refused=institution"


async def test_keys_that_were_changed_meanwhile(
    browser: Browser, others: Callable[[], Browser], provider: Provider, invitation: str
) -> None:
    assert await go(browser, provider, ticket=invitation) == "/studio"
    provider.keys, provider.algorithm = [ECKey.generate_key("P-256", parameters={"kid": "two"})], "ES256"
    assert await go(others(), provider) == "/studio"


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 7},
    ],
)
async def test_a_provider_that_is_not_what_it_says(browser: Browser, provider: Provider, says: dict[str, Any]) -> None:
    provider.says = says
    assert (await browser.ask("POST", "/api/sign-in/institution", {}, status=409))["reason"] == "institution"


async def test_an_answer_by_another_issuer(browser: Browser, provider: Provider, invitation: str) -> None:
    there = (await browser.ask("POST", "/api/sign-in/institution", {"invitation": invitation}))["address"]
    returning = provider.authorize(there, "s-1")
    assert await back(browser, returning.replace("&iss=", "&iss=x")) == "/studio#refused=institution"
    assert provider.redeemed == []


@pytest.mark.parametrize("broken", ["discovery", "token"])
async def test_a_provider_that_is_out_of_order(
    browser: Browser, provider: Provider, invitation: str, broken: str
) -> None:
    provider.broken = broken
    if broken == "discovery":
        told = await browser.ask("POST", "/api/sign-in/institution", {"invitation": invitation}, status=409)
        assert "cannot be reached" in told["detail"]
    else:
        assert await go(browser, provider, ticket=invitation) == "/studio#refused=institution"
    provider.broken = ""
    assert await go(browser, provider, ticket=invitation) == "/studio"


async def test_a_closed_account_stays_closed(
    browser: Browser, others: Callable[[], Browser], records: Records, provider: Provider, invitation: str
) -> None:
    await go(browser, provider, ticket=invitation)
    me = await browser.ask("GET", "/api/me")
    await records.write(accounts.close, me["id"], True, datetime.now(UTC), by="command:test")
    assert await go(others(), provider) == "/studio#refused=institution"


async def test_without_an_institution_there_is_no_way_there(tmp_path: Path, settings: Settings) -> None:
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        assert (await client.post("/api/sign-in/institution", json={})).status == 404
        assert (await client.get("/api/sign-in/institution/return?code=x&state=x")).status == 404
