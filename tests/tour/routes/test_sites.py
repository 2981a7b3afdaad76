"""Sites as the API tells of them."""

import gzip
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from yarl import URL

from scenes.scene import Site

Client = TestClient[web.Request, web.Application]

ADDRESSES = (
    "/api/sites",
    "/api/sites/well",
    "/api/sites/well/facts",
    "/api/sites/well/manifest.json",
    "/api/sites/well/annotations.json",
    "/api/sites/well/scene.svx.json",
    "/api/openapi.json",
)


async def test_the_list(client: Client) -> None:
    answer = await client.get("/api/sites")
    assert answer.headers["Content-Type"] == "application/json"
    [site] = (await answer.json())["sites"]
    assert site == {
        "id": "well",
        "title": {"en": "The Well", "it": "Il pozzo", "zh-Hans": "古井"},
        "summary": {"en": "A stone well.", "it": "Un pozzo di pietra.", "zh-Hans": "一口石井。"},
        "languages": ["en", "it", "zh-Hans"],
        "place": {"latitude": 41.89, "longitude": 12.49, "wikidata": "Q1", "country": "IT"},
    }


async def test_a_site(client: Client, digest: str, glb: bytes) -> None:
    site = await (await client.get("/api/sites/well")).json()
    assert site["scene"]["entrance"] == {"position": [0.0, 0.0, 12.0], "orientation": [0.0, 0.0, 0.0, 1.0]}
    [model] = site["scene"]["models"]
    assert model["role"] == "visible"
    assert model["orientation"] == [0.0, 0.0, 0.0, 1.0]
    assert model["tiles"] is None
    level = {"url": f"/assets/{digest}.glb", "bytes": len(glb), "media_type": "model/gltf-binary", "triangles": 12}
    assert model["levels"] == [{**level, "draco": None}]
    assert site["pictures"] == []
    assert {each["id"]: each["part"] for each in site["annotations"]} == {"well": "box", "bench": ""}
    assert [stop["annotation"] for stop in site["stops"]] == ["well", "bench"]
    assert site["tours"][0]["stops"] == ["mouth", "bench"]
    assert site["rights"]["licence"] == "CC0-1.0"


async def test_every_level_of_a_site_can_be_fetched(client: Client, glb: bytes) -> None:
    site = await (await client.get("/api/sites/well")).json()
    for model in site["scene"]["models"]:
        for level in model["levels"]:
            answer = await client.get(level["url"])
            assert answer.headers["Content-Type"] == level["media_type"]
            assert len(await answer.read()) == level["bytes"]


async def test_tiles_draco_copies_and_pictures_can_be_fetched(tiled: Client) -> None:
    site = await (await tiled.get("/api/sites/well")).json()
    [model] = site["scene"]["models"]
    assert model["orientation"] == pytest.approx([0.0, 0.6, 0.0, 0.8])
    draco = model["levels"][0]["draco"]
    assert len(await (await tiled.get(draco["url"])).read()) == draco["bytes"]
    [plan] = site["pictures"]
    assert (plan["kind"], plan["bounds"]) == ("plan", [-1.0, -1.0, 1.0, 1.0])
    answer = await tiled.get(plan["url"])
    assert answer.headers["Content-Type"] == plan["media_type"] == "image/png"
    tileset = await tiled.get(model["tiles"]["url"])
    assert tileset.headers["Content-Type"] == "application/json"
    names = [tile["content"]["uri"] for tile in (await tileset.json())["root"]["children"]]
    sizes = []
    for name in names:
        tile = await tiled.get(str(URL(model["tiles"]["url"]).join(URL(name))))
        assert tile.headers["Content-Type"] == "model/gltf-binary"
        sizes.append(len(await tile.read()))
    assert (sum(sizes), len(sizes)) == (model["tiles"]["bytes"], model["tiles"]["files"])


@pytest.mark.parametrize(
    ("asked", "chosen", "text"),
    [
        ("?language=it", "it", "Il pozzo è profondo 12 metri."),
        ("?language=it-CH", "it", "Il pozzo è profondo 12 metri."),
        ("?language=zh-CN", "zh-Hans", "古井深12米。"),
        ("?language=th", "en", "The well is 12 metres deep."),
        ("", "en", "The well is 12 metres deep."),
    ],
)
async def test_facts_in_a_language(client: Client, asked: str, chosen: str, text: str) -> None:
    told = await (await client.get(f"/api/sites/well/facts{asked}")).json()
    assert told["language"] == chosen
    assert told["facts"]["depth"] == {
        "text": text,
        "disputed": False,
        "sources": [
            {
                "author": "Anna Rossi",
                "title": "Wells of the Hill",
                "year": 1931,
                "publisher": "Test Press",
                "url": "",
                "locator": "p. 4",
            }
        ],
    }
    assert told["facts"]["bench"]["disputed"]
    assert len(told["facts"]["year"]["sources"]) == 2


@pytest.mark.parametrize("language", ["", "x", "en_US", "e" * 40, "../en", "%00"])
async def test_a_language_that_is_no_tag(client: Client, language: str) -> None:
    answer = await client.get(f"/api/sites/well/facts?language={language}")
    assert answer.status == 400
    assert "language" in (await answer.json(content_type="application/problem+json"))["detail"]


@pytest.mark.parametrize("rest", ["", "/facts", "/manifest.json", "/annotations.json", "/scene.svx.json"])
async def test_an_unknown_site(client: Client, rest: str) -> None:
    answer = await client.get(f"/api/sites/atlantis{rest}")
    assert answer.status == 404
    problem = await answer.json(content_type="application/problem+json")
    assert "/api/sites" in problem["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_the_manifest_names_addresses_that_answer(client: Client, digest: str) -> None:
    answer = await client.get("/api/sites/well/manifest.json")
    assert answer.headers["Content-Type"] == (
        'application/ld+json;profile="http://iiif.io/api/presentation/4/context.json"'
    )
    manifest = await answer.json(content_type="application/ld+json")
    base = str(client.make_url("/")).rstrip("/")
    assert manifest["id"] == f"{base}/api/sites/well/manifest.json"
    model = manifest["items"][0]["items"][0]["items"][0]["body"]["id"]
    assert model == f"{base}/assets/{digest}.glb"
    for address in (manifest["id"], model, *(each["id"] for each in manifest["seeAlso"])):
        assert (await client.get(address.removeprefix(base))).status == 200


async def test_the_annotation_page(client: Client, site: Site) -> None:
    answer = await client.get("/api/sites/well/annotations.json")
    assert answer.headers["Content-Type"] == 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'
    page = await answer.json(content_type="application/ld+json")
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == len(site.scene.annotations)


async def test_the_voyager_document(client: Client, digest: str) -> None:
    answer = await client.get("/api/sites/well/scene.svx.json")
    assert answer.headers["Content-Type"] == "application/si-dpo-3d.document+json"
    document = await answer.json(content_type="application/si-dpo-3d.document+json")
    asset = document["models"][0]["derivatives"][0]["assets"][0]
    assert asset["uri"] == str(client.make_url(f"/assets/{digest}.glb"))


@pytest.mark.parametrize("address", ADDRESSES)
async def test_json_is_sent_once(client: Client, address: str) -> None:
    first = await client.get(address)
    assert first.status == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "no-cache"
    again = await client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert await again.read() == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    changed = await client.get(address, headers={"If-None-Match": '"before"'})
    assert await changed.read() == await first.read()


async def test_json_is_packed_for_who_takes_it(client: Client) -> None:
    plain = await client.get("/api/sites/well")
    packed = await client.get("/api/sites/well", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    body = await packed.read()
    assert len(body) < len(await plain.read())
    assert json.loads(gzip.decompress(body)) == await plain.json()


async def test_head(client: Client) -> None:
    whole = await client.get("/api/sites/well")
    head = await client.head("/api/sites/well")
    assert await head.read() == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
