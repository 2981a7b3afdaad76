"""`/api/kiosk/{site}…`: what a kiosk has to know, the greeting in every language, and the operator's corner."""

from datetime import UTC, datetime
from time import monotonic
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from narration.text.sentences import sentences
from scenes.language import lookup, text_in
from scenes.scene import Site
from tour.engines import EngineState
from tour.errors import Absent, Unreadable
from tour.keys import COMERS, DOOR, HOUSE, RECORDS
from tour.kiosk.corner import OPEN, WHO
from tour.kiosk.rules import KioskRules, rules, set_rules
from tour.lan import is_loopback
from tour.lan.way_in import outside
from tour.people.guard import Denied
from tour.people.origin import address_of, grouped
from tour.people.refusal import Refusal
from tour.review.sound import wav
from tour.routes.documents import document
from tour.routes.health import our_version
from tour.routes.kiosks import BASE, KIOSKS, kiosk_site
from tour.routes.operations import Operation
from tour.routes.studio.exchange import Secret, answer, body, done

UNSPACED = frozenset({"ja", "km", "lo", "my", "th", "zh"})
"""Languages that write no space between sentences."""

LONGEST_GREETING = 2
"""Sentences of the site's welcome that greet somebody who touches a language."""


class Greeting(Struct, frozen=True, kw_only=True):
    """How a site greets in one language."""

    text: str
    spoken: bool
    """Whether a voice speaks it."""
    voiced: bool
    """Whether the guide has a voice in this language, or its voices are still being opened; else it is only read."""


class KioskTold(Struct, frozen=True, kw_only=True):
    """What a kiosk has to know."""

    site: str
    rules: KioskRules
    greetings: dict[str, Greeting]
    """By BCP 47 tag, in the site's order; where nobody wrote a welcome its text is empty."""
    address: str
    """Where a phone reaches this house: `TOUR_PUBLIC_URL`, else with `--lan` by its number there; else empty."""
    corner: bool
    """Whether there is a code for the operator's corner."""
    version: str
    started: str
    """When this server began, ISO 8601: another value tells a kiosk to load itself anew."""


class KioskHeard(Struct, frozen=True, kw_only=True):
    """Whether the page of the kiosk at the asker's address lives."""

    silent: float
    """Seconds since it asked what it has to know; where none did since the server began, since then."""


class CodeGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed on the pad."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{1,12}$(?!\n)")]


class CornerOpen(Struct, frozen=True, kw_only=True):
    """The corner is open."""

    key: str
    seconds: int


class KeyShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is in the corner."""

    key: Secret


class RulesWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the kiosks of a site should behave."""

    key: Secret
    rules: KioskRules


class KioskHealth(Struct, frozen=True, kw_only=True):
    """How the house behind a kiosk does."""

    version: str
    seconds: int
    """Since the server began."""
    visits: int
    engines: dict[str, EngineState]
    problems: dict[str, str]
    """What an engine that is not open lacks, by name."""


async def told(request: web.Request) -> web.Response:
    """What a kiosk of a site has to know."""
    site = kiosk_site(request)
    request.app[KIOSKS].heard.hear(site.id, _place(request), monotonic())
    found = await request.app[RECORDS].read(rules, site.id)
    return document(
        request,
        KioskTold(
            site=site.id, rules=found, greetings={tag: _greeting(request, site, tag) for tag in site.spoken},
            address=outside(request), corner=bool(request.app[KIOSKS].corner.code),
            version=our_version(), started=request.app[KIOSKS].started,
        ),
    )  # fmt: skip


async def heard(request: web.Request) -> web.Response:
    """How long the kiosk at the asker's address was silent."""
    site = kiosk_site(request)
    return answer(KioskHeard(silent=round(request.app[KIOSKS].heard.silent(site.id, _place(request), monotonic()), 1)))


async def greeting(request: web.Request) -> web.Response:
    """The site's welcome as it is spoken in a language, WAV."""
    site, house = kiosk_site(request), request.app[HOUSE]
    tag = lookup(request.match_info["language"][:35], site.spoken)
    text, voice = (_welcome(site, tag), house.engines.voices.choose(tag)) if tag else ("", None)
    if not text or voice is None:
        raise Absent("Nobody greets in this language here.")
    async with request.app[KIOSKS].greeting:
        heard = await wav(house.speech, text, voice)
    if heard is None:
        raise Absent("Nobody greets in this language here.")
    return web.Response(body=heard, content_type="audio/wav", headers={"Cache-Control": "max-age=3600"})


async def enter(request: web.Request) -> web.Response:
    """Open the operator's corner with its code."""
    given, site = await body(request, CodeGiven), kiosk_site(request)
    address = address_of(request, request.app[DOOR].proxies)
    corner = request.app[KIOSKS].corner
    key = await request.app[RECORDS].write(corner.open, site.id, given.code, address, datetime.now(UTC))
    if isinstance(key, Refusal):
        raise key
    return answer(CornerOpen(key=key, seconds=int(OPEN.total_seconds())))


async def leave(request: web.Request) -> web.Response:
    """Shut the corner again."""
    given = await body(request, KeyShown)
    request.app[KIOSKS].corner.close(given.key)
    return done()


async def change(request: web.Request) -> web.Response:
    """Set the rules of a site's kiosks."""
    wanted, site = await body(request, RulesWanted), kiosk_site(request)
    _hold(request, wanted.key, site)
    try:
        found = await request.app[RECORDS].write(set_rules, site.id, wanted.rules, WHO, datetime.now(UTC))
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from None
    return answer(found)


async def health(request: web.Request) -> web.Response:
    """How the house does, for who is in the corner."""
    given, site = await body(request, KeyShown), kiosk_site(request)
    _hold(request, given.key, site)
    house = request.app[HOUSE]
    return answer(
        KioskHealth(
            version=our_version(), seconds=int(monotonic() - request.app[KIOSKS].since), visits=house.visits.count,
            engines=dict(house.engines.states()), problems=dict(house.engines.problems()),
        )
    )  # fmt: skip


def _place(request: web.Request) -> str:
    """Where a kiosk is, by a name that nothing leads back from; this machine is one place, whatever it calls itself."""
    address = address_of(request, request.app[DOOR].proxies)
    return request.app[COMERS].place("" if is_loopback(address) or address == grouped("::1") else address)


def _hold(request: web.Request, key: str, site: Site) -> None:
    if not request.app[KIOSKS].corner.holds(key, site.id, datetime.now(UTC)):
        raise Denied(403, "kiosk-key", "The corner is shut. Open it with its code again.")


def _greeting(request: web.Request, site: Site, tag: str) -> Greeting:
    text, engines = _welcome(site, tag), request.app[HOUSE].engines
    voiced = engines.voices.choose(tag) is not None
    opening = any(state == "opening" for name, state in engines.states().items() if name.startswith("voice "))
    return Greeting(text=text, spoken=bool(text) and voiced, voiced=voiced or opening)


def _welcome(site: Site, tag: str) -> str:
    joint = "" if tag.split("-")[0] in UNSPACED else " "
    return joint.join(sentences(text_in(site.welcome, tag) or "", tag)[:LONGEST_GREETING])


ROUTES = (
    web.get(BASE, told),
    web.put(BASE, change),
    web.get(f"{BASE}/heard", heard),
    web.get(f"{BASE}/greeting/{{language}}", greeting),
    web.post(f"{BASE}/corner", enter),
    web.post(f"{BASE}/corner/leave", leave),
    web.post(f"{BASE}/health", health),
)

OPERATIONS = {
    f"GET {BASE}": Operation(summary="What a kiosk of a site has to know.", gives=KioskTold),
    f"PUT {BASE}": Operation(
        summary="Set the rules of a site's kiosks.", takes=RulesWanted, gives=KioskRules, refuses=(403,)
    ),
    f"GET {BASE}/heard": Operation(
        summary="How long the page of the kiosk at your own address was silent.", gives=KioskHeard
    ),
    f"GET {BASE}/greeting/{{language}}": Operation(
        summary="The site's welcome as it is spoken in a language.", media="audio/wav"
    ),
    f"POST {BASE}/corner": Operation(
        summary="Open the operator's corner with its code.", takes=CodeGiven, gives=CornerOpen, refuses=(401, 403, 429)
    ),
    f"POST {BASE}/corner/leave": Operation(summary="Shut the corner.", takes=KeyShown, status=204, refuses=(403,)),
    f"POST {BASE}/health": Operation(
        summary="How the house behind a kiosk does.", takes=KeyShown, gives=KioskHealth, refuses=(403,)
    ),
}  # fmt: skip
