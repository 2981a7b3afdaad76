"""`POST /api/sites`: a site begins, with nothing in it yet."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from scenes.bodies import check_id
from scenes.ingest.draft import WELCOME
from scenes.ingest.owner import NOBODY
from scenes.language import is_tag, lookup
from scenes.rights import UNSTATED
from scenes.scene import Place, Rights
from tour.editing.beginning import SiteTaken, begin
from tour.errors import problem
from tour.keys import RECORDS, SITES
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.exchange import LINE, Line, answer, body
from tour.routes.studio.versions import writing

Tag = Annotated[str, Meta(max_length=35)]
Text = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]


class PlaceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where on Earth it is: WGS 84 degrees, ISO 3166 country."""

    latitude: Annotated[float, Meta(ge=-90, le=90)] = 0.0
    longitude: Annotated[float, Meta(ge=-180, le=180)] = 0.0
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$(?!\n)")] = ""


class SiteGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site that is to be: its id, what it is called and in which languages it will be told."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,64}$(?!\n)")]
    title: Annotated[dict[Tag, Text], Meta(min_length=1, max_length=64)]
    languages: Annotated[tuple[Tag, ...], Meta(min_length=1, max_length=64)]
    place: PlaceGiven = PlaceGiven()
    licence: Line = ""
    holder: Line = ""


class SiteBegun(Struct, frozen=True, kw_only=True):
    """The site that was begun."""

    id: str


@writing
async def begin_site(request: web.Request) -> web.Response:
    """Begin a site; who does so is a curator of it from then on."""
    given = await body(request, SiteGiven)
    strange = next((tag for tag in (*given.languages, *given.title) if not is_tag(tag)), None)
    if strange is not None:
        return problem(422, f"languages: {strange!r} is no language tag; write one such as en or zh-Hans.")
    check_id("site", given.id)
    try:
        await request.app[RECORDS].write(
            begin, given.id, _record(given), caller(request), datetime.now(UTC), served=given.id in request.app[SITES]
        )
    except SiteTaken:
        return problem(409, f"There is a site {given.id!r} here already. Choose another id.", field="id")
    return answer(SiteBegun(id=given.id), 201)


def _record(given: SiteGiven) -> dict[str, object]:
    """What a visitor cannot do without is filled in as `tour ingest` fills it in; all of it can be changed."""
    languages = tuple(dict.fromkeys(given.languages))
    return {
        "id": given.id,
        "languages": list(languages),
        "title": dict(given.title),
        "summary": dict(given.title),
        "welcome": {tag: WELCOME.get(lookup(tag, WELCOME) or "", _title(given.title, tag)) for tag in languages},
        "place": msgspec.to_builtins(
            Place(latitude=given.place.latitude, longitude=given.place.longitude, country=given.place.country)
        ),
        "rights": msgspec.to_builtins(Rights(licence=given.licence or UNSTATED, holder=given.holder or NOBODY)),
        "entrance": {"position": [0.0, 0.0, 0.0]},
    }


def _title(titles: Mapping[str, str], tag: str) -> str:
    return titles.get(tag) or next(iter(titles.values()))


ROUTES = (web.post("/api/sites", begin_site),)

OPERATIONS = {
    "POST /api/sites": Operation(
        summary="Begin a site, with nothing in it yet.", takes=SiteGiven, gives=SiteBegun, status=201,
        refuses=(409, 422),
    ),
}  # fmt: skip
