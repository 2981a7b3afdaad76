"""`/api/sites/{site}/exports`: the site as it is written, as a document of another format."""

from pathlib import Path
from typing import Literal

from aiohttp import web
from msgspec import Struct

from scenes.exchange.losses import losses
from scenes.exchange.send_out import NAMES, send_out
from scenes.gathered import Gathered, gather
from scenes.pack_records import write_records
from scenes.pack_zip import zip_folder
from scenes.scene import Site
from scenes.site_pack import load_site
from tour.audit import append
from tour.editing import Editing
from tour.editing.editing import now
from tour.editing.incoming import aside
from tour.errors import Absent, Unreadable
from tour.keys import EDITING, SETTINGS
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.parcels import ZIP, sent, worked
from tour.routes.studio.versions import writing

JSON = "application/json"


class ExportForm(Struct, frozen=True, kw_only=True):
    """A form that other programs read."""

    form: Literal["iiif", "svx", "webannotation"]
    document: str
    """Name of the document."""
    losses: tuple[str, ...]
    """What its readers will not see, in words."""


class ExportForms(Struct, frozen=True, kw_only=True):
    """The forms in which a site can go out, beside the pack."""

    forms: tuple[ExportForm, ...]


@writing
async def listed(request: web.Request) -> web.StreamResponse:
    """What of the site each form cannot show."""
    editing, found = await _written(request)
    site = await worked(request, found.assemble, editing.files, Path(found.site))
    forms = (ExportForm(form=form, document=name, losses=losses(site, form)) for form, name in NAMES.items())  # type: ignore[arg-type]
    return answer(ExportForms(forms=tuple(forms)))


@writing
async def send(request: web.Request) -> web.StreamResponse:
    """The site in a form, as a zip with the files that the document names, or as the document alone."""
    form, base, alone = request.match_info["form"], _base(request), flag(request, "alone")
    if form not in NAMES:
        raise Absent(f"The forms are {', '.join(NAMES)}.")
    plain, published = flag(request, "plain"), flag(request, "published")
    editing, found = await _written(request, published)
    with aside(request.app[SETTINGS].data) as folder:
        site = await worked(request, _pack, editing, found, folder)
        out = folder / NAMES[form] if alone else folder / "out"
        await worked(request, send_out, site, form, out, base, alone, own=not plain)
        told = {"form": form, "published": published, "plain": plain}
        await editing.records.write(
            append, caller(request).person, "site-exported", found.site, found.site, told, now=now()
        )
        if alone:
            return await sent(request, out, NAMES[form], JSON)
        archive = folder / "out.zip"
        await worked(request, zip_folder, out, archive)
        return await sent(request, archive, f"{found.site}-{form}.zip", ZIP)


async def _written(request: web.Request, published: bool = False) -> tuple[Editing, Gathered]:
    """The records of the address' site; raises `Absent`."""
    editing = request.app[EDITING]
    found = await editing.records.read(gather, site_of(request), published=published)
    if not found.held:
        raise Absent("This site is not written here.")
    return editing, found


def _pack(editing: Editing, found: Gathered, folder: Path) -> Site:
    """The site as a pack in a folder of its own; raises `SitePackError`."""
    found.check()
    return load_site(write_records(found, folder / found.site, editing.files))


def _base(request: web.Request) -> str:
    base = request.query.get("base", "")
    if base and not (
        base.startswith(("http://", "https://"))
        and base.isascii()
        and base.isprintable()
        and len(base) < 500
        and " " not in base
    ):
        raise Unreadable("base: an address that begins with https:// is needed.")
    return base


ROUTES = (
    web.get("/api/sites/{site}/exports", listed),
    web.get("/api/sites/{site}/exports/{form}", send, allow_head=False),
)

OPERATIONS = {
    "GET /api/sites/{site}/exports": Operation(
        summary="The forms in which the site can go out, and what each cannot show.", gives=ExportForms, refuses=(422,)
    ),
    "GET /api/sites/{site}/exports/{form}": Operation(
        summary="The site as iiif, svx or webannotation: a zip with its files, or the document alone.",
        refuses=(400, 422), media=ZIP,
        queries={
            "alone": "yes: the document without the files it names.", "published": "yes: as visitors get it.",
            "plain": "yes: without what only this program reads, such as drafts and who reviewed them.",
            "base": "Where it will be published; IIIF needs addresses.",
        },
    ),
}  # fmt: skip
