"""Somebody who works in the studio over HTTP, and where the records of the site `well` are."""

from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]
CURATOR, TRANSLATOR = {"well": ["curator"]}, {"well": ["translator"]}
BASE = "/api/sites/well/records"
FACT = f"{BASE}/fact/depth"


class Person:
    """Somebody who is signed in at a house."""

    def __init__(self, client: Client, headers: dict[str, str]) -> None:
        self._client, self._headers = client, headers

    async def ask(
        self, method: str, address: str, body: Any = None, status: int = 200, **headers: str
    ) -> tuple[Any, str]:
        """The answer and its entity tag."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._client.request(method, address, json=body, headers=self._headers | more) as answer:
            assert answer.status == status, await answer.text()
            told = await answer.json(content_type=None) if status not in (204, 304) else None
            return told, answer.headers.get("ETag", "")
