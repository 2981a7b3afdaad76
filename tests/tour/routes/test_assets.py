"""Assets: RFC 9110 validators, ranges and methods, and names that lead nowhere."""

import gzip

import brotli
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from scenes.scene import Site
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


@pytest.fixture
def packed(http_app: web.Application, digest: str, glb: bytes) -> dict[str, bytes]:
    """The blob's packed forms, lying beside it."""
    blob = http_app[ASSETS].path(digest)
    assert blob is not None
    forms = {"br": brotli.compress(glb), "gzip": gzip.compress(glb)}
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        blob.with_name(blob.name + suffix).write_bytes(forms[coding])
    return forms


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("br", "br"),
        ("BR", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0.5, identity;q=0.8", ""),
        ("br;q=0.5, identity", ""),
        ("br, identity", "br"),
        ("br;q=0.001", "br"),
        ("br;q=0", ""),
        ("br;q=0, gzip;q=0", ""),
        ("br;q=0.000, *", "gzip"),
        ("*", "br"),
        ("*;q=0.1", "br"),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=0", None),
        ("identity;q=0, br", "br"),
        ("identity;q=0, *;q=0.2", "br"),
        ("*;q=0, identity", ""),
        ("*;q=0", None),
        ("*;q=0, zstd", None),
        ("zstd", ""),
        ("identity", ""),
        ("", ""),
        (None, ""),
    ],
)
async def test_the_form_that_is_liked_best(
    client: Client,
    address: str,
    digest: str,
    glb: bytes,
    packed: dict[str, bytes],
    header: str | None,
    coding: str | None,
) -> None:
    answer = await client.get(address, headers={} if header is None else {"Accept-Encoding": header})
    if coding is None:
        assert answer.status == 406
        assert (await answer.json(content_type="application/problem+json"))["status"] == 406
        return
    assert answer.status == 200
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["ETag"] == (f'"{digest}-{coding}"' if coding else f'"{digest}"')
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    body = await answer.read()
    assert body == packed.get(coding, glb)
    assert answer.headers["Content-Length"] == str(len(body))


async def test_who_refuses_everything_there_is(client: Client, address: str) -> None:
    """Without packed forms too: RFC 9110 section 12.5.3."""
    assert (await client.get(address, headers={"Accept-Encoding": "identity;q=0"})).status == 406
    assert (await client.get(address, headers={"Accept-Encoding": "*;q=0"})).status == 406


async def test_without_packed_forms_nothing_varies(client: Client, address: str) -> None:
    assert "Vary" not in (await client.get(address, headers={"Accept-Encoding": "br"})).headers


async def test_each_form_has_its_own_tag(client: Client, address: str, digest: str, packed: dict[str, bytes]) -> None:
    br = {"Accept-Encoding": "br"}
    assert (await client.get(address, headers={"If-None-Match": f'"{digest}-br"', **br})).status == 304
    assert (await client.get(address, headers={"If-None-Match": f'"{digest}"', **br})).status == 200
    assert (await client.get(address, headers={"If-None-Match": f'"{digest}-br"'})).status == 200
    assert (await client.get(address, headers={"If-None-Match": f'"{digest}", "{digest}-br"', **br})).status == 304
    assert (await client.get(address, headers={"If-Match": f'"{digest}"', **br})).status == 412
    assert (await client.get(address, headers={"If-Match": f'"{digest}-br"', **br})).status == 200


async def test_what_is_not_modified_says_what_the_whole_would(
    client: Client, address: str, digest: str, packed: dict[str, bytes]
) -> None:
    headers = {"Accept-Encoding": "br"}
    whole = await client.get(address, headers=headers)
    answer = await client.get(address, headers={**headers, "If-None-Match": f'"{digest}-br"'})
    assert answer.status == 304
    for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        assert answer.headers[name] == whole.headers[name]
    assert "Content-Encoding" not in answer.headers
    assert await answer.read() == b""


async def test_head_of_the_packed_form(client: Client, address: str, packed: dict[str, bytes]) -> None:
    answer = await client.head(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Content-Length"] == str(len(packed["br"]))


async def test_a_range_is_of_the_plain_form(
    client: Client, address: str, digest: str, glb: bytes, packed: dict[str, bytes]
) -> None:
    answer = await client.get(address, headers={"Accept-Encoding": "gzip, br", "Range": "bytes=0-3"})
    assert (answer.status, await answer.read()) == (206, b"glTF")
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Range"] == f"bytes 0-3/{len(glb)}"
    assert "Content-Encoding" not in answer.headers


async def test_a_range_of_what_is_refused_is_the_whole_of_what_is_not(
    client: Client, address: str, packed: dict[str, bytes]
) -> None:
    answer = await client.get(address, headers={"Accept-Encoding": "br, identity;q=0", "Range": "bytes=0-3"})
    assert (answer.status, await answer.read()) == (200, packed["br"])


async def test_the_tag_of_a_packed_form_does_not_continue_the_plain_one(
    client: Client, address: str, digest: str, glb: bytes, packed: dict[str, bytes]
) -> None:
    headers = {"Accept-Encoding": "br", "Range": "bytes=4-", "If-Range": f'"{digest}-br"'}
    answer = await client.get(address, headers=headers)
    assert (answer.status, await answer.read()) == (200, glb)


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


async def test_a_tile_is_sent_packed_where_a_true_copy_lies_beside_it(tiled: Client, tiled_site: Site) -> None:
    _, true, false = tiled_site.tiles
    true.path.with_name(true.path.name + ".br").write_bytes(brotli.compress(true.path.read_bytes()))
    false.path.with_name(false.path.name + ".br").write_bytes(brotli.compress(b"other"))
    for tile, coding in ((true, "br"), (false, "")):
        answer = await tiled.get(f"/assets/{tile.digest}.glb", headers={"Accept-Encoding": "br"})
        assert answer.headers.get("Content-Encoding", "") == coding
        body = await answer.read()
        assert (brotli.decompress(body) if coding else body) == tile.path.read_bytes()


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
