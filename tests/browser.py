"""A browser of somebody who works in the house: it keeps cookies, and every answer is held against the description."""

from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tour.people.guard import CSRF
from tour.routes.openapi import description

_REGISTRY = Registry().with_resource("urn:api", DRAFT202012.create_resource(description()))


class Browser:
    """Asks as a page of the house would, unless told otherwise."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.csrf = ""

    async def ask(self, method: str, path: str, json: Any = None, *, status: int = 200, **headers: str) -> Any:
        """The answer's JSON, whose status must be `status`; the CSRF token is taken up and sent along."""
        sent = {CSRF: self.csrf, "Origin": str(self.client.make_url("/")).rstrip("/")} | headers
        answer = await self.client.request(
            method, path, json=json, headers={name.replace("_", "-"): value for name, value in sent.items() if value},
            allow_redirects=False,
        )  # fmt: skip
        assert answer.status == status, await answer.text()
        value = await answer.json(content_type=None) if answer.status != 204 and answer.content_length else None
        _check(method, answer, value)
        if isinstance(value, dict) and value.get("csrf"):
            self.csrf = value["csrf"]
        return value

    async def sign_in(self, login: str, password: str, *, status: int = 200, **more: str) -> Any:
        """Sign in by password."""
        return await self.ask("POST", "/api/sign-in", {"login": login, "password": password, **more}, status=status)

    def cookie(self, name: str) -> str:
        """What a cookie holds; empty where there is none."""
        return next((each.value for each in self.client.session.cookie_jar if each.key == name), "")


def _check(method: str, answer: ClientResponse, value: Any) -> None:
    told = next(
        methods[method.lower()] for path, methods in description()["paths"].items()
        if method.lower() in methods and _fits(path, answer.url.path)
    )  # fmt: skip
    assert str(answer.status) in told["responses"], f"{method} {answer.url.path}: {answer.status} is not described"
    content = told["responses"][str(answer.status)].get("content", {})
    if content:
        schema = {"$ref": "urn:api" + content[answer.content_type]["schema"]["$ref"]}
        Draft202012Validator(schema, registry=_REGISTRY).validate(value)


def _fits(pattern: str, path: str) -> bool:
    wanted, given = pattern.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        one == other or one.startswith("{") for one, other in zip(wanted, given, strict=True)
    )
