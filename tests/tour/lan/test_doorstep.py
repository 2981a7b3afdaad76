"""The doorstep: one page, the files for each device, and nothing else of the house."""

import plistlib
import re
from collections.abc import AsyncIterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import zxingcpp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1

from tests.tour.lan.conftest import NOW
from tour.lan.authority import fingerprint
from tour.lan.doorstep import Doorstep, drawn, qr
from tour.lan.page import DEVICES, _words, grouped
from tour.lan.papers import Papers

Client = TestClient[web.Request, web.Application]
QUEST = "Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 OculusBrowser/39.1 Chrome/136.0 VR Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(tmp_path, "museum.local", (IPv4Address("192.168.1.20"),), NOW)


@pytest.fixture
async def client(papers: Papers) -> AsyncIterator[Client]:
    async with TestClient(TestServer(Doorstep(papers, lambda: 8443).app())) as client:
        yield client


async def read(client: Client, path: str, **headers: str) -> str:
    answer = await client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status == 200
    return await answer.text()


async def test_shows_what_to_compare_and_where_to_go(client: Client, papers: Papers) -> None:
    page = await read(client, "/")
    root, shown = papers.authority.certificate, papers.certificate.certificate
    for mark in (fingerprint(root), fingerprint(root, SHA1()), fingerprint(shown)):
        assert f"<code>{grouped(mark)}</code>" in page
    assert 'href="https://museum.local:8443/"' in page
    assert 'href="https://127.0.0.1:8443/"' in page  # the address under which this device came


@pytest.mark.parametrize(
    ("agent", "title"),
    [(QUEST, "Meta Quest"), (PHONE, "Android phone or tablet"), (IPHONE, "iPhone or iPad"), ("curl/8", None)],
)
async def test_opens_the_steps_of_the_device(client: Client, agent: str, title: str | None) -> None:
    page = await read(client, "/", User_Agent=agent)
    assert re.findall(r"<details open><summary>([^<]+)", page) == ([title] if title else [])


@pytest.mark.parametrize(
    ("asked", "tag"),
    [("it-IT,it;q=0.9,en;q=0.8", "it"), ("zh-CN", "zh-Hans"), ("xx,th;q=0.5", "en"), ("", "en"), ("<b>,it", "it")],
)
async def test_speaks_the_language_of_the_device(client: Client, asked: str, tag: str) -> None:
    assert f'<html lang="{tag}">' in await read(client, "/", Accept_Language=asked)


@pytest.mark.parametrize("tag", _words())
async def test_is_whole_in_every_language(client: Client, tag: str) -> None:
    page = await read(client, "/", Accept_Language=tag)
    assert page.count("<details") == len(DEVICES)
    assert not re.search(r"\$[a-z_]|\]\(", page)
    assert {name: len(_words()[tag][name]["steps"]) for name in DEVICES} == {
        name: len(_words()["en"][name]["steps"]) for name in DEVICES
    }
    assert _words()[tag].keys() == _words()["en"].keys()


async def test_hands_out_the_authority_and_never_a_key(client: Client, papers: Papers) -> None:
    der = await (await client.get("/authority.crt")).read()
    assert x509.load_der_x509_certificate(der) == papers.authority.certificate
    answer = await client.get("/authority.pem")
    assert await answer.read() == papers.authority.pem
    profile = await client.get("/authority.mobileconfig")
    assert profile.content_type == "application/x-apple-aspen-config"
    held = plistlib.loads(await profile.read())
    assert held["PayloadContent"][0]["PayloadType"] == "com.apple.security.root"
    assert held["PayloadContent"][0]["PayloadContent"] == der
    assert held == plistlib.loads(await (await client.get("/authority.mobileconfig")).read())


@pytest.mark.parametrize(
    "path", ["/studio", "/api/sites", "/visit", "/authority.key", "/house.pem", "/../lan/authority.pem", "/words.toml"]
)
async def test_is_nothing_else(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404
    assert (await client.post("/")).status == 405


async def test_runs_no_script_but_its_own(client: Client) -> None:
    answer = await client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in await answer.text()


async def test_the_code_leads_to_the_tours(client: Client) -> None:
    assert (await client.get("/tour.svg")).content_type == "image/svg+xml"
    modules = qr("https://museum.local:8443/").matrix_iter(scale=4, border=4)
    import numpy

    picture = numpy.array([[0 if dark else 255 for dark in row] for row in modules], dtype=numpy.uint8)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["https://museum.local:8443/"]


async def test_the_code_is_drawn_once_for_all_who_come(client: Client) -> None:
    drawn.cache_clear()
    for host in ("museum.local", "a.example", "b.example"):
        assert (await read(client, "/tour.svg", Host=host)).startswith("<?xml")
    assert drawn.cache_info().misses == 1
    assert drawn.cache_info().maxsize is not None
