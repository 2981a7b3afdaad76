"""Assets: RFC 9110 validators, ranges and methods, and names that lead nowhere."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from scenes.scene import Site
from tour.keys import ASSETS

Client = TestClient[web.Request, web.Application]


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
    [
        "bytes=5-2",
        "bytes=a-b",
        "bytes=0-3 x",
        "bytes 0-3",
        "bytes=0-3;",
        "bytes=+0-3",
        "bytes=0x0-3",
        "bytes=-",
        "bytes=",
        "items=0-4",
        "0-4",
        "bytes=0-4,10-14",
        "bytes=" + "9" * 40 + "-",
    ],
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


async def test_pieces_join_to_the_whole(client: Client, address: str, digest: str, glb: bytes) -> None:
    joined = b""
    while len(joined) < len(glb):
        headers = {"Range": f"bytes={len(joined)}-{len(joined) + 99}", "If-Range": f'"{digest}"'}
        answer = await client.get(address, headers=headers)
        assert answer.status == 206
        joined += await answer.read()
    assert joined == glb


async def test_the_headers_of_a_part(client: Client, address: str, digest: str) -> None:
    answer = await client.get(address, headers={"Range": "bytes=0-3"})
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Date" in answer.headers


async def test_conditions_come_before_ranges(client: Client, address: str, digest: str) -> None:
    """RFC 9110 section 13.2.2: If-Match, If-None-Match, then Range."""
    beyond = {"Range": "bytes=99999999-"}
    assert (await client.get(address, headers={**beyond, "If-Match": '"other"'})).status == 412
    assert (await client.get(address, headers={**beyond, "If-None-Match": f'"{digest}"'})).status == 304
    assert (await client.get(address, headers={**beyond, "If-Range": '"other"'})).status == 200
    assert (await client.get(address, headers=beyond)).status == 416


async def test_it_is_kept_for_a_year_unasked(client: Client, address: str) -> None:
    """RFC 9111 and RFC 8246."""
    said = (await client.get(address)).headers["Cache-Control"]
    assert said == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/assets/{other}.glb", {}, 404),
        ("/assets/{digest}.glb", {"Range": "bytes=99999999-"}, 416),
        ("/assets/{digest}.glb", {"If-Match": '"other"'}, 412),
        ("/assets/{digest}.glb", {"Accept-Encoding": "*;q=0"}, 406),
    ],
)
async def test_refusals_are_not_kept(
    client: Client, digest: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = await client.get(path.format(digest=digest, other="0" * 64), headers=headers)
    assert answer.status == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" not in answer.headers


async def test_preflight(client: Client, address: str) -> None:
    asking = {
        "Origin": "https://viewer.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "range, if-range",
    }
    answer = await client.options(address, headers=asking)
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "HEAD"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    allowed = {name.lower() for name in answer.headers["Access-Control-Allow-Headers"].split(", ")}
    assert {"range", "if-range", "if-match", "if-none-match"} <= allowed
    assert answer.headers["Access-Control-Max-Age"] == "86400"


async def test_what_another_page_may_read(client: Client, address: str) -> None:
    answer = await client.get(address, headers={"Origin": "https://viewer.example", "Range": "bytes=0-3"})
    exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"Accept-Ranges", "Content-Encoding", "Content-Length", "Content-Range", "ETag"} <= exposed
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_can_be_written(client: Client, address: str, method: str) -> None:
    answer = await client.request(method, address, data=b"x")
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


async def test_a_tileset_and_its_tiles(tiled: Client, tiled_site: Site) -> None:
    tileset, *tiles = tiled_site.tiles
    answer = await tiled.get(f"/assets/{tileset.digest}.json", headers={"Range": "bytes=0-0"})
    assert (answer.status, await answer.read()) == (206, b"{")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    for tile in tiles:
        answer = await tiled.get(f"/assets/{tile.digest}.glb")
        assert await answer.read() == tile.path.read_bytes()
        assert answer.headers["ETag"] == f'"{tile.digest}"'


async def test_only_tilesets_are_given_out_as_json(tiled: Client, tiled_site: Site, digest: str) -> None:
    _, tile, *_ = tiled_site.tiles
    kept = tiled_site.files[0]
    for level in (tile, kept):
        assert (await tiled.get(f"/assets/{level.digest}.glb")).status == 200
        assert (await tiled.get(f"/assets/{level.digest}.json")).status == 404


async def test_a_tile_that_is_not_what_it_was_is_gone(tiled: Client, tiled_site: Site) -> None:
    _, tile, *_ = tiled_site.tiles
    tile.path.write_bytes(b"x" * tile.size)
    assert (await tiled.get(f"/assets/{tile.digest}.glb")).status == 404


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
