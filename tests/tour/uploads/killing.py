"""A house in a process of its own that is killed and opened again, and somebody who is signed in all the while."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.people import house_settings, signed_in
from tests.tour.uploads.tus import PIECE, TUS, named
from tour.records import Records
from tour.records.records import FILE

ROOT = Path(__file__).parents[3]
SITE = {"id": "louvre", "title": {"en": "The Louvre"}, "languages": ["en"]}


class Doomed:
    """A house in `folder`; every request may fail because it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = house_settings(folder).data
        self.headers: dict[str, str] = {}
        self.base = ""
        self._process: asyncio.subprocess.Process | None = None

    async def enrol(self) -> None:
        """Make a curator of the house who stays signed in."""
        async with Records.open(self.data / FILE) as records:
            self.headers = await signed_in(records, {"*": ["curator"]})

    async def open(self) -> None:
        """Start the server and wait until it listens."""
        command = [sys.executable, "-m", "tests.tour.uploads.house", str(self.folder)]
        self._process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        assert self._process.stdout is not None
        port = (await self._process.stdout.readline()).strip()
        self.base = f"http://127.0.0.1:{int(port)}"

    async def kill(self) -> None:
        """End it at once, whatever it is doing."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def ask(self, session: aiohttp.ClientSession, method: str, path: str, status: int, json: Any = None) -> Any:
        """The answer's JSON."""
        async with session.request(method, self.base + path, json=json, headers=self.headers | TUS) as answer:
            text = await answer.text()
            assert answer.status == status, text
            return await answer.json(content_type=None) if text else None

    async def begin(self, session: aiohttp.ClientSession, name: str, size: int) -> str:
        """The path of a new upload."""
        asked = self.headers | TUS | named(name) | {"Upload-Length": str(size)}
        async with session.post(f"{self.base}/api/sites/louvre/uploads", headers=asked) as answer:
            assert answer.status == 201, await answer.text()
            return answer.headers["Location"]

    async def patch(self, session: aiohttp.ClientSession, path: str, offset: int, data: bytes) -> int:
        """The offset that is acknowledged."""
        asked = self.headers | TUS | PIECE | {"Upload-Offset": str(offset)}
        async with session.patch(self.base + path, data=io.BytesIO(data), headers=asked) as answer:
            assert answer.status == 204, await answer.text()
            return int(answer.headers["Upload-Offset"])

    async def offset(self, session: aiohttp.ClientSession, path: str) -> int:
        """What is here, as HEAD has it."""
        async with session.head(self.base + path, headers=self.headers | TUS) as answer:
            assert answer.status == 200, answer.status
            return int(answer.headers["Upload-Offset"])


@asynccontextmanager
async def doomed(folder: Path) -> AsyncIterator[Doomed]:
    """An open house with a site that was just begun; killed in the end."""
    house = Doomed(folder)
    await house.enrol()
    await house.open()
    try:
        async with aiohttp.ClientSession() as session:
            await house.ask(session, "POST", "/api/sites", 201, SITE)
        yield house
    finally:
        await house.kill()
