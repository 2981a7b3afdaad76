"""How the studio is told of drafts, and what it is told where something stands in the way."""

from collections.abc import Awaitable, Callable
from functools import wraps
from sqlite3 import Connection

import msgspec
from aiohttp import web
from msgspec import Struct

from narration.review import NotAllowed
from scenes.footing import shifted
from scenes.scene import Site
from tour.errors import Absent, problem
from tour.people.guard import caller
from tour.review import drafts
from tour.review.decisions import Moved, Reader
from tour.review.desk import NoSite
from tour.review.drafts import Draft, NoDraft
from tour.review.steps import Step, steps
from tour.routes.describing import tell
from tour.routes.description import FactDescription
from tour.routes.studio.exchange import answer

BASE = "/api/sites/{site}"
Route = Callable[[web.Request], Awaitable[web.Response]]


class DraftTold(Struct, frozen=True, kw_only=True):
    """A draft with its way so far and the facts it rests on."""

    draft: Draft
    steps: list[Step]
    facts: dict[str, FactDescription]
    """As they are now, in the draft's language."""
    changed: tuple[str, ...]
    """Those that say something else than when the draft was made or approved."""


def kindly(route: Route) -> Route:
    """The route with the problem for an answer that stands in the way of work on drafts."""

    @wraps(route)
    async def answered(request: web.Request) -> web.Response:
        try:
            return await route(request)
        except (NoDraft, NoSite):
            raise Absent("There is nothing of that id at this site.") from None
        except NotAllowed as wrong:
            return problem(409, str(wrong))
        except Moved as late:
            detail = f"{late} Look at it again before you decide."
            return problem(412, detail, {"ETag": f'"{late.draft.version}"'}, theirs=msgspec.to_builtins(late.draft))

    return answered


def reader(request: web.Request) -> Reader:
    """Who reviews."""
    found = caller(request)
    return Reader(id=found.person, name=found.name)


def tagged(told: DraftTold, status: int = 200) -> web.Response:
    """A draft under the tag of its version."""
    response = answer(told, status)
    response.headers["ETag"] = f'"{told.draft.version}"'
    return response


def told_of(connection: Connection, site: Site, found: Draft) -> DraftTold:
    """A draft with everything beside it."""
    kept = drafts.rests_on(connection, found.id)
    named = {fact for sentence in found.sentences for fact in sentence.facts} | kept.keys()
    known = tell(site, found.language).facts
    return DraftTold(
        draft=found,
        steps=steps(connection, found.id),
        facts={fact: known[fact] for fact in sorted(named) if fact in known},
        changed=shifted(kept, site.facts),
    )
