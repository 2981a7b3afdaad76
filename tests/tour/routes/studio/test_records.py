"""The studio's records over HTTP: tags, both versions on a conflict, history, order, and what a translator may."""

from typing import Any

import pytest

from tests.people import signed_in
from tests.tour.routes.studio.person import BASE, CURATOR, FACT, TRANSLATOR, Client, Person
from tour.audit.chain import entries
from tour.keys import RECORDS


@pytest.fixture
async def ben(house: Client) -> Person:
    """Another curator."""
    return Person(house, await signed_in(house.app[RECORDS], CURATOR))


@pytest.fixture
async def tara(house: Client) -> Person:
    """A translator."""
    return Person(house, await signed_in(house.app[RECORDS], TRANSLATOR))


def saying(record: dict[str, Any], **texts: str) -> dict[str, Any]:
    body = record["body"]
    return {**body, "text": {**body["text"], **texts}}


async def test_a_site_that_is_served_can_be_written(ada: Person) -> None:
    overview, _ = await ada.ask("GET", BASE)
    assert overview["counts"] == {
        "annotation": 2, "fact": 3, "model": 1, "site": 1, "source": 2, "stop": 2, "take": 1, "term": 2, "tour": 1,
    }  # fmt: skip
    assert (overview["release"], len(overview["pending"])) == (0, 15)
    assert (await ada.ask("GET", "/api/records"))[0]["sites"] == [
        {"id": "well", "title": {"en": "The Well", "it": "Il pozzo", "zh-Hans": "古井"}}
    ]
    await ada.ask("POST", BASE, status=409)


async def test_a_record_is_read_changed_and_read_again(ada: Person, house: Client) -> None:
    before, tag = await ada.ask("GET", FACT)
    saved, fresh = await ada.ask("PUT", FACT, saying(before, en="It is deep."), If_Match=tag)
    assert (saved["version"], saved["body"]["text"]["en"], saved["merged"]) == (2, "It is deep.", False)
    assert fresh == f'"{saved["etag"]}"' != tag
    assert (await ada.ask("GET", FACT))[0]["body"] == saved["body"]
    await ada.ask("GET", FACT, status=304, If_None_Match=fresh)
    acts = [(each.what, each.about) for each in await house.app[RECORDS].read(entries)]
    assert ("fact-saved", "depth") in acts


async def test_a_new_record_is_made_once(ada: Person) -> None:
    body = {"id": "rope", "text": {"en": "A rope hung here."}, "cites": [{"source": "rossi"}]}
    await ada.ask("PUT", f"{BASE}/fact/rope", body, status=428)
    await ada.ask("PUT", f"{BASE}/fact/rope", body, status=201, If_None_Match="*")
    clash, _ = await ada.ask("PUT", f"{BASE}/fact/rope", {**body, "disputed": True}, status=412, If_None_Match="*")
    assert clash["theirs"]["body"] == body
    await ada.ask("PUT", f"{BASE}/fact/rope", {**body, "disputed": True}, If_Match="*")


async def test_changes_that_do_not_touch_are_joined(ada: Person, ben: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    await ada.ask("PUT", FACT, saying(before, en="It is deep."), If_Match=tag)
    joined, _ = await ben.ask("PUT", FACT, saying(before, it="È profondo."), If_Match=tag)
    assert joined["merged"]
    assert (joined["body"]["text"]["en"], joined["body"]["text"]["it"]) == ("It is deep.", "È profondo.")


async def test_changes_that_touch_are_both_shown(ada: Person, ben: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    saved, fresh = await ada.ask("PUT", FACT, saying(before, en="It is deep."), If_Match=tag)
    clash, theirs = await ben.ask("PUT", FACT, saying(before, en="It is shallow."), status=412, If_Match=tag)
    assert clash["clashes"] == ["/text/en"]
    assert clash["mine"]["text"]["en"] == "It is shallow."
    assert clash["theirs"]["etag"] == saved["etag"]
    assert clash["base"]["body"] == before["body"]
    assert theirs == fresh
    assert "/text/en" in clash["detail"]
    await ben.ask("PUT", FACT, saying(before, en="It is shallow."), If_Match=theirs)


async def test_history_compare_and_restore(ada: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    _, tag = await ada.ask("PUT", FACT, saying(before, en="It is deep."), If_Match=tag)
    _, tag = await ada.ask("DELETE", FACT, If_Match=tag)
    await ada.ask("GET", FACT, status=404)
    versions = (await ada.ask("GET", f"{FACT}/history"))[0]["versions"]
    assert [(each["version"], each["deleted"]) for each in versions] == [(3, True), (2, False), (1, False)]
    compared, _ = await ada.ask("GET", f"{FACT}/compare?before=1&after=2")
    assert compared["changes"] == [
        {"pointer": "/text/en", "before": "The well is 12 metres deep.", "after": "It is deep."}
    ]
    back, _ = await ada.ask("POST", f"{FACT}/restore", {"version": 1}, If_Match=tag)
    assert (back["version"], back["body"]) == (4, before["body"])
    await ada.ask("POST", f"{FACT}/restore", {"version": 9}, status=404, If_Match="*")


async def test_history_comes_in_pages(ada: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    await ada.ask("PUT", FACT, saying(before, en="It is deep."), If_Match=tag)
    older, _ = await ada.ask("GET", f"{FACT}/history?before=2")
    assert [each["version"] for each in older["versions"]] == [1]
    await ada.ask("GET", f"{FACT}/history?before=1", status=404)


async def test_nothing_is_not_overwritten(ada: Person) -> None:
    body = {"id": "rope", "text": {"en": "A rope hung here."}, "cites": []}
    told, _ = await ada.ask("PUT", f"{BASE}/fact/rope", body, status=412, If_Match="*")
    assert "If-None-Match" in told["detail"]


async def test_pages_search_and_order(ada: Person) -> None:
    first, _ = await ada.ask("GET", f"{BASE}/fact?limit=2")
    rest, _ = await ada.ask("GET", f"{BASE}/fact?limit=2&after={first['next']}")
    assert [each["id"] for each in (*first["records"], *rest["records"])] == ["depth", "year", "bench"]
    assert rest["next"] is None
    found, _ = await ada.ask("GET", f"{BASE}/fact?search=pozzo+PROFONDO")
    assert [each["id"] for each in found["records"]] == ["depth"]
    await ada.ask("PUT", "/api/sites/well/order/fact", {"ids": ["bench", "depth", "year"]})
    assert (await ada.ask("GET", f"{BASE}/fact"))[0]["records"][0]["id"] == "bench"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"id": "depth"}, ""),
        ({"id": "depth", "text": {"en": "A"}, "cites": [{"source": 7}]}, "cites"),
        ({"id": "depth", "text": {"en": "A"}, "cites": [], "colour": "red"}, ""),
        ({"id": "other", "text": {"en": "A"}, "cites": []}, "id"),
    ],
)
async def test_a_body_that_is_none_is_named_by_its_field(ada: Person, body: dict[str, Any], field: str) -> None:
    wrong, _ = await ada.ask("PUT", FACT, body, status=422, If_Match="*")
    assert (wrong["kind"], wrong["id"]) == ("fact", "depth")
    assert wrong["field"].startswith(field)
    assert wrong["remedy"]


@pytest.mark.parametrize("text", ["[1]", "{", '{"id": NaN}', '{"id": "\\ud800"}', "[" * 5000, '{"a":' * 5000])
async def test_what_is_no_object_is_unreadable(house: Client, text: str) -> None:
    headers = await signed_in(house.app[RECORDS], CURATOR)
    headers |= {"Content-Type": "application/json", "If-Match": "*"}
    async with house.put(FACT, data=text, headers=headers) as answer:
        assert answer.status == 400, await answer.text()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", f"{BASE}/cat/depth", 404),
        ("GET", f"{BASE}/fact/none", 404),
        ("GET", f"{BASE}/fact/none/history", 404),
        ("GET", f"{FACT}/compare?before=1&after=9", 404),
        ("GET", f"{FACT}/compare?before=1", 400),
        ("GET", f"{BASE}/fact?limit=0", 400),
        ("GET", f"{BASE}/fact?limit=9999999999999", 400),
        ("DELETE", FACT, 428),
        ("GET", "/api/sites/Well/records", 403),
    ],
)
async def test_what_cannot_be_is_said_kindly(ada: Person, method: str, address: str, status: int) -> None:
    told, _ = await ada.ask(method, address, status=status)
    assert told["detail"]


async def test_a_tag_that_is_none_is_unreadable(ada: Person) -> None:
    before, _ = await ada.ask("GET", FACT)
    await ada.ask("PUT", FACT, before["body"], status=400, If_Match='W/"abc"')


async def test_a_translator_writes_words_and_nothing_else(tara: Person, ada: Person) -> None:
    before, tag = await tara.ask("GET", FACT)
    _, tag = await tara.ask("PUT", FACT, saying(before, it="È fondo 12 metri."), If_Match=tag)
    told, _ = await tara.ask("PUT", FACT, {**before["body"], "disputed": True}, status=403, If_Match=tag)
    assert "words" in told["detail"]
    await tara.ask("PUT", FACT, {**before["body"], "disputed": True}, status=403, If_Match="*")
    new = {"id": "rope", "text": {"en": "A rope."}, "cites": []}
    await tara.ask("PUT", f"{BASE}/fact/rope", new, status=403, If_None_Match="*")
    await tara.ask("DELETE", FACT, status=403, If_Match=tag)
    await tara.ask("POST", "/api/sites/well/releases", status=403)
    french = {"language": "fr", "author": "Tara", "ai": False, "state": "reviewed", "facts": {"depth": "Profond."}}
    await tara.ask("PUT", f"{BASE}/translation/fr", french, status=201, If_None_Match="*")


async def test_hostile_words_come_back_as_they_are_and_as_json(ada: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    hostile = "<script>alert(1)</script>\u202e [x](javascript:y) '; DROP TABLE heads; --\u0000"
    saved, _ = await ada.ask("PUT", FACT, saying(before, en=hostile), If_Match=tag)
    assert saved["body"]["text"]["en"] == hostile


async def test_a_translator_brings_nothing_back_that_is_gone(tara: Person, ada: Person) -> None:
    before, tag = await ada.ask("GET", FACT)
    _, gone = await ada.ask("DELETE", FACT, If_Match=tag)
    await tara.ask("PUT", FACT, saying(before, it="È fondo 12 metri."), status=403, If_Match=gone)
    await ada.ask("GET", FACT, status=404)


async def test_a_site_s_curator_writes_no_other_site_s_title(ada: Person) -> None:
    site, _ = await ada.ask("GET", f"{BASE}/site/well")
    body = {**site["body"], "id": "inn", "title": {"en": "Closed", "it": "Chiuso", "zh-Hans": "关闭"}}
    told, _ = await ada.ask("PUT", f"{BASE}/site/inn", body, status=422, If_None_Match="*")
    assert told["field"] == "id"
    assert [each["id"] for each in (await ada.ask("GET", "/api/records"))[0]["sites"]] == ["well"]


@pytest.mark.parametrize("name", ["../../evil.glb", "/etc/evil.glb", ".hidden.glb", "a" * 300 + ".glb", "a\u0000.glb"])
async def test_a_file_s_name_stays_inside_the_pack(ada: Person, name: str) -> None:
    model, tag = await ada.ask("GET", f"{BASE}/model/well")
    files = {**model["body"]["files"], name: next(iter(model["body"]["files"].values()))}
    told, _ = await ada.ask("PUT", f"{BASE}/model/well", {**model["body"], "files": files}, 422, If_Match=tag)
    assert (told["kind"], told["id"]) == ("model", "well")


@pytest.mark.parametrize(
    ("place", "field", "value"),
    [
        ("model/well", "orientation", [0, 0, 0, 0]),
        ("model/well", "position", [1e300, 0, 0]),
        ("site/well", "entrance", {"position": [0, 0, 0], "orientation": [1e308, 0, 0, 0]}),
    ],
)
async def test_what_stands_nowhere_is_not_saved(ada: Person, place: str, field: str, value: Any) -> None:
    before, tag = await ada.ask("GET", f"{BASE}/{place}")
    told, _ = await ada.ask("PUT", f"{BASE}/{place}", {**before["body"], field: value}, 422, If_Match=tag)
    assert field in told["field"]


async def test_two_orders_at_once_are_joined_or_said_not_to_go_together(ada: Person, house: Client) -> None:
    eva, address = Person(house, await signed_in(house.app[RECORDS], CURATOR)), "/api/sites/well/order/fact"

    async def order() -> list[str]:
        return [each["id"] for each in (await ada.ask("GET", f"{BASE}/fact"))[0]["records"]]

    seen = await order()
    assert seen == ["depth", "year", "bench"]
    new = {"id": "rope", "text": {"en": "A rope.", "it": "Una corda.", "zh-Hans": "绳子。"}, "cites": []}
    await eva.ask("PUT", f"{BASE}/fact/rope", new, status=201, If_None_Match="*")
    await ada.ask("PUT", address, {"ids": ["bench", "depth", "year"], "seen": seen})
    assert await order() == ["bench", "rope", "depth", "year"], "what came meanwhile stays behind what it followed"
    told, _ = await eva.ask("PUT", address, {"ids": ["year", "depth", "bench"], "seen": seen}, status=412)
    assert told["reason"] == "ordered-elsewhere"
    assert await order() == ["bench", "rope", "depth", "year"]
    await eva.ask("PUT", address, {"ids": ["year", "depth", "bench"]})
    assert (await order())[0] == "year"
