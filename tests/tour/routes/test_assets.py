"""Assets: RFC 9110 validators, ranges and methods, and names that lead nowhere."""

import gzip

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from tour.keys import ASSETS

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def address(digest: str) -> str:
    return f"/assets/{digest}.glb"


async def test_the_whole_blob(client: Client, address: str, digest: str, glb: bytes) -> None:
    answer = await client.get(address)
    assert answer.status == 200
    assert await answer.read() == glb
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    assert answer.headers["Content-Length"] == str(len(glb))
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=10-", 10, -1),
        ("bytes=-7", -7, -1),
        ("bytes=-99999999", 0, -1),
        ("bytes=100-99999999999999999999", 100, -1),
        ("BYTES=10-19", 10, 19),
    ],
)
async def test_a_range(client: Client, address: str, glb: bytes, asked: str, first: int, last: int) -> None:
    answer = await client.get(address, headers={"Range": asked})
    size = len(glb)
    first, last = first % size, last % size
    assert answer.status == 206
    assert await answer.read() == glb[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert answer.headers["Content-Length"] == str(last + 1 - first)
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes={size}-{size}", "bytes=-0"])
async def test_a_range_beyond_the_end(client: Client, address: str, glb: bytes, asked: str) -> None:
    answer = await client.get(address, headers={"Range": asked.format(size=len(glb))})
    assert answer.status == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(glb)}"
    assert (await answer.json(content_type="application/problem+json"))["status"] == 416


@pytest.mark.parametrize(
    "asked",
    ["bytes=5-2", "bytes=a-b", "bytes=-", "bytes=", "items=0-4", "0-4", "bytes=0-4,10-14", "bytes=" + "9" * 40 + "-"],
)
async def test_a_range_to_be_ignored(client: Client, address: str, glb: bytes, asked: str) -> None:
    answer = await client.get(address, headers={"Range": asked})
    assert answer.status == 200
    assert await answer.read() == glb
    assert "Content-Range" not in answer.headers


async def test_if_range_with_the_tag_takes_the_range(client: Client, address: str, digest: str, glb: bytes) -> None:
    answer = await client.get(address, headers={"Range": "bytes=0-3", "If-Range": f'"{digest}"'})
    assert (answer.status, await answer.read()) == (206, glb[:4])


@pytest.mark.parametrize("tag", ['"other"', 'W/"{digest}"', "Mon, 23 Nov 2099 00:00:00 GMT"])
async def test_if_range_with_anything_else_takes_the_whole(
    client: Client, address: str, digest: str, glb: bytes, tag: str
) -> None:
    answer = await client.get(address, headers={"Range": "bytes=0-3", "If-Range": tag.format(digest=digest)})
    assert (answer.status, await answer.read()) == (200, glb)


async def test_head_has_the_headers_of_get_and_ignores_range(client: Client, address: str, glb: bytes) -> None:
    answer = await client.head(address, headers={"Range": "bytes=0-3"})
    assert answer.status == 200
    assert answer.headers["Content-Length"] == str(len(glb))
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    assert await answer.read() == b""


@pytest.mark.parametrize("tags", ['"{digest}"', 'W/"{digest}"', '"a", "{digest}"', "*"])
async def test_what_the_client_has_is_not_sent_again(client: Client, address: str, digest: str, tags: str) -> None:
    answer = await client.get(address, headers={"If-None-Match": tags.format(digest=digest), "Range": "bytes=0-3"})
    assert answer.status == 304
    assert await answer.read() == b""
    assert answer.headers["ETag"] == f'"{digest}"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_tag_that_is_not_this_one(client: Client, address: str) -> None:
    assert (await client.get(address, headers={"If-None-Match": '"other"'})).status == 200
    assert (await client.get(address, headers={"If-Match": '"other"'})).status == 412


@pytest.mark.parametrize("tags", ['"{digest}"', "*"])
async def test_if_match_with_the_tag(client: Client, address: str, digest: str, tags: str) -> None:
    assert (await client.get(address, headers={"If-Match": tags.format(digest=digest)})).status == 200


async def test_if_match_is_strong(client: Client, address: str, digest: str) -> None:
    assert (await client.get(address, headers={"If-Match": f'W/"{digest}"'})).status == 412


@pytest.mark.parametrize(
    "name",
    [
        "{other}.glb",
        "{digest}.html",
        "{digest}.svg",
        "{digest}.js",
        "{digest}",
        "{digest}.",
        "{DIGEST}.glb",
        "{digest}.GLB",
        "{digest}.glb.br",
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e%2fpack%2fsite.toml",
        "x%00.glb",
        "a/b.glb",
        "",
    ],
)
async def test_a_name_that_leads_nowhere(client: Client, digest: str, name: str) -> None:
    known = {"digest": digest, "DIGEST": digest.upper(), "other": "0" * 64}
    answer = await client.get("/assets/" + name.format(**known))
    assert answer.status == 404
    problem = await answer.json(content_type="application/problem+json")
    assert problem["status"] == 404
    assert problem["detail"]


async def test_the_packed_form_is_sent_to_who_takes_it(
    client: Client, http_app: web.Application, address: str, digest: str, glb: bytes
) -> None:
    blob = http_app[ASSETS].path(digest)
    assert blob is not None
    blob.with_name(blob.name + ".gz").write_bytes(gzip.compress(glb))

    packed = await client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] == f'"{digest}-gzip"'
    assert packed.headers["Content-Type"] == "model/gltf-binary"
    assert gzip.decompress(await packed.read()) == glb

    for refusal in ("gzip;q=0", "br", "identity", ""):
        plain = await client.get(address, headers={"Accept-Encoding": refusal})
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"
        assert await plain.read() == glb


async def test_a_range_is_of_the_plain_form(
    client: Client, http_app: web.Application, address: str, digest: str, glb: bytes
) -> None:
    blob = http_app[ASSETS].path(digest)
    assert blob is not None
    blob.with_name(blob.name + ".gz").write_bytes(gzip.compress(glb))
    answer = await client.get(address, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-3"})
    assert (answer.status, await answer.read()) == (206, b"glTF")
    assert answer.headers["ETag"] == f'"{digest}"'


async def test_an_empty_blob(
    client: Client, http_app: web.Application, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("empty") / "empty.bin"
    empty.touch()
    name = http_app[ASSETS].put(empty)
    whole = await client.get(f"/assets/{name}.bin")
    assert (whole.status, whole.headers["Content-Length"]) == (200, "0")
    assert (await client.get(f"/assets/{name}.bin", headers={"Range": "bytes=0-"})).status == 416


async def test_a_large_blob_arrives_whole(
    client: Client, http_app: web.Application, tmp_path_factory: pytest.TempPathFactory
) -> None:
    large = tmp_path_factory.mktemp("large") / "large.bin"
    large.write_bytes(bytes(range(256)) * 4099)
    name = http_app[ASSETS].put(large)
    assert await (await client.get(f"/assets/{name}.bin")).read() == large.read_bytes()
    part = await client.get(f"/assets/{name}.bin", headers={"Range": "bytes=262100-600000"})
    assert await part.read() == large.read_bytes()[262100:600001]
