"""`/api/sites/{site}/heard…`, `/review/figures`, `/review/rules`: what visitors heard, and what reviewers found."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, get_args

from aiohttp import web
from msgspec import Meta, Struct

from narration.review import Category, NotAllowed
from tour.errors import Absent, Unreadable, problem
from tour.keys import RECORDS
from tour.people.guard import caller
from tour.review import figures as counted
from tour.review import heard as sentences
from tour.review import rules as ruled
from tour.review.decisions import LONGEST
from tour.review.figures import Coverage, Figure, Period
from tour.review.heard import Heard, HeardQueue, NotHeard
from tour.review.rules import Rules
from tour.routes.operations import Operation
from tour.routes.studio.asking import flag, number
from tour.routes.studio.exchange import answer, body, site_of
from tour.routes.studio.telling import BASE, reader

PERIODS: tuple[Period, ...] = get_args(Period)
USUAL_DAYS = 365


class Finding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reviewer found of a heard sentence; `clean` where it is right."""

    category: Category
    reason: Annotated[str, Meta(max_length=LONGEST)] = ""


class RulesGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a site is to be reviewed."""

    two_readers: bool
    live_share: Annotated[float, Meta(ge=0, le=1)]


class Findings(Struct, frozen=True, kw_only=True):
    """What was found over time, and how far each language is reviewed."""

    since: str
    until: str
    figures: list[Figure]
    coverage: list[Coverage]


async def heard(request: web.Request) -> web.Response:
    """A page of heard sentences."""
    asked = request.query
    found: HeardQueue = await request.app[RECORDS].read(
        sentences.heard, site_of(request), language=asked.get("language", ""), cause=asked.get("cause", ""),
        settled=flag(request, "settled"), after=asked.get("after", ""), limit=number(request, "limit", sentences.PAGE),
    )  # fmt: skip
    return answer(found)


async def settle(request: web.Request) -> web.Response:
    """Write down what was found of a heard sentence."""
    given = await body(request, Finding)
    try:
        found: Heard = await request.app[RECORDS].write(
            sentences.settle, site_of(request), request.match_info["sentence"][:64], given.category,
            given.reason.strip(), reader(request), datetime.now(UTC),
        )  # fmt: skip
    except NotHeard:
        raise Absent("There is no such sentence at this site.") from None
    except NotAllowed as wrong:
        return problem(409, str(wrong))
    return answer(found)


async def figures(request: web.Request) -> web.Response:
    """What reviewers found, by category, language and model, over time."""
    period = request.query.get("period", "month")
    known = next((each for each in PERIODS if each == period), None)
    if known is None:
        raise Unreadable(f"period: one of {', '.join(PERIODS)}.")
    until = _day(request, "until", datetime.now(UTC) + timedelta(days=1))
    since = _day(request, "since", until - timedelta(days=USUAL_DAYS))
    records, site = request.app[RECORDS], site_of(request)
    found = await records.read(counted.figures, site, since=since, until=until, period=known)
    told = Findings(
        since=since.date().isoformat(), until=until.date().isoformat(), figures=found,
        coverage=await records.read(counted.coverage, site),
    )  # fmt: skip
    return answer(told)


async def rules(request: web.Request) -> web.Response:
    """How the site is reviewed."""
    return answer(await request.app[RECORDS].read(ruled.rules, site_of(request)))


async def set_rules(request: web.Request) -> web.Response:
    """Change how the site is reviewed."""
    given, who = await body(request, RulesGiven), caller(request).person
    wanted = Rules(two_readers=given.two_readers, live_share=given.live_share)
    return answer(await request.app[RECORDS].write(ruled.set_rules, site_of(request), wanted, who, datetime.now(UTC)))


def _day(request: web.Request, name: str, default: datetime) -> datetime:
    text = request.query.get(name)
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) if text is not None else default
    except ValueError:
        raise Unreadable(f"{name}: a day such as 2026-11-27 is needed.") from None


ROUTES = (
    web.get(f"{BASE}/heard", heard),
    web.post(f"{BASE}/heard/{{sentence}}/decisions", settle),
    web.get(f"{BASE}/review/figures", figures),
    web.get(f"{BASE}/review/rules", rules),
    web.put(f"{BASE}/review/rules", set_rules),
)

OPERATIONS = {
    f"GET {BASE}/heard": Operation(
        summary="Sentences that visitors doubted, and a sample of those said live.", gives=HeardQueue, refuses=(400,),
        queries={
            "language": "BCP 47.", "cause": "wrong or sample.", "settled": "yes: those that were read.",
            "after": "`next` of the page before.", "limit": "At most 200.",
        },
    ),
    f"POST {BASE}/heard/{{sentence}}/decisions": Operation(
        summary="Write down what was found of a heard sentence.", takes=Finding, gives=Heard, refuses=(409,)
    ),
    f"GET {BASE}/review/figures": Operation(
        summary="What reviewers found, by category, language and model, over time.", gives=Findings, refuses=(400,),
        queries={"since": "A day; a year ago.", "until": "The day after the last.", "period": "day, week or month."},
    ),
    f"GET {BASE}/review/rules": Operation(summary="How the site is reviewed.", gives=Rules),
    f"PUT {BASE}/review/rules": Operation(
        summary="Change how the site is reviewed.", takes=RulesGiven, gives=Rules
    ),
}  # fmt: skip
