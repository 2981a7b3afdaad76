"""An order is made of what was seen, each once; whatever else is sent changes nothing."""

import pytest

from tests.tour.routes.studio.person import BASE, Person
from tour.routes.studio.ordering import MOST

ADDRESS = "/api/sites/well/order/fact"
FACTS = ["depth", "year", "bench"]


async def order(ada: Person) -> list[str]:
    return [each["id"] for each in (await ada.ask("GET", f"{BASE}/fact"))[0]["records"]]


@pytest.mark.parametrize(
    ("ids", "seen", "member"),
    [
        (["bench", "year", "depth"], [], "seen"),
        (["bench", "year", "depth"], ["depth", "year"], "seen"),
        (["bench", "year"], FACTS, "seen"),
        (["bench", "year", "depth"], ["depth", "year", "bench", "bench"], "seen"),
        (["bench", "year", "depth"], ["depth", "year", "year"], "seen"),
        (["bench", "bench", "year", "depth"], FACTS, "ids"),
        (["bench", "bench", "year", "depth"], ["bench", "bench", "year", "depth"], "ids"),
        (["bench", "bench"], None, "ids"),
    ],
)
async def test_an_order_that_was_not_made_of_what_was_seen_is_refused(
    ada: Person, ids: list[str], seen: list[str] | None, member: str
) -> None:
    told, _ = await ada.ask("PUT", ADDRESS, {"ids": ids, "seen": seen}, status=422)
    assert told["detail"].startswith(f"{member}: ")
    assert await order(ada) == FACTS


async def test_what_a_colleague_added_and_deleted_meanwhile_is_joined(ada: Person) -> None:
    new = {"id": "rope", "text": {"en": "A rope.", "it": "Una corda.", "zh-Hans": "绳子。"}, "cites": []}
    await ada.ask("PUT", f"{BASE}/fact/rope", new, status=201, If_None_Match="*")
    await ada.ask("DELETE", f"{BASE}/fact/year", If_Match="*")
    await ada.ask("PUT", ADDRESS, {"ids": ["bench", "depth", "year"], "seen": FACTS})
    assert await order(ada) == ["bench", "rope", "depth"]


async def test_as_many_as_an_order_may_have_fit_into_a_request(ada: Person) -> None:
    ids = [f"{number:030}" for number in range(MOST)]
    await ada.ask("PUT", ADDRESS, {"ids": ids, "seen": ids})
    await ada.ask("PUT", ADDRESS, {"ids": [*ids, "more"]}, status=400)
    assert await order(ada) == FACTS
