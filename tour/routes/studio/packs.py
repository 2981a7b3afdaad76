"""`/api/sites/{site}/pack…`: whole sites in and out."""

from pathlib import Path

from aiohttp import web
from msgspec import Struct

from scenes.finding import Refused
from scenes.gathered import Gathered, gather
from scenes.pack_records import SiteExists, brings_approved, take_apart, write_records
from scenes.pack_zip import Packed, pack, unpack
from scenes.stores.sqlite import count
from tour.audit import append
from tour.editing import Editing
from tour.editing.editing import now
from tour.editing.incoming import aside
from tour.errors import Absent, problem
from tour.keys import EDITING, SETTINGS, SITES
from tour.people.guard import caller
from tour.people.roles import Role
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.parcels import ZIP, receive, sent, worked
from tour.routes.studio.versions import writing


class TakenIn(Struct, frozen=True, kw_only=True):
    """What came of a pack."""

    site: str
    records: int
    versions: int
    """How many records it changed."""


@writing
async def take_in(request: web.Request) -> web.StreamResponse:
    """Save everything of a pack that is sent as a zip."""
    editing, site = request.app[EDITING], site_of(request)
    replace = flag(request, "replace")
    if request.content_type != ZIP:
        raise web.HTTPUnsupportedMediaType(text=f"Content-Type: {ZIP} is needed.")
    with aside(request.app[SETTINGS].data) as folder:
        await receive(request, folder / "pack.zip")
        try:
            taken = (await worked(request, unpack, folder / "pack.zip", folder / "sites")).folder
        except Refused as refused:
            return problem(422, str(refused), findings=[each.message for each in refused.findings][:20])
        if taken.name != site:
            return problem(422, f"The pack is of the site {taken.name!r}, not of {site!r}.")
        return answer(await taken_in(request, editing, taken, replace), 201)


@writing
async def begin(request: web.Request) -> web.StreamResponse:
    """Begin to write a site that is served from a pack."""
    served = request.app[SITES].get(site_of(request))
    if served is None or not served.folder.is_dir():
        raise Absent("There is no such site here. /api/sites lists the sites.")
    return answer(await taken_in(request, request.app[EDITING], served.folder, False), 201)


@writing
async def send_out(request: web.Request) -> web.StreamResponse:
    """The site as it is written, or as visitors get it, as a zip."""
    editing, site = request.app[EDITING], site_of(request)
    published = flag(request, "published")
    who = caller(request).person
    found = await editing.records.read(gather, site, published=published)
    if not found.held:
        raise Absent("This site is not written here.")
    with aside(request.app[SETTINGS].data) as folder:
        archive = await worked(request, _packed, editing, found, folder)
        details = {"published": published}
        await editing.records.write(append, who, "site-exported", site, site, details, now=now())
        return await sent(request, archive.path, f"{site}.zip", ZIP)


def _packed(editing: Editing, found: Gathered, folder: Path) -> Packed:
    found.check()
    write_records(found, folder / found.site, editing.files)
    return pack(folder / found.site, folder / f"{found.site}.zip")


async def taken_in(request: web.Request, editing: Editing, folder: Path, replace: bool, state: str = "") -> TakenIn:
    """Save the pack in a folder in the caller's name; raises as `Editing.take_in`, 403 for approvals not theirs."""
    site = site_of(request)
    held = await editing.records.read(count, site)
    if held and not replace:
        raise SiteExists(site)
    found = await worked(request, take_apart, folder, editing.files)
    if held and Role.REVIEWER not in caller(request).at(site) and await editing.records.read(brings_approved, found):
        raise web.HTTPForbidden(text="Some approved takes of the pack were not approved here. A reviewer can bring it.")
    versions = await editing.take_in(found, caller(request).person, replace=replace, state=state)
    return TakenIn(site=found.site, records=len(found.bodies), versions=versions)


ROUTES = (
    web.get("/api/sites/{site}/pack.zip", send_out, allow_head=False),
    web.post("/api/sites/{site}/pack", take_in),
    web.post("/api/sites/{site}/records", begin),
)

OPERATIONS = {
    "GET /api/sites/{site}/pack.zip": Operation(
        summary="The whole site as a zip that tour unpack reads.", refuses=(400, 422),
        queries={"published": "yes: as visitors get it."}, media=ZIP,
    ),
    "POST /api/sites/{site}/pack": Operation(
        summary="Save everything of a pack, sent as application/zip.", gives=TakenIn, status=201,
        refuses=(400, 409, 413, 415, 422, 507),
        queries={"replace": "yes: put it in the place of what is written here."},
    ),
    "POST /api/sites/{site}/records": Operation(
        summary="Begin to write a site that is served from a pack.", gives=TakenIn, status=201, refuses=(409, 422)
    ),
}  # fmt: skip
