"""Invitations, roles and accounts, as operators see to them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.browser import Browser
from tests.people import PASSWORD
from tour.audit.chain import verify
from tour.people import first, links
from tour.people.roles import GIVEN
from tour.records import Records


@pytest.fixture
async def operator(browser: Browser, records: Records) -> Browser:
    """The first operator, come in by the one-time link that a command printed."""
    secret = await records.write(
        first.create, "operator", "The operator", datetime.now(UTC), language="en", site="*", roles=GIVEN,
        by="command:test",
    )  # fmt: skip
    await browser.ask("POST", "/api/sign-in/link", {"token": secret})
    await browser.ask("POST", "/api/me/password", {"password": PASSWORD})
    return browser


def newcomer(token: str, login: str) -> dict[str, str]:
    return {"token": token, "login": login, "name": login.title(), "password": PASSWORD}


async def test_a_house_fills(operator: Browser, others: Callable[[], Browser], records: Records) -> None:
    made = await operator.ask(
        "POST", "/api/sites/well/invitations", {"roles": ["operator"], "note": "Bert"}, status=201
    )
    assert made["address"].endswith(f"/studio#invitation={made['token']}")
    bert = others()
    assert (await bert.ask("POST", "/api/invitations/look", {"token": made["token"]}))["roles"] == ["operator"]
    me = await bert.ask("POST", "/api/invitations/accept", newcomer(made["token"], "bert"))
    assert (me["login"], me["roles"]) == ("bert", {"well": ["operator"]})

    await bert.ask("POST", "/api/invitations", {"roles": ["curator"]}, status=403)
    await bert.ask("POST", "/api/sites/hall/invitations", {"roles": ["curator"]}, status=403)
    made = await bert.ask("POST", "/api/sites/well/invitations", {"roles": ["curator", "translator"]}, status=201)
    carla = others()
    me = await carla.ask("POST", "/api/invitations/accept", newcomer(made["token"], "carla"))
    await carla.ask("GET", "/api/sites/well/people", status=403)

    assert set((await carla.ask("GET", "/api/sites/well/names"))["names"].values()) == {"Bert", "Carla", "The operator"}
    await carla.ask("GET", "/api/sites/hall/names", status=403)
    [invited] = (await bert.ask("GET", "/api/sites/well/invitations"))["invitations"][:1]
    assert invited["accepted_by"] == me["id"]
    people = (await bert.ask("GET", "/api/sites/well/people"))["people"]
    assert {each["login"]: each["roles"] for each in people} == {
        "bert": ["operator"], "carla": ["curator", "translator"],
    }  # fmt: skip
    changed = await bert.ask("PUT", f"/api/sites/well/people/{me['id']}", {"roles": ["reviewer"]})
    assert changed["roles"] == ["reviewer"]
    assert (await carla.ask("GET", "/api/me"))["roles"] == {"well": ["reviewer"]}
    await bert.ask("PUT", f"/api/sites/well/people/{me['id']}", {"roles": []}, status=204)
    assert (await carla.ask("GET", "/api/me"))["roles"] == {}
    assert await records.read(verify) == []


async def test_two_who_come_with_one_invitation(operator: Browser, others: Callable[[], Browser]) -> None:
    made = await operator.ask("POST", "/api/invitations", {"roles": ["curator"]}, status=201)
    bodies = [newcomer(made["token"], login) for login in ("bert", "carla", "dora")]
    answers = await asyncio.gather(*(others().client.post("/api/invitations/accept", json=each) for each in bodies))
    assert sorted(each.status for each in answers) == [200, 410, 410]
    assert len((await operator.ask("GET", "/api/people"))["people"]) == 2


async def test_an_invitation_for_who_is_here_already(
    operator: Browser, others: Callable[[], Browser], anna: str
) -> None:
    there = others()
    await there.sign_in("anna", PASSWORD)
    made = await operator.ask("POST", "/api/sites/hall/invitations", {"roles": ["reviewer"]}, status=201)
    right, there.csrf = there.csrf, ""
    refused = await there.ask("POST", "/api/invitations/accept", {"token": made["token"]}, status=403)
    assert refused["denied"] == "csrf"
    there.csrf = right
    me = await there.ask("POST", "/api/invitations/accept", {"token": made["token"]})
    assert (me["id"], me["roles"]) == (anna, {"well": ["curator"], "hall": ["reviewer"]})


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"login": "anna"}, 409), ({"login": "no good"}, 422), ({"name": ""}, 422), ({"password": "short"}, 422),
        ({"password": "bertbertbert"}, 422), ({"token": "made up"}, 410), ({"language": "no tag"}, 400),
    ],
)  # fmt: skip
async def test_what_keeps_somebody_from_accepting(
    operator: Browser, others: Callable[[], Browser], anna: str, change: dict[str, str], status: int
) -> None:
    made = await operator.ask("POST", "/api/invitations", {"roles": ["curator"]}, status=201)
    fresh = others()
    await fresh.ask("POST", "/api/invitations/accept", newcomer(made["token"], "bert") | change, status=status)
    await fresh.ask("POST", "/api/invitations/accept", newcomer(made["token"], "bert"))


async def test_an_invitation_withdrawn(operator: Browser, others: Callable[[], Browser]) -> None:
    made = await operator.ask("POST", "/api/invitations", {"roles": ["curator"]}, status=201)
    address = f"/api/invitations/{made['invitation']['id']}"
    await operator.ask("DELETE", address, status=204)
    await operator.ask("DELETE", address, status=404)
    await others().ask("POST", "/api/invitations/look", {"token": made["token"]}, status=410)


async def test_the_only_operator_stays(operator: Browser) -> None:
    me = (await operator.ask("GET", "/api/me"))["id"]
    for method, path, body in (
        ("DELETE", f"/api/people/{me}", None),
        ("PATCH", f"/api/people/{me}", {"closed": True}),
        ("PUT", f"/api/people/{me}/roles", {"roles": ["curator"]}),
    ):
        assert (await operator.ask(method, path, body, status=409))["reason"] == "last-operator"
    assert "operator" in (await operator.ask("GET", "/api/me"))["roles"]["*"]


async def test_an_account_closed_opened_and_removed(
    operator: Browser, others: Callable[[], Browser], anna: str
) -> None:
    there = others()
    await there.sign_in("anna", PASSWORD)
    assert (await operator.ask("PATCH", f"/api/people/{anna}", {"closed": True}))["closed"]
    await there.ask("GET", "/api/me", status=401)
    assert (await operator.ask("PATCH", f"/api/people/{anna}", {"closed": False}))["closed"] is None
    await there.sign_in("anna", PASSWORD)
    await operator.ask("DELETE", f"/api/people/{anna}", status=204)
    await there.ask("GET", "/api/me", status=401)
    await operator.ask("GET", f"/api/people/{anna}", status=404)


async def test_who_lost_telephone_and_password(operator: Browser, others: Callable[[], Browser], anna: str) -> None:
    there = others()
    made = await operator.ask("POST", f"/api/people/{anna}/link", status=201)
    await there.ask("POST", "/api/sign-in/link", {"token": made["token"]})
    begun = await there.ask("POST", "/api/me/codes")
    assert begun["address"].startswith("otpauth://totp/Caravanserai%3Aanna?secret=")
    assert not (await operator.ask("PATCH", f"/api/people/{anna}", {"codes": False}))["codes"]


async def test_a_role_taken_away_is_gone_at_once(
    operator: Browser, others: Callable[[], Browser], records: Records, anna: str
) -> None:
    there = others()
    await operator.ask("PUT", f"/api/people/{anna}/roles", {"roles": ["operator"]})
    secret = await records.write(links.make, anna, datetime.now(UTC), by="command:test")
    await there.ask("POST", "/api/sign-in/link", {"token": secret})
    await there.ask("GET", "/api/people")
    await operator.ask("PUT", f"/api/people/{anna}/roles", {"roles": []}, status=204)
    await there.ask("GET", "/api/people", status=403)
