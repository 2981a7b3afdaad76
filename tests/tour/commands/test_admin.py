"""`tour admin`: the first people of a house, beside a server that runs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner, Result

from tests.browser import Browser
from tests.people import PASSWORD, house_settings, two_sites
from tour.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a command for the house in `tmp_path / "data"`."""
    for name in ("TOUR_PUBLIC_URL", "TOUR_HOST", "TOUR_PORT"):
        monkeypatch.delenv(name, raising=False)

    def give(*words: str) -> Result:
        return CliRunner().invoke(main, ["admin", *words, "--data", str(tmp_path / "data")])

    return give


async def test_the_first_operator_comes_in_by_the_link(run: Run, tmp_path: Path) -> None:
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        printed = run("create", "anna", "--name", "Anna 安娜").stdout.strip()
        address, _, ticket = printed.partition("#sign-in=")
        assert address == "http://localhost:8080/studio"
        browser = Browser(client)
        me = await browser.ask("POST", "/api/sign-in/link", {"token": ticket})
        assert (me["name"], me["roles"]) == ("Anna 安娜", {"*": ["curator", "operator", "reviewer", "translator"]})
        await browser.ask("POST", "/api/me/password", {"password": PASSWORD})
        await browser.sign_in("anna", PASSWORD)


async def test_an_invitation_and_a_token(run: Run, tmp_path: Path) -> None:
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        ticket = run("invite", "-r", "curator", "-r", "translator", "--site", "well").stdout.strip().partition("=")[2]
        who = {"token": ticket, "login": "bert", "name": "Bert", "password": PASSWORD}
        browser = Browser(client)
        me = await browser.ask("POST", "/api/invitations/accept", who)
        assert me["roles"] == {"well": ["curator", "translator"]}
        secret = run("token", "bert", "-r", "curator", "--site", "well", "--write").stdout.strip()
        told = await browser.ask("GET", "/api/me", Authorization=f"Bearer {secret}")
        assert (told["login"], told["roles"]) == ("bert", {"well": ["curator"]})


def test_who_is_here(run: Run) -> None:
    assert "Nobody yet" in run("list").stderr
    run("create", "anna")
    run("create", "bert", "-r", "reviewer", "--site", "hall")
    told = run("list").stdout.splitlines()
    assert [line.split()[:2] for line in told] == [["anna", "never"], ["bert", "never"]]
    assert told[1].endswith("hall: reviewer")
    people = json.loads(run("list", "--json").stdout)
    assert [each["roles"] for each in people][1] == {"hall": ["reviewer"]}


def test_the_link_is_where_people_reach_the_house(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUR_PUBLIC_URL", "https://tours.museum.example/")
    assert run("create", "anna").stdout.startswith("https://tours.museum.example/studio#sign-in=link_")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("create", "anna"), "somebody here has it"),
        (("create", "no login"), "login: 2 to 64"),
        (("create", "bert", "--site", "../etc"), "--site"),
        (("create", "bert", "-r", "king"), "king"),
        (("link", "nobody"), "nobody here has this login"),
        (("invite",), "roles: "),
        (("token", "anna", "-r", "curator", "--site", "*", "--days", "0"), "--days"),
        (("token", "nobody", "-r", "curator"), "nobody here has this login"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], reason: str) -> None:
    run("create", "anna")
    done = run(*words)
    assert done.exit_code != 0
    assert reason in done.stderr
    assert done.stdout == ""


def test_records_that_cannot_be_read_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records.sqlite").write_bytes(b"no database " * 100)
    done = run("list")
    assert done.exit_code == 1
    assert "tour restore" in done.stderr
