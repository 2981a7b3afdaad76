"""`/api/sites/{site}/provisions`: what a visitor's device may keep, to be told of a site without a network."""

from aiohttp import web

from narration.guide import Guide
from scenes.language import is_tag
from tour.errors import Absent, Unreadable
from tour.keys import HOUSE
from tour.provisions import provisions, told
from tour.routes.documents import answer, document

FRAMES_TYPE = "application/vnd.msgpack"


async def stops(request: web.Request) -> web.Response:
    """Which stops can be told without the house."""
    guide, language = _asked(request)
    return document(request, provisions(guide, language))


async def stop(request: web.Request) -> web.Response:
    """One stop as frames of the wire; with `?sound=no` without its sound."""
    guide, language = _asked(request)
    house = request.app[HOUSE]
    found = next((each for each in guide.site.scene.stops if each.id == request.match_info["stop"]), None)
    voice = None if request.query.get("sound") == "no" else house.engines.voices.choose(language)
    body = await told(guide, found, language, house.speech, voice) if found is not None else b""
    if not body:
        raise Absent("There is no such stop, or nobody wrote what is told there. /provisions lists those that can be.")
    return answer(request, body, FRAMES_TYPE)


def _asked(request: web.Request) -> tuple[Guide, str]:
    guide = request.app[HOUSE].guides.get(request.match_info["site"])
    if guide is None:
        raise Absent("There is no such site here, or it is still opening. /api/sites lists the sites.")
    wanted = request.query.get("language", guide.site.languages[0])
    if not is_tag(wanted):
        raise Unreadable("language: a BCP 47 tag such as en or zh-Hans is needed.")
    return guide, guide.language_for(wanted) or guide.site.languages[0]


ROUTES = (
    web.get("/api/sites/{site}/provisions", stops),
    web.get("/api/sites/{site}/provisions/{stop}", stop),
)
