"""`/api/sites/{site}/ingest`: uploaded scans become models of a site."""

from datetime import UTC, datetime

from aiohttp import web

from scenes.finding import Refused
from scenes.ingest.request import Request, checked
from tour.errors import Absent, problem
from tour.ingesting import Ingesting
from tour.ingesting.asking import NotWritten, ask
from tour.jobs import Job
from tour.jobs.job import MOST_OPEN, TooManyJobs
from tour.keys import JOBS, RECORDS
from tour.people.guard import caller
from tour.routes.operations import Operation
from tour.routes.studio.exchange import answer, body, site_of
from tour.uploads.refusing import Refusing
from tour.uploads.upload import InUse, NoUpload


async def ingest(request: web.Request) -> web.Response:
    """Ask for uploads to be taken in; the job that is open for the very same, where there is one."""
    wanted, site, who = await body(request, Ingesting), site_of(request), caller(request).person
    if wrong := _unfit(site, wanted):
        return problem(422, wrong)
    try:
        job: Job = await request.app[RECORDS].write(ask, site, wanted, who, datetime.now(UTC))
    except NotWritten:
        raise Absent("This site is not written here. Begin it with POST /api/sites, or write the one served.") from None
    except NoUpload:
        raise Absent("One of these uploads is not at this site, or was thrown away. Send it again.") from None
    except InUse:
        return problem(409, "A job is at work on one of these uploads. Wait until it has ended, or cancel it.")
    except Refusing as refused:
        return problem(refused.status, refused.sentence)
    except TooManyJobs:
        return problem(409, f"{MOST_OPEN} jobs of this site wait already. Let some end, or cancel them.")
    request.app[JOBS].wake()
    return answer(job, 202)


def _unfit(site: str, wanted: Ingesting) -> str:
    """What is wrong with the settings, for a person."""
    try:
        checked(
            Request(
                site=site, name=wanted.name, language=wanted.language or "en", licence=wanted.licence,
                holder=wanted.holder,
            )
        )  # fmt: skip
    except Refused as refused:
        found = refused.findings[0]
        return f"{found.message}: {found.remedy}."
    return ""


ROUTES = (web.post("/api/sites/{site}/ingest", ingest),)

OPERATIONS = {
    "POST /api/sites/{site}/ingest": Operation(
        summary="Take uploaded scans in, as a job: check, repair, simplify, compress.", takes=Ingesting, gives=Job,
        status=202, refuses=(409, 422),
    ),
}  # fmt: skip
