"""`/api/sites/{site}/review`: what waits to be read, and who reads what next."""

from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from narration.audience import AgeGroup
from tour.errors import Unreadable
from tour.keys import DESK, RECORDS
from tour.review import queue as queues
from tour.review.queue import Queue, Wanted, take_next
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag, number
from tour.routes.studio.exchange import answer, body, done, site_of
from tour.routes.studio.telling import BASE, DraftTold, kindly, reader, tagged, told_of


class NextWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which drafts somebody wants to read."""

    language: Annotated[str, Meta(max_length=35)] = ""
    audience: AgeGroup | None = None


async def queue(request: web.Request) -> web.Response:
    """A page of the queue."""
    asked = request.query
    states = tuple(filter(None, ",".join(asked.getall("state", [])).split(",")))
    wanted = Wanted(
        states=states or Wanted().states, language=asked.get("language", ""), stop=asked.get("stop", ""),
        audience=asked.get("audience"), reader=asked.get("reader", ""), model=asked.get("model", ""),
        objected=flag(request, "objected"),
    )  # fmt: skip
    limit = number(request, "limit", queues.PAGE)
    try:
        found: Queue = await request.app[RECORDS].read(
            queues.queue, site_of(request), wanted, after=asked.get("after", "")[:100], limit=limit
        )
    except ValueError as wrong:
        raise Unreadable(f"{wrong}.") from None
    return answer(found)


@kindly
async def take(request: web.Request) -> web.Response:
    """Take up the next draft that nobody reads; nothing where none is left."""
    given, by, name = await body(request, NextWanted), reader(request), site_of(request)

    def next_one(connection: Connection) -> DraftTold | None:
        site = request.app[DESK].site(connection, name)
        found = take_next(connection, site, by, datetime.now(UTC), given.language, given.audience)
        return told_of(connection, site, found) if found else None

    told = await request.app[RECORDS].write(next_one)
    return tagged(told) if told else done()


ROUTES = (
    web.get(f"{BASE}/review", queue),
    web.post(f"{BASE}/review/next", take),
)

OPERATIONS = {
    f"GET {BASE}/review": Operation(
        summary="Drafts that wait for review, a page at a time.", gives=Queue, refuses=(400,),
        queries={
            "state": "Of draft, screened, in-review, approved, rejected, retired, stale; separated by commas.",
            "language": "BCP 47.", "stop": "Id of a stop.", "audience": "Empty for everybody.",
            "reader": "Who has taken it up.", "model": "What wrote it.",
            "objected": "yes: only where the check speaks against a sentence.", "after": "`next` of the page before.",
            "limit": "At most 200.",
        },
    ),
    f"POST {BASE}/review/next": Operation(
        summary="Take up the next draft.", takes=NextWanted, gives=DraftTold, empty=True, refuses=(409,)
    ),
}  # fmt: skip
