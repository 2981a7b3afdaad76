"""A client of tus 1.0 for tests: sends files in pieces as somebody signed in."""

import base64
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {"Content-Type": "application/offset+octet-stream"}


def named(name: str | bytes) -> dict[str, str]:
    """Upload-Metadata with a file's name."""
    data = name if isinstance(name, bytes) else name.encode()
    return {"Upload-Metadata": f"filename {base64.b64encode(data).decode()}"}


class Sender:
    """Somebody at a site who sends files."""

    def __init__(self, client: Client, headers: dict[str, str], site: str) -> None:
        self.client, self.headers, self.site = client, headers, site
        self.base = f"/api/sites/{site}/uploads"

    async def ask(self, method: str, address: str, status: int = 200, json: Any = None, **headers: str) -> Any:
        """The answer's JSON; the status must be the one expected."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.request(method, address, json=json, headers=self.headers | more) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json(content_type=None) if answer.status != 204 else None

    async def begin(self, name: str | bytes, size: int | str, **headers: str) -> ClientResponse:
        """The answer to POST."""
        asked = self.headers | TUS | named(name) | {"Upload-Length": str(size)} | headers
        answer = await self.client.post(self.base, headers=asked)
        await answer.read()
        return answer

    async def begun(self, name: str, size: int) -> str:
        """The address of a new upload."""
        answer = await self.begin(name, size)
        assert answer.status == 201, await answer.text()
        return answer.headers["Location"]

    async def patch(self, place: str, offset: int | str, data: Any, **headers: str) -> ClientResponse:
        """The answer to PATCH, read."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = self.headers | TUS | PIECE | {"Upload-Offset": str(offset)} | more
        answer = await self.client.patch(place, data=data, headers=asked)
        await answer.read()
        return answer

    async def offset(self, place: str) -> int:
        """What HEAD says is here."""
        async with self.client.head(place, headers=self.headers | TUS) as answer:
            assert answer.status == 200, answer.status
            return int(answer.headers["Upload-Offset"])

    async def send(self, name: str, data: bytes, piece: int = 1 << 20) -> str:
        """A whole file; the id of its upload."""
        place = await self.begun(name, len(data))
        for start in range(0, len(data), piece):
            answer = await self.patch(place, start, BytesIO(data[start : start + piece]))
            assert answer.status == 204, await answer.text()
        return place.rpartition("/")[2]
