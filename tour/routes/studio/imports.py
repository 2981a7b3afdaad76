"""`/api/sites/{site}/import`: a site in another form, looked at before it is kept."""

from aiohttp import web
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from scenes.finding import Finding, Refused
from scenes.gathered import Gathered, gather
from scenes.language import is_tag
from scenes.pack_diff import Change
from tour.editing import Editing
from tour.editing.bringing import Brought, Form, brought, changes, state_of
from tour.editing.editing import ChangedSince
from tour.editing.incoming import aside
from tour.errors import Unreadable, problem
from tour.keys import EDITING, SETTINGS
from tour.routes.conditions import evaluate
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag
from tour.routes.studio.exchange import answer, site_of
from tour.routes.studio.packs import taken_in
from tour.routes.studio.parcels import MOST_BYTES, ZIP, receive, worked
from tour.routes.studio.versions import writing

DOCUMENTS = {"application/json", "application/ld+json"}
MOST_DOCUMENT = 16 * 1024 * 1024
SHOWN = 500


class ImportTold(Struct, frozen=True, kw_only=True):
    """What came, and what it changes."""

    site: str
    form: Form
    own: bool
    """Whether this program wrote it."""
    kept: bool
    compared: bool
    """Whether a whole site is written here, so that changes could be told."""
    changes: tuple[Change, ...]
    """At most 500."""
    more: int
    """Changes beyond these."""
    findings: tuple[Finding, ...]
    """What was left, supplied or changed on the way, and why."""
    versions: int
    """Records that were changed; 0 where it was only looked at."""


@writing
async def bring(request: web.Request) -> web.StreamResponse:
    """Say what a pack, a document, or a document with its files in a zip would change; with `keep=yes` keep it."""
    editing, keep, language = request.app[EDITING], flag(request, "keep"), _language(request)
    if request.content_type not in {ZIP, *DOCUMENTS}:
        raise web.HTTPUnsupportedMediaType(text=f"Content-Type: {ZIP} or application/json is needed.")
    written = await editing.records.read(gather, site_of(request))
    if keep and evaluate(request, state_of(written)) == "failed":
        return _changed()
    with aside(request.app[SETTINGS].data) as folder:
        file = folder / "brought"
        await receive(request, file, MOST_BYTES if request.content_type == ZIP else MOST_DOCUMENT)
        try:
            found = await worked(request, brought, file, folder, written, editing.files, language)
        except Refused as refused:
            return problem(422, str(refused), findings=[to_builtins(each) for each in refused.findings[:20]])
        told = await worked(request, _told, editing, written, found)
        if keep:
            state = state_of(written) if request.headers.get("If-Match", "*") != "*" else ""
            try:
                taken = await taken_in(request, editing, found.folder, True, state)
            except ChangedSince:
                return _changed()
            told = replace(told, kept=True, versions=taken.versions)
    response = answer(told, 201 if keep else 200)
    response.headers["ETag"] = f'"{state_of(written)}"'
    return response


def _changed() -> web.Response:
    return problem(412, "The site was changed since this was looked at. Look again at what would change.")


def _told(editing: Editing, written: Gathered, found: Brought) -> ImportTold:
    changed = changes(written, editing.files, found)
    return ImportTold(
        site=written.site, form=found.form, own=found.own, kept=False, compared=changed is not None,
        changes=(changed or ())[:SHOWN], more=max(len(changed or ()) - SHOWN, 0), findings=found.findings, versions=0,
    )  # fmt: skip


def _language(request: web.Request) -> str:
    language = request.query.get("language", "en")
    if not is_tag(language):
        raise Unreadable("language: a BCP 47 tag such as fr or zh-Hans is needed.")
    return language


ROUTES = (web.post("/api/sites/{site}/import", bring),)

OPERATIONS = {
    "POST /api/sites/{site}/import": Operation(
        summary="Say what a pack's zip, a IIIF, Voyager or Web Annotation document, or a zip of one with its files "
        "would change; keep it where that is asked. If-Match: the ETag of what was looked at.",
        gives=ImportTold, refuses=(400, 403, 412, 413, 415, 422, 507),
        queries={"keep": "yes: keep it.", "language": "Of texts that do not say theirs; en where it is left out."},
    ),
}  # fmt: skip
