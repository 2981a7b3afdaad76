"""`/api/sites`: the sites, their facts, and their IIIF, Web Annotation and Voyager forms."""

from aiohttp import web

from scenes import iiif, svx
from scenes.language import is_tag
from scenes.scene import Level, Site
from tour.errors import Absent, Unreadable
from tour.keys import SITES
from tour.routes.describing import asset_url, describe, summarize, tell
from tour.routes.description import SiteList
from tour.routes.documents import document, origin

IIIF_TYPE = f'application/ld+json;profile="{iiif.CONTEXT}"'
ANNOTATION_TYPE = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'


async def sites(request: web.Request) -> web.Response:
    """All sites."""
    return document(request, SiteList(sites=tuple(summarize(site) for site in request.app[SITES].values())))


async def site(request: web.Request) -> web.Response:
    """One site."""
    return document(request, describe(_site(request)))


async def facts(request: web.Request) -> web.Response:
    """The facts of a site in one language."""
    found = _site(request)
    language = request.query.get("language", found.languages[0])
    if not is_tag(language):
        raise Unreadable("language: a BCP 47 tag such as en or zh-Hans is needed.")
    return document(request, tell(found, language))


async def manifest(request: web.Request) -> web.Response:
    """The site as a IIIF Presentation 4 Manifest."""
    found = _site(request)
    return document(request, iiif.manifest(found, _iri(request, found), _absolute(request)), IIIF_TYPE)


async def annotations(request: web.Request) -> web.Response:
    """The site's annotations as a W3C AnnotationPage."""
    found = _site(request)
    return document(request, iiif.annotation_page(found, _iri(request, found), _absolute(request)), ANNOTATION_TYPE)


async def scene(request: web.Request) -> web.Response:
    """The site as a Smithsonian Voyager document."""
    return document(request, svx.document(_site(request), _absolute(request)), svx.MEDIA_TYPE)


def _site(request: web.Request) -> Site:
    found = request.app[SITES].get(request.match_info["site"])
    if found is None:
        raise Absent("There is no such site here. /api/sites lists the sites.")
    return found


def _iri(request: web.Request, site: Site) -> str:
    return f"{origin(request)}/api/sites/{site.id}"


def _absolute(request: web.Request) -> iiif.Address:
    base = origin(request)

    def address(level: Level) -> str:
        return base + asset_url(level)

    return address


ROUTES = (
    web.get("/api/sites", sites),
    web.get("/api/sites/{site}", site),
    web.get("/api/sites/{site}/facts", facts),
    web.get("/api/sites/{site}/manifest.json", manifest),
    web.get("/api/sites/{site}/annotations.json", annotations),
    web.get("/api/sites/{site}/scene.svx.json", scene),
)
