"""Bodies of any shape get a clear answer."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.browser import Browser
from tests.people import house_settings, signed_in, two_sites
from tour.keys import RECORDS
from tour.people.rights import PEOPLE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["login", "name", "password", "token", "roles", "site", "days", "label", "code", "closed", "note"]
)
BODIES = JSON | st.dictionaries(NAMES, JSON, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_no_body_breaks_the_house(tmp_path_factory: pytest.TempPathFactory, body: Any) -> None:
    asyncio.run(_try_everywhere(tmp_path_factory.mktemp("fuzz"), body))


async def _try_everywhere(folder: Path, body: Any) -> None:
    async with TestClient(TestServer(two_sites(folder, house_settings(folder)))) as client:
        for row in PEOPLE:
            if row.method == "GET":
                continue
            headers = await signed_in(client.app[RECORDS], {"*": ["operator", "curator", "reviewer", "translator"]})
            path = row.path.replace("{site}", "well").replace("{", "").replace("}", "")
            answer = await client.request(row.method, path, json=body, headers=headers)
            assert answer.status < 500, f"{row.method} {path}: {await answer.text()}"


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b'{"login": "\\ud800", "password": "x"}', b"[" * 60000, b"1e999"]
)
async def test_a_body_that_is_no_json(browser: Browser, raw: bytes) -> None:
    for path in ("/api/sign-in", "/api/sign-in/link", "/api/invitations/look", "/api/invitations/accept"):
        answer = await browser.client.post(path, data=raw, headers={"Content-Type": "application/json"})
        assert answer.status in {400, 401}, await answer.text()


async def test_a_body_that_is_too_large(browser: Browser) -> None:
    answer = await browser.client.post("/api/sign-in", json={"login": "a" * 100_000, "password": ""})
    assert answer.status == 413
