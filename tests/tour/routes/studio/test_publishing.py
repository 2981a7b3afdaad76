"""From the studio to visitors: what is published is what they get, at once and after the server starts again."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from clients.visitor import Visitor
from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.people import house_settings, signed_in, two_sites
from tests.tour.routes.studio.person import BASE, CURATOR, FACT, Client, Person
from tests.tour.routes.studio.releasing import RELEASES, fetch, label_of, rename
from tour.app import create_app
from tour.editing.published import number_of, published_sites
from tour.keys import EDITING, HOUSE, RECORDS
from tour.messages import Hello


async def test_visitors_get_nothing_before_it_is_published_and_all_of_it_then(house: Client, ada: Person) -> None:
    await rename(ada, "Il vecchio pozzo")
    assert await label_of(house) == "Il pozzo"
    assert (await ada.ask("GET", BASE))[0]["approved_takes"] == 1
    done, _ = await ada.ask("POST", RELEASES, status=201)
    assert (done["number"], done["changes"]) == (1, 15)
    assert await label_of(house) == "Il vecchio pozzo"
    overview, _ = await ada.ask("GET", BASE)
    assert (overview["release"], overview["pending"], overview["approved_takes"]) == (1, [], 0)
    await ada.ask("POST", RELEASES, status=409)


async def test_who_is_there_is_told(house: Client, ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    address = str(house.make_url("/visit")).replace("http", "ws", 1)
    async with Visitor(address, Hello(site="well", language="it", audio=())) as visitor:
        await rename(ada, "Il vecchio pozzo")
        assert visitor.changes == []
        await ada.ask("POST", RELEASES, status=201)
        await visitor.until(lambda: bool(visitor.changes))
        assert [(each.annotation, each.label) for each in visitor.changes] == [("well", "Il vecchio pozzo")]


async def test_what_does_not_fit_is_not_published_and_named(house: Client, ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    _, tag = await ada.ask("GET", f"{BASE}/fact/depth")
    await ada.ask("DELETE", f"{BASE}/fact/depth", If_Match=tag)
    wrong, _ = await ada.ask("POST", RELEASES, status=422)
    assert (wrong["kind"], wrong["id"], wrong["problem"]) == ("annotation", "well", "there is no fact 'depth'")
    assert "depth" in house.app[HOUSE].sites["well"].facts
    again, _ = await ada.ask("POST", RELEASES, status=422)
    assert again["id"] == wrong["id"]
    assert (await ada.ask("GET", RELEASES))[0]["releases"][0]["number"] == 1


async def test_a_file_that_is_not_here_keeps_everything_back(house: Client, ada: Person) -> None:
    model, tag = await ada.ask("GET", f"{BASE}/model/well")
    await ada.ask("PUT", f"{BASE}/model/well", {**model["body"], "files": {"models/well.glb": "0" * 64}}, If_Match=tag)
    wrong, _ = await ada.ask("POST", RELEASES, status=422)
    assert (wrong["kind"], wrong["problem"]) == ("model", "the file is not here")
    assert (await ada.ask("GET", BASE))[0]["release"] == 0
    back, tag = await ada.ask("GET", f"{BASE}/model/well")
    await ada.ask("PUT", f"{BASE}/model/well", model["body"], If_Match=tag)
    assert (await ada.ask("POST", RELEASES, status=201))[0]["number"] == 1
    assert back["version"] == 2


async def test_half_written_languages_are_named(ada: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    body = {**before["body"], "text": {"en": "It is deep."}}
    await ada.ask("PUT", FACT, body, If_Match=tag)
    wrong, _ = await ada.ask("POST", RELEASES, status=422)
    assert (wrong["kind"], wrong["id"], wrong["field"]) == ("fact", "depth", "text.it")


async def test_a_list_of_releases_says_how_much_each_brought(ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    await rename(ada, "Il vecchio pozzo")
    await ada.ask("POST", RELEASES, status=201)
    found, _ = await ada.ask("GET", RELEASES)
    assert [(each["number"], each["changes"]) for each in found["releases"]] == [(2, 1), (1, 15)]


async def test_another_order_is_published_too(house: Client, ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    await ada.ask("PUT", "/api/sites/well/order/stop", {"ids": ["bench", "mouth"]})
    assert [stop.id for stop in house.app[HOUSE].sites["well"].scene.stops] == ["mouth", "bench"]
    done, _ = await ada.ask("POST", RELEASES, status=201)
    assert done["changes"] == 0
    assert [stop.id for stop in house.app[HOUSE].sites["well"].scene.stops] == ["bench", "mouth"]
    await ada.ask("POST", RELEASES, status=409)


async def stops_of(client: Client) -> list[str]:
    """The stops of the well in the order in which visitors get them."""
    async with client.get("/api/sites/well") as answer:
        return [each["id"] for each in (await answer.json())["stops"]]


async def test_another_order_waits_to_be_published_even_while_the_house_is_shut(
    house: Client, ada: Person, tmp_path: Path
) -> None:
    await ada.ask("POST", RELEASES, status=201)
    told, _ = await ada.ask("PUT", "/api/sites/well/order/stop", {"ids": ["bench", "mouth"]})
    assert (told["pending"], told["reordered"]) == ([], ["stop"])
    await house.close()
    sites, problems = published_sites(tmp_path / "data")
    assert problems == []
    async with TestClient(TestServer(create_app(house_settings(tmp_path), sites))) as again:
        assert await stops_of(again) == ["mouth", "bench"]
        eva = Person(again, await signed_in(again.app[RECORDS], CURATOR))
        assert (await eva.ask("GET", BASE))[0]["reordered"] == ["stop"]
        await eva.ask("POST", RELEASES, status=201)
        assert await stops_of(again) == ["bench", "mouth"]
        assert (await eva.ask("GET", BASE))[0]["reordered"] == []
        await eva.ask("POST", RELEASES, status=409)


async def test_a_pack_that_brings_another_order_only_can_be_published(
    house: Client, ada: Person, tmp_path: Path
) -> None:
    await ada.ask("POST", RELEASES, status=201)
    await ada.ask("PUT", "/api/sites/well/order/stop", {"ids": ["bench", "mouth"]})
    packed = await fetch(house)
    await ada.ask("PUT", "/api/sites/well/order/stop", {"ids": ["mouth", "bench"]})
    assert (await ada.ask("GET", BASE))[0]["reordered"] == []
    headers = {**await signed_in(house.app[RECORDS], CURATOR), "Content-Type": "application/zip"}
    async with house.post("/api/sites/well/pack?replace=yes", data=packed, headers=headers) as answer:
        assert answer.status < 300, await answer.text()
    assert (await ada.ask("GET", BASE))[0]["reordered"] == ["stop"]
    await ada.ask("POST", RELEASES, status=201)
    assert await stops_of(house) == ["bench", "mouth"]


async def test_a_record_that_is_deleted_and_one_that_is_new_are_published(house: Client, ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    body = {"id": "rope", "text": dict.fromkeys(("en", "it", "zh-Hans"), "A rope hung here."), "cites": []}
    await ada.ask("PUT", f"{BASE}/fact/rope", {**body, "cites": [{"source": "li"}]}, status=201, If_None_Match="*")
    await ada.ask("POST", RELEASES, status=201)
    assert "rope" in house.app[HOUSE].sites["well"].facts
    await ada.ask("DELETE", f"{BASE}/fact/rope", If_Match="*")
    await ada.ask("POST", RELEASES, status=201)
    assert "rope" not in house.app[HOUSE].sites["well"].facts


async def test_the_pack_follows_whole(house: Client, ada: Person, tmp_path: Path) -> None:
    for text in ("Uno", "Due", "Tre"):
        await rename(ada, text)
        await ada.ask("POST", RELEASES, status=201)
    await house.app[EDITING].close()
    folder = tmp_path / "data" / "published" / "well"
    assert number_of(folder) == 3
    assert load_site(folder).scene.annotations[0].label["it"] == "Tre"
    assert [each.name for each in folder.parent.iterdir()] == ["well"]


async def test_what_was_published_is_served_after_a_new_start(tmp_path: Path) -> None:
    settings = house_settings(tmp_path)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        ada = Person(client, await signed_in(client.app[RECORDS], CURATOR))
        await ada.ask("POST", BASE, status=201)
        await rename(ada, "Il vecchio pozzo")
        await ada.ask("POST", RELEASES, status=201)
        await rename(ada, "Il pozzo nuovo")
    sites, problems = published_sites(settings.data)
    assert problems == []
    assert sites["well"].scene.annotations[0].label["it"] == "Il vecchio pozzo"
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        assert await label_of(client) == "Il vecchio pozzo"
    async with TestClient(TestServer(create_app(settings, sites))) as client:
        assert client.app[HOUSE].sites["well"] is sites["well"]


async def test_a_pack_that_was_not_written_any_more_is_written_at_the_next_start(tmp_path: Path) -> None:
    settings = house_settings(tmp_path)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        ada = Person(client, await signed_in(client.app[RECORDS], CURATOR))
        await ada.ask("POST", BASE, status=201)
        await ada.ask("POST", RELEASES, status=201)
    folder = settings.data / "published" / "well"
    (folder / ".release").write_text("0")
    (folder / "site.toml").unlink()
    published_sites(settings.data)
    assert number_of(folder) == 1
    assert load_site(folder).id == "well"


async def send(client: Client, data: bytes, query: str = "", kind: str = "application/zip") -> tuple[int, Any]:
    headers = {**await signed_in(client.app[RECORDS], CURATOR), "Content-Type": kind}
    async with client.post(f"/api/sites/well/pack{query}", data=data, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_a_pack_goes_out_and_comes_back_the_same(house: Client, ada: Person, tmp_path: Path) -> None:
    packed = await fetch(house)
    assert "site.toml" in zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert (await send(house, packed))[0] == 409
    status, told = await send(house, packed, "?replace=yes")
    assert (status, told) == (201, {"site": "well", "records": 15, "versions": 0})
    assert await fetch(house) == packed
    await ada.ask("GET", BASE)
    assert list((tmp_path / "data" / "incoming").iterdir()) == []


async def test_what_a_killed_server_left_is_cleared_away(house: Client, tmp_path: Path) -> None:
    left = tmp_path / "data" / "incoming" / "tmpleft"
    left.mkdir(parents=True)
    (left / "pack.zip").write_bytes(b"PK")
    os.utime(left, (0, 0))
    await fetch(house)
    assert not left.exists()


async def test_visitors_pack_is_not_the_curators(house: Client, ada: Person) -> None:
    await ada.ask("POST", RELEASES, status=201)
    before = await fetch(house, "?published=yes")
    await rename(ada, "Il vecchio pozzo")
    assert await fetch(house, "?published=yes") == before
    assert await fetch(house) != before


@pytest.mark.parametrize("data", [b"", b"PK", b"dear diary" * 100])
async def test_what_is_no_pack_is_refused_and_nothing_changes(house: Client, ada: Person, data: bytes) -> None:
    before, _ = await ada.ask("GET", BASE)
    status, told = await send(house, data, "?replace=yes")
    assert status == 422
    assert told["detail"]
    assert (await ada.ask("GET", BASE))[0] == before


async def test_a_pack_of_another_site_is_refused(house: Client, tmp_path: Path) -> None:
    from scenes.pack_zip import pack

    folder = write_pack(tmp_path / "inn", id="inn")
    done = pack(folder, tmp_path / "inn.zip")
    status, told = await send(house, done.path.read_bytes(), "?replace=yes")
    assert status == 422
    assert "inn" in told["detail"]


async def test_another_form_than_a_zip_is_refused(house: Client) -> None:
    assert (await send(house, b"{}", kind="application/json"))[0] == 415


async def test_a_pack_that_announces_too_much_is_refused_at_once(house: Client) -> None:
    headers = await signed_in(house.app[RECORDS], CURATOR)
    headers |= {"Content-Type": "application/zip", "Content-Length": str(10 * 1024**3)}
    async with house.post("/api/sites/well/pack", headers=headers, data=b"", skip_auto_headers=["Content-Length"]) as a:
        assert a.status == 413


async def test_a_site_that_is_not_here_is_not_begun(house: Client) -> None:
    person = Person(house, await signed_in(house.app[RECORDS], {"*": ["curator"]}))
    await person.ask("POST", "/api/sites/nowhere/records", status=404)
    await person.ask("GET", "/api/sites/nowhere/pack.zip", status=404)
    wrong, _ = await person.ask("POST", "/api/sites/nowhere/releases", status=422)
    assert wrong["problem"] == "no such site"


async def test_a_pack_that_is_not_taken_in_leaves_nothing_on_the_disk(house: Client, tmp_path: Path) -> None:
    from scenes.pack_zip import pack

    folder = write_pack(tmp_path / "again" / "well")
    (folder / "ballast.bin").write_bytes(os.urandom(1000))
    before = sorted((tmp_path / "data").glob("[an]*/**/*"))
    assert (await send(house, pack(folder, tmp_path / "again.zip").path.read_bytes()))[0] == 409
    assert sorted((tmp_path / "data").glob("[an]*/**/*")) == before


async def test_a_file_in_the_place_of_a_folder_is_said_by_its_name(house: Client, ada: Person) -> None:
    model, _ = await ada.ask("GET", f"{BASE}/model/well")
    site, tag = await ada.ask("GET", f"{BASE}/site/well")
    digest = next(iter(model["body"]["files"].values()))
    files = {**site["body"].get("files", {}), "site.toml/a.glb": digest}
    await ada.ask("PUT", f"{BASE}/site/well", {**site["body"], "files": files}, If_Match=tag)
    told, _ = await ada.ask("GET", "/api/sites/well/pack.zip", status=422)
    assert "site.toml/a.glb" in told["detail"]


async def test_a_pack_that_does_not_fit_is_said_without_where_it_lay(house: Client, tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        zipped.writestr("pack.json", '{"format": "caravanserai-pack", "version": 1, "site": "well", "files": []}')
    status, told = await send(house, data.getvalue(), "?replace=yes")
    assert (status, told["kind"], told["id"]) == (422, "pack", "site.toml")
    assert str(tmp_path) not in str(told)
    assert str(tmp_path)[1:] not in str(told)


async def test_a_curator_brings_no_approved_words_past_the_reviewers(house: Client, tmp_path: Path) -> None:
    from scenes.pack_zip import pack

    folder = write_pack(tmp_path / "other" / "well")
    takes = folder / "takes" / "takes.toml"
    takes.write_text(takes.read_text(encoding="utf-8").replace("The well", "The haunted well"), encoding="utf-8")
    data = pack(folder, tmp_path / "other.zip").path.read_bytes()
    status, told = await send(house, data, "?replace=yes")
    assert (status, "reviewer" in told["detail"]) == (403, True)
    headers = await signed_in(house.app[RECORDS], {"well": ["curator", "reviewer"]})
    headers |= {"Content-Type": "application/zip"}
    async with house.post("/api/sites/well/pack?replace=yes", data=data, headers=headers) as answer:
        assert answer.status == 201
