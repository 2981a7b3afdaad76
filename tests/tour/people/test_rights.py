"""Every route × every role × own and foreign site, made from the table of rights and tried on the running server."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import by_token, house_settings, signed_in, two_sites
from tour.keys import RECORDS
from tour.people.rights import TABLE, Right, at_site, right
from tour.people.roles import EVERYWHERE, GIVEN, Role

Client = TestClient[web.Request, web.Application]

OWN, FOREIGN = "well", "hall"
NOBODY, NO_ROLE = "nobody", "no role"
READING, WRITING = "a token that reads", "a token that changes"
"""Of somebody who has every role everywhere, for the own site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Somebody at a route."""

    row: Right
    who: str
    """`nobody`, `no role`, a role, or a token."""
    holds_at: str = ""
    """The site at which they hold it, or the whole house."""
    asks_at: str = OWN

    def __str__(self) -> str:
        there = "" if "{site}" not in self.row.path else " own" if self.asks_at == OWN else " foreign"
        house = " of the house" if self.holds_at == EVERYWHERE else ""
        return f"{self.row.method} {self.row.path}{there} by {self.who}{house}"

    @property
    def expected(self) -> int | None:
        """The status of a refusal by the guard; None where it lets through."""
        if self.row.where == "anywhere":
            return None
        if self.who == NOBODY:
            return 401
        if self._is_beyond_a_token:
            return 403
        if self.row.where == "own account":
            return None
        if self.who in {READING, WRITING}:
            return None if self.row.where == "site" and self.asks_at == OWN else 403
        reached = self.holds_at == EVERYWHERE or (self.row.where == "site" and self.holds_at == self.asks_at)
        return None if reached and self.who in self.row.roles else 403

    @property
    def _is_beyond_a_token(self) -> bool:
        changes = self.row.method not in {"GET", "OPTIONS"}
        return self.who in {READING, WRITING} and (not self.row.by_token or (changes and self.who == READING))

    @property
    def address(self) -> str:
        """The address, with made-up ids for everything but the site."""
        parts = self.row.path.replace("{site}", self.asks_at).split("/")
        return "/".join("0123456789abcdef" if part.startswith("{") else part for part in parts)


def cases() -> Iterator[Case]:
    people = [(who, "") for who in (NOBODY, NO_ROLE, READING, WRITING)]
    people += [(role, at) for role in sorted(GIVEN) for at in (OWN, EVERYWHERE)]
    for row in TABLE:
        for who, holds_at in people:
            for asks_at in (OWN, FOREIGN) if "{site}" in row.path else (OWN,):
                yield Case(row=row, who=who, holds_at=holds_at, asks_at=asks_at)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """One server for all cases; each comes with a new person and changes nothing that another needs."""
    folder = tmp_path_factory.mktemp("rights")
    async with TestClient(TestServer(two_sites(folder, house_settings(folder)))) as client:
        await signed_in(client.app[RECORDS], {EVERYWHERE: ["operator"]})
        yield client


async def headers_of(house: Client, case: Case) -> dict[str, str]:
    """Those of a new person or token."""
    if case.who == NOBODY:
        return {}
    if case.who in {READING, WRITING}:
        return await by_token(house.app[RECORDS], OWN, GIVEN, reads_only=case.who == READING)
    return await signed_in(house.app[RECORDS], {case.holds_at: [case.who]} if case.holds_at else {})


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("case", list(cases()), ids=str)
async def test_the_guard_does_what_the_table_says(house: Client, case: Case) -> None:
    headers = await headers_of(house, case)
    answer = await house.request(case.row.method, case.address, headers=headers, allow_redirects=False)
    text = await answer.text()
    assert answer.status < 500, text
    denied = answer.status if '"denied"' in text else None
    assert denied == case.expected, f"{answer.status} {text}"
    if case.expected is None and case.row.where != "anywhere":
        assert answer.status not in {401, 403}, text


@pytest.mark.asyncio(loop_scope="module")
async def test_every_route_is_in_the_table_and_every_row_has_its_route(house: Client) -> None:
    registered = {
        (route.method, route.resource.canonical)
        for route in house.app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert registered == {(row.method, row.path) for row in TABLE}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_route_that_is_missing_is_closed_to_everybody(house: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.people.guard.right", lambda method, path: None)
    operator = await signed_in(house.app[RECORDS], {EVERYWHERE: ["operator"]})
    for headers in ({}, operator):
        answer = await house.get("/api/sites", headers=headers)
        assert answer.status == 403
        assert (await answer.json(content_type=None))["denied"] == "unlisted"


def test_a_row_at_a_site_has_the_site_in_its_path() -> None:
    with pytest.raises(ValueError, match="site"):
        list(at_site({Role.CURATOR}, "GET /api/facts"))


def test_reading_a_header_needs_what_reading_needs() -> None:
    assert right("HEAD", "/api/me") == right("GET", "/api/me") is not None
    assert right("POST", "/api/sites/{site}") is None


def changing(*, role: Role | None = None) -> set[str]:
    """Rows that change something: those open to everybody, or those for a role."""
    rows = [row for row in TABLE if row.method != "GET"]
    return {f"{row.method} {row.path}" for row in rows if (role in row.roles if role else row.where == "anywhere")}


def test_strangers_change_nothing_but_who_they_are() -> None:
    assert changing() == {
        "POST /api/sign-in", "POST /api/sign-in/link", "POST /api/sign-in/institution", "POST /api/invitations/look",
        "POST /api/invitations/accept", "POST /api/privacy/mine/export", "POST /api/privacy/mine/erase",
        "POST /api/wording",
        "POST /api/kiosk/{site}/corner", "POST /api/kiosk/{site}/corner/leave",
        "PUT /api/kiosk/{site}", "POST /api/kiosk/{site}/health", "POST /api/kiosk/{site}/leaving",
        "POST /api/take-along",
    }  # fmt: skip


def test_a_translator_translates_and_does_not_publish() -> None:
    assert changing(role=Role.TRANSLATOR) == {
        "PUT /api/sites/{site}/records/{kind}/{id}", "POST /api/sites/{site}/drafts/{draft}/check",
        "POST /api/sites/{site}/drafts", "POST /api/sites/{site}/hear", "POST /api/sites/{site}/hear/sound",
        "POST /api/sites/{site}/here", "POST /api/sites/{site}/advice/contradictions",
    }  # fmt: skip


@pytest.mark.parametrize("subject", ["/people", "/invitations", "/audit", "/review/rules"])
def test_only_operators_see_to_people_rules_and_the_audit(subject: str) -> None:
    rows = [row for row in TABLE if row.where in {"site", "house"} and subject in row.path and row.method != "GET"]
    rows += [row for row in TABLE if row.where in {"site", "house"} and "/audit" in row.path]
    assert rows
    assert {role for row in rows for role in row.roles} == {Role.OPERATOR}


def test_no_token_makes_people_tokens_or_roles() -> None:
    own = [row for row in TABLE if row.method != "GET" and ("/people" in row.path or row.path.startswith("/api/me"))]
    assert own
    assert not any(row.by_token for row in own)
