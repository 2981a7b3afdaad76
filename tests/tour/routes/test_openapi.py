"""The description of the addresses is whole and true."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from scenes.scene import Site
from tests.people import house_settings
from tour.app import create_app
from tour.settings import read_settings

Client = TestClient[web.Request, web.Application]

TRIED = {
    "/api/sites": "/api/sites",
    "/api/sites/{site}": "/api/sites/well",
    "/api/sites/{site}/facts": "/api/sites/well/facts?language=it",
    "/api/sites/{site}/manifest.json": "/api/sites/well/manifest.json",
    "/api/sites/{site}/annotations.json": "/api/sites/well/annotations.json",
    "/api/sites/{site}/scene.svx.json": "/api/sites/well/scene.svx.json",
    "/api/sites/{site}/scorecard": "/api/sites/well/scorecard",
    "/api/sites/{site}/provisions": "/api/sites/well/provisions?language=it",
    "/api/kiosk/{site}": "/api/kiosk/well",
    "/api/kiosk/{site}/heard": "/api/kiosk/well/heard",
    "/api/openapi.json": "/api/openapi.json",
    "/api/privacy/words": "/api/privacy/words?language=it",
    "/api/sign-in": "/api/sign-in",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
}


@pytest.fixture
async def description(client: Client) -> dict[str, Any]:
    described: dict[str, Any] = await (await client.get("/api/openapi.json")).json()
    return described


@pytest.fixture
async def house(site: Site, tmp_path: Path) -> AsyncIterator[Client]:
    """A client of a whole house without engines."""
    async with TestClient(TestServer(create_app(house_settings(tmp_path), {site.id: site}))) as client:
        yield client


def check(schema: dict[str, Any], value: Any, description: dict[str, Any]) -> None:
    registry = Registry().with_resource("urn:api", DRAFT202012.create_resource(description))
    absolute = {"$ref": "urn:api" + schema["$ref"]} if "$ref" in schema else schema
    Draft202012Validator(absolute, registry=registry).validate(value)


def test_every_address_is_described_and_every_description_has_its_address(
    site: Site, tmp_path: Path, description: dict[str, Any]
) -> None:
    settings = read_settings({}, data=tmp_path, weights=tmp_path, model="none", voices="")
    app = create_app(settings, {site.id: site})
    registered = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    assert set(description["paths"]) == registered


def test_every_json_address_is_tried_below(description: dict[str, Any]) -> None:
    json = {
        path
        for path, methods in description["paths"].items()
        if "get" in methods and "security" not in methods["get"]
        if any(kind.endswith("json") for kind in methods["get"]["responses"].get("200", {}).get("content", {}))
    }
    assert json == set(TRIED)


@pytest.mark.parametrize(("path", "address"), TRIED.items())
async def test_what_is_answered_is_what_is_described(
    house: Client, description: dict[str, Any], path: str, address: str
) -> None:
    answer = await house.get(address)
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    assert answer.content_type in content
    check(content[answer.content_type]["schema"], await answer.json(content_type=None), description)


async def test_problems_are_as_described(client: Client, description: dict[str, Any]) -> None:
    answer = await client.get("/api/sites/atlantis")
    content = description["paths"]["/api/sites/{site}"]["get"]["responses"]["404"]["content"]
    check(content[answer.content_type]["schema"], await answer.json(content_type=None), description)


def test_the_schemas_refuse_what_is_wrong(description: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="sites"):
        check({"$ref": "#/components/schemas/SiteList"}, {}, description)


def test_parameters_of_the_path_are_described(description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            named = {each["name"] for each in told.get("parameters", []) if each["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}, f"{method} {path}"


def patterns(value: Any) -> Iterator[str]:
    """Every pattern of a schema, at any depth."""
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if name == "pattern" and isinstance(part, str):
            yield part
        else:
            yield from patterns(part)


def test_no_pattern_lets_a_line_end_follow(description: dict[str, Any]) -> None:
    found = set(patterns(description["components"]))
    assert found
    assert [each for each in found if not each.endswith(r"$(?!\n)")] == []
