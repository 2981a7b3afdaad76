"""`…/invitations`: made by operators, looked at and accepted by whoever has the ticket."""

from datetime import UTC, datetime
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from scenes.language import is_tag
from tour.errors import Unreadable
from tour.keys import DOOR, RECORDS
from tour.people import invitations, memberships, passwords, signing_in
from tour.people.accounts import clean_login, clean_name
from tour.people.cookies import SESSION
from tour.people.guard import caller, find_caller
from tour.people.roles import EVERYWHERE
from tour.people.sessions import csrf_of
from tour.routes.operations import Operation
from tour.routes.studio import describing
from tour.routes.studio.describing import InvitationTold, Me
from tour.routes.studio.entering import cookie, misses_counted, studio_link, welcome
from tour.routes.studio.exchange import Line, Secret, answer, body, done, site_of
from tour.routes.studio.sign_in import Ticket


class NewInvitation(Struct, frozen=True, kw_only=True):
    """Roles to invite somebody to."""

    roles: Annotated[list[str], Meta(min_length=1, max_length=8)]
    note: Line = ""
    """For whom it is, so that you know it again."""


class MadeInvitation(Struct, frozen=True, kw_only=True):
    """An invitation and the address for who is invited, shown only now."""

    invitation: InvitationTold
    address: str
    token: str


class InvitationList(Struct, frozen=True, kw_only=True):
    """The invitations of a site, or of the whole house."""

    invitations: list[InvitationTold]


class InvitedTo(Struct, frozen=True, kw_only=True):
    """What the holder of a ticket is invited to."""

    site: str
    roles: list[str]
    ends: str


class Acceptance(Struct, frozen=True, kw_only=True):
    """Who accepts: somebody new, or whoever is signed in, who leaves the rest out."""

    token: Secret
    login: Annotated[str, Meta(max_length=100)] = ""
    name: Line = ""
    language: Annotated[str, Meta(max_length=35)] = "en"
    password: Annotated[str, Meta(max_length=1000)] = ""


async def of_house(request: web.Request) -> web.Response:
    """The invitations to roles in the whole house."""
    return await _list(request, EVERYWHERE)


async def of_site(request: web.Request) -> web.Response:
    """The invitations of a site."""
    return await _list(request, site_of(request))


async def invite_to_house(request: web.Request) -> web.Response:
    """Invite somebody to roles in the whole house."""
    return await _invite(request, EVERYWHERE)


async def invite_to_site(request: web.Request) -> web.Response:
    """Invite somebody to roles at a site."""
    return await _invite(request, site_of(request))


async def withdraw_from_house(request: web.Request) -> web.Response:
    """Withdraw an invitation to the whole house."""
    return await _withdraw(request, EVERYWHERE)


async def withdraw_from_site(request: web.Request) -> web.Response:
    """Withdraw an invitation to a site."""
    return await _withdraw(request, site_of(request))


async def look(request: web.Request) -> web.Response:
    """What the holder of a ticket is invited to."""
    given = await body(request, Ticket)
    with misses_counted(request):
        found = await request.app[RECORDS].read(invitations.look, given.token, datetime.now(UTC))
    return answer(InvitedTo(site=found.site, roles=sorted(found.roles), ends=found.ends))


async def accept(request: web.Request) -> web.Response:
    """Accept an invitation, as somebody new or as who is signed in."""
    given, now, records = await body(request, Acceptance), datetime.now(UTC), request.app[RECORDS]
    here = await find_caller(request)
    with misses_counted(request):
        await records.read(invitations.look, given.token, now)
    if here is None or here.token:
        return await _accept_anew(request, given, now)
    await records.write(invitations.accept, given.token, here.person, now)
    return answer(await records.read(describing.me, here, csrf_of(cookie(request, SESSION))))


async def _accept_anew(request: web.Request, given: Acceptance, now: datetime) -> web.Response:
    if not is_tag(given.language):
        raise Unreadable("language: a BCP 47 tag such as en or zh-Hans is needed.")
    records, login, name = request.app[RECORDS], clean_login(given.login), clean_name(given.name)
    passwords.check(given.password, login, name)
    password = await request.app[DOOR].desk.hashed(given.password, known=False)
    opened = await records.write(signing_in.open_by_invitation, given.token, login, name, given.language, password, now)
    return await welcome(request, opened)


async def _list(request: web.Request, site: str) -> web.Response:
    told = await request.app[RECORDS].read(describing.invited, site, datetime.now(UTC))
    return answer(InvitationList(invitations=told))


async def _invite(request: web.Request, site: str) -> web.Response:
    given, now = await body(request, NewInvitation), datetime.now(UTC)
    made, secret = await request.app[RECORDS].write(
        invitations.invite, site, memberships.checked(given.roles), now, by=caller(request).person, remark=given.note
    )
    address = studio_link(request, "invitation", secret)
    return answer(MadeInvitation(invitation=describing.invitation_told(made), address=address, token=secret), 201)


async def _withdraw(request: web.Request, site: str) -> web.Response:
    invitation, by = request.match_info["invitation"], caller(request).person
    await request.app[RECORDS].write(invitations.withdraw, site, invitation, datetime.now(UTC), by=by)
    return done()


ROUTES = (
    web.get("/api/invitations", of_house),
    web.post("/api/invitations", invite_to_house),
    web.delete("/api/invitations/{invitation}", withdraw_from_house),
    web.post("/api/invitations/look", look),
    web.post("/api/invitations/accept", accept),
    web.get("/api/sites/{site}/invitations", of_site),
    web.post("/api/sites/{site}/invitations", invite_to_site),
    web.delete("/api/sites/{site}/invitations/{invitation}", withdraw_from_site),
)

_INVITE = Operation(
    summary="Invite somebody to roles there; the address for them is shown only now.", takes=NewInvitation,
    gives=MadeInvitation, status=201, refuses=(409, 422),
)  # fmt: skip
_WITHDRAW = Operation(summary="Withdraw an invitation that nobody has accepted.", status=204)
OPERATIONS = {
    "GET /api/invitations": Operation(summary="Invitations to the whole house.", gives=InvitationList),
    "POST /api/invitations": _INVITE,
    "DELETE /api/invitations/{invitation}": _WITHDRAW,
    "GET /api/sites/{site}/invitations": Operation(summary="Invitations to a site.", gives=InvitationList),
    "POST /api/sites/{site}/invitations": _INVITE,
    "DELETE /api/sites/{site}/invitations/{invitation}": _WITHDRAW,
    "POST /api/invitations/look": Operation(
        summary="What the holder of a ticket is invited to.", takes=Ticket, gives=InvitedTo, refuses=(403, 410, 429)
    ),
    "POST /api/invitations/accept": Operation(
        summary="Accept an invitation; somebody new is signed in with it.", takes=Acceptance, gives=Me,
        refuses=(401, 403, 409, 410, 422, 429, 503),
    ),
}  # fmt: skip
