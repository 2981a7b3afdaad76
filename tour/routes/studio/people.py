"""`/api/people…` and `/api/sites/{site}/people…`: who works here, and with which roles."""

from datetime import UTC, datetime
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from tour.keys import RECORDS
from tour.people import links, memberships, overseeing
from tour.people.guard import caller
from tour.people.roles import EVERYWHERE
from tour.routes.operations import Operation
from tour.routes.studio import describing
from tour.routes.studio.describing import Colleague, PersonTold
from tour.routes.studio.entering import studio_link
from tour.routes.studio.exchange import answer, body, done, site_of


class PersonList(Struct, frozen=True, kw_only=True):
    """Everybody with an account."""

    people: list[PersonTold]


class ColleagueList(Struct, frozen=True, kw_only=True):
    """Who works at a site."""

    people: list[Colleague]


class Names(Struct, frozen=True, kw_only=True):
    """What people are called, by id."""

    names: dict[str, str]


class NewRoles(Struct, frozen=True, kw_only=True):
    """Roles in place of those before; none takes them all away."""

    roles: Annotated[list[str], Meta(max_length=8)]


class PersonChanges(Struct, frozen=True, kw_only=True):
    """What an operator may change about an account."""

    closed: bool | None = None
    codes: bool | None = None
    """Only false: for somebody who has lost their telephone and their recovery codes."""


class Link(Struct, frozen=True, kw_only=True):
    """A one-time link, shown only now."""

    address: str
    token: str
    hours: int


async def everybody(request: web.Request) -> web.Response:
    """Everybody with an account."""
    return answer(PersonList(people=await request.app[RECORDS].read(describing.everybody)))


async def person(request: web.Request) -> web.Response:
    """One person."""
    return answer(await request.app[RECORDS].read(describing.one, request.match_info["person"]))


async def change(request: web.Request) -> web.Response:
    """Close or open an account, or remove its one-time codes."""
    given, who, by = await body(request, PersonChanges), request.match_info["person"], caller(request).person
    await request.app[RECORDS].write(
        overseeing.change, who, datetime.now(UTC), closed=given.closed, codes_off=given.codes is False, by=by
    )
    return await person(request)


async def remove(request: web.Request) -> web.Response:
    """Remove an account."""
    who, by = request.match_info["person"], caller(request).person
    await request.app[RECORDS].write(overseeing.remove, who, datetime.now(UTC), by=by)
    return done()


async def house_roles(request: web.Request) -> web.Response:
    """Give a person roles in the whole house."""
    return await _give(request, EVERYWHERE)


async def make_link(request: web.Request) -> web.Response:
    """A one-time link for a person who has forgotten their password."""
    who, by, now = request.match_info["person"], caller(request).person, datetime.now(UTC)
    secret = await request.app[RECORDS].write(links.make, who, now, by=by)
    hours = int(links.GOOD_FOR.total_seconds() // 3600)
    return answer(Link(address=studio_link(request, "sign-in", secret), token=secret, hours=hours), 201)


async def colleagues(request: web.Request) -> web.Response:
    """Who works at a site."""
    return answer(ColleagueList(people=await request.app[RECORDS].read(describing.colleagues, site_of(request))))


async def names(request: web.Request) -> web.Response:
    """What those are called whose ids stand beside what was written at a site."""
    return answer(Names(names=await request.app[RECORDS].read(describing.names, site_of(request))))


async def site_roles(request: web.Request) -> web.Response:
    """Give a person roles at a site."""
    return await _give(request, site_of(request))


async def _give(request: web.Request, site: str) -> web.Response:
    given = await body(request, NewRoles)
    who, roles, by = request.match_info["person"], memberships.checked(given.roles), caller(request).person
    await request.app[RECORDS].write(memberships.give, who, site, roles, datetime.now(UTC), by=by)
    told = await request.app[RECORDS].read(describing.colleagues, site)
    found = [each for each in told if each.id == who]
    return answer(found[0]) if found else done()


ROUTES = (
    web.get("/api/people", everybody),
    web.get("/api/people/{person}", person),
    web.patch("/api/people/{person}", change),
    web.delete("/api/people/{person}", remove),
    web.put("/api/people/{person}/roles", house_roles),
    web.post("/api/people/{person}/link", make_link),
    web.get("/api/sites/{site}/people", colleagues),
    web.get("/api/sites/{site}/names", names),
    web.put("/api/sites/{site}/people/{person}", site_roles),
)

OPERATIONS = {
    "GET /api/people": Operation(summary="Everybody with an account.", gives=PersonList),
    "GET /api/people/{person}": Operation(summary="One person.", gives=PersonTold),
    "PATCH /api/people/{person}": Operation(
        summary="Close or open an account, or remove its one-time codes.", takes=PersonChanges, gives=PersonTold,
        refuses=(409,),
    ),
    "DELETE /api/people/{person}": Operation(summary="Remove an account.", status=204, refuses=(409,)),
    "PUT /api/people/{person}/roles": Operation(
        summary="Give a person roles in the whole house.", takes=NewRoles, gives=Colleague, empty=True,
        refuses=(409, 422),
    ),
    "POST /api/people/{person}/link": Operation(
        summary="A one-time link for somebody who has forgotten their password.", gives=Link, status=201,
        refuses=(410,),
    ),
    "GET /api/sites/{site}/people": Operation(summary="Who works at a site.", gives=ColleagueList),
    "GET /api/sites/{site}/names": Operation(summary="What people are called who work or wrote there.", gives=Names),
    "PUT /api/sites/{site}/people/{person}": Operation(
        summary="Give a person roles at a site.", takes=NewRoles, gives=Colleague, empty=True, refuses=(422,)
    ),
}  # fmt: skip
