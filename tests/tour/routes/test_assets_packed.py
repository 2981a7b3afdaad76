"""Packed forms of assets: what the client likes best, each with a tag of its own, and no ranges of them."""

import gzip

import brotli
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from scenes.scene import Site
from tour.keys import ASSETS

Client = TestClient[web.Request, web.Application]


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


async def test_a_tile_is_sent_packed_where_a_true_copy_lies_beside_it(tiled: Client, tiled_site: Site) -> None:
    _, true, false = tiled_site.tiles
    true.path.with_name(true.path.name + ".br").write_bytes(brotli.compress(true.path.read_bytes()))
    false.path.with_name(false.path.name + ".br").write_bytes(brotli.compress(b"other"))
    for tile, coding in ((true, "br"), (false, "")):
        answer = await tiled.get(f"/assets/{tile.digest}.glb", headers={"Accept-Encoding": "br"})
        assert answer.headers.get("Content-Encoding", "") == coding
        body = await answer.read()
        assert (brotli.decompress(body) if coding else body) == tile.path.read_bytes()
