"""A house on a real port in a thread of its own, a site written in it, and everybody who may come to it."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any, TypeVar

import requests
from aiohttp import web
from aiohttp.test_utils import TestServer
from requests import Response
from schemathesis import Case

from scenes.store import KINDS
from tests.e2e.studio import queue_of
from tests.people import by_token, house_settings, signed_in, two_sites
from tour.keys import RECORDS
from tour.review.heard import Uttered, keep

Answer = TypeVar("Answer")
SITE = "well"
NOBODY = "nobody"
SIGNED_IN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "no role": {},
    "everything": {"*": ("operator", "curator", "reviewer", "translator")},
}
BY_TOKEN = ("translator", "curator", "reviewer", "operator")
WHO = (NOBODY, *BY_TOKEN, *SIGNED_IN)
"""Everybody who may come; those in the middle by a token for one site."""

WORDS: Mapping[str, list[Any]] = {
    "limit": ["1", "100"], "after": ["1", "2"], "before": ["1", "2", "99"], "version": [1, 2],
    "month": ["2026-11"], "since": ["2026-11-01"], "until": ["2026-12-01"], "period": ["day", "week", "month"],
    "state": ["draft", "screened", "in-review", "approved", "rejected", "stale"], "audience": ["", "child", "expert"],
    "stop": ["mouth", "bench"], "language": ["en", "it", "zh-Hans"], "languages": [["en"], ["it", "zh-Hans"]],
    "published": ["yes", "no"], "open": ["yes"], "settled": ["yes"], "objected": ["yes"], "replace": ["yes"],
    "roles": [["curator"], ["reviewer", "translator"]], "stops": [["mouth"]], "facts": [["depth"]],
    "act": ["take-up", "put-back", "approve", "edit", "reject", "reopen"], "category": ["factual", "bias"],
    "ids": [["depth", "year", "bench"], ["rossi", "li"]], "days": [1, 30], "ends": ["2027-01-01"],
}  # fmt: skip
"""Values that mean something, by the name of what takes them."""

TOKEN = {"label": "of a test", "site": SITE, "roles": ["curator"]}
WISH = {"what": "figures", "recipient": "The city", "purpose": "To count"}


class House:
    """A server that runs beside the test."""

    def __init__(self, app: web.Application, loop: asyncio.AbstractEventLoop) -> None:
        self.app, self._loop = app, loop
        self.server = TestServer(app)
        self.real: dict[str, list[Any]] = {}
        """What is really there, by the name that an address has for it."""
        self.bodies: dict[tuple[str, str], Any] = {}
        """Records as they are, by kind and id."""
        self._heads: dict[str, dict[str, str]] = {}

    @property
    def url(self) -> str:
        """Where it answers."""
        return str(self.server.make_url("")).rstrip("/")

    def call(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Run this where the server runs."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def head(self, who: str) -> dict[str, str]:
        """What this one says in the head of a request."""
        if who != NOBODY and who not in self._heads:
            self._heads[who] = self.call(self._come(who))
        return self._heads.get(who, {})

    def ask(self, case: Case, who: str) -> Response:
        """The answer to a request of theirs, as somebody new where their session or token was ended."""
        answer = case.call(base_url=self.url, headers=self.head(who), timeout=30, allow_redirects=False)
        if answer.status_code != 401 or who == NOBODY:
            return answer
        del self._heads[who]
        return case.call(base_url=self.url, headers=self.head(who), timeout=30, allow_redirects=False)

    async def _come(self, who: str) -> dict[str, str]:
        if who in SIGNED_IN:
            return await signed_in(self.app[RECORDS], SIGNED_IN[who])
        return await by_token(self.app[RECORDS], SITE, (who,), reads_only=False)

    def furnish(self) -> None:
        """Begin to write the site, put drafts into its queue, and take down what is there."""
        self._do("POST", f"/api/sites/{SITE}/records")
        for kind in KINDS:
            told = self._do("GET", f"/api/sites/{SITE}/records/{kind}")
            self.bodies |= {(kind, each["id"]): each["body"] for each in told["records"]}
        self.real = {"site": [SITE, SITE, SITE, "hall"], "kind": list(KINDS)} | WORDS
        self.real["id"] = sorted({name for _, name in self.bodies})
        self.real["draft"] = [each.id for each in self.call(queue_of(self.app, 12))]
        self.real["sentence"] = [*self.call(self._doubted()), "0", "1"]

    def refurnish(self, who: str) -> None:
        """Put back the records as they were, and make anew what this one may end."""
        for (kind, name), body in self.bodies.items():
            if kind != "take":
                self._put(f"/api/sites/{SITE}/records/{kind}/{name}", body)
        if who != "everything":
            return
        self.real["person"] = [each["id"] for each in self._do("GET", "/api/people")["people"]]
        self.real["job"] = [self._do("POST", f"/api/sites/{SITE}/prepare", {"sound": False})["id"]]
        self.real["token"] = [self._do("POST", "/api/me/tokens", TOKEN)["token"]["id"]]
        self.real["session"] = [each["id"] for each in self._do("GET", "/api/me/sessions")["sessions"]]
        self.real["sharing"] = [self._do("POST", f"/api/sites/{SITE}/sharings", WISH | {"until": _soon()})["id"]]
        self.real["invitation"] = [
            self._do("POST", path, {"roles": ["curator"]})["invitation"]["id"]
            for path in (f"/api/sites/{SITE}/invitations", "/api/invitations")
        ]

    async def _doubted(self) -> list[str]:
        said = Uttered(
            site=SITE, language="en", text="It is deep.", facts=("depth",), origin="live", kind="narration", ai=True
        )
        name = await self.app[RECORDS].write(keep, "wrong", said, datetime.now(UTC))
        return [name] if name else []

    def _put(self, path: str, body: Any) -> None:
        """Save a record as it was, whether it is gone or not."""
        if self._send("PUT", path, body, {"If-Match": "*"}).status_code == 412:
            self._do("PUT", path, body, {"If-None-Match": "*"})

    def _do(self, method: str, path: str, body: Any = None, more: Mapping[str, str] = MappingProxyType({})) -> Any:
        answer = self._send(method, path, body, more)
        assert answer.ok, answer.text
        return answer.json()

    def _send(self, method: str, path: str, body: Any, more: Mapping[str, str]) -> Response:
        for _ in range(2):
            head = {**self.head("everything"), **more}
            answer = requests.request(method, self.url + path, json=body, headers=head, timeout=30)
            if answer.status_code != 401:
                return answer
            del self._heads["everything"]
        return answer


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """A house that answers until the block ends."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="house")
    thread.start()
    house = House(two_sites(folder, house_settings(folder)), loop)
    try:
        house.call(house.server.start_server())
        house.furnish()
        yield house
    finally:
        house.call(house.server.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(days=30)).isoformat()
