"""The visitor's page and its files."""

import gzip
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]

HASHED = "app/index-B5KvzS43.js"


@pytest.fixture
def built(web_folder: Path) -> Path:
    (web_folder / "index.html").write_text("<!doctype html><title>Caravanserai</title>")
    (web_folder / HASHED).write_text("export {};")
    (web_folder / HASHED.replace(".js", ".css")).write_text("body {}")
    (web_folder / "app" / "basis_transcoder.wasm").write_bytes(b"\0asm")
    (web_folder / "app" / "notes.md").write_text("not for the web")
    (web_folder / "secret.json").write_text("{}")
    return web_folder


async def test_a_page_that_is_not_built_says_how_to_build_it(client: Client) -> None:
    answer = await client.get("/")
    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert "make demo" in await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_page(client: Client, built: Path) -> None:
    answer = await client.get("/")
    assert await answer.text() == (built / "index.html").read_text()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert (await client.get("/", headers={"If-None-Match": answer.headers["ETag"]})).status == 304


async def test_a_page_built_anew_is_a_new_page(client: Client, built: Path) -> None:
    before = (await client.get("/")).headers["ETag"]
    (built / "index.html").write_text("<!doctype html><title>Another</title>")
    after = await client.get("/", headers={"If-None-Match": before})
    assert after.status == 200
    assert "Another" in await after.text()


@pytest.mark.parametrize(
    ("name", "media_type", "cache"),
    [
        (HASHED, "text/javascript; charset=utf-8", "immutable"),
        (HASHED.replace(".js", ".css"), "text/css; charset=utf-8", "immutable"),
        ("app/basis_transcoder.wasm", "application/wasm", "no-cache"),
    ],
)
async def test_the_files_of_the_page(client: Client, built: Path, name: str, media_type: str, cache: str) -> None:
    answer = await client.get(f"/{name}")
    assert await answer.read() == (built / name).read_bytes()
    assert answer.headers["Content-Type"] == media_type
    assert cache in answer.headers["Cache-Control"]


async def test_a_file_packed_when_the_page_was_built(client: Client, built: Path) -> None:
    (built / f"{HASHED}.br").write_bytes(b"as if by brotli")
    packed = await client.get(f"/{HASHED}", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert await packed.read() == b"as if by brotli"
    assert await (await client.get(f"/{HASHED}")).text() == "export {};"


async def test_who_takes_nothing_but_gzip_gets_it(client: Client, built: Path) -> None:
    only = {"Accept-Encoding": "gzip, identity;q=0"}
    assert (await client.get("/", headers=only)).headers["Content-Encoding"] == "gzip"
    assert (await client.get("/", headers={"Accept-Encoding": "*;q=0"})).status == 406


async def test_a_file_that_the_build_did_not_pack_is_packed_on_the_way(client: Client, built: Path) -> None:
    (built / HASHED).write_text("export {};\n" * 1000)
    plain = await client.get(f"/{HASHED}")
    packed = await client.get(f"/{HASHED}", headers={"Accept-Encoding": "gzip, deflate"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "immutable" in packed.headers["Cache-Control"]
    body = await packed.read()
    assert len(body) < 1000
    assert gzip.decompress(body) == await plain.read()
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert (await client.get(f"/{HASHED}", headers=again)).status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/app/index-00000000.js",
        "/app/notes.md",
        "/app/",
        "/app/..%2fsecret.json",
        "/app/%2e%2e/secret.json",
        "/app/%2e%2e%2f%2e%2e%2fpack%2fsite.toml",
        "/app/%2fetc%2fpasswd",
        "/app//etc/passwd",
        "/app/x%00.js",
        "/secret.json",
    ],
)
async def test_nothing_else_is_served(client: Client, built: Path, path: str) -> None:
    answer = await client.get(path)
    assert answer.status == 404
    assert answer.content_type == "application/problem+json"


async def test_a_link_out_of_the_folder_is_not_followed(client: Client, built: Path) -> None:
    (built / "app" / "link-B5KvzS43.json").symlink_to(built / "secret.json")
    assert (await client.get("/app/link-B5KvzS43.json")).status == 404


async def test_the_icon(client: Client, web_folder: Path) -> None:
    ours = await client.get("/favicon.ico")
    assert ours.content_type == "image/svg+xml"
    (web_folder / "favicon.svg").write_text("<svg/>")
    theirs = await client.get("/favicon.ico")
    assert (await theirs.text(), theirs.content_type) == ("<svg/>", "image/svg+xml")


async def test_the_page_says_at_once_what_the_first_picture_needs(client: Client, built: Path) -> None:
    described = await (await client.get("/api/sites/well")).json()
    [level] = [model["levels"][0]["url"] for model in described["scene"]["models"] if model["role"] == "visible"]
    for coding in ("identity", "gzip"):
        link = (await client.get("/", headers={"Accept-Encoding": coding})).headers["Link"]
        for path in ("/api/sites", "/api/sites/well", level):
            assert f"<{path}>; rel=preload; as=fetch; crossorigin" in link
    thrifty = (await client.get("/", headers={"Save-Data": "on"})).headers["Link"]
    assert level not in thrifty, "somebody who saves data may take the smaller copy"


async def test_the_worker_that_opens_the_page_without_a_network(client: Client, built: Path) -> None:
    assert (await client.get("/service-worker.js")).status == 404
    (built / "service-worker.js").write_text("self.onfetch = () => {};")
    answer = await client.get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
