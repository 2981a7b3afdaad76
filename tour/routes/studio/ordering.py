"""`/api/sites/{site}/order/{kind}`: the order in which the records of a kind stand."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.editing.editing import OrderedElsewhere
from tour.errors import problem
from tour.keys import EDITING, RECORDS
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body, site_of
from tour.routes.studio.records import Overview, overview_of
from tour.routes.studio.versions import kind_of

MOST = 10_000
"""Twice so many ids of the usual thirty characters fit into a request; longer ones meet its limit first (413)."""

Ids = Annotated[list[Annotated[str, Meta(max_length=160)]], Meta(max_length=MOST)]


class Order(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ids of a kind in the order that is wanted."""

    ids: Ids
    seen: Ids | None = None
    """The same ids as they stood when this order was made; without it, what somebody else did since gives way."""


async def order(request: web.Request) -> web.Response:
    """Give the records of a kind an order; what somebody else did since it was seen is joined where that goes."""
    wanted, (site, kind) = await body(request, Order), (site_of(request), kind_of(request))
    if wrong := _disordered(wanted):
        return problem(422, wrong)
    try:
        await request.app[EDITING].put_in_order(site, kind, wanted.ids, caller(request).person, wanted.seen)
    except OrderedElsewhere:
        detail = "Somebody else put these in another order meanwhile. Look at theirs, and move again what is to move."
        return problem(412, detail, reason="ordered-elsewhere")
    return answer(await request.app[RECORDS].read(overview_of, site_of(request)))


def _disordered(wanted: Order) -> str:
    """Why these ids are no order, or none made from what was seen; empty where they are one.

    What the site has meanwhile does not matter: what somebody added or deleted is joined.
    """
    if len(set(wanted.ids)) < len(wanted.ids):
        return "ids: each once."
    if wanted.seen is not None and sorted(wanted.seen) != sorted(wanted.ids):
        return "seen: the same ids, each once, as they stood before."
    return ""


ORDER = "/api/sites/{site}/order/{kind}"
ROUTES = (web.put(ORDER, order),)

OPERATIONS = {
    f"PUT {ORDER}": Operation(
        summary="Give the records of a kind an order.", takes=Order, gives=Overview, refuses=(412, 422)
    )
}
