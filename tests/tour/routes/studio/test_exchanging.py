"""Sites in other forms over HTTP: what goes out comes back, and what would change is said before it does."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from scenes import pack_unzip
from scenes.validate import caps
from tests.people import signed_in
from tests.tour.routes.studio.person import BASE, CURATOR, Client, Person
from tests.tour.routes.studio.releasing import fetch, label_of, rename
from tour.app import PARCELS_AT_ONCE
from tour.editing.bringing import brought
from tour.keys import RECORDS
from tour.routes.studio import imports
from tour.uploads import limits


async def bring(
    client: Client, data: bytes | AsyncIterator[bytes], query: str = "", kind: str = "application/zip", **more: str
) -> tuple[int, Any, str]:
    headers = {**await signed_in(client.app[RECORDS], CURATOR), "Content-Type": kind, **more}
    async with client.post(f"/api/sites/well/import{query}", data=data, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None), answer.headers.get("ETag", "")


async def send(client: Client, form: str, query: str = "") -> bytes:
    headers = await signed_in(client.app[RECORDS], CURATOR)
    async with client.get(f"/api/sites/well/exports/{form}{query}", headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()


async def labels(person: Person) -> dict[str, str]:
    note, _ = await person.ask("GET", f"{BASE}/annotation/well")
    found: dict[str, str] = note["body"]["label"]
    return found


@pytest.mark.parametrize("form", ["iiif", "svx"])
async def test_what_goes_out_comes_back_and_changes_nothing(form: str, house: Client, ada: Person) -> None:
    before = await fetch(house)
    status, told, tag = await bring(house, await send(house, form))
    assert (status, told["form"], told["own"], told["kept"], told["changes"]) == (200, form, True, False, [])
    status, told, _ = await bring(house, await send(house, form), "?keep=yes", **{"If-Match": tag})
    assert (status, told["kept"], told["versions"], told["findings"]) == (201, True, 0, [])
    assert await fetch(house) == before


async def test_a_document_alone_finds_the_files_that_the_site_has(house: Client, ada: Person) -> None:
    whole = json.loads(await send(house, "iiif", "?alone=yes"))
    whole["label"]["it"] = ["Il pozzo antico"]
    status, told, tag = await bring(house, json.dumps(whole).encode(), kind="application/json")
    assert (status, told["compared"], told["findings"]) == (200, True, [])
    assert [(each["kind"], each["what"]) for each in told["changes"]] == [("site", "changed")]
    site, _ = await ada.ask("GET", f"{BASE}/site/well")
    assert site["body"]["title"]["it"] == "Il pozzo"
    headers = {"If-Match": tag}
    status, told, _ = await bring(house, json.dumps(whole).encode(), "?keep=yes", "application/ld+json", **headers)
    assert (status, told["versions"]) == (201, 1)
    site, _ = await ada.ask("GET", f"{BASE}/site/well")
    assert site["body"]["title"]["it"] == "Il pozzo antico"
    assert await label_of(house) == "Il pozzo"


async def test_a_pack_is_looked_at_first_and_not_kept_over_what_others_wrote_since(house: Client, ada: Person) -> None:
    old = await fetch(house)
    await rename(ada, "Il vecchio pozzo")
    _, told, tag = await bring(house, old)
    assert told["changes"] == [
        {"kind": "annotation", "id": "well", "what": "changed", "words": ["label changed in it"]}
    ]
    assert (await labels(ada))["it"] == "Il vecchio pozzo"
    await rename(ada, "Il pozzo vecchio")
    status, refused, _ = await bring(house, old, "?keep=yes", **{"If-Match": tag})
    assert (status, "Look again" in refused["detail"]) == (412, True)
    assert (await labels(ada))["it"] == "Il pozzo vecchio"
    _, _, tag = await bring(house, old)
    assert (await bring(house, old, "?keep=yes", **{"If-Match": tag}))[0] == 201
    assert (await labels(ada))["it"] == "Il pozzo"


async def test_what_others_write_while_it_comes_is_not_lost(house: Client, ada: Person) -> None:
    old = await fetch(house)
    _, _, tag = await bring(house, old)

    async def slowly() -> AsyncIterator[bytes]:
        yield old[:1000]
        await rename(ada, "Il vecchio pozzo")
        yield old[1000:]

    status, told, _ = await bring(house, slowly(), "?keep=yes", **{"If-Match": tag})
    assert (status, (await labels(ada))["it"]) == (412, "Il vecchio pozzo"), told


async def test_web_annotations_join_those_that_are_there(house: Client, ada: Person) -> None:
    page = json.loads(await send(house, "webannotation", "?alone=yes"))
    note = {**page["items"][0], "id": "rim", "caravanserai:facts": []}
    alone = json.dumps({**page, "items": [note]}).encode()
    _, told, tag = await bring(house, alone, kind="application/json")
    assert [(each["kind"], each["id"], each["what"]) for each in told["changes"]] == [("annotation", "rim", "added")]
    assert (await bring(house, alone, "?keep=yes", "application/json", **{"If-Match": tag}))[0] == 201
    assert await ada.ask("GET", f"{BASE}/annotation/rim")
    assert await ada.ask("GET", f"{BASE}/annotation/well")


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"no zip", "application/zip", 422),
        (b"{", "application/json", 422),
        (b'{"type": "Cookbook"}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"x", "text/plain", 415),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_do(
    house: Client, ada: Person, data: bytes, kind: str, status: int
) -> None:
    found, told, _ = await bring(house, data, "?keep=yes", kind)
    assert found == status
    assert status == 415 or told["findings"][0]["remedy"]
    assert await labels(ada)


async def test_a_zip_that_leads_out_of_its_folder_is_refused(house: Client, ada: Person) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("../manifest.json", "{}")
    status, told, _ = await bring(house, file.getvalue())
    assert (status, bool(told["findings"])) == (422, True)


async def test_a_file_in_the_place_of_a_folder_of_the_site_is_no_trouble(house: Client, ada: Person) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        zipped.writestr("manifest.json", await send(house, "iiif", "?alone=yes"))
        zipped.writestr("models", "a file")
    status, told, _ = await bring(house, data.getvalue())
    assert status in {200, 422}, told
    assert "models/" in json.dumps(told)


async def test_many_at_once_leave_threads_to_visitors(
    house: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, working, most = await send(house, "iiif"), [0], [0]

    def counted(*given: Any) -> Any:
        working[0] += 1
        most[0] = max(most[0], working[0])
        try:
            return brought(*given)
        finally:
            working[0] -= 1

    monkeypatch.setattr(imports, "brought", counted)
    answers = await asyncio.gather(*(bring(house, data) for _ in range(8)))
    assert [status for status, _, _ in answers] == [200] * 8
    assert most[0] <= PARCELS_AT_ONCE


async def test_a_zip_that_would_fill_the_disk_is_not_unpacked(
    house: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = await send(house, "iiif")
    room = SimpleNamespace(free=limits.FLOOR + len(data))
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: room)
    status, told, _ = await bring(house, data)
    assert (status, told["findings"][0]["code"]) == (422, "NO_ROOM")


async def test_a_zip_whose_list_of_files_would_fill_the_memory_is_not_read(
    house: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = await fetch(house)
    monkeypatch.setattr(pack_unzip, "MAX_DIRECTORY", 100)
    monkeypatch.setattr(caps, "ZIP_DIRECTORY", 100)
    status, told, _ = await bring(house, data)
    assert (status, told["findings"][0]["code"]) == (422, "ARCHIVE_TOO_MANY_FILES")


@pytest.mark.parametrize("strange", [[], {}])
async def test_annotations_with_strange_values_are_refused_or_left(house: Client, ada: Person, strange: Any) -> None:
    page = json.loads(await send(house, "webannotation", "?alone=yes"))
    page["items"][0]["body"][0]["value"] = strange
    status, told, _ = await bring(house, json.dumps(page).encode(), kind="application/json")
    assert (status, "body" in told["detail"]) == (422, True)
    scene = json.loads(await send(house, "iiif", "?alone=yes"))
    scene["items"][0]["annotations"][0]["items"][0]["target"]["type"] = strange
    assert (await bring(house, json.dumps(scene).encode(), kind="application/json"))[0] == 200


async def test_the_forms_say_what_they_cannot_show(house: Client, ada: Person) -> None:
    told, _ = await ada.ask("GET", "/api/sites/well/exports")
    forms = {each["form"]: each["losses"] for each in told["forms"]}
    assert forms.keys() == {"iiif", "svx", "webannotation"}
    assert all(forms.values())
    await ada.ask("GET", "/api/sites/well/exports/tar", status=404)
    await ada.ask("GET", "/api/sites/well/exports/iiif?base=javascript:x", status=400)
    whole = zipfile.ZipFile(io.BytesIO(await send(house, "svx")))
    assert "scene.svx.json" in whole.namelist()
    assert any(name.endswith(".glb") for name in whole.namelist())
    plain = json.loads(await send(house, "iiif", "?alone=yes&plain=yes&base=https://museum.example/well"))
    assert plain["id"].startswith("https://museum.example/well")
    assert "caravanserai:site" not in plain
