"""`/api/sites/{site}/jobs…` and `/prepare`: long work, asked for, watched, cancelled."""

from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from narration.audience import AgeGroup
from scenes.language import is_tag
from tour.errors import Absent, problem
from tour.jobs import Job
from tour.jobs import job as records_of
from tour.keys import DESK, JOBS, RECORDS
from tour.people.guard import caller
from tour.preparing import KIND, Preparing
from tour.preparing.request import unknown
from tour.review.desk import NoSite
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag, number
from tour.routes.studio.exchange import answer, body, site_of
from tour.routes.studio.telling import BASE


class JobList(Struct, frozen=True, kw_only=True):
    """Jobs of a site, newest first."""

    jobs: list[Job]


class PreparationGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be made ahead; a field that names nothing means all."""

    languages: Annotated[tuple[Annotated[str, Meta(max_length=35)], ...], Meta(max_length=64)] = ()
    audiences: Annotated[tuple[AgeGroup, ...], Meta(min_length=1, max_length=5)] = ("",)
    stops: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=1000)] = ()
    sound: bool = True
    again: bool = False


async def jobs(request: web.Request) -> web.Response:
    """The jobs of a site."""
    found = await request.app[RECORDS].read(
        records_of.jobs, site_of(request), only_open=flag(request, "open"), limit=number(request, "limit", 50)
    )
    return answer(JobList(jobs=found))


async def job(request: web.Request) -> web.Response:
    """How far one job is."""
    try:
        found: Job = await request.app[RECORDS].read(records_of.get, request.match_info["job"], site_of(request))
    except records_of.NoJob:
        raise Absent("There is no such job at this site.") from None
    return answer(found)


async def cancel(request: web.Request) -> web.Response:
    """Have a job end; what it made stays."""
    who, which, site = caller(request).person, request.match_info["job"], site_of(request)
    try:
        found: Job = await request.app[RECORDS].write(records_of.cancel, which, who, datetime.now(UTC), site)
    except records_of.NoJob:
        raise Absent("There is no such job at this site.") from None
    request.app[JOBS].wake()
    return answer(found)


async def prepare(request: web.Request) -> web.Response:
    """Ask for drafts, translations and sound; the job that is open for the very same, where there is one."""
    given, who, name = await body(request, PreparationGiven), caller(request).person, site_of(request)
    strange = next((tag for tag in given.languages if not is_tag(tag)), None)
    if strange is not None:
        return problem(422, f"languages: {strange!r} is no language tag; write one such as fr or zh-Hans.")
    wanted = Preparing(**msgspec.to_builtins(given))

    def ask(connection: Connection) -> Job | str:
        reason = unknown(request.app[DESK].site(connection, name), wanted)
        plain = msgspec.to_builtins(wanted)
        return reason or records_of.ask(connection, KIND, name, plain, who, datetime.now(UTC))

    try:
        found = await request.app[RECORDS].write(ask)
    except NoSite:
        raise Absent("There is no such site here. /api/sites lists the sites.") from None
    except records_of.TooManyJobs:
        return problem(409, f"{records_of.MOST_OPEN} jobs of this site wait already. Let some end, or cancel them.")
    if isinstance(found, str):
        return problem(422, f"{found}.")
    request.app[JOBS].wake()
    return answer(found, 202)


ROUTES = (
    web.get(f"{BASE}/jobs", jobs),
    web.get(f"{BASE}/jobs/{{job}}", job),
    web.delete(f"{BASE}/jobs/{{job}}", cancel),
    web.post(f"{BASE}/prepare", prepare),
)

OPERATIONS = {
    f"GET {BASE}/jobs": Operation(
        summary="Long work of a site, newest first.", gives=JobList, refuses=(400,),
        queries={"open": "yes: only what is still to be done.", "limit": "At most 200."},
    ),
    f"GET {BASE}/jobs/{{job}}": Operation(summary="How far a job is.", gives=Job),
    f"DELETE {BASE}/jobs/{{job}}": Operation(summary="Have a job end; what it made stays.", gives=Job),
    f"POST {BASE}/prepare": Operation(
        summary="Make drafts, translations and sound ahead, as a job.", takes=PreparationGiven, gives=Job, status=202,
        refuses=(409, 422),
    ),
}  # fmt: skip
