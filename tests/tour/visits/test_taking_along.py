"""A visit that leaves a kiosk for a phone: once, within three minutes, and told on there."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from tests.tour.visits.conftest import Enter
from tour.keys import COMERS
from tour.kiosk.handing_over import GOOD_FOR, MOST, HandOvers
from tour.routes.kiosks import KIOSKS

MOUTH = (0.0, 0.0, 4.0)
WELL = (0.0, 1.0, 0.0)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def post(server: TestServer, path: str, body: object, status: int = 200) -> dict[str, str]:
    async with ClientSession() as session, session.post(server.make_url(path), json=body) as answer:
        assert answer.status == status, await answer.text()
        found: dict[str, str] = await answer.json(content_type=None)
        return found


async def test_a_phone_goes_on_where_the_kiosk_was(server: TestServer, enter: Enter) -> None:
    kiosk = await enter(server, device="kiosk")
    assert kiosk.welcome is not None
    await kiosk.stand(MOUTH, WELL)
    await kiosk.hears(1)
    mine = {"visit": kiosk.welcome.visit, "resume": kiosk.welcome.resume, "stop": "mouth"}
    offered = await post(server, "/api/kiosk/well/leaving", mine)
    taken = await post(server, "/api/take-along", {"code": offered["code"]})
    assert (taken["visit"], taken["resume"], taken["stop"]) == (mine["visit"], mine["resume"], "mouth")
    await kiosk.until(lambda: [each.code for each in kiosk.problems] == ["taken-along"])
    await kiosk.cut()
    phone = await enter(server, device="mobile", resume=taken["resume"], received=int(taken["received"]))
    assert phone.welcome is not None
    assert phone.welcome.resumed
    await phone.stand(MOUTH, WELL)
    await post(server, "/api/take-along", {"code": offered["code"]}, 410)


async def test_only_who_knows_the_visit_may_offer_it(server: TestServer, enter: Enter) -> None:
    kiosk = await enter(server)
    assert kiosk.welcome is not None
    for wrong in ({"visit": "another"}, {"resume": "guessed"}):
        mine = {"visit": kiosk.welcome.visit, "resume": kiosk.welcome.resume} | wrong
        await post(server, "/api/kiosk/well/leaving", mine, 404)
    await post(server, "/api/take-along", {"code": "guessed"}, 410)


def test_a_code_is_good_for_three_minutes() -> None:
    offers = HandOvers()
    code = offers.offer("token", "well", "mouth", NOW)
    assert offers.take(code, NOW + GOOD_FOR) is None
    assert offers.take(code, NOW) is None, "it was tried"
    code = offers.offer("token", "well", "mouth", NOW)
    found = offers.take(code, NOW + GOOD_FOR - timedelta(seconds=1))
    assert found is not None
    assert (found.resume, found.stop) == ("token", "mouth")


@pytest.mark.parametrize("again", [True, False])
def test_one_code_a_visit_and_not_too_many(again: bool) -> None:
    offers = HandOvers()
    first = offers.offer("token", "well", "", NOW)
    for number in range(1 if again else MOST):
        offers.offer("token" if again else f"token-{number}", "well", "", NOW)
    assert offers.take(first, NOW) is None


def test_a_place_that_asks_for_too_many_codes_loses_its_own() -> None:
    offers = HandOvers()
    ours = offers.offer("token", "well", "", NOW, "hall")
    theirs = [offers.offer(f"token-{number}", "well", "", NOW, "elsewhere") for number in range(2 * MOST)]
    assert sum(offers.take(code, NOW) is not None for code in theirs) == MOST - 1
    assert offers.take(ours, NOW) is not None


def test_the_oldest_gives_way_where_every_place_holds_one() -> None:
    offers = HandOvers()
    codes = [offers.offer(f"token-{number}", "well", "", NOW, f"place-{number}") for number in range(MOST)]
    last = offers.offer("token", "well", "", NOW, "another place")
    assert offers.take(last, NOW) is not None
    assert [number for number, code in enumerate(codes) if offers.take(code, NOW) is None] == [0]


async def test_codes_are_counted_for_the_address_they_are_asked_from(server: TestServer, enter: Enter) -> None:
    kiosk = await enter(server)
    assert kiosk.welcome is not None
    leaving = server.app[KIOSKS].leaving
    elsewhere = leaving.offer("another visit", "well", "", datetime.now(UTC), "elsewhere")
    for number in range(MOST):
        leaving.offer(f"token-{number}", "well", "", datetime.now(UTC), server.app[COMERS].place("127.0.0.1"))
    mine = {"visit": kiosk.welcome.visit, "resume": kiosk.welcome.resume}
    await post(server, "/api/kiosk/well/leaving", mine)
    assert leaving.take(elsewhere, datetime.now(UTC)) is not None
